"""The calendar against dates from an independent solver and official tables."""

import csv
import time
from datetime import date
from pathlib import Path

import pytest

from db.vocabulary import Region
from reminders import calendar
from reminders.calendar import (
    SOLAR_TERMS,
    DaysOff,
    DogDays,
    dog_days,
    is_public_holiday,
    long_breaks,
    lunar_date,
    new_years_eve,
    term_date,
)

_TABLE = Path(__file__).with_name("solar_terms_2024_2035.csv")
_YEARS = list(csv.DictReader(_TABLE.read_text(encoding="utf-8").splitlines()))


def _day(row: dict[str, str], name: str) -> date:
    return date.fromisoformat(f"{row['year']}-{row[name]}")


@pytest.mark.parametrize("row", _YEARS, ids=lambda row: row["year"])
def test_every_solar_term_falls_on_its_day(row: dict[str, str]) -> None:
    year = int(row["year"])
    assert {name: term_date(name, year) for name in SOLAR_TERMS} == {
        name: _day(row, name) for name in SOLAR_TERMS
    }


@pytest.mark.parametrize("row", _YEARS, ids=lambda row: row["year"])
def test_every_festival_falls_on_its_day(row: dict[str, str]) -> None:
    year = int(row["year"])
    assert lunar_date(year, 1, 1) == _day(row, "春節")
    assert lunar_date(year, 5, 5) == _day(row, "端午")
    assert lunar_date(year, 8, 15) == _day(row, "中秋")


@pytest.mark.parametrize(
    ("term", "day"),
    [
        ("雨水", date(2026, 2, 18)),  # 23:51:55
        ("立夏", date(2035, 5, 5)),  # 23:54:57
        ("立秋", date(2035, 8, 7)),  # 23:54:22
    ],
)
def test_a_term_minutes_before_midnight_stays_on_its_day(term: str, day: date) -> None:
    assert term_date(term, day.year) == day


