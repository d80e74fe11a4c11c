"""When to send what is due, and when it is too late for it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from db.vocabulary import Weight
from reminders.notices import Late, Notice
from reminders.quiet_hours import QuietHours, decent_time

GRACE = timedelta(minutes=10)
"""So late may come what is to be skipped when its time went by."""
NOTICES_A_DAY = 2
DAY = timedelta(days=1)


def ends_at(due: datetime, expires: datetime, notice: Notice) -> datetime:
    """From when on it is not sent any more."""
    return min(expires, due + GRACE) if notice.late is Late.SKIP else expires


def sending_time(
    due: datetime,
    expires: datetime,
    now: datetime,
    notice: Notice,
    zone: ZoneInfo,
    quiet: QuietHours,
) -> datetime | None:
    """The first moment, `now` or later; None when that is too late. Only what is urgent may ring
    at any hour."""
    ends = ends_at(due, expires, notice)
    if notice.weight is Weight.URGENT:
        moment = max(due, now).astimezone(UTC)
        return moment if moment < ends else None
    return decent_time(due, ends, now, zone, quiet)


def notices_left(sent: list[datetime], now: datetime) -> int:
    """How many more letters that ring may go out now."""
    return max(0, NOTICES_A_DAY - sum(now - DAY < moment <= now for moment in sent))


def next_notice_at(sent: list[datetime], now: datetime) -> datetime:
    """When the next letter that rings may go out."""
    if notices_left(sent, now):
        return now
    return sorted(sent)[-NOTICES_A_DAY] + DAY
