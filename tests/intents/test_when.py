"""A time that was said is resolved by the clock on the wall where it was said."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intents.times import Bound, When

TAIPEI, NEW_YORK = ZoneInfo("Asia/Taipei"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=TAIPEI)
"""A Thursday, ten in the morning."""
THREE = 15 * 60


def resolved(when: When, now: datetime = NOW) -> list[str]:
    return [f"{moment:%m-%d %H:%M}" for moment in when.resolve(now) or ()]


def test_the_clock_on_the_wall_is_meant_when_clocks_change() -> None:
    tomorrow_at_three = When("tomorrow 3pm", day_offset=1, start=THREE, end=THREE)
    found = tomorrow_at_three.resolve(datetime(2026, 10, 31, 12, 0, tzinfo=NEW_YORK))
    assert found is not None
    assert found[0].isoformat() == "2026-11-01T15:00:00-05:00"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        When("今天", day_offset=0).resolve(NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("bound", "span"),
    [
        (None, ["11-27 00:00", "11-28 00:00"]),
        (Bound.BEFORE, ["11-26 10:00", "11-27 00:00"]),
        (Bound.BY, ["11-26 10:00", "11-28 00:00"]),
        (Bound.AFTER, ["11-28 00:00", "12-05 00:00"]),
        (Bound.SINCE, ["11-20 00:00", "11-26 10:00"]),
    ],
)
def test_a_bound_says_on_which_side_of_friday(bound: Bound | None, span: list[str]) -> None:
    assert resolved(When("friday", weekday=4, bound=bound)) == span


def test_an_hour_that_is_over_is_the_next_such_hour() -> None:
    assert resolved(When("8", start=480, end=480, either_half=True)) == ["11-26 20:00"] * 2
    assert resolved(When("8am", start=480, end=480)) == ["11-27 08:00"] * 2
    assert resolved(When("today 8am", day_offset=0, start=480, end=480)) == []


def test_a_day_that_no_month_has_is_never() -> None:
    assert resolved(When("31 November", month=11, day=31)) == []
    assert resolved(When("the 31st", day=31)) == ["12-31 00:00", "01-01 00:00"]
