"""What is due when: targets by priority, counted in office hours or round the clock.

The targets are this project's own proposals; a community's policy may replace them.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from db.models import Community
from db.vocabulary import Priority

CONFIRM_WINDOW = timedelta(days=7)
"""After this long without an answer to "Fixed?" a resolved ticket closes by itself."""

LAST_QUESTION = timedelta(days=6)
"""The day before, the owner is asked once more."""

REOPEN_WINDOW = timedelta(days=14)

HANDOFF_PATIENCE = timedelta(minutes=10)
"""A hand-off that nobody accepts for this long returns to whoever offered it."""

DOUBT_PATIENCE = timedelta(minutes=2)
"""A possible danger about which the owner was asked is the desk's after so long a silence."""

PAGE_AGAIN = timedelta(minutes=5)
"""An emergency that nobody has acknowledged is paged again, higher up, this often."""


@dataclass(frozen=True)
class Target:
    respond: timedelta
    resolve: timedelta
    round_the_clock: bool


_OFFICE_DAY = timedelta(hours=8)

POLICY: dict[Priority, Target] = {
    Priority.P1: Target(timedelta(minutes=5), timedelta(hours=2), round_the_clock=True),
    Priority.P2: Target(timedelta(minutes=15), timedelta(hours=4), round_the_clock=True),
    Priority.P3: Target(timedelta(hours=4), 3 * _OFFICE_DAY, round_the_clock=False),
    Priority.P4: Target(_OFFICE_DAY, 5 * _OFFICE_DAY, round_the_clock=False),
}


@dataclass(frozen=True)
class OfficeHours:
    """One span a day, every day, in the community's own zone."""

    opens: time
    closes: time
    zone: ZoneInfo

    @classmethod
    def read(cls, opens: str, closes: str, zone: str) -> "OfficeHours":
        """From HH:MM and an IANA name. Raises ValueError where the office would never be open."""
        hours = cls(time.fromisoformat(opens), time.fromisoformat(closes), ZoneInfo(zone))
        if hours.opens >= hours.closes:
            raise ValueError(f"an office that opens at {opens} and closes at {closes} never works")
        return hours

    @classmethod
    def of(cls, community: Community) -> "OfficeHours":
        return cls.read(community.office_opens, community.office_closes, community.timezone)

    def after(self, start: datetime, work: timedelta) -> datetime:
        """The moment by which `work` has passed in office hours; UTC in, UTC out."""
        moment = start.astimezone(self.zone)
        while True:
            opens = moment.replace(
                hour=self.opens.hour, minute=self.opens.minute, second=0, microsecond=0
            )
            closes = moment.replace(
                hour=self.closes.hour, minute=self.closes.minute, second=0, microsecond=0
            )
            begin = max(moment, opens)
            if begin < closes:
                if begin + work <= closes:
                    return (begin + work).astimezone(start.tzinfo)
                work -= closes - begin
            moment = opens + timedelta(days=1)


@dataclass(frozen=True)
class Due:
    response: datetime
    resolution: datetime


def due(priority: Priority, opened: datetime, hours: OfficeHours) -> Due:
    target = POLICY[priority]
    if target.round_the_clock:
        return Due(opened + target.respond, opened + target.resolve)
    return Due(hours.after(opened, target.respond), hours.after(opened, target.resolve))


LADDER = (50, 80, 100, 150)
"""Per cent of the time allowed at which somebody higher up is told, once each."""


def rung_at(start: datetime, due_at: datetime, level: int) -> datetime:
    """When the given per cent of the time between start and due has passed."""
    return start + (due_at - start) * level / 100


def next_rung(
    start: datetime, due_at: datetime, told: int, now: datetime
) -> tuple[int, datetime | None]:
    """The highest rung reached by now (0: none), and when the next one comes (None: never).

    Rungs that passed unseen, while the program was down, count as one: the highest is told.
    """
    reached = max((each for each in LADDER if rung_at(start, due_at, each) <= now), default=0)
    ahead = next((each for each in LADDER if each > max(reached, told)), None)
    return reached, rung_at(start, due_at, ahead) if ahead else None
