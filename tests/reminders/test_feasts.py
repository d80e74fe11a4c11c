"""Public holidays by name, and the names of breaks."""

from datetime import date

import pytest

from db.vocabulary import Region
from reminders.calendar import DaysOff, long_breaks
from reminders.feasts import Holiday, holidays_kept, name_of


@pytest.mark.parametrize(
    ("region", "year", "names"),
    [
        (
            Region.TW,
            2026,
            [
                "lunar_new_year@2026",
                "peace_memorial@2026",
                "tomb_sweeping@2026",
                "labour_day@2026",
                "dragon_boat@2026",
                "mid_autumn@2026",
                "national_day@2026",
                "restoration@2026",
                "christmas@2026",
            ],
        ),
        (
            Region.HK,
            2027,
            [
                "new_year@2027",
                "lunar_new_year@2027",
                "03-26@2027",
                "tomb_sweeping@2027",
                "national_day@2027",
                "double_ninth@2027",
                "christmas@2027",
            ],
        ),
        (
            Region.CN,
            2028,
            [
                "new_year@2028",
                "lunar_new_year@2028",
                "labour_day@2028",
                "dragon_boat@2028",
                "national_day@2028",
                "new_year@2029",
            ],
        ),
    ],
)
def test_every_break_has_a_name(region: Region, year: int, names: list[str]) -> None:
    breaks = long_breaks(DaysOff(region), year, 3)
    assert [name_of(pause, region) for pause in breaks] == names


def test_no_two_breaks_share_a_name() -> None:
    for region in Region:
        breaks = [
            each for year in range(2024, 2036) for each in long_breaks(DaysOff(region), year, 3)
        ]
        assert len({name_of(pause, region) for pause in breaks}) == len(breaks)


def test_a_holiday_counts_where_it_is_kept() -> None:
    day = date(2027, 9, 28)
    assert holidays_kept(Holiday.TEACHERS, DaysOff(Region.TW), 2027) == [day]
    assert holidays_kept(Holiday.TEACHERS, DaysOff(Region.HK), 2027) == []
    given = DaysOff.of(Region.HK, {"2027-09-28": "off"})
    assert holidays_kept(Holiday.TEACHERS, given, 2027) == [day]


def test_the_national_day_is_each_regions_own() -> None:
    days = {region: holidays_kept(Holiday.NATIONAL_DAY, DaysOff(region), 2027) for region in Region}
    assert days == {
        Region.TW: [date(2027, 10, 10)],
        Region.HK: [date(2027, 10, 1)],
        Region.CN: [date(2027, 10, 1)],
    }
