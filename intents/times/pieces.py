"""Finds the pieces of times in a text, and reads what each says: a day, an hour, a bound."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from intents.numbers import number
from intents.times.when import DAY, Bound
from intents.times.words import HAN_WEEKDAY, LATIN_COUNT, UNIT_OF_TIME, WEEK, time_words
from intents.times.written import SUFFIX, patterns

_MOST_TRIED = 150
"""Places of a text at which a time is looked for, and pieces that are kept: the rest is noise."""
_MOST_PIECES = 24


class Clock(NamedTuple):
    """An hour of the clock, as it was said."""

    hour: int
    minute: int = 0
    half: str | None = None
    """a or p, where am or pm was said."""


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Piece(NamedTuple):
    """One part of a time; what is None or empty it does not say."""

    kind: str
    start: int
    stop: int
    day: Mapping[str, Any] = _NOTHING
    part: str | None = None
    clocks: tuple[Clock, ...] = ()
    bound: Bound | None = None
    shift: int | None = None
    needs_company: bool = False


def pieces_in(folded: str, words: frozenset[str], day_first: bool | None) -> Iterator[Piece]:
    """At most `_MOST_PIECES`, in their order."""
    written = patterns()
    with_latin = not words.isdisjoint(time_words().signs)
    search = (written.start_with_latin if with_latin else written.start).search
    position = kept = tried = 0
    while tried < _MOST_TRIED and kept < _MOST_PIECES and (start := search(folded, position)):
        tried += 1
        at = start.start()
        match = written.by_first.get(folded[at], written.latin).match(folded, at)
        if match is None:
            position = start.end() if start[0].isascii() else at + 1
            continue
        yield _piece(match, day_first)
        kept += 1
        position = match.end()
        if suffix := SUFFIX.match(folded, position):
            yield _piece(suffix, day_first)
            position = suffix.end()


def _piece(match: re.Match[str], day_first: bool | None) -> Piece:
    kind = (match.lastgroup or "").rstrip("_")
    said = _READERS[kind](match, day_first) if kind in _READERS else {}
    return Piece(said.pop("kind", kind), match.start(), match.end(), **said)


def _read_both(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    day, part = time_words().both[match[0]]
    return {"day": {"day_offset": day}, "part": part}


def _read_week(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    day = {"weekday": HAN_WEEKDAY[match["wd"]], "week": WEEK.get(match["which"] or "")}
    return {"day": day | ({"days": 2} if match["wd"] == "末" else {})}


def _read_weekday(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    known = time_words()
    name, which = match["name"], match["wk"]
    weekday = known.weekdays.get(name, known.short_weekdays.get(name))
    week = None if which == "coming" else WEEK.get(which or "")
    return {
        "day": {"weekday": weekday, "week": week},
        "needs_company": name in known.short_weekdays and which is None,
    }


def _whole_week(which: str) -> dict[str, Any]:
    return {"day": {"weekday": 0, "week": WEEK[which], "days": 7}}


def _read_weekend(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    return {"day": {"weekday": 5, "week": WEEK.get(match["we_which"] or ""), "days": 2}}


def _date(month: int, day: int, year: str | None = None) -> dict[str, Any]:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return {"kind": "nothing"}
    return {"day": {"month": month, "day": day, "year": int(year) if year else None}}


def _read_slash(match: re.Match[str], day_first: bool | None) -> dict[str, Any]:
    if day_first is None:
        return {"kind": "nothing"}
    one, other = int(match["one"]), int(match["other"])
    return _date(other, one) if day_first else _date(one, other)


def _read_dayof(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    offset = 1 if match["mo"].startswith("下") else 0
    return {"day": {"day": number(match["mo_day"]), "month_offset": offset}}


def _clocks(*clocks: Clock) -> dict[str, Any]:
    if any(clock.hour > 24 or (clock.half and not 1 <= clock.hour <= 12) for clock in clocks):
        return {"kind": "nothing"}
    return {"clocks": clocks}


def _read_span(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    half = match[match.re.groupindex["to"] + 1]
    return _clocks(Clock(number(match["from"])), Clock(number(match["to"]), half=half))


def _read_clock(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    minute = 0
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 15 * number(match["quarter"])
    elif match["fives"]:
        minute = 5 * number(match["fives"])  # 三點三: the long hand points at the three
    elif match["m"]:
        minute = number(match["m"])
    read = _clocks(Clock(number(match["h"]), minute))
    # 一点 is also "a little", 两点 "two points".
    return read | {
        "needs_company": not minute and not match[0][0].isdigit() and "钟" not in match[0]
    }


def _read_digital(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    half = match[match.re.groupindex["dm"] + 1]
    return _clocks(Clock(int(match["dh"]), int(match["dm"]), half))


def _read_meridiem(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    half = match[match.re.groupindex["mm"] + 1]
    return _clocks(Clock(int(match["mh"]), int(match["mm"] or 0), half))


def _read_between(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    return _clocks(
        Clock(int(match["b1"]), int(match["b1m"] or 0), match["b1h"]),
        Clock(int(match["b2"]), int(match["b2m"] or 0), match["b2h"]),
    )


def _read_halfpast(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    minute = 30 if match["hp"] == "half" else 15
    hour = int(match["hp_h"])
    if match["hp_way"] == "to":
        hour, minute = (hour - 1) % 12, 60 - minute
    return _clocks(Clock(hour, minute))


def _read_bare(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    way = match["bare_way"]
    read = _clocks(Clock(int(match["bare_h"])))
    return read if way == "at" else read | {"bound": _LATIN_BOUND[way]}


def _shift(count: str, unit: str, way: str) -> dict[str, Any]:
    many = LATIN_COUNT.get(count)
    if count in ("半", "half an"):
        minutes = UNIT_OF_TIME[unit] // 2
    else:
        minutes = UNIT_OF_TIME[unit] * (number(count) if many is None else many)
    if way in ("了", "啦", "喇", "already", "now", "past"):
        return {"shift": -minutes, "bound": Bound.SINCE}
    back = way == "ago" or way.endswith("前")
    if minutes % DAY == 0 and minutes:
        return {"day": {"day_offset": (-1 if back else 1) * minutes // DAY}}
    return {"shift": -minutes if back else minutes}


_LATIN_BOUND = {"since": Bound.SINCE, "after": Bound.AFTER, "before": Bound.BEFORE}
_LATIN_BOUND |= {"by": Bound.BY, "until": Bound.BY, "till": Bound.BY}

_READERS: Mapping[str, Any] = {
    "both": _read_both,
    "days": lambda m, _: {"day": {"day_offset": time_words().days[m[0]]}},
    "part": lambda m, _: {"part": time_words().parts[m[0]]},
    "week": _read_week,
    "whole": lambda m, _: _whole_week(m["whole_which"]),
    "latin_week": lambda m, _: _whole_week(m["lw_which"]),
    "weekday": _read_weekday,
    "weekend": _read_weekend,
    "dayof": _read_dayof,
    "monthday": lambda m, _: {"day": {"day": number(m["md_day"])}},
    "date": lambda m, _: _date(number(m["month"]), number(m["day"]), m["year"]),
    "iso": lambda m, _: _date(int(m["iso_month"]), int(m["iso_day"]), m["iso_year"]),
    "slash": _read_slash,
    "latin_date": lambda m, _: _date(time_words().months[m["ld_month"]], int(m["ld_day"])),
    "month_date": lambda m, _: _date(time_words().months[m["md_month"]], int(m["md"])),
    "span": _read_span,
    "clock": _read_clock,
    "digital": _read_digital,
    "meridiem": _read_meridiem,
    "loose": lambda m, _: (
        _clocks(Clock(int(m["l1"])), Clock(int(m["l2"]))) | {"needs_company": True}
    ),
    "oclock": lambda m, _: _clocks(Clock(int(m["oh"]))),
    "between": _read_between,
    "halfpast": _read_halfpast,
    "bare": _read_bare,
    "shift": lambda m, _: _shift(m["count"], m["unit"], m["way"]),
    "ago": lambda m, _: _shift(m["ago_n"], m["ago_unit"], m["ago_way"]),
    "wago": lambda m, _: _shift(m["wago_n"], m["wago_unit"], m["wago_way"]),
    "words": lambda m, _: _shift(m["in_n"], m["in_unit"], "in"),
    "past": lambda m, _: _shift(m["past_n"] or "1", m["past_unit"], "past"),
    "since": lambda m, _: {"bound": Bound.SINCE},
    "bound": lambda m, _: {"bound": Bound.BEFORE if m[0].endswith("前") else Bound.AFTER},
    "latin_bound": lambda m, _: {"bound": _LATIN_BOUND[m[0]]},
}
