"""Public holidays by name, and which of them a break is named after.

The names are our own: a break keeps its name when the government moves its days.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from db.vocabulary import Region
from reminders.calendar import Break, DaysOff, lunar_date, term_date


class Holiday(StrEnum):
    """The greatest first: a break that holds several is named after the greatest."""

    LUNAR_NEW_YEAR = "lunar_new_year"
    NATIONAL_DAY = "national_day"
    LABOUR_DAY = "labour_day"
    TOMB_SWEEPING = "tomb_sweeping"
    NEW_YEAR = "new_year"
    MID_AUTUMN = "mid_autumn"
    DRAGON_BOAT = "dragon_boat"
    DOUBLE_NINTH = "double_ninth"
    CHRISTMAS = "christmas"
    """In Taiwan it is the Constitution's day."""
    BUDDHA = "buddha"
    PEACE_MEMORIAL = "peace_memorial"
    CHILDREN = "children"
    TEACHERS = "teachers"
    RESTORATION = "restoration"
    ESTABLISHMENT = "establishment"


def holiday_date(holiday: Holiday, region: Region, year: int) -> date:
    """The day itself, wherever its day off was moved to."""
    return _DATES[holiday](region, year)


def holidays_kept(holiday: Holiday, kept: DaysOff, year: int) -> list[date]:
    """The day, where it is one off there; nothing in a region that does not keep it."""
    day = holiday_date(holiday, kept.region, year)
    return [day] if kept.is_holiday(day) else []


def name_of(pause: Break, region: Region) -> str:
    """`lunar_new_year@2027`; a break of no great day bears the day it begins on."""
    for holiday in Holiday:
        for year in sorted({pause.first.year, pause.last.year}):
            if holiday_date(holiday, region, year) in pause.dates:
                return f"{holiday}@{year}"
    return f"{pause.first:%m-%d}@{pause.first.year}"


def _on(month: int, day: int) -> Callable[[Region, int], date]:
    return lambda region, year: date(year, month, day)


def _lunar(month: int, day: int) -> Callable[[Region, int], date]:
    return lambda region, year: lunar_date(year, month, day)


def _national_day(region: Region, year: int) -> date:
    return date(year, 10, 10 if region is Region.TW else 1)


_DATES: Mapping[Holiday, Callable[[Region, int], date]] = {
    Holiday.LUNAR_NEW_YEAR: _lunar(1, 1),
    Holiday.NATIONAL_DAY: _national_day,
    Holiday.LABOUR_DAY: _on(5, 1),
    Holiday.TOMB_SWEEPING: lambda region, year: term_date("清明", year),
    Holiday.NEW_YEAR: _on(1, 1),
    Holiday.MID_AUTUMN: _lunar(8, 15),
    Holiday.DRAGON_BOAT: _lunar(5, 5),
    Holiday.DOUBLE_NINTH: _lunar(9, 9),
    Holiday.CHRISTMAS: _on(12, 25),
    Holiday.BUDDHA: _lunar(4, 8),
    Holiday.PEACE_MEMORIAL: _on(2, 28),
    Holiday.CHILDREN: _on(4, 4),
    Holiday.TEACHERS: _on(9, 28),
    Holiday.RESTORATION: _on(10, 25),
    Holiday.ESTABLISHMENT: _on(7, 1),
}
