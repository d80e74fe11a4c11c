"""Whether words lay something to somebody who is named in them, or want anybody but them.

「李保打我」 does, 「有人打我，叫李保來」 does not: whoever does it is named before the deed, and is
not called for.
"""

import re
from collections.abc import Iterable, Iterator

from bot.conversation import owner_words
from bot.conversation.deeds import (
    CLAUSE_END,
    SENTENCE_END,
    Deed,
    deeds_in,
    fights_off,
    is_done_to,
    is_fought,
    saves,
)
from bot.conversation.owner_words import Found
from intents.cues import Hit
from intents.normalise import fold

_ILL = (
    "scorn",
    "goes_away",
    "leaves",
    "blame",
    "refusal",
    "without",
    "other_than",
    "besides",
    "stay_away",
)
"""Groups of cues of which one is enough; 小偷 has one in it."""

_ASKS = tuple(map(fold, ("嗎", "吧", "咩")))
_IS = tuple(map(fold, ("是", "係")))

_CALL = re.compile(r"[,.!:]\s*(?:(?:help|救命|my|there is|there's)[ ,.!]*)*")
"""After the name of whoever is called out to, before what is the matter."""


def may_accuse(text: str) -> bool:
    """False: whoever is named in it, it lays nothing to them and wants nobody else."""
    folded = _folded(text)
    found = owner_words.found_in(folded)
    if _in_the_passive(found) or any(found[group] for group in (*_ILL, "villain")):
        return True
    return bool(deeds_in(folded, found))


def is_accused(text: str, name: str, *, forces: bool = True, fights: bool = False) -> bool:
    """`name`: folded, as it was said. `forces`: also of a door that they break open; `fights`:
    there is somebody else for them to fight."""
    folded = _folded(text)
    found = owner_words.found_in(folded)
    deeds = deeds_in(folded, found, forces=forces)
    return any(
        _does_it(folded, start, end, found, _left(folded, deeds, start, found, fights=fights))
        for start, end in _places(folded, name)
    )


def attacks(text: str, name: str, *, forces: bool = True) -> bool:
    """They do to others what nobody may: more than to be rude, or slow."""
    folded = _folded(text)
    found = owner_words.found_in(folded)
    attacked = _in_the_passive(found) or bool(deeds_in(folded, found, forces=forces))
    return attacked and is_accused(text, name, forces=forces)


def _left(
    folded: str, deeds: Iterable[Deed], start: int, found: Found, *, fights: bool
) -> list[Deed]:
    """Without what is done to whoever is the danger, once somebody else was spoken of."""
    him = fights or _is_about_others(start, found)
    return [deed for deed in deeds if not fights_off(folded, deed.start, found, him=him)]


def _is_about_others(start: int, found: Found) -> bool:
    """Somebody is named before who does not belong there."""
    return any(hit.end <= start for hit in (*found["stranger"], *found["villain"]))


def _folded(text: str) -> str:
    """「李保踹門 救我」 is a cry for help, and without the gap it would be what he does it for."""
    return fold(_CRY_APART.sub("，", text))


_CRY_APART = re.compile(r"\s+(?=[救快])")


def is_unwanted(text: str, name: str) -> bool:
    """Somebody else is to come instead."""
    folded = _folded(text)
    found = owner_words.found_in(folded)
    refused = bool(found["refusal"]) and not is_wanted_alone(text, name)
    for start, end in _places(folded, name):
        begin = _begin(folded, start, found)
        is_refused, others_are = _refused(folded, begin, end, found)
        if is_refused and not others_are:
            return True
        if refused and not _is_called(begin, end, found):
            return True
        if _is_sent_away(folded, begin, end, found):
            return True
    return False


def _is_sent_away(folded: str, begin: int, end: int, found: Found) -> bool:
    """李保別過來, keep Bob away; 叫李保走開, where they are told to."""
    if _begins_right_after(found["stay_away"], folded, end):
        return True
    is_told = _is_called(begin, end, found) or _is_right_after(found["kept"], begin)
    away = [*found["goes_away"]]
    away += [hit for hit in found["leaves"] if _ends_a_clause(folded, hit)]
    return is_told and _begins_right_after(away, folded, end)


def is_denied(text: str, name: str) -> bool:
    """It is not they who did it."""
    folded = _folded(text)
    found = owner_words.found_in(folded)
    return any(
        _is_denied(folded, _begin(folded, start, found), end, found)
        for start, end in _places(folded, name)
    )


def is_wanted(text: str, name: str) -> bool:
    """To come and help: whoever calls for it says so, or calls out to them."""
    folded = _folded(text)
    found = owner_words.found_in(folded)
    is_to_come = any(_is_to_come(folded, *place, found) for place in _places(folded, name))
    return is_to_come or is_wanted_alone(text, name)


