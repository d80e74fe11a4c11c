"""Whether words lay something to somebody who is named in them, or want anybody but them.

「李保打我」 does, 「有人打我，叫李保來」 does not: whoever does it is named before the deed, and is
not called for.
"""

import re
from collections.abc import Iterable, Iterator

from bot.conversation import owner_words
from bot.conversation.owner_words import Found
from intents.cues import Hit
from intents.normalise import fold

_ILL = ("attack", "scorn", "blame", "refusal", "without")
"""The groups of cues of which one has to be there; 小偷 has one in it."""

_CLAUSE_END = re.compile("[,.。!?;:、]")


def speaks_ill(text: str) -> bool:
    """False: whoever is named in it, nothing here is said against them."""
    found = owner_words.found_in(fold(text))
    return any(found[group] for group in _ILL)


def is_accused(text: str, name: str) -> bool:
    """`name`: folded, as it was said."""
    folded = fold(text)
    found = owner_words.found_in(folded)
    return any(_does_it(folded, start, end, found) for start, end in _places(folded, name))


def is_unwanted(text: str, name: str) -> bool:
    """Somebody else is to come instead."""
    folded = fold(text)
    found = owner_words.found_in(folded)
    for start, _ in _places(folded, name):
        begin = _begin(folded, start, found)
        if _is_right_after(found["without"], begin):
            return True
        if found["refusal"] and not _is_right_after(found["called"], begin):
            return True
    return False


def _does_it(folded: str, start: int, end: int, found: Found) -> bool:
    begin = _begin(folded, start, found)
    if _is_whoever_did_it(begin, found):
        return True
    is_called = _is_right_after(found["called"], begin)
    for deed in (*found["attack"], *found["scorn"]):
        if deed.start < end or found.is_harmless(deed):
            continue
        if _stands_between(found["others"], end, deed.start):
            continue
        if is_called and not _stands_between(found["stop"], end, deed.start):
            continue
        if deed.cue.group == "attack" or not _CLAUSE_END.search(folded, end, deed.start):
            return True
    return False


def _is_whoever_did_it(begin: int, found: Found) -> bool:
    """打我的是李保, attacked by Bob; 小偷是李保."""
    joints = [hit.start for hit in found["culprit"] if hit.end == begin]
    return any(
        any(deed.end <= joint for deed in found["attack"])
        or _is_right_after(found["others"], joint)
        for joint in joints
    )


def _places(folded: str, name: str) -> Iterator[tuple[int, int]]:
    """Latin words may have a full stop between them: Mr. Lee."""
    written = "[ .]{1,2}".join(map(re.escape, name.split()))
    return (place.span() for place in re.finditer(written, folded))


def _begin(folded: str, start: int, found: Found) -> int:
    """Of the name with what somebody is before it: 保安阿強, the guard Bob."""
    for hit in found["role"]:
        if hit.start < start and not folded[hit.end : start].strip():
            return _begin(folded, hit.start, found)
    return len(folded[:start].rstrip())


def _is_right_after(hits: Iterable[Hit], begin: int) -> bool:
    return any(hit.end == begin for hit in hits)


def _stands_between(hits: Iterable[Hit], start: int, end: int) -> bool:
    return any(start <= hit.start and hit.end <= end for hit in hits)
