"""When to send what is due, and when it is too late for it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.vocabulary import Weight
from reminders.late import next_notice_at, notices_left, sending_time
from reminders.notices import Late, Notices
from reminders.quiet_hours import QuietHours

TAIPEI = ZoneInfo("Asia/Taipei")
DUE = datetime(2026, 12, 7, 10, 0, tzinfo=TAIPEI).astimezone(UTC)
EXPIRES = DUE + timedelta(hours=48)


def at(hours: float) -> datetime:
    return DUE + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("weight", "late", "now", "expected"),
    [
        (Weight.REMINDER, Late.UNTIL_EXPIRY, at(-1), at(0)),
        (Weight.REMINDER, Late.UNTIL_EXPIRY, at(3), at(3)),
        (Weight.NOTICE, Late.UNTIL_EXPIRY, at(12), at(22.5)),
        (Weight.REMINDER, Late.UNTIL_EXPIRY, at(48), None),
        (Weight.REMINDER, Late.SKIP, at(0), at(0)),
        (Weight.REMINDER, Late.SKIP, at(9 / 60), at(9 / 60)),
        (Weight.REMINDER, Late.SKIP, at(10 / 60), None),
        (Weight.URGENT, Late.UNTIL_EXPIRY, at(15), at(15)),
        (Weight.URGENT, Late.UNTIL_EXPIRY, at(48), None),
    ],
)
def test_when_it_goes(
    notices: Notices, weight: Weight, late: Late, now: datetime, expected: datetime | None
) -> None:
    update = {"weight": weight, "late": late}
    notice = notices.by_id["cold.elders"].model_copy(update=update)
    assert sending_time(DUE, EXPIRES, now, notice, TAIPEI, QuietHours()) == expected


@pytest.mark.parametrize(
    ("sent", "left", "next_at"),
    [
        ([], 2, at(0)),
        ([at(-1)], 1, at(0)),
        ([at(-30), at(-24), at(-1)], 1, at(0)),
        ([at(-20), at(-1)], 0, at(4)),
        ([at(-1), at(-20), at(-2)], 0, at(22)),
    ],
)
def test_two_notices_a_day(sent: list[datetime], left: int, next_at: datetime) -> None:
    assert notices_left(sent, DUE) == left
    assert next_notice_at(sent, DUE) == next_at