def is_wanted_alone(text: str, name: str) -> bool:
    """不要派李保以外的人, don't send anyone but Bob."""
    folded = _folded(text)
    found = owner_words.found_in(folded)
    return any(
        all(_refused(folded, _begin(folded, start, found), end, found))
        for start, end in _places(folded, name)
    )


def _refused(folded: str, begin: int, end: int, found: Found) -> tuple[bool, bool]:
    """Whether words right beside the name refuse somebody, and whether that is all others."""
    without = _is_right_after(found["without"], begin)
    other_than = [hit for hit in found["other_than"] if hit.end == begin]
    if not other_than and not _begins_right_after(found["besides"], folded, end):
        return without, False
    start = min((hit.start for hit in other_than), default=begin)
    before = (*found["without"], *found["nobody"])
    nobody = any(hit.start <= start and not folded[hit.end : start].strip(" ,") for hit in before)
    nobody_after = any(
        hit.start >= end and not SENTENCE_END.search(folded, end, hit.start)
        for hit in found["nobody"]
    )
    return True, nobody or nobody_after


def _is_to_come(folded: str, start: int, end: int, found: Found) -> bool:
    begin = _begin(folded, start, found)
    comes = [
        *found["hurry"],
        *found["careful"],
        *found["comes"],
        *found["hurt"],
        *found["suffered"],
    ]
    comes += found["near"] if _is_about_others(begin, found) else []
    comes += [hit for hit in found["comes_last"] if _ends_a_clause(folded, hit)]
    if _is_called(begin, end, found) or _begins_right_after(comes, folded, end):
        return True
    if _is_right_after(found["rang"], begin) or is_done_to(folded, begin, found):
        return True
    if _is_warned(folded, begin, end, found):
        return True
    if _helps(folded, begin, end, found):
        return True
    called_out = _CALL.match(folded, end)
    if called_out is None or (begin and not CLAUSE_END.match(folded, begin - 1)):
        return False
    others = (*found["others"], *found["stranger"], *found["villain"])
    return any(hit.start == called_out.end() for hit in others)


def _helps(folded: str, begin: int, end: int, found: Found) -> bool:
    """They save somebody, or fight whoever is the danger: 破門進來救我, chasing him."""
    mark = CLAUSE_END.search(folded, end)
    stop = mark.start() if mark else len(folded)
    doors = (*found["force"], *found["breaks"])
    forced = [hit.start for hit in doors if end <= hit.start < stop]
    if any(saves(folded, start, found) for start in forced):
        return True
    if any(end <= v.start < stop and is_fought(folded, v.start, found) for v in found["villain"]):
        return True
    fights = (*found["pursued"], *found["strike"])
    tried = [hit.start for hit in fights if end <= hit.start < stop]
    him = _is_about_others(begin, found)
    return any(fights_off(folded, at, found, him=him) for at in tried)


def _ends_a_clause(folded: str, hit: Hit) -> bool:
    rest = folded[hit.end :].lstrip()
    return not rest or bool(CLAUSE_END.match(rest))


def _does_it(folded: str, start: int, end: int, found: Found, deeds: Iterable[Deed]) -> bool:
    begin = _begin(folded, start, found)
    if _is_denied(folded, begin, end, found):
        return False
    if _is_whoever_did_it(begin, found) or _was_done_by(folded, begin, end, found):
        return True
    if any(_is_joined(folded, end, hit, found["is_a"]) for hit in found["villain"]):
        return True
    is_called = _is_called(begin, end, found)
    warned = _is_warned(folded, begin, end, found)
    scorn = [
        Deed(hit.start, hit.end)
        for hit in found["scorn"]
        if not found.is_harmless(hit) and not is_fought(folded, hit.start, found)
    ]
    for deed in (*deeds, *scorn):
        if deed.start < end:
            continue
        if _does_somebody_else(folded, end, deed, found):
            continue
        if _is_suffered(folded, end, deed, found):
            continue
        if _is_his(folded, end, deed, found, warned=warned):
            continue
        if is_called and not _stands_between(found["stop"], end, deed.start):
            continue
        if deed.goes_on or not CLAUSE_END.search(folded, end, deed.start):
            return True
    return False


