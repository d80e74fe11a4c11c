"""Deciding when it is decent to write."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.vocabulary import Region
from reminders.quiet_hours import QuietHours, decent_time
from reminders.region import quiet_hours

TAIPEI = ZoneInfo("Asia/Taipei")
DUE = datetime(2027, 1, 5, 10, 0, tzinfo=TAIPEI)
EXPIRES = DUE + timedelta(hours=48)


def _hours_late(hours: float) -> datetime | None:
    return decent_time(DUE, EXPIRES, DUE + timedelta(hours=hours), TAIPEI, QuietHours())


@pytest.mark.parametrize(
    ("hours", "goes_at"),
    [
        (-3, DUE),
        (0, DUE),
        (3, DUE + timedelta(hours=3)),
        (11.5, datetime(2027, 1, 6, 8, 30, tzinfo=TAIPEI)),
        (12, datetime(2027, 1, 6, 8, 30, tzinfo=TAIPEI)),
        (22, datetime(2027, 1, 6, 8, 30, tzinfo=TAIPEI)),
        (22.5, datetime(2027, 1, 6, 8, 30, tzinfo=TAIPEI)),
        (25, DUE + timedelta(hours=25)),
        (48, None),
        (49, None),
    ],
)
def test_a_late_reminder_waits_for_the_morning(hours: float, goes_at: datetime | None) -> None:
    assert _hours_late(hours) == goes_at


def test_what_would_expire_before_the_morning_is_not_sent() -> None:
    due = datetime(2027, 1, 5, 20, 0, tzinfo=TAIPEI)
    late = due + timedelta(hours=2)
    assert decent_time(due, due + timedelta(hours=6), late, TAIPEI, QuietHours()) is None


def test_the_hours_are_the_readers_own() -> None:
    morning_in_taipei = datetime(2027, 1, 5, 9, 0, tzinfo=TAIPEI)
    in_berlin = decent_time(
        morning_in_taipei,
        morning_in_taipei + timedelta(days=1),
        morning_in_taipei,
        ZoneInfo("Europe/Berlin"),
        QuietHours(),
    )
    assert in_berlin == datetime(2027, 1, 5, 8, 30, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("region", Region)
def test_every_region_sleeps_from_half_past_nine(region: Region) -> None:
    assert quiet_hours(region) == QuietHours(opens=time(8, 30), closes=time(21, 30))
