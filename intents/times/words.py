"""The words of times: those of times.yaml, and what units, counts and weekdays stand for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from intents.normalise import fold
from intents.times.when import DAY

_WORDS = Path(__file__).parents[1] / "times.yaml"

UNIT_OF_TIME = {"分钟": 1, "小时": 60, "个小时": 60, "钟头": 60, "个钟头": 60, "个钟": 60}
UNIT_OF_TIME |= {"天": DAY, "日": DAY, "周": 7 * DAY, "星期": 7 * DAY, "个星期": 7 * DAY}
UNIT_OF_TIME |= {"礼拜": 7 * DAY, "个礼拜": 7 * DAY, "个月": 30 * DAY}
UNIT_OF_TIME |= {"minute": 1, "min": 1, "hour": 60, "hr": 60, "day": DAY, "week": 7 * DAY}
UNIT_OF_TIME |= {"month": 30 * DAY}
"""Minutes in each."""
LATIN_UNITS = tuple(unit for unit in UNIT_OF_TIME if unit.isascii())
LATIN_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
LATIN_COUNT |= {"half an": 0, "a few": 3, "a couple of": 2, "couple of": 2}
"""How many is meant; "half an" is half of one."""
WEEK = {"下下": 2, "下": 1, "上": -1, "上上": -2, "这": 0, "本": 0, "呢": 0, "今": 0}
WEEK |= {"next": 1, "last": -1, "this": 0, "coming": 0}
"""Weeks from this one."""
HAN_WEEKDAY = {each: at for at, each in enumerate("一二三四五六日")}
HAN_WEEKDAY |= {"天": 6, "末": 5} | {str(at + 1): at for at in range(7)}
"""0 is Monday; a weekend (末) begins on Saturday."""


@dataclass(frozen=True)
class TimeWords:
    """The file's tables by folded word."""

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
    """Latin words without one of which a text names no time in Latin letters."""


@cache
def time_words() -> TimeWords:
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
    signs |= {unit + ending for unit in LATIN_UNITS for ending in ("", "s")}
    return TimeWords(
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


def one_of(words: Iterable[str], latin: bool) -> str:
    """A pattern of the Latin words or the others; it matches nothing where there are none."""
    longest_first = sorted((w for w in words if w.isascii() is latin), key=len, reverse=True)
    return "|".join(map(re.escape, longest_first)) or "(?!)"


@lru_cache(maxsize=256)
def hour_in(part: str, hour: int) -> int:
    """Two in the afternoon is 14, twelve in the evening 24."""
    if hour > 12:
        return hour
    begins, ends = time_words().hours[part]

    def distance(candidate: int) -> tuple[int, int]:
        return max(begins - candidate, candidate - ends, 0), candidate

    return min(((hour % 12) + 12 * halves for halves in range(3)), key=distance)
