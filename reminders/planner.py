"""What is to be sent over the coming year: rules become occurrences, which managers approve.

Planning is done again and again, and only ever catches up: what was sent or skipped stays so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Alert, Approval, Community, Occurrence
from db.models import Notice as OwnWords
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import Language, OccurrenceState
from reminders.notices import Notice, Notices
from reminders.region import quiet_hours
from reminders.rules import occurrences
from reminders.wording import letters, own_words, text_hash, wording

_HORIZON = timedelta(days=400)
_LOOKING_BACK = timedelta(days=60)
"""So that a date which moved from the future into the past is still known for the same."""
TAKEN_OUT = "taken-out@"
"""Begins the key of what a manager took from the shelf: no rule wants it, and it stays."""
ALERT = "alert:"
"""Begins the key of what an official warning called for: it stays as long as that does."""
NOT_BY_RULE = (TAKEN_OUT, ALERT)
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
class _Wanted:
    """An occurrence as the rules have it today."""

    notice: Notice
    key: str
    due_at: datetime
    expires_at: datetime

    @property
    def name(self) -> tuple[str, str]:
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
    own = await own_words(session, [row.id for row in known.values()])

    def words(name: tuple[str, str]) -> str:
        edited = own.get(known[name].id, {}) if name in known else {}
        return text_hash(letters(wanted[name].notice, community, edited))

    new = [name for name, each in wanted.items() if name not in known and each.due_at > now]
    both = sorted(known.keys() & wanted.keys())
    unwanted = [name for name in known.keys() - wanted.keys() if known[name].due_at > now]
    gone = sorted(name for name in unwanted if not name[1].startswith(NOT_BY_RULE))
    rows = [_row(community, wanted[name], words(name)) for name in new]
    await write_once(session, table_of(Occurrence), rows)
    moved = [await _follow(session, known[name], wanted[name], words(name), now) for name in both]
    withdrawn = [await _withdraw(session, known[name]) for name in gone]
    return Changes(len(new), sum(moved), sum(withdrawn))


async def _known(
    session: AsyncSession, community: Community, now: datetime
) -> dict[tuple[str, str], Occurrence]:
    rows = await session.scalars(
        select(Occurrence)
        .where(Occurrence.community_id == community.id, Occurrence.due_at > now - _LOOKING_BACK)
        .execution_options(populate_existing=True)
    )
    return {(row.rule_id, row.key): row for row in rows}


def _wanted(community: Community, notices: Notices, now: datetime) -> Iterator[_Wanted]:
    zone = ZoneInfo(community.timezone)
    today = now.astimezone(zone).date()
    for notice in notices:
        schedule = notice.schedule(community.region)
        if schedule is None:
            continue
        first, last = today - _LOOKING_BACK, today + _HORIZON
        for due in occurrences(schedule.rule, community.region, first, last):
            due_at = datetime.combine(due.local_date, schedule.at, zone).astimezone(UTC)
            yield _Wanted(notice, due.key, due_at, due_at + schedule.expiry)


def _row(community: Community, wanted: _Wanted, words: str) -> dict[str, object]:
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


async def take_out(
    session: AsyncSession, notice: Notice, community: Community, now: datetime
) -> Occurrence:
    """Plan a notice that is at hand for now, or for the morning; once approved it goes out.

    The same one again where it was taken out today already.
    """
    zone = ZoneInfo(community.timezone)
    key = f"{TAKEN_OUT}{now.astimezone(zone).date()}"
    due_at = quiet_hours(community.region).first_decent(now, zone).astimezone(UTC)
    wanted = _Wanted(notice, key, due_at, due_at + notice.lasts(community.region))
    row = _row(community, wanted, text_hash(letters(notice, community, {})))
    await write_once(session, table_of(Occurrence), [row])
    found = await session.scalars(
        select(Occurrence).filter_by(community_id=community.id, rule_id=notice.id, key=key)
    )
    return found.one()


async def raise_alert(
    session: AsyncSession, community: Community, notice: Notice, alert: Alert, now: datetime
) -> Occurrence | None:
    """Plan what an official warning calls for, for now or for the morning.

    Words approved for the year need no other approval. None: the warning ends before the morning.
    """
    zone = ZoneInfo(community.timezone)
    key = f"{ALERT}{alert.feed}:{alert.event}:{alert.area}:{alert.first_identifier}"
    due_at = quiet_hours(community.region).first_decent(now, zone).astimezone(UTC)
    wanted = _Wanted(notice, key, due_at, alert_expiry(due_at, notice, community, alert))
    if wanted.expires_at <= due_at:
        return None
    words = text_hash(letters(notice, community, {}))
    row = _row(community, wanted, words) | {"alert_id": alert.id, "wanted_at": now}
    if (by := await _approved_for_the_year(session, community, words, now)) is not None:
        row |= {"state": OccurrenceState.APPROVED, "approved_by": by, "approved_at": now}
    await write_once(session, table_of(Occurrence), [row])
    found = await session.scalars(
        select(Occurrence).filter_by(community_id=community.id, rule_id=notice.id, key=key)
    )
    return found.one()


def alert_expiry(due_at: datetime, notice: Notice, community: Community, alert: Alert) -> datetime:
    """Until its notice is stale, and no longer than the warning."""
    stale = due_at + notice.lasts(community.region)
    return min(stale, alert.expires_at) if alert.expires_at else stale


async def _approved_for_the_year(
    session: AsyncSession, community: Community, words: str, now: datetime
) -> int | None:
    found: int | None = await session.scalar(
        select(Approval.approved_by).where(
            Approval.community_id == community.id,
            Approval.text_hash == words,
            Approval.expires_at > now,
        )
    )
    return found


async def withdraw_for(session: AsyncSession, *, alert_id: int) -> list[Occurrence]:
    """What called for them is over: those that were not sent stay to be seen, unsent."""
    found = await session.scalars(
        select(Occurrence).where(Occurrence.alert_id == alert_id, Occurrence.state.in_(UNSENT))
    )
    withdrawn = []
    for row in found.all():
        mine = (Occurrence.id == row.id, Occurrence.state.in_(UNSENT))
        states = {"state": OccurrenceState.WITHDRAWN}
        if await changed(session, update(Occurrence).where(*mine).values(states)):
            await session.refresh(row)
            withdrawn.append(row)
    return withdrawn


async def _follow(
    session: AsyncSession, row: Occurrence, wanted: _Wanted, words: str, now: datetime
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


async def approve(session: AsyncSession, occurrence_id: int, person_id: int, now: datetime) -> bool:
    """False where it was approved, skipped or sent already, or is too late to send."""
    return await changed(
        session,
        update(Occurrence)
        .where(
            Occurrence.id == occurrence_id,
            Occurrence.state == OccurrenceState.PLANNED,
            Occurrence.expires_at > now,
        )
        .values(state=OccurrenceState.APPROVED, approved_by=person_id, approved_at=now),
    )


async def skip(session: AsyncSession, occurrence_id: int, person_id: int, now: datetime) -> bool:
    """It will not be sent, nor planned again. False where it was sent or skipped already."""
    return await changed(
        session,
        update(Occurrence)
        .where(Occurrence.id == occurrence_id, Occurrence.state.in_(UNSENT))
        .values(state=OccurrenceState.SKIPPED, approved_by=person_id, approved_at=now),
    )


async def reword(
    session: AsyncSession,
    notices: Notices,
    occurrence_id: int,
    language: Language,
    text: str,
    person_id: int,
    now: datetime,
) -> bool:
    """Put a manager's own words in the place of the shipped ones; they wait for approval.

    False where it was sent or skipped already, or is too late to send.
    """
    voided = await changed(
        session,
        update(Occurrence)
        .where(
            Occurrence.id == occurrence_id,
            Occurrence.state.in_(UNSENT),
            Occurrence.expires_at > now,
        )
        .values(NOT_APPROVED),
    )
    if not voided:
        return False
    await _write_down(session, occurrence_id, language, text, person_id, now)
    occurrence = await session.get_one(Occurrence, occurrence_id, populate_existing=True)
    community = await session.get_one(Community, occurrence.community_id)
    words = await wording(session, occurrence, notices, community)
    return await changed(
        session,
        update(Occurrence).where(Occurrence.id == occurrence_id).values(text_hash=text_hash(words)),
    )


async def _write_down(
    session: AsyncSession,
    occurrence_id: int,
    language: Language,
    text: str,
    person_id: int,
    now: datetime,
) -> None:
    values = {"text": text, "edited_by": person_id, "edited_at": now}
    place = {"occurrence_id": occurrence_id, "language": language}
    rewritten = await changed(session, update(OwnWords).filter_by(**place).values(values))
    if not rewritten:
        await write_once(session, table_of(OwnWords), [place | values])


async def upcoming(
    session: AsyncSession, community_id: int, now: datetime, days: int = 60
) -> list[Occurrence]:
    """What is planned or approved for the coming days, and what is late but may still go."""
    found = await session.scalars(
        select(Occurrence)
        .where(
            Occurrence.community_id == community_id,
            Occurrence.state.in_(UNSENT),
            Occurrence.expires_at > now,
            Occurrence.due_at <= now + timedelta(days=days),
        )
        .order_by(Occurrence.due_at, Occurrence.id)
    )
    return list(found)
