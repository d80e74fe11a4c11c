"""Reads sums of money: NT$500, 1,200元, 三百蚊, RMB 20. A number alone is no money."""

import re
from dataclasses import dataclass
from decimal import Decimal

from intents.numbers import number

_BEFORE: dict[str, str | None] = {
    "nt$": "TWD",
    "ntd": "TWD",
    "twd": "TWD",
    "台币": "TWD",
    "新台币": "TWD",
    "nt": "TWD",
}
_BEFORE |= {"hk$": "HKD", "hkd": "HKD", "港币": "HKD", "mop": "MOP", "mop$": "MOP"}
_BEFORE |= {"rmb": "CNY", "cny": "CNY", "¥": "CNY", "人民币": "CNY", "us$": "USD", "usd": "USD"}
_BEFORE |= {"€": "EUR", "£": "GBP", "$": None}
_AFTER: dict[str, str | None] = {
    "元": None,
    "圆": None,
    "块钱": None,
    "块": None,
    "蚊": "HKD",
    "元人民币": "CNY",
}
_AFTER |= {"人民币": "CNY", "元港币": "HKD", "港币": "HKD", "港元": "HKD", "台币": "TWD"}
_AFTER |= {"元台币": "TWD", "元新台币": "TWD", "新台币": "TWD", "ntd": "TWD", "twd": "TWD"}
_AFTER |= {"hkd": "HKD", "rmb": "CNY", "cny": "CNY", "usd": "USD", "dollars": None, "dollar": None}
_AFTER |= {"bucks": None, "yuan": "CNY", "nt": "TWD"}

SIGNS = frozenset("$¥€£元圆块蚊币")
"""Characters of which one is in every sum that does not name its currency in Latin."""
WORDS = frozenset({name for name in (*_BEFORE, *_AFTER) if name.isalpha() and name.isascii()})

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,8}(?:\.\d{1,2})?"
_HAN = "[一二两三四五六七八九十百千万零〇]{1,9}"


def _longest_first(names: dict[str, str | None]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_SAID_BEFORE = re.compile(
    rf"(?<![a-z])(?P<sign>{_longest_first(_BEFORE)})\s?(?P<sum>{_DIGITS})"
    rf"(?P<times>[k千万]?)(?![a-z\d-]|[.,]\d)"
)
# 三块瓷砖 are three tiles; 单元 and 公元 are no money.
_SAID_AFTER = re.compile(
    rf"(?<![a-z\d/#-])(?<!\d[.,])(?P<sum>{_DIGITS})(?P<times>[k千万]?)\s?(?P<sign>{_longest_first(_AFTER)})"
    r"(?<!块)(?![a-z件素旦帅宝])"
    rf"|(?<![a-z\d/#-])(?<!\d[.,])(?P<sum_b>{_DIGITS})(?P<times_b>[k千万]?)\s?块(?=[,。,.!?;\s)]|$"
    rf"|左右|以[上下]|一|多|是|吗|够)"
)
_SAID_IN_HAN = re.compile(
    rf"(?<![一二两三四五六七八九十百千万零〇])(?P<sum>{_HAN})"
    rf"(?:(?:{_longest_first({k: v for k, v in _AFTER.items() if k != '块' and not k.isascii()})})"
    r"|块(?=[,。,.!?;\s)]|$|左右|以[上下]|多|吗|够))(?![件素旦帅宝])"
)
_TIMES = {"": 1, "k": 1_000, "千": 1_000, "万": 10_000}


@dataclass(frozen=True)
class Money:
    """A sum; the currency is None where it was called only 元, $ or dollars."""

    amount: Decimal
    currency: str | None = None


def money_in(folded: str) -> Money | None:
    """The first sum of money in folded text."""
    said = _SAID_BEFORE.search(folded)
    if said:
        return _money(said["sum"], said["times"], _BEFORE[said["sign"]])
    said = _SAID_AFTER.search(folded)
    if said and said["sum"]:
        return _money(said["sum"], said["times"], _AFTER[said["sign"]])
    if said:
        return _money(said["sum_b"], said["times_b"], None)
    said = _SAID_IN_HAN.search(folded)
    if said:
        return Money(Decimal(number(said["sum"])), _AFTER.get(said[0][len(said["sum"]) :]))
    return None


def _money(amount: str, times: str, currency: str | None) -> Money:
    return Money(Decimal(amount.replace(",", "")) * _TIMES[times], currency)
