"""Reads when: tomorrow 3pm, 聽日下晝, 下週三兩點到四點, since Monday.

Nothing here looks at a clock: `times_in` finds what was said, `When.resolve` is told now.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from intents.lexicon import words_of
from intents.normalise import fold
from intents.numbers import number

_WORDS = Path(__file__).with_name("times.yaml")
_NOON, _DAY = 12 * 60, 24 * 60
_OFFICE_DAY_BEGINS = 7
"""A bare "3" is in the afternoon, a bare "8" in the morning: nobody visits at three at night."""
_OPEN_DAYS = 7
"""Days in which "after Friday" is still meant."""
_MOST_MONTHS = 13


class Bound(StrEnum):
    """How a time limits what is meant: since Monday, before Friday, by Friday, after Friday."""

    SINCE = "since"
    BEFORE = "before"
    BY = "by"
    AFTER = "after"


@dataclass(frozen=True)
class When:
    """A time as it was said. Without any day it is the next one that is still to come."""

    said: str
    day_offset: int | None = None
    weekday: int | None = None
    """0 is Monday."""
    week: int | None = None
    """0 this week, 1 the next; None: the next such day."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    month_offset: int | None = None
    days: int = 1
    """2 for a weekend, 7 for a week."""
    start: int | None = None
    end: int | None = None
    """Minutes after midnight; the end may lie after the next one."""
    either_half: bool = False
    """Nobody said whether it is morning or evening."""
    bound: Bound | None = None
    shift: int | None = None
    """Minutes from now: "in two hours", "three days ago"."""

    @property
    def has_day(self) -> bool:
        return any(each is not None for each in (self.day_offset, self.weekday, self.day))

    @property
    def is_past(self) -> bool:
        """Said of what has happened, not of what is wished."""
        return (
            self.bound is Bound.SINCE
            or (self.day_offset or 0) < 0
            or (self.week or 0) < 0
            or (self.shift or 0) < 0
        )

    def resolve(self, now: datetime) -> tuple[datetime, datetime] | None:
        """Begin and end in now's zone; a clock time begins and ends at once.

        None where the time is over and was not said as past, or is in no calendar.
        """
        if now.tzinfo is None:
            raise ValueError("now must know its time zone")
        try:
            return self._resolve(now)
        except (ValueError, OverflowError):
            return None

    def _resolve(self, now: datetime) -> tuple[datetime, datetime] | None:
        if self.shift is not None:
            moment = now + timedelta(minutes=self.shift)
            return (moment, now) if self.bound is Bound.SINCE else (moment, moment)
        for day in self._days(now.date()):
            for start, end in self._hours():
                found = self._fitting(_at(day, start, now), _at(day, end, now), now)
                if found:
                    return found
        return None

    def _fitting(
        self, start: datetime, end: datetime, now: datetime
    ) -> tuple[datetime, datetime] | None:
        if self.bound is Bound.SINCE:
            if start <= now:
                return start, now
            return (start, end) if self._looks_ahead() else None
        if self.bound is Bound.BEFORE:
            start, end = now, start
        elif self.bound is Bound.BY:
            start = now
        elif self.bound is Bound.AFTER:
            start, end = end, end + timedelta(days=_OPEN_DAYS)
        if self.is_past and start <= end:
            return start, end
        if end <= now and (start, end) != (now, now):
            return None
        return (start, end) if start == end else (max(start, now), end)

    def _looks_ahead(self) -> bool:
        """ "From tomorrow": it was named as a day or an hour to come."""
        return (self.day_offset or 0) > 0 or (self.week or 0) > 0 or self.day_offset == 0

    def _hours(self) -> Iterator[tuple[int, int]]:
        if self.start is None or self.end is None:
            yield 0, self.days * _DAY
            return
        last = (self.days - 1) * _DAY
        yield self.start, self.end + last
        if self.either_half and self.start < _NOON:
            yield self.start + _NOON, self.end + _NOON + last

    def _days(self, today: date) -> Iterator[date]:
        back = self.bound is Bound.SINCE
        if self.day_offset is not None:
            yield today + timedelta(days=self.day_offset)
        elif self.weekday is not None:
            yield from self._weekdays(today, self.weekday, back)
        elif self.day is not None:
            yield from self._dates(today, self.day, back)
        else:
            yield today
            yield today + timedelta(days=-1 if back else 1)

    def _weekdays(self, today: date, weekday: int, back: bool) -> Iterator[date]:
        this = today + timedelta(days=weekday - today.weekday())
        if self.week is not None:
            yield this + timedelta(weeks=self.week)
        elif back:
            yield from (this - timedelta(weeks=ago) for ago in (0, 1))
        else:
            yield from (this + timedelta(weeks=ahead) for ahead in (0, 1))

    def _dates(self, today: date, day: int, back: bool) -> Iterator[date]:
        if self.month is not None:
            other = -1 if back else 1
            years = (today.year, today.year + other) if self.year is None else (self.year,)
            tried: Iterable[tuple[int, int]] = ((year, self.month) for year in years)
        elif self.month_offset is not None:
            tried = (_months_on(today, self.month_offset),)
        else:
            tried = (_months_on(today, -on if back else on) for on in range(_MOST_MONTHS))
        for year, month in tried:
            try:
                yield date(year, month, day)
            except ValueError:
                continue