def test_a_new_moon_minutes_from_midnight_stays_on_its_day() -> None:
    assert lunar_date(2027, 1, 1) == date(2027, 2, 6)  # 23:56:05
    assert lunar_date(2030, 1, 1) == date(2030, 2, 3)  # 00:07:37


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_servers_time_zone_changes_nothing(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    calendar._terms_of.cache_clear()
    lunar_date.cache_clear()
    try:
        assert lunar_date(2030, 1, 1) == date(2030, 2, 3)
        assert term_date("雨水", 2026) == date(2026, 2, 18)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_leap_eleventh_month_of_2033() -> None:
    assert lunar_date(2033, -11, 1) == date(2033, 12, 22)
    assert lunar_date(2033, 11, 1) < lunar_date(2033, -11, 1) < lunar_date(2033, 12, 1)


@pytest.mark.parametrize(("year", "month", "day"), [(2027, 12, 30), (2027, -11, 1), (2027, 13, 1)])
def test_a_lunar_day_that_does_not_exist_is_refused(year: int, month: int, day: int) -> None:
    with pytest.raises(ValueError, match=f"lunar {year} has no day {day} in month {month}"):
        lunar_date(year, month, day)


def test_an_unknown_term_is_refused() -> None:
    with pytest.raises(ValueError, match="小夏 is not a solar term"):
        term_date("小夏", 2027)


def test_new_years_eve_is_the_29th_or_the_30th() -> None:
    assert new_years_eve(2027) == date(2027, 2, 5) == lunar_date(2026, 12, 29)
    assert new_years_eve(2024) == date(2024, 2, 9) == lunar_date(2023, 12, 30)


def test_the_dog_days() -> None:
    assert dog_days(2026).first == date(2026, 7, 15)
    assert dog_days(2027) == DogDays(
        date(2027, 7, 20), date(2027, 7, 30), date(2027, 8, 9), date(2027, 8, 18)
    )


@pytest.mark.parametrize(
    ("region", "year", "of_three", "of_four"),
    [
        (Region.TW, 2026, 9, 3),
        (Region.TW, 2027, 9, 2),
        (Region.HK, 2026, 7, 1),
        (Region.HK, 2027, 7, 2),
        (Region.CN, 2026, 7, 3),
        (Region.CN, 2027, 5, 3),
    ],
)
def test_how_many_long_breaks_a_year_has(
    region: Region, year: int, of_three: int, of_four: int
) -> None:
    assert len(long_breaks(DaysOff(region), year, 3)) == of_three
    assert len(long_breaks(DaysOff(region), year, 4)) == of_four


def test_a_break_over_the_years_end_is_one_break() -> None:
    breaks = long_breaks(DaysOff(Region.TW), 2027, 3)
    assert (breaks[-1].first, breaks[-1].last) == (date(2027, 12, 31), date(2028, 1, 2))
    assert all(each.first.year == 2028 for each in long_breaks(DaysOff(Region.TW), 2028, 3))
    assert long_breaks(DaysOff(Region.TW), 2028, 3)[0].first > date(2028, 1, 2)


def test_the_breaks_of_the_new_year_2027() -> None:
    def first(region: Region) -> tuple[date, int]:
        found = [each for each in long_breaks(DaysOff(region), 2027, 4) if each.first.month == 2]
        return found[0].first, found[0].days

    assert first(Region.TW) == (date(2027, 2, 4), 7)
    assert first(Region.HK) == (date(2027, 2, 6), 4)


def test_a_weekend_worked_to_make_up_for_a_holiday_is_no_day_off() -> None:
    assert not DaysOff(Region.CN).has(date(2026, 2, 14))
    assert DaysOff(Region.TW).has(date(2026, 2, 14))


def test_hong_kong_keeps_its_general_holidays() -> None:
    assert is_public_holiday(Region.HK, date(2027, 3, 26))  # Good Friday
    assert not is_public_holiday(Region.TW, date(2027, 3, 26))


@pytest.mark.parametrize(
    ("region", "day", "holiday", "makes_up"),
    [
        (Region.CN, date(2026, 2, 14), False, True),
        (Region.CN, date(2026, 2, 17), True, False),
        (Region.CN, date(2026, 2, 21), False, False),  # a Saturday within the break, no more
        (Region.TW, date(2025, 2, 8), False, True),
        (Region.TW, date(2027, 2, 10), True, False),
        (Region.HK, date(2026, 4, 3), True, False),
        (Region.HK, date(2026, 4, 11), False, False),
    ],
)
def test_a_holiday_a_make_up_workday_or_neither(
    region: Region, day: date, holiday: bool, makes_up: bool
) -> None:
    assert calendar.is_public_holiday(region, day) is holiday
    assert calendar.is_make_up_workday(region, day) is makes_up


def test_a_community_may_keep_other_days_than_its_region() -> None:
    kept = DaysOff.of(Region.CN, {"2027-02-04": "off", "2027-02-14": "workday"})
    assert kept.has(date(2027, 2, 4))
    assert not kept.has(date(2027, 2, 14)), "a Sunday"
    (pause,) = (each for each in long_breaks(kept, 2027, 4) if each.first.month == 2)
    assert (pause.first, pause.last) == (date(2027, 2, 4), date(2027, 2, 10))


def test_what_one_community_keeps_is_nothing_to_another() -> None:
    DaysOff.of(Region.CN, {"2027-02-05": "workday"}).has(date(2027, 2, 5))
    long_breaks(DaysOff.of(Region.CN, {"2027-02-05": "workday"}), 2027, 4)
    assert DaysOff(Region.CN).has(date(2027, 2, 5))
    assert long_breaks(DaysOff(Region.CN), 2027, 4)[0].first == date(2027, 2, 5)


def test_a_holiday_may_be_worked() -> None:
    kept = DaysOff.of(Region.TW, {"2027-10-10": "workday"})
    assert not kept.is_holiday(date(2027, 10, 10))
    assert not kept.has(date(2027, 10, 10))


@pytest.mark.parametrize(
    ("kept", "year", "provisional"),
    [
        (DaysOff(Region.CN), 2026, False),
        (DaysOff(Region.CN), 2040, True),
        (DaysOff.of(Region.CN, {"2040-02-19": "workday"}), 2040, False),
        (DaysOff.of(Region.CN, {"2040-02-19": "workday"}), 2041, True),
        (DaysOff(Region.TW), 2040, False),
        (DaysOff(Region.HK), 2040, False),
    ],
)
def test_the_mainlands_year_is_provisional_until_its_days_are_moved(
    kept: DaysOff, year: int, provisional: bool
) -> None:
    assert kept.is_provisional(year) is provisional
