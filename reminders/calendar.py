"""Which day it is in the old calendar and the new: solar terms, lunar dates, days off, breaks.

Every civil date is taken at UTC+8, where the almanac is kept: never on the server's clock, and
never on the reader's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays
from lunar_python import Lunar, Solar

from db.vocabulary import Region
from reminders.region import holiday_country

SOLAR_TERMS = (
    *("小寒", "大寒", "立春", "雨水", "驚蟄", "春分"),
    *("清明", "穀雨", "立夏", "小滿", "芒種", "夏至"),
    *("小暑", "大暑", "立秋", "處暑", "白露", "秋分"),
    *("寒露", "霜降", "立冬", "小雪", "大雪", "冬至"),
)

_ALMANAC_KEYS = {
    "驚蟄": "惊蛰",
    "穀雨": "谷雨",
    "小滿": "小满",
    "芒種": "芒种",
    "處暑": "处暑",
    # The almanac's table runs from winter to winter; "冬至" in it is last year's.
    "冬至": "DONG_ZHI",
}
_SATURDAY = 5
_GENG = 2
"""`date.toordinal() % 10` of the days of the stem 庚, from which the dog days are counted."""


@dataclass(frozen=True)
class DogDays:
    """三伏: the first day of each of the three spans, and the last day of all."""

    first: date
    middle: date
    final: date
    end: date


class OwnDay(StrEnum):
    """What a community says of a day, where it differs from its region."""

    OFF = "off"
    WORKDAY = "workday"


@dataclass(frozen=True)
class Break:
    """Days off in a row, with at least one public holiday among them."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=count) for count in range(self.days))


def term_date(name: str, year: int) -> date:
    """The civil date of a solar term (小寒, 驚蟄 …, in Traditional characters)."""
    if name not in SOLAR_TERMS:
        raise ValueError(f"{name} is not a solar term")
    return _terms_of(year)[name]


@cache
def _terms_of(year: int) -> dict[str, date]:
    # The table belongs to a lunar year: from a June day it is the one that holds all our terms.
    table = Solar.fromYmd(year, 6, 15).getLunar().getJieQiTable()
    return {name: _civil(table[_ALMANAC_KEYS.get(name, name)]) for name in SOLAR_TERMS}


@cache
def lunar_date(year: int, month: int, day: int) -> date:
    """The civil date of a lunar day, in the lunar year that begins in `year`.

    A leap month is negative: -11 is 閏十一月. Raises ValueError for a day the year does not have.
    """
    try:
        return _civil(Lunar.fromYmd(year, month, day).getSolar())
    except Exception as error:  # the almanac knows no narrower one
        raise ValueError(f"lunar {year} has no day {day} in month {month}") from error


def new_years_eve(year: int) -> date:
    """除夕: the day before the lunar year that begins in `year`; the 29th or the 30th."""
    return lunar_date(year, 1, 1) - timedelta(days=1)


def dog_days(year: int) -> DogDays:
    first = _next_geng(term_date("夏至", year)) + timedelta(days=20)
    final = _next_geng(term_date("立秋", year))
    return DogDays(first, first + timedelta(days=10), final, final + timedelta(days=9))


def _next_geng(day: date) -> date:
    return day + timedelta(days=(_GENG - day.toordinal()) % 10)


def _civil(solar: Solar) -> date:
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@dataclass(frozen=True)
class DaysOff:
    """The days off that a community keeps: its region's, but for what it says otherwise."""

    region: Region
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    @classmethod
    def of(cls, region: Region, written: Mapping[str, str]) -> "DaysOff":
        """`{"2027-02-11": "off", "2027-02-14": "workday"}`, as a community's file says it."""
        days = {date.fromisoformat(day): OwnDay(kind) for day, kind in written.items()}
        return cls(
            region,
            off=frozenset(day for day, kind in days.items() if kind is OwnDay.OFF),
            worked=frozenset(day for day, kind in days.items() if kind is OwnDay.WORKDAY),
        )

    def has(self, day: date) -> bool:
        """A weekend or a public holiday, and not a weekend worked to make up for one (調休)."""
        if day in self.worked:
            return False
        if self.is_holiday(day):
            return True
        return day.weekday() >= _SATURDAY and not is_make_up_workday(self.region, day)

    def is_holiday(self, day: date) -> bool:
        if day in self.worked:
            return False
        return day in self.off or is_public_holiday(self.region, day)

    def is_provisional(self, year: int) -> bool:
        """The mainland moves days about every November for the year to come: until then its
        breaks are what the law alone makes of them."""
        told = any(day.year == year for day in self.worked)
        return self.region is Region.CN and not told and not _make_up_workdays(self.region, year)


def is_public_holiday(region: Region, day: date) -> bool:
    return day in _holidays(region, day.year)


def is_make_up_workday(region: Region, day: date) -> bool:
    """A day of the weekend on which everybody works (調休)."""
    return day in _make_up_workdays(region, day.year)


@cache
def long_breaks(kept: DaysOff, year: int, min_days: int) -> tuple[Break, ...]:
    """The breaks of at least `min_days` that begin in `year`, and may end in the next."""
    found = []
    day = date(year - 1, 12, 1)
    while day.year <= year:
        if not kept.has(day):
            day += timedelta(days=1)
            continue
        pause = _break_from(kept, day)
        if pause.first.year == year and pause.days >= min_days and _festive(kept, pause):
            found.append(pause)
        day = pause.last + timedelta(days=1)
    return tuple(found)


def _break_from(kept: DaysOff, first: date) -> Break:
    last = first
    while kept.has(last + timedelta(days=1)):
        last += timedelta(days=1)
    return Break(first, last)


def _festive(kept: DaysOff, pause: Break) -> bool:
    return any(kept.is_holiday(day) for day in pause.dates)


@cache
def _make_up_workdays(region: Region, year: int) -> frozenset[date]:
    # What the library holds of them, it holds for every year at once.
    return frozenset(day for day in _holidays(region, year).weekend_workdays if day.year == year)


@cache
def _holidays(region: Region, year: int) -> holidays.HolidayBase:
    country = holiday_country(region)
    # Hong Kong's general holidays (Good Friday and others) are filed as optional.
    categories = ("public", "optional") if region is Region.HK else ("public",)
    return holidays.country_holidays(country, years=year, expand=False, categories=categories)
