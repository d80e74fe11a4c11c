"""Dates written short: which number of 12/1 is the month, where that can be told at all."""

import re
from datetime import date

_HOUR = (
    r"\s*[,，]?\s*(?:[(（][^)）]{1,6}[)）]|星期[一二三四五六日天]|[週周][一二三四五六日])?\s*"
    r"(?:at\s+|上午|下午|早上|晚上|中午|凌晨|傍晚|朝早|下晝|下昼|夜晚)?"
    r"[\d一二兩两三四五六七八九十]{1,3}\s*(?:[:：點点時时]|[ap]\.?m)"
)
_BEFORE_AN_HOUR = re.compile(
    rf"(?<![\d/.:：-])(?:(\d{{1,2}})\s*/\s*(\d{{1,2}})|(\d\d)-(\d\d))(?!\d)(?={_HOUR})",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(r"(?<![\d/])\d{1,2}\s*/\s*\d{1,2}(?![\d/])")

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


def written_out(text: str, today: date, *, month_first: bool) -> str:
    """The text with such dates before an hour in full: the next day that is meant by them.

    `month_first`: so it is in Chinese where the words come from, as it is not in Hong Kong. In
    English 3/12 could be either, and stays as it is, as does whatever is no date.
    """
    in_english = _LATIN.search(text) is not None and _HAN.search(text) is None

    def full(found: re.Match[str]) -> str:
        first, second = (int(each) for each in found.groups() if each)
        meant = _meant(first, second, today, month_first=month_first and not in_english)
        return meant.isoformat() if meant else found[0]

    return _BEFORE_AN_HOUR.sub(full, text)


def are_left(text: str) -> bool:
    """Something like a date was not written out: whatever hour is named, its day is not known."""
    return _ANYWHERE.search(text) is not None


def _meant(first: int, second: int, today: date, *, month_first: bool) -> date | None:
    month_day, day_month = _coming(first, second, today), _coming(second, first, today)
    if month_day is None or day_month is None or month_first:
        return month_day or day_month
    return month_day if month_day == day_month else None


def _coming(month: int, day: int, today: date) -> date | None:
    """The next such day, today included; None where this year and the next have none."""
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None
