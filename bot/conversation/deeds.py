"""What words say that somebody does to others, wherever a name stands: the verb, and to whom.

「打了一個老人」 is done to somebody and 「打電話」 is not: a verb of violence counts with a person
right after it, or with one before it who is taken: 「把我先生打昏」.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.conversation.owner_words import Found
from intents.cues import Hit
from intents.normalise import fold

CLAUSE_END = re.compile("[,.。!?;:、]")
SENTENCE_END = re.compile("[.。!?;]")

_UP_TO_WHOM = re.compile(
    f"[{fold('了咗緊到著過住完倒傷死暈昏斷翻冧一個位那這名幾兩次下正老')}]{{0,5}}(?:{fold('(?:隔壁|隔籬|樓上|樓下|你們)[的嘅]?')})?"
    "|(?:[a-z]*(?: +(?:a|an|the|my|our|his|her|your|this|that|one|some|two|other|another|old|young"
    "|little|elderly|poor|of|on|up|at|down|out|onto|with|off|hold|in|open))*) *"
)
"""Between a verb and whom it is done to: 了一個, up an old."""

_KIN = "|".join(map(fold, ("老公", "老婆", "先生", "太太", "媽", "爸", "女兒", "兒子")))
_TO_RING = re.compile(f"(?:{_KIN})?{fold('[的嘅]?(?:電話|手機|分機)')}")
_HELPED_ALONG = re.compile(f"[^,.。!?;]*(?:{fold('輪椅')}|wheelchair|stretcher)")
"""After whom a verb of violence has: it is none."""

_CRIES = tuple(map(fold, "快請求救人誰"))
"""Before 救: somebody cries for help, and nobody is said to come and save them."""


@dataclass(frozen=True)
class Deed:
    start: int
    end: int
    goes_on: bool = False
    """It may be told in a later clause than who does it."""


def deeds_in(folded: str, found: Found, *, forces: bool = True) -> list[Deed]:
    """`forces`: also doors broken open, unless somebody is saved so."""
    doors = [*found["force"], *_led_to(folded, found["breaks"], found["door"])]
    apart = {hit.start for hit in doors} | _harmless_starts(folded, found)
    deeds = [Deed(hit.start, hit.end, True) for hit in found["attack"] if hit.start not in apart]
    deeds += [Deed(hit.start, hit.end) for hit in found["overstay"]]
    deeds += [each for each in _done_to_somebody(folded, found) if each.start not in apart]
    if forces:
        deeds += [
            Deed(hit.start, hit.end, True) for hit in doors if not saves(folded, hit.start, found)
        ]
    return [deed for deed in deeds if not found.is_harmless(deed)]


def _harmless_starts(folded: str, found: Found) -> set[int]:
    """Of verbs of violence: hit the button, push her in a wheelchair, 打我先生的手機."""
    verbs = (*found["strike"], *found["pursued"])
    things = {verb.start for verb in _led_to(folded, verbs, found["thing"])}
    helped = {
        verb.start
        for verb in found["strike"]
        for whom in found["person"]
        if _leads_to(folded, verb, whom)
        and (_TO_RING.match(folded, whom.end) or _HELPED_ALONG.match(folded, whom.end))
    }
    return things | helped


def _led_to(folded: str, verbs: Iterable[Hit], things: Iterable[Hit]) -> list[Hit]:
    """Those of the verbs that have one of the things right after them."""
    return [verb for verb in verbs if any(_leads_to(folded, verb, thing) for thing in things)]


def _done_to_somebody(folded: str, found: Found) -> Iterator[Deed]:
    for verb in found["strike"]:
        for whom in found["person"]:
            if _leads_to(folded, verb, whom):
                yield Deed(verb.start, whom.end)
    for taken in found["taken"]:
        for whom in found["person"]:
            if not _leads_to(folded, taken, whom):
                continue
            for done in found["done_to"]:
                if done.start >= whom.end and not CLAUSE_END.search(folded, whom.end, done.start):
                    yield Deed(taken.start, done.end)


def saves(folded: str, start: int, found: Found) -> bool:
    """What begins there is done to save somebody: 破門進來救人, kicked the door in to help."""
    mark = CLAUSE_END.search(folded, start)
    end = mark.start() if mark else len(folded)
    if any(start < hit.start < end and not _is_cried(folded, hit) for hit in found["rescue"]):
        return True
    return any(
        start < hit.start and not SENTENCE_END.search(folded, start, hit.start)
        for hit in found["rescued"]
    )


def _is_cried(folded: str, rescue: Hit) -> bool:
    return folded[: rescue.start].endswith(_CRIES)


def fights_off(folded: str, start: int, found: Found, *, him: bool) -> bool:
    """What begins there is done to whoever is the danger: chasing the thief; or, where somebody
    was spoken of, chasing `him`, or striking `him` so that he is gone."""
    whom = (*found["villain"], *(found["him"] if him else ()))
    verbs = (verb for verb in found["pursued"] if verb.start == start)
    if any(_leads_to(folded, verb, each) for verb in verbs for each in whom):
        return True
    return him and any(
        _leads_to(folded, verb, each) and _is_driven_off(folded, each.end, found)
        for verb in found["strike"]
        if verb.start == start
        for each in found["him"]
    )


def _is_driven_off(folded: str, end: int, found: Found) -> bool:
    """Whoever is spoken of up to there: pushed him away; hit him and he ran away."""
    if any(not folded[end : hit.start].strip() for hit in found["driven"] if hit.start >= end):
        return True
    return any(
        hit.start >= end and not SENTENCE_END.search(folded, end, hit.start)
        for hit in found["fled"]
    )


def is_done_to(folded: str, begin: int, found: Found) -> bool:
    """To whoever is named from there on: 有人打傷李保, attacking Bob."""
    return any(
        verb.end <= begin and _UP_TO_WHOM.fullmatch(folded, verb.end, begin)
        for verb in found["strike"]
    )


def _leads_to(folded: str, verb: Hit, whom: Hit) -> bool:
    return verb.end <= whom.start and bool(_UP_TO_WHOM.fullmatch(folded, verb.end, whom.start))


def is_fought(folded: str, start: int, found: Found) -> bool:
    """Who is spoken of there has it done to them: hit the thief."""
    verbs = (*found["pursued"], *found["strike"])
    return any(
        whom.start == start and any(_leads_to(folded, verb, whom) for verb in verbs)
        for whom in found["villain"]
    )
