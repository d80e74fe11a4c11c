"""What is to be sent over the coming year: rules become occurrences, which managers approve.

Planning is done again and again, and only ever catches up: what was sent or skipped stays so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Community, Occurrence
from db.models import Notice as OwnWords
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import OccurrenceState
from reminders.calendar import DaysOff
from reminders.notices import Notice, Notices
from reminders.rules import BREAK, occurrences
from reminders.spacing import Name
from reminders.wording import letters, own_words, text_hash

_HORIZON = timedelta(days=400)
_LOOKING_BACK = timedelta(days=60)
"""So that a date which moved from the future into the past is still known for the same."""
_OLD_BREAK = "break@"
_SAME_BREAK = timedelta(days=14)
TAKEN_OUT = "taken-out@"
"""Begins the key of what a manager took from the shelf: no rule wants it, and it stays."""
UNSENT = (OccurrenceState.PLANNED, OccurrenceState.APPROVED)
NOT_APPROVED = {"state": OccurrenceState.PLANNED, "approved_by": None, "approved_at": None}


@dataclass(frozen=True)
class Changes:
    """What planning did; all nought when nothing had changed since the last time."""

    created: int = 0
    moved: int = 0
    """Came to another time or to other words."""
    withdrawn: int = 0
    """The rule falls on that day no more."""

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(
            self.created + other.created,
            self.moved + other.moved,
            self.withdrawn + other.withdrawn,
        )


@dataclass(frozen=True)
class Wanted:
    """An occurrence as the rules have it today."""

    notice: Notice
    key: str
    due_at: datetime
    expires_at: datetime

    @property
    def name(self) -> Name:
        return self.notice.id, self.key


async def plan(session: AsyncSession, notices: Notices, now: datetime) -> Changes:
    """Bring the occurrences of every community up to date with the rules.

    Nothing is created in the past, so that a first run, or a new notice, sends nothing late.
    """
    changes = Changes()
    for community in await session.scalars(select(Community).order_by(Community.id)):
        changes += await _plan_for(session, community, notices, now)
    return changes


async def _plan_for(
    session: AsyncSession, community: Community, notices: Notices, now: datetime
) -> Changes:
    wanted = {each.name: each for each in _wanted(community, notices, now)}
    known = await _known(session, community, now)
    for old, name in _renamed(known, wanted).items():
        known[old].key = name[1]
        known[name] = known.pop(old)
    await session.flush()
    own = await own_words(session, [row.id for row in known.values()])

    def words(name: Name) -> str:
        edited = own.get(known[name].id, {}) if name in known else {}
        return text_hash(letters(wanted[name].notice, community, edited))

    new = [name for name, each in wanted.items() if name not in known and each.due_at > now]
    both = sorted(known.keys() & wanted.keys())
    unwanted = [name for name in known.keys() - wanted.keys() if known[name].due_at > now]
    gone = sorted(name for name in unwanted if not name[1].startswith(TAKEN_OUT))
    rows = [row_of(community, wanted[name], words(name)) for name in new]
    await write_once(session, table_of(Occurrence), rows)
    moved = [await _follow(session, known[name], wanted[name], words(name), now) for name in both]
    withdrawn = [await _withdraw(session, known[name]) for name in gone]
    return Changes(len(new), sum(moved), sum(withdrawn))


async def _known(
    session: AsyncSession, community: Community, now: datetime
) -> dict[Name, Occurrence]:
    rows = await session.scalars(
        select(Occurrence)
        .where(Occurrence.community_id == community.id, Occurrence.due_at > now - _LOOKING_BACK)
        .execution_options(populate_existing=True)
    )
    return {(row.rule_id, row.key): row for row in rows}


def _renamed(known: Mapping[Name, Occurrence], wanted: Mapping[Name, Wanted]) -> dict[Name, Name]:
    """Breaks planned while their key was the date they began on: their name by the nearest day."""
    renamed: dict[Name, Name] = {}
    for old in sorted(name for name in known if name[1].startswith(_OLD_BREAK)):
        free = (
            each
            for each in wanted.values()
            if each.notice.id == old[0]
            and each.key.startswith(BREAK)
            and each.name not in known
            and each.name not in renamed.values()
        )
        due_at = known[old].due_at
        nearest = min(free, key=lambda each: abs(each.due_at - due_at), default=None)
        if nearest and abs(nearest.due_at - due_at) < _SAME_BREAK:
            renamed[old] = nearest.name
    return renamed


def _wanted(community: Community, notices: Notices, now: datetime) -> Iterator[Wanted]:
    zone = ZoneInfo(community.timezone)
    today = now.astimezone(zone).date()
    kept = DaysOff.of(community.region, community.holidays)
    for notice in notices:
        schedule = notice.schedule(community.region)
        if schedule is None:
            continue
        first, last = today - _LOOKING_BACK, today + _HORIZON
        for due in occurrences(schedule.rule, kept, first, last):
            due_at = datetime.combine(due.local_date, schedule.at, zone).astimezone(UTC)
            yield Wanted(notice, due.key, due_at, due_at + schedule.expiry)


def row_of(community: Community, wanted: Wanted, words: str) -> dict[str, object]:
    return {
        "community_id": community.id,
        "rule_id": wanted.notice.id,
        "key": wanted.key,
        "notice": wanted.notice.id,
        "due_at": wanted.due_at,
        "expires_at": wanted.expires_at,
        "state": OccurrenceState.PLANNED,
        "text_hash": words,
    }


async def _follow(
    session: AsyncSession, row: Occurrence, wanted: Wanted, words: str, now: datetime
) -> bool:
    """Move what is not sent yet; an approval is kept only where the words are the same.

    What had expired, and whose day has come to lie in the future again, is planned afresh.
    """
    again = row.state is OccurrenceState.EXPIRED and wanted.due_at > now
    same_words = row.text_hash == words
    same_time = (row.due_at, row.expires_at) == (wanted.due_at, wanted.expires_at)
    if row.state not in UNSENT and not again:
        return False
    if same_words and same_time and not again:
        return False
    values: dict[str, object] = {"due_at": wanted.due_at, "expires_at": wanted.expires_at}
    if again or not same_words:
        values |= {"text_hash": words, **NOT_APPROVED}
    # A manager may be approving it, or the sender taking it, at this moment: they go first.
    seen = (Occurrence.state == row.state, Occurrence.text_hash == row.text_hash)
    return await changed(
        session, update(Occurrence).where(Occurrence.id == row.id, *seen).values(values)
    )


async def _withdraw(session: AsyncSession, row: Occurrence) -> bool:
    """What was only planned goes without a trace; an approved one stays to be seen, unsent."""
    if row.state is OccurrenceState.APPROVED:
        return await changed(
            session,
            update(Occurrence)
            .where(Occurrence.id == row.id, Occurrence.state == OccurrenceState.APPROVED)
            .values(state=OccurrenceState.EXPIRED),
        )
    still_planned = (Occurrence.id == row.id, Occurrence.state == OccurrenceState.PLANNED)
    claimed = select(Occurrence.id).where(*still_planned).with_for_update()
    if await session.scalar(claimed) is None:
        return False
    await session.execute(delete(OwnWords).where(OwnWords.occurrence_id == row.id))
    return await changed(session, delete(Occurrence).where(*still_planned))
