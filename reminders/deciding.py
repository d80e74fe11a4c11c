"""What managers decide of the plan: approved, skipped, reworded, or taken out from the shelf."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import Community, Occurrence, OwnWords
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import Language, OccurrenceState
from reminders.notices import ApprovalMode, Notice, Notices
from reminders.placing import UNSENT
from reminders.planner import NOT_APPROVED
from reminders.raising import TAKEN_OUT
from reminders.region import earliest
from reminders.wanted import Wanted, row_of
from reminders.wording import hash_of, merged_into, shipped_hash


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


async def take_out(
    session: AsyncSession, notice: Notice, community: Community, now: datetime
) -> Occurrence:
    """Plan a notice that is at hand for now, or where it is not urgent for the morning; once
    approved it goes out.

    The same one again where it was taken out today already.
    """
    zone = ZoneInfo(community.timezone)
    key = f"{TAKEN_OUT}{now.astimezone(zone).date()}"
    due_at = earliest(notice.weight, now, community)
    wanted = Wanted(notice, key, due_at, due_at + notice.lasts(community.region))
    row = row_of(community, wanted, shipped_hash(notice, community))
    await write_once(session, table_of(Occurrence), [row])
    found = await session.scalars(
        select(Occurrence).filter_by(community_id=community.id, rule_id=notice.id, key=key)
    )
    return found.one()


async def needs_two(session: AsyncSession, occurrence: Occurrence, notices: Notices) -> bool:
    """Whether two people have to read its letter, any part of it; who wrote own words is one."""
    letter = (occurrence, *await merged_into(session, occurrence))
    shipped = (notices.get(each.notice) for each in letter)
    return any(each and each.approval is ApprovalMode.FOUR_EYES for each in shipped) and not (
        await writers(session, occurrence.id)
    )


async def put_forward(
    session: AsyncSession, occurrence_id: int, person_id: int, now: datetime, *, seen: str
) -> bool:
    """The first of the two has read it. False as for `approve`, or where somebody else was."""
    return await changed(
        session,
        update(Occurrence)
        .where(*_open_to(occurrence_id, person_id, now, seen), Occurrence.submitted_by.is_(None))
        .values(submitted_by=person_id),
    )


async def approve(
    session: AsyncSession,
    occurrence_id: int,
    person_id: int,
    now: datetime,
    *,
    seen: str | None = None,
    second: bool = False,
) -> bool:
    """False where it was approved, skipped or sent already, is too late to send, or the words
    are that person's own. `seen` is the hash of the words that they read: others they approve not.
    `second`: only what somebody else has put forward.
    """
    read_by_another = (
        [Occurrence.submitted_by.is_not(None), Occurrence.submitted_by != person_id]
        if second
        else []
    )
    return await changed(
        session,
        update(Occurrence)
        .where(*_open_to(occurrence_id, person_id, now, seen), *read_by_another)
        .values(state=OccurrenceState.APPROVED, approved_by=person_id, approved_at=now),
    )


def _open_to(
    occurrence_id: int, person_id: int, now: datetime, seen: str | None
) -> list[ColumnElement[bool]]:
    """It waits for a yes, that person has written none of it, and it says what they have `seen`."""
    return [
        Occurrence.id == occurrence_id,
        Occurrence.state == OccurrenceState.PLANNED,
        Occurrence.expires_at > now,
        ~exists().where(_said_in(occurrence_id), OwnWords.edited_by == person_id),
        *([] if seen is None else [Occurrence.text_hash == seen]),
    ]


async def skip(session: AsyncSession, occurrence_id: int, person_id: int, now: datetime) -> bool:
    """Its letter will not be sent, nor planned again, with all that is merged into it.

    False where it was sent or skipped already.
    """
    skipped = {"state": OccurrenceState.SKIPPED, "approved_by": person_id, "approved_at": now}
    of_it = (Occurrence.id == occurrence_id, Occurrence.state.in_(UNSENT))
    if not await changed(session, update(Occurrence).where(*of_it).values(skipped)):
        return False
    in_it = (
        Occurrence.merged_into_id == occurrence_id,
        Occurrence.state == OccurrenceState.MERGED,
    )
    await changed(session, update(Occurrence).where(*in_it).values(skipped))
    return True


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
    said = await hash_of(session, occurrence, notices, community)
    return await changed(
        session,
        update(Occurrence).where(Occurrence.id == occurrence_id).values(text_hash=said),
    )


async def writers(session: AsyncSession, occurrence_id: int) -> frozenset[int]:
    """Whose own words its letter says; none where they are the shipped ones."""
    found = await session.scalars(select(OwnWords.edited_by).where(_said_in(occurrence_id)))
    return frozenset(found)


def _said_in(occurrence_id: int) -> ColumnElement[bool]:
    """Words of the occurrence, or of one that is merged into its letter."""
    part = aliased(Occurrence)
    merged = select(part.id).where(part.merged_into_id == occurrence_id)
    return or_(OwnWords.occurrence_id == occurrence_id, OwnWords.occurrence_id.in_(merged))


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