def _is_his(folded: str, end: int, deed: Deed, found: Found, *, warned: bool) -> bool:
    """李保快來，他有刀, 李保小心他有刀: told of somebody else once they were called or warned."""
    begin = _skip(folded, end)
    warnings = [hit for hit in found["careful"] if hit.start == begin]
    if not (warned or warnings or _begins_right_after(found["hurry"], folded, end)):
        return False
    marks = list(CLAUSE_END.finditer(folded, end, deed.start))
    if marks and _begins_right_after(found["he"], folded, marks[-1].end()):
        return True
    return any(
        _comes_next(found["he"], folded, hit.end)
        and (deed.end <= hit.end or not CLAUSE_END.search(folded, hit.end, deed.start))
        for hit in warnings
    )


def _is_warned(folded: str, begin: int, end: int, found: Found) -> bool:
    """Watch out Bob, he has a knife; and not: watch out, Bob has a knife."""
    return _is_right_after(found["warned"], begin) and _comes_next(found["he"], folded, end)


def _is_suffered(folded: str, end: int, deed: Deed, found: Found) -> bool:
    """Bob got stabbed."""
    begin = _skip(folded, end)
    return any(hit.start == begin and deed.start < hit.end for hit in found["suffered"])


def _in_the_passive(found: Found) -> bool:
    return bool(found["by"] and found["done"])


def _is_denied(folded: str, begin: int, end: int, found: Found) -> bool:
    """不是李保 or 不是李保打我, and neither 是不是李保 nor 不是李保嗎 nor 不是李保一個人打我."""
    mark = CLAUSE_END.search(folded, end)
    clause = folded[end : mark.start() if mark else None].strip()
    says_no_more = not clause or _begins_right_after(
        (*found["attack"], *found["force"]), folded, end
    )
    is_asked = clause.endswith(_ASKS) or (mark is not None and mark[0] == "?")
    if is_asked or not says_no_more:
        return False
    denied = [hit.start for hit in found["denied"] if hit.end == begin]
    return any(not folded[:start].endswith(_IS) for start in denied)


def _is_whoever_did_it(begin: int, found: Found) -> bool:
    """打我的是李保, attacked by Bob; 小偷是李保."""
    done = (*found["attack"], *found["force"])
    return any(
        any(deed.start < joint.start and deed.end <= joint.end for deed in done)
        or _is_right_after(found["villain"], joint.start)
        for joint in found["culprit"]
        if joint.end == begin
    )


def _was_done_by(folded: str, begin: int, end: int, found: Found) -> bool:
    """被李保打, stabbed by Bob."""
    done = [hit for hit in found["done"] if not found.is_harmless(hit)]
    return any(
        hit.end == len(folded[: by.start].rstrip())
        or (hit.start >= end and not CLAUSE_END.search(folded, end, hit.start))
        for by in found["by"]
        if by.end == begin
        for hit in done
    )


def _does_somebody_else(folded: str, end: int, deed: Deed, found: Found) -> bool:
    """Who stands between the name and the deed, unless it is the same person or one besides:
    李保這個壞人打我, 李保和鄰居打我."""
    same, besides = found["is_a"], (*found["is_a"], *found["along"])
    else_ = [hit for hit in found["villain"] if not _is_joined(folded, end, hit, same)]
    others = (*found["others"], *found["stranger"])
    else_ += [hit for hit in others if not _is_joined(folded, end, hit, besides)]
    return _stands_between(else_, end, deed.start)


def _is_joined(folded: str, end: int, hit: Hit, joints: Iterable[Hit]) -> bool:
    """To the name that ends there, with nothing else between."""
    return any(
        not folded[end : joint.start].strip(" ,") and not folded[joint.end : hit.start].strip()
        for joint in joints
        if end <= joint.start and joint.end <= hit.start
    )


def _is_called(begin: int, end: int, found: Found) -> bool:
    """叫李保, and not 有個叫李保的."""
    called = [hit for hit in found["called"] if hit.end == begin]
    so_named = {hit.end for hit in found["so_named"]}
    is_named_so = begin in so_named or any(hit.start == end for hit in found["of_that_name"])
    return bool(called) and not (is_named_so and any("叫" in hit.cue.words for hit in called))


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


def _begins_right_after(hits: Iterable[Hit], folded: str, end: int) -> bool:
    begin = _skip(folded, end)
    return any(hit.start == begin for hit in hits)


def _comes_next(hits: Iterable[Hit], folded: str, end: int) -> bool:
    """Right after that, or after the marks that end a clause."""
    return _begins_right_after(hits, folded, _skip(folded, end, " ,.。!;:、"))


def _skip(folded: str, end: int, marks: str = " ") -> int:
    return len(folded) - len(folded[end:].lstrip(marks))


def _stands_between(hits: Iterable[Hit], start: int, end: int) -> bool:
    return any(start <= hit.start and hit.end <= end for hit in hits)