def _months_on(today: date, months: int) -> tuple[int, int]:
    years, month = divmod(today.month - 1 + months, 12)
    return today.year + years, month + 1


def _at(day: date, minutes: int, now: datetime) -> datetime:
    """By the clock on the wall, also on the days on which it is changed."""
    days, minutes = divmod(minutes, _DAY)
    hour, minute = divmod(minutes, 60)
    on = day + timedelta(days=days)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=now.tzinfo)


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
    pieces = _pieces(folded, words, day_first)
    return tuple(
        when for group in _groups(folded, pieces) if (when := _when(folded, group)) is not None
    )


# ── Pieces ──────────────────────────────────────────────────────────────────────────────────

_HOUR = "(?:\\d{1,2}|二?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_COUNT = "(?:\\d{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半])"
_DATE = "(?:\\d{1,2}|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_NOT_BEFORE = r"(?<![\d.:/#])"
_SPAN_WORD = r"\s*(?:到|至|-|–|—|~|to|till|until)\s*"
_MERIDIEM = r"\s?([ap])\.?m(?![a-z])\.?"
_UNIT_OF_TIME = {"分钟": 1, "小时": 60, "个小时": 60, "钟头": 60, "个钟头": 60, "个钟": 60}
_UNIT_OF_TIME |= {"天": _DAY, "日": _DAY, "周": 7 * _DAY, "星期": 7 * _DAY, "个星期": 7 * _DAY}
_UNIT_OF_TIME |= {"礼拜": 7 * _DAY, "个礼拜": 7 * _DAY, "个月": 30 * _DAY}
_UNIT_OF_TIME |= {"minute": 1, "min": 1, "hour": 60, "hr": 60, "day": _DAY, "week": 7 * _DAY}
_UNIT_OF_TIME |= {"month": 30 * _DAY}
_HAN_UNIT = "|".join(
    sorted((unit for unit in _UNIT_OF_TIME if not unit.isascii()), key=len, reverse=True)
)
_LATIN_UNIT = "minute|min|hour|hr|day|week|month"
_LATIN_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_LATIN_COUNT |= {"half an": 0, "a few": 3, "a couple of": 2, "couple of": 2}
_LATIN_N = rf"(?:\d{{1,3}}|{'|'.join(sorted(_LATIN_COUNT, key=len, reverse=True))})"
_OTHER_COUNTED = (
    "st|nd|rd|th|%|people|persons?|units?|floors?|flats?|blocks?|lifts?|times|of"
    "|days?|weeks?|months?|hours?|min"
)
_NOT_HOURS = rf"(?!\s*(?:{_OTHER_COUNTED}))"

_WEEK = {"下下": 2, "下": 1, "上": -1, "上上": -2, "这": 0, "本": 0, "呢": 0, "今": 0}
_WEEK |= {"next": 1, "last": -1, "this": 0, "coming": 0}
_HAN_WEEKDAY = {each: at for at, each in enumerate("一二三四五六日")}
_HAN_WEEKDAY |= {"天": 6, "末": 5} | {str(at + 1): at for at in range(7)}


class _Clock(NamedTuple):
    hour: int
    minute: int = 0
    half: str | None = None
    """a or p, where am or pm was said."""


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class _Piece(NamedTuple):
    """One part of a time; what is None or empty it does not say."""

    kind: str
    start: int
    stop: int
    day: Mapping[str, Any] = _NOTHING
    part: str | None = None
    clocks: tuple[_Clock, ...] = ()
    bound: Bound | None = None
    shift: int | None = None
    needs_company: bool = False


@dataclass(frozen=True)
class _Lexicon:
    days: Mapping[str, int]
    parts: Mapping[str, str]
    both: Mapping[str, tuple[int, str]]
    hours: Mapping[str, tuple[int, int]]
    weekdays: Mapping[str, int]
    short_weekdays: Mapping[str, int]
    months: Mapping[str, int]
    not_times: frozenset[str]
    again: frozenset[str]
    between: frozenset[str]
    signs: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    said = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    days = _by_word(said["days"])
    parts = {fold(word): name for name, part in said["parts"].items() for word in part["words"]}
    both = {fold(word): (day, part) for word, (day, part) in said["both"].items()}
    weekdays, short = _by_word(said["weekdays"]), _by_word(said["short_weekdays"])
    months = _by_word(said["months"])
    known = [*days, *parts, *both, *weekdays, *short, *months]
    signs = {name.split()[0] for name in known if name.isascii()} - {"the", "may"}
    signs |= {"next", "last", "this", "since", "ago", "between", "after", "before", "by", "until"}
    signs |= {"am", "pm", "clock", "may", "weekend", "half", "past", "now", "within"}
    signs |= {unit + ending for unit in _LATIN_UNIT.split("|") for ending in ("", "s")}
    return _Lexicon(
        days=days,
        parts=parts,
        both=both,
        hours={name: tuple(part["hours"]) for name, part in said["parts"].items()},
        weekdays=weekdays,
        short_weekdays=short,
        months=months,
        not_times=frozenset(map(fold, said["not_times"])),
        again=frozenset(map(fold, said["again"])),
        between=frozenset(map(fold, said["between"])),
        signs=frozenset(signs),
    )


def _by_word(table: Mapping[int, Iterable[str]]) -> dict[str, int]:
    return {fold(word): value for value, words in table.items() for word in words}


def _one_of(words: Iterable[str], latin: bool) -> str:
    longest_first = sorted((w for w in words if w.isascii() is latin), key=len, reverse=True)
    return "|".join(map(re.escape, longest_first)) or "(?!)"


_HAN_NUMERALS = "一二两三四五六七八九十半"
_NUMERALS = "0123456789" + _HAN_NUMERALS
_AFTER_A_HAN_NUMERAL = frozenset("十一二三四五六七八九点时月年号日天周星礼个小分钟到至-–—~")
_MOST_TRIED = 150
"""Places of a text at which a time is looked for, and pieces that are kept: the rest is noise."""
_MOST_PIECES = 24


@dataclass(frozen=True)
class _Patterns:
    """Where a time may begin, and by its first character what it may then be."""

    start: re.Pattern[str]
    start_with_latin: re.Pattern[str]
    by_first: Mapping[str, re.Pattern[str]]
    latin: re.Pattern[str]


def _pieces(folded: str, words: frozenset[str], day_first: bool | None) -> Iterator[_Piece]:
    """At most `_MOST_PIECES`, in their order."""
    patterns = _patterns()
    with_latin = not words.isdisjoint(_lexicon().signs)
    search = (patterns.start_with_latin if with_latin else patterns.start).search
    position = kept = tried = 0
    while tried < _MOST_TRIED and kept < _MOST_PIECES and (start := search(folded, position)):
        tried += 1
        at = start.start()
        match = patterns.by_first.get(folded[at], patterns.latin).match(folded, at)
        if match is None:
            position = start.end() if start[0].isascii() else at + 1
            continue
        yield _piece(match, day_first)
        kept += 1
        position = match.end()
        if suffix := _SUFFIX.match(folded, position):
            yield _piece(suffix, day_first)
            position = suffix.end()


_SUFFIX = re.compile(
    r"(?:(?P<since>开始|至今|以来|到现在|起(?=[,。;!\s]|一?直|就|$))"
    r"|(?P<bound>[之以][前后]|[前后](?![面门边座排天日晚来期院楼台阳])))"
)


@cache
def _patterns() -> _Patterns:
    known = _lexicon()
    words = {
        "nothing": known.not_times,
        "again": known.again,
        "both": known.both,
        "days": known.days,
        "part": known.parts,
    }
    seconds = _second_characters(words.values())
    by_first = {first: re.compile(_beginning_with(first, words)) for first in seconds}
    signs = known.signs | set(_BEFORE_A_TIME)
    # Each branch begins with a character of its own, which makes the search quick.
    begin = "|".join(
        first + (r"\d*" if first.isascii() else f"[{re.escape(''.join(sorted(second)))}]")
        for first, second in seconds.items()
    )
    latin_first = {name: _one_of(table, latin=True) for name, table in words.items()}
    return _Patterns(
        start=re.compile(begin),
        start_with_latin=re.compile(f"{begin}|{_by_first_letter(signs)}"),
        by_first=by_first,
        latin=re.compile(f"(?:{'|'.join(_latin_pieces(latin_first))})(?![a-z])"),
    )


_BEFORE_A_TIME = (
    "on",
    "in",
    "for",
    "from",
    "at",
    "a",
    "one",
    "two",
    "three",
    "every",
    "each",
    "good",
)


def _by_first_letter(words: Iterable[str]) -> str:
    """Whole words, a branch for each letter; looking back last lets a search run to the letters."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words):
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(
        f"{letter}(?<![a-z]{letter})(?:{'|'.join(some)})(?![a-z])" for letter, some in rests.items()
    )


def _second_characters(tables: Iterable[Iterable[str]]) -> dict[str, set[str]]:
    """By the first character of a time what may follow it; anything follows a digit."""
    seconds: dict[str, set[str]] = {first: set("个周星礼月上下") for first in "上下这本呢今"}
    seconds |= {first: set(_AFTER_A_HAN_NUMERAL) for first in _HAN_NUMERALS}
    seconds |= {first: set() for first in "0123456789"}
    seconds |= {"周": set("一二三四五六日天末1234567"), "星": {"期"}, "礼": {"拜"}}
    for table in tables:
        for word in table:
            if not word.isascii():
                seconds.setdefault(word[0], set()).add(word[1])
    return seconds


def _beginning_with(first: str, words: Mapping[str, Iterable[str]]) -> str:
    """One branch for each kind of piece; the name of its group is the kind."""
    branches = [
        f"(?P<{kind}>{_one_of(fitting, latin=False)})"
        for kind, table in words.items()
        if (fitting := [word for word in table if word[0] == first])
    ]
    if first in "上下这本呢今周星礼":
        branches += _HAN_WEEKS
    if first in _NUMERALS:
        some = _with_any_numeral if first in _HAN_NUMERALS else _with_digits
        branches.append(f"(?:{_NOT_BEFORE}(?:{'|'.join(some())}))")
    return "|".join(branches)


_HAN_WEEKS = [
    "(?P<week>(?:(?<!楼)(?P<which>下下|上上|[上下这本呢今])个?)?(?:周|星期|礼拜)"
    r"(?P<wd>[一二三四五六日天末]|[1-7](?!\d|[点:]))(?!次))",
    "(?P<whole>(?<!楼)(?P<whole_which>下下|上上|[上下这本])个?(?:周|星期|礼拜)(?!围|边|刊))",
    rf"(?P<dayof>(?P<mo>下个?|[本这今]个?)月(?P<mo_day>{_DATE})[号日])",
]


def _with_any_numeral() -> list[str]:
    return [
        rf"(?P<date>(?:(?P<year>20\d\d)年)?(?P<month>{_DATE})月(?P<day>{_DATE})(?:[号日]|"
        rf"(?![\d点个])))",
        rf"(?P<monthday>(?P<md_day>{_DATE})号(?=(?:之|以)?前|[上下中]午|早|晚|\s?\d{{1,2}}[点:]))",
        rf"(?P<span>(?P<from>{_HOUR}){_SPAN_WORD}(?P<to>{_HOUR})(?:点|时(?!候|间)|{_MERIDIEM}))",
        rf"(?P<clock>(?P<h>{_HOUR})(?:点钟?|时(?!候|间|常|不|段))(?:(?P<half>半)|"
        rf"(?P<quarter>[一三1-3])刻"
        r"|搭?(?P<fives>[一二三四五六七八九十]|十一|1[01]|[1-9])(?:个字|"
        r"(?![\d分一二三四五六七八九十点个]))"
        r"|(?P<m>[0-5]?\d|[二三四五]?十?[零一二三四五六七八九]|[二三四五]?十)分?)?[正整]?)",
        rf"(?P<shift>(?P<count>{_COUNT})(?P<unit>{_HAN_UNIT})(?P<way>(?:之|以)?[前后内]|[了啦喇]))",
    ]


def _with_digits() -> list[str]:
    month = _one_of(_lexicon().months, latin=True)
    return [
        r"(?P<iso>(?P<iso_year>20\d\d)[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})(?!\d))",
        r"(?P<slash>(?P<one>\d{1,2})/(?P<other>\d{1,2})(?![\da-z/\-]|\s?(?:楼|层|室)))",
        *_with_any_numeral(),
        rf"(?P<digital>(?P<dh>[01]?\d|2[0-4]):(?P<dm>[0-5]\d)(?![\d:])(?:{_MERIDIEM})?)",
        rf"(?P<meridiem>(?P<mh>\d{{1,2}})(?:[.](?P<mm>[0-5]\d))?{_MERIDIEM})",
        r"(?P<oclock>(?P<oh>\d{1,2})\s?(?:o'?\s?clock|(?=in\sthe\s(?:morning|afternoon|evening))))",
        rf"(?P<loose>(?P<l1>\d{{1,2}})\s?(?:to|~|到|至)\s?(?P<l2>\d{{1,2}})(?=$"
        rf"|[\s,.!?;]){_NOT_HOURS})",
        rf"(?P<latin_date>(?P<ld_day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?"
        rf"(?P<ld_month>{month})(?![a-z]))",
        rf"(?P<ago>(?P<ago_n>\d{{1,3}})\s?(?P<ago_unit>{_LATIN_UNIT})s?\s(?P<ago_way>ago"
        rf"|already|now)(?![a-z]))",
    ]


def _latin_pieces(words: Mapping[str, str]) -> list[str]:
    known = _lexicon()
    weekday = _one_of({**known.weekdays, **known.short_weekdays}, latin=True)
    month = _one_of(known.months, latin=True)
    return [
        f"(?P<nothing_>{words['nothing']})",
        f"(?P<again_>{words['again']})",
        rf"(?P<words>(?:in|within)\s(?P<in_n>{_LATIN_N})\s?(?P<in_unit>{_LATIN_UNIT})s?"
        rf"(?:'?\stime)?)",
        rf"(?P<past>(?:for|over|in)\sthe\s(?:last|past)\s(?P<past_n>{_LATIN_N})?\s?"
        rf"(?P<past_unit>{_LATIN_UNIT})s?)",
        rf"(?P<wago>(?P<wago_n>{_LATIN_N})\s(?P<wago_unit>{_LATIN_UNIT})s?\s"
        rf"(?P<wago_way>ago|already))",
        f"(?P<both_>{words['both']})",
        f"(?P<days_>{words['days']})",
        "(?P<weekend>(?:(?P<we_which>next|last|this|coming)\\s)?weekend)",
        "(?P<latin_week>(?P<lw_which>next|last|this)\\sweek)",
        f"(?P<weekday>(?:(?P<wk>next|last|this|coming|on)\\s)?(?P<name>{weekday})s?)",
        rf"(?P<month_date>(?P<md_month>{month})\.?\s(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?!\d"
        rf"|[:.]\d|\s?[ap]m))",
        f"(?P<part_>{words['part']})",
        rf"(?P<between>(?:between|from)\s(?P<b1>\d{{1,2}})(?::(?P<b1m>[0-5]\d))?(?:\s?"
        rf"(?P<b1h>[ap])m)?"
        rf"\s?(?:and|to|till|until|-|–)\s?(?P<b2>\d{{1,2}})(?::(?P<b2m>[0-5]\d))?"
        rf"(?:\s?(?P<b2h>[ap])m)?(?!\d){_NOT_HOURS})",
        r"(?P<halfpast>(?P<hp>half|quarter)\s(?P<hp_way>past|to)\s(?P<hp_h>\d{1,2}))",
        r"(?P<bare>(?P<bare_way>after|before|by|until|till|at)\s(?P<bare_h>\d{1,2})"
        rf"(?=$|[\s,.!?](?!\d|\s*(?:{_OTHER_COUNTED}|[ap]\.?m|o'?clock|{month}))))",
        r"(?P<latin_bound>since|after|before|by|until|till)",
    ]


def _piece(match: re.Match[str], day_first: bool | None) -> _Piece:
    kind = (match.lastgroup or "").rstrip("_")
    said = _READERS[kind](match, day_first) if kind in _READERS else {}
    return _Piece(said.pop("kind", kind), match.start(), match.end(), **said)


def _read_both(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    day, part = _lexicon().both[match[0]]
    return {"day": {"day_offset": day}, "part": part}


def _read_week(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    day = {"weekday": _HAN_WEEKDAY[match["wd"]], "week": _WEEK.get(match["which"] or "")}
    return {"day": day | ({"days": 2} if match["wd"] == "末" else {})}


def _read_weekday(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    known = _lexicon()
    name, which = match["name"], match["wk"]
    weekday = known.weekdays.get(name, known.short_weekdays.get(name))
    week = None if which == "coming" else _WEEK.get(which or "")
    return {
        "day": {"weekday": weekday, "week": week},
        "needs_company": name in known.short_weekdays and which is None,
    }


def _whole_week(which: str) -> dict[str, Any]:
    return {"day": {"weekday": 0, "week": _WEEK[which], "days": 7}}


def _read_weekend(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    return {"day": {"weekday": 5, "week": _WEEK.get(match["we_which"] or ""), "days": 2}}


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


def _clocks(*clocks: _Clock) -> dict[str, Any]:
    if any(clock.hour > 24 or (clock.half and not 1 <= clock.hour <= 12) for clock in clocks):
        return {"kind": "nothing"}
    return {"clocks": clocks}


def _read_span(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    half = match[match.re.groupindex["to"] + 1]
    return _clocks(_Clock(number(match["from"])), _Clock(number(match["to"]), half=half))


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
    read = _clocks(_Clock(number(match["h"]), minute))
    # 一点 is also "a little", 两点 "two points".
    return read | {
        "needs_company": not minute and not match[0][0].isdigit() and "钟" not in match[0]
    }


def _read_digital(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    half = match[match.re.groupindex["dm"] + 1]
    return _clocks(_Clock(int(match["dh"]), int(match["dm"]), half))


def _read_meridiem(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    half = match[match.re.groupindex["mm"] + 1]
    return _clocks(_Clock(int(match["mh"]), int(match["mm"] or 0), half))


def _read_between(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    return _clocks(
        _Clock(int(match["b1"]), int(match["b1m"] or 0), match["b1h"]),
        _Clock(int(match["b2"]), int(match["b2m"] or 0), match["b2h"]),
    )


def _read_halfpast(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    minute = 30 if match["hp"] == "half" else 15
    hour = int(match["hp_h"])
    if match["hp_way"] == "to":
        hour, minute = (hour - 1) % 12, 60 - minute
    return _clocks(_Clock(hour, minute))


def _read_bare(match: re.Match[str], _: bool | None) -> dict[str, Any]:
    way = match["bare_way"]
    read = _clocks(_Clock(int(match["bare_h"])))
    return read if way == "at" else read | {"bound": _LATIN_BOUND[way]}


def _shift(count: str, unit: str, way: str) -> dict[str, Any]:
    many = _LATIN_COUNT.get(count)
    if count in ("半", "half an"):
        minutes = _UNIT_OF_TIME[unit] // 2
    else:
        minutes = _UNIT_OF_TIME[unit] * (number(count) if many is None else many)
    if way in ("了", "啦", "喇", "already", "now", "past"):
        return {"shift": -minutes, "bound": Bound.SINCE}
    back = way == "ago" or way.endswith("前")
    if minutes % _DAY == 0 and minutes:
        return {"day": {"day_offset": (-1 if back else 1) * minutes // _DAY}}
    return {"shift": -minutes if back else minutes}


_LATIN_BOUND = {"since": Bound.SINCE, "after": Bound.AFTER, "before": Bound.BEFORE}
_LATIN_BOUND |= {"by": Bound.BY, "until": Bound.BY, "till": Bound.BY}

_READERS: Mapping[str, Any] = {
    "both": _read_both,
    "days": lambda m, _: {"day": {"day_offset": _lexicon().days[m[0]]}},
    "part": lambda m, _: {"part": _lexicon().parts[m[0]]},
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
    "latin_date": lambda m, _: _date(_lexicon().months[m["ld_month"]], int(m["ld_day"])),
    "month_date": lambda m, _: _date(_lexicon().months[m["md_month"]], int(m["md"])),
    "span": _read_span,
    "clock": _read_clock,
    "digital": _read_digital,
    "meridiem": _read_meridiem,
    "loose": lambda m, _: (
        _clocks(_Clock(int(m["l1"])), _Clock(int(m["l2"]))) | {"needs_company": True}
    ),
    "oclock": lambda m, _: _clocks(_Clock(int(m["oh"]))),
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


# ── Pieces that go together ─────────────────────────────────────────────────────────────────


_LONGEST_GROUP = 8
_FARTHEST = 24


def _groups(folded: str, pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        if group and not _goes_on(folded, group, piece):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _goes_on(folded: str, group: list[_Piece], piece: _Piece) -> bool:
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


def _begins_an_end(folded: str, group: list[_Piece]) -> bool:
    """上午十點到下午 waits for its hour."""
    last, before = group[-1], group[-2] if len(group) > 1 else None
    if before is None or not (last.part and before.clocks):
        return False
    return bool(_SPANS.fullmatch(folded[before.stop : last.start]))


_SPANS = re.compile(r"\s*(?:到|至|-|–|—|~|to|till|until|and)\s*(?:the\s)?")


@cache
def _joins() -> re.Pattern[str]:
    known = _lexicon().between
    latin, han = _one_of(known, latin=True), _one_of(known, latin=False)
    return re.compile(rf"[\s,、。(]*+(?:(?:{han}|(?<![a-z])(?:{latin})(?![a-z]))[\s,、(]*+){{0,4}}")


def _when(folded: str, group: list[_Piece]) -> When | None:
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


def _add_hours(facts: dict[str, Any], group: Iterable[_Piece]) -> None:
    clocks: list[tuple[_Clock, str | None]] = []
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
        begins, ends = _lexicon().hours[part]
        facts |= {"start": begins * 60, "end": ends * 60}


def _add_clocks(facts: dict[str, Any], clocks: list[tuple[_Clock, str | None]]) -> None:
    either = all(
        part is None and clock.half is None and 1 <= clock.hour <= 12 for clock, part in clocks
    )
    if len(clocks) == 2:
        clocks = _halves_shared(*clocks)
    start, end = _minutes(*clocks[0]), _minutes(*clocks[-1])
    while end < start:
        end += _NOON
    bound = facts.get("bound")
    if len(clocks) == 1 and bound in (Bound.AFTER, Bound.BEFORE, Bound.BY):
        del facts["bound"]
        if bound is Bound.AFTER:
            end = max(_DAY, start + 60)
        else:
            start, either = 0, False
    facts |= {"start": start, "end": end}
    if either:
        facts["either_half"] = True


def _halves_shared(
    first: tuple[_Clock, str | None], second: tuple[_Clock, str | None]
) -> list[tuple[_Clock, str | None]]:
    """2-4pm are both in the afternoon, 11-1pm are not."""
    one, other = first[0], second[0]
    if other.half and one.half is None and first[1] is None and 1 <= one.hour <= 12:
        same = (one.hour % 12, one.minute) <= (other.hour % 12, other.minute)
        half = other.half if same else "ap"[other.half == "a"]
        first = (_Clock(one.hour, one.minute, half), None)
    if second[1] == first[1] and first[1] is not None:
        # 上午十點到兩點 does not end before it begins.
        begins, ends = _minutes(*first), _minutes(*second)
        if ends <= begins:
            second = (other, None)
    return [first, second]


def _minutes(clock: _Clock, part: str | None) -> int:
    hour = clock.hour
    if clock.half:
        hour = hour % 12 + (12 if clock.half == "p" else 0)
    elif part:
        hour = _hour_in(part, hour)
    elif 1 <= hour < _OFFICE_DAY_BEGINS:
        hour += 12
    return hour * 60 + clock.minute


@lru_cache(maxsize=256)
def _hour_in(part: str, hour: int) -> int:
    """Two in the afternoon is 14, twelve in the evening 24."""
    if hour > 12:
        return hour
    begins, ends = _lexicon().hours[part]

    def distance(candidate: int) -> tuple[int, int]:
        return max(begins - candidate, candidate - ends, 0), candidate

    return min(((hour % 12) + 12 * halves for halves in range(3)), key=distance)
