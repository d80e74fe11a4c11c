"""Puts the pieces of a time together: which belong to one, and what they say in company."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from intents.lexicon import words_of
from intents.normalise import fold
from intents.times.pieces import Clock, Piece, pieces_in
from intents.times.when import DAY, NOON, Bound, When
from intents.times.words import hour_in, one_of, time_words

_OFFICE_DAY_BEGINS = 7
"""A bare "3" is in the afternoon, a bare "8" in the morning: nobody visits at three at night."""
_LONGEST_GROUP = 8
_FARTHEST = 24


def read_times(text: str, day_first: bool | None = None) -> tuple[When, ...]:
    """Every time a text names, in its order."""
    folded = fold(text)
    return times_in(folded, words_of(folded), day_first)


def when_in(folded: str, words: frozenset[str]) -> When | None:
    """The one time a message is about: what is still to come before what has been."""
    found = times_in(folded, words)
    return max(found, key=_says_much) if found else None


def _says_much(when: When) -> tuple[bool, bool, bool]:
    """Of equals, `max` keeps the first said."""
    return not when.is_past, when.has_day or when.shift is not None, when.start is not None


def times_in(folded: str, words: frozenset[str], day_first: bool | None = None) -> tuple[When, ...]:
    """`words` are the text's `words_of`. 3/12 is left out until somebody says which way it goes."""
    pieces = pieces_in(folded, words, day_first)
    return tuple(
        when for group in _groups(folded, pieces) if (when := _when(folded, group)) is not None
    )


def _groups(folded: str, pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        if group and not _goes_on(folded, group, piece):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _goes_on(folded: str, group: list[Piece], piece: Piece) -> bool:
    last = group[-1]
    between = folded[last.stop : piece.start]
    if not between:
        joins, spans = True, False
    elif len(group) > _LONGEST_GROUP or len(between) > _FARTHEST:
        return False
    else:
        joins = bool(_joins().fullmatch(between))
        spans = bool(_SPANS.fullmatch(between))
        if last.kind == "latin_bound" and "," in between:
            return False  # "I called before, tomorrow is fine"
    if not (joins or spans):
        return False
    if piece.day and any(each.day for each in group):
        return False
    clocks = sum(len(each.clocks) for each in group)
    if piece.clocks and clocks:
        return clocks + len(piece.clocks) <= 2 and (spans or _begins_an_end(folded, group))
    if spans and not joins and not (piece.part and clocks):
        return False
    if piece.kind in ("since", "bound"):
        return not between.strip() and not any(each.bound for each in group)
    if piece.kind == "latin_bound":
        return (
            not any(each.bound or each.clocks for each in group) and piece.bound is not Bound.SINCE
        )
    return True


def _begins_an_end(folded: str, group: list[Piece]) -> bool:
    """上午十點到下午 waits for its hour."""
    last, before = group[-1], group[-2] if len(group) > 1 else None
    if before is None or not (last.part and before.clocks):
        return False
    return bool(_SPANS.fullmatch(folded[before.stop : last.start]))


_SPANS = re.compile(r"\s*(?:到|至|-|–|—|~|to|till|until|and)\s*(?:the\s)?")


@cache
def _joins() -> re.Pattern[str]:
    known = time_words().between
    latin, han = one_of(known, latin=True), one_of(known, latin=False)
    return re.compile(rf"[\s,、。(]*+(?:(?:{han}|(?<![a-z])(?:{latin})(?![a-z]))[\s,、(]*+){{0,4}}")


def _when(folded: str, group: list[Piece]) -> When | None:
    """None where the pieces name no time after all."""
    kinds = {piece.kind for piece in group}
    if "again" in kinds:
        return None
    if "nothing" in kinds:
        group = [piece for piece in group if piece.kind != "nothing"]
        if not group:
            return None
    if len(group) == 1 and group[0].needs_company:
        return None
    while group and group[-1].kind == "latin_bound":
        group = group[:-1]
    facts: dict[str, Any] = {}
    for piece in group:
        if piece.bound:
            facts.setdefault("bound", piece.bound)
        if piece.shift is not None:
            facts.setdefault("shift", piece.shift)
        facts |= piece.day
    _add_hours(facts, group)
    if not facts.keys() - {"bound"}:
        return None
    if facts.keys() - {"bound", "shift"}:
        facts.pop("shift", None)
    return When(folded[group[0].start : group[-1].stop], **facts)


def _add_hours(facts: dict[str, Any], group: Iterable[Piece]) -> None:
    clocks: list[tuple[Clock, str | None]] = []
    part: str | None = None
    after_a_clock = False
    for piece in group:
        if piece.part:
            part = piece.part
            if after_a_clock and clocks[-1][1] is None:
                clocks[-1] = (clocks[-1][0], part)  # three in the afternoon
        clocks += [(clock, part) for clock in piece.clocks]
        after_a_clock = bool(piece.clocks)
    if clocks:
        _add_clocks(facts, clocks)
    elif part:
        begins, ends = time_words().hours[part]
        facts |= {"start": begins * 60, "end": ends * 60}


def _add_clocks(facts: dict[str, Any], clocks: list[tuple[Clock, str | None]]) -> None:
    either = all(
        part is None and clock.half is None and 1 <= clock.hour <= 12 for clock, part in clocks
    )
    if len(clocks) == 2:
        clocks = _halves_shared(*clocks)
    start, end = _minutes(*clocks[0]), _minutes(*clocks[-1])
    while end < start:
        end += NOON
    bound = facts.get("bound")
    if len(clocks) == 1 and bound in (Bound.AFTER, Bound.BEFORE, Bound.BY):
        del facts["bound"]
        if bound is Bound.AFTER:
            end = max(DAY, start + 60)
        else:
            start, either = 0, False
    facts |= {"start": start, "end": end}
    if either:
        facts["either_half"] = True


def _halves_shared(
    first: tuple[Clock, str | None], second: tuple[Clock, str | None]
) -> list[tuple[Clock, str | None]]:
    """2-4pm are both in the afternoon, 11-1pm are not."""
    one, other = first[0], second[0]
    if other.half and one.half is None and first[1] is None and 1 <= one.hour <= 12:
        same = (one.hour % 12, one.minute) <= (other.hour % 12, other.minute)
        half = other.half if same else "ap"[other.half == "a"]
        first = (Clock(one.hour, one.minute, half), None)
    if second[1] == first[1] and first[1] is not None:
        # 上午十點到兩點 does not end before it begins.
        begins, ends = _minutes(*first), _minutes(*second)
        if ends <= begins:
            second = (other, None)
    return [first, second]


def _minutes(clock: Clock, part: str | None) -> int:
    hour = clock.hour
    if clock.half:
        hour = hour % 12 + (12 if clock.half == "p" else 0)
    elif part:
        hour = hour_in(part, hour)
    elif 1 <= hour < _OFFICE_DAY_BEGINS:
        hour += 12
    return hour * 60 + clock.minute
