"""What the rules want of the coming year in a community, before anything else is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.models import Community, Occurrence
from db.vocabulary import OccurrenceState
from reminders.calendar import DaysOff
from reminders.notices import Notice, Notices
from reminders.rules import BREAK, occurrences
from reminders.spacing import Name

HORIZON = timedelta(days=400)
LOOKING_BACK = timedelta(days=60)
"""So that a date which moved from the future into the past is still known for the same."""
_OLD_BREAK = "break@"
_SAME_BREAK = timedelta(days=14)


@dataclass(frozen=True)
class Wanted:
    """An occurrence as the rules have it today."""

    notice: Notice
    key: str
    due_at: datetime
    expires_at: datetime
    provisional: bool = False

    @property
    def name(self) -> Name:
        return self.notice.id, self.key

    def day(self, zone: ZoneInfo) -> date:
        return self.due_at.astimezone(zone).date()

    def last_day(self, zone: ZoneInfo) -> date:
        """On which, at its own time of day, it is still worth sending."""
        lasts = self.expires_at - self.due_at - timedelta(seconds=1)
        return self.day(zone) + timedelta(days=lasts // timedelta(days=1))

    def on(self, day: date, zone: ZoneInfo) -> datetime:
        """The same time of another day."""
        at = self.due_at.astimezone(zone).time()
        return datetime.combine(day, at, zone).astimezone(UTC)


def wanted_in(community: Community, notices: Notices, now: datetime) -> Iterator[Wanted]:
    zone = ZoneInfo(community.timezone)
    today = now.astimezone(zone).date()
    kept = DaysOff.of(community.region, community.holidays)
    for notice in notices:
        schedule = notice.schedule(community.region)
        if schedule is None:
            continue
        for due in occurrences(schedule.rule, kept, today - LOOKING_BACK, today + HORIZON):
            if notice.holds_on(due.local_date):
                due_at = datetime.combine(due.local_date, schedule.at, zone).astimezone(UTC)
                expires_at = due_at + schedule.expiry
                yield Wanted(notice, due.key, due_at, expires_at, due.provisional)


def row_of(community: Community, wanted: Wanted, words: str) -> dict[str, object]:
    return {
        "community_id": community.id,
        "rule_id": wanted.notice.id,
        "key": wanted.key,
        "notice": wanted.notice.id,
        "due_at": wanted.due_at,
        "wanted_at": wanted.due_at,
        "expires_at": wanted.expires_at,
        "provisional": wanted.provisional,
        "state": OccurrenceState.PLANNED,
        "text_hash": words,
    }


def renamed(known: Mapping[Name, Occurrence], wanted: Mapping[Name, Wanted]) -> dict[Name, Name]:
    """Breaks planned while their key was the date they began on: their name by the nearest day."""
    names: dict[Name, Name] = {}
    for old in sorted(name for name in known if name[1].startswith(_OLD_BREAK)):
        free = (
            each
            for each in wanted.values()
            if each.notice.id == old[0]
            and each.key.startswith(BREAK)
            and each.name not in known
            and each.name not in names.values()
        )
        due_at = known[old].due_at
        nearest = min(free, key=lambda each: abs(each.due_at - due_at), default=None)
        if nearest and abs(nearest.due_at - due_at) < _SAME_BREAK:
            names[old] = nearest.name
    return names
