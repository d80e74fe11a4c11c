"""How times are written: where one may begin, and what it may be then.

Each pattern is a named group, and its name is the kind of piece; `pieces` reads what it holds.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from intents.times.words import LATIN_COUNT, LATIN_UNITS, UNIT_OF_TIME, one_of, time_words

_HOUR = "(?:\\d{1,2}|二?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_COUNT = "(?:\\d{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半])"
_DATE = "(?:\\d{1,2}|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_NOT_BEFORE = r"(?<![\d.:/#])"
_SPAN_WORD = r"\s*(?:到|至|-|–|—|~|to|till|until)\s*"
_MERIDIEM = r"\s?([ap])\.?m(?![a-z])\.?"
_HAN_UNIT = "|".join(
    sorted((unit for unit in UNIT_OF_TIME if not unit.isascii()), key=len, reverse=True)
)
_LATIN_UNIT = "|".join(LATIN_UNITS)
_LATIN_N = rf"(?:\d{{1,3}}|{'|'.join(sorted(LATIN_COUNT, key=len, reverse=True))})"
_OTHER_COUNTED = (
    "st|nd|rd|th|%|people|persons?|units?|floors?|flats?|blocks?|lifts?|times|of"
    "|days?|weeks?|months?|hours?|min"
)
_NOT_HOURS = rf"(?!\s*(?:{_OTHER_COUNTED}))"
_HAN_NUMERALS = "一二两三四五六七八九十半"
_NUMERALS = "0123456789" + _HAN_NUMERALS
_AFTER_A_HAN_NUMERAL = frozenset("十一二三四五六七八九点时月年号日天周星礼个小分钟到至-–—~")


@dataclass(frozen=True)
class Patterns:
    """Where a time may begin, and by its first character what it may then be."""

    start: re.Pattern[str]
    start_with_latin: re.Pattern[str]
    by_first: Mapping[str, re.Pattern[str]]
    latin: re.Pattern[str]


SUFFIX = re.compile(
    r"(?:(?P<since>开始|至今|以来|到现在|起(?=[,。;!\s]|一?直|就|$))"
    r"|(?P<bound>[之以][前后]|[前后](?![面门边座排天日晚来期院楼台阳])))"
)


@cache
def patterns() -> Patterns:
    known = time_words()
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
    latin_first = {name: one_of(table, latin=True) for name, table in words.items()}
    return Patterns(
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
        f"(?P<{kind}>{one_of(fitting, latin=False)})"
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
    month = one_of(time_words().months, latin=True)
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
    known = time_words()
    weekday = one_of({**known.weekdays, **known.short_weekdays}, latin=True)
    month = one_of(known.months, latin=True)
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
