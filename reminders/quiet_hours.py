"""When it is decent to write to people: reminders wait for the morning, or are not sent at all."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class QuietHours:
    """Local times between which nobody's phone may ring for something that can wait."""

    opens: time = time(8, 30)
    closes: time = time(21, 30)

    def first_decent(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """`moment` itself in the daytime, else the next opening."""
        local = moment.astimezone(zone)
        if self.opens <= local.time() < self.closes:
            return moment
        day = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        return datetime.combine(day, self.opens, zone)


def decent_time(
    due: datetime, expires: datetime, now: datetime, zone: ZoneInfo, quiet: QuietHours
) -> datetime | None:
    """The first moment, `now` or later, to send what is due; None when it would come too late."""
    moment = quiet.first_decent(max(due, now), zone).astimezone(UTC)
    return moment if moment < expires else None
