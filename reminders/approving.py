"""Two pairs of eyes: what somebody wrote to many goes out once somebody else has read it.

What cannot wait goes out at once, and what is not asked about by day (`reminders.haste`): that is
read by somebody else afterwards.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Community, Delivery, Membership, Occurrence, Person
from db.rows import changed
from db.vocabulary import BroadcastState, StaffRole, Weight
from reminders.amending import replace_others
from reminders.audience import MAY_HAVE_COME
from reminders.broadcast import confirm, seal
from reminders.scheduling import begin_anew, is_past, is_too_late, send_if_due

LEADING = tuple(role for role in StaffRole if role is not StaffRole.STAFF)
"""Who may be the second person: supervisors, managers, directors."""

UNSENT = (BroadcastState.DRAFT, BroadcastState.SUBMITTED, BroadcastState.SCHEDULED)
"""What its writer can still change, or send as urgent after all."""


async def second_people(
    session: AsyncSession, community_id: int, *writers: int | None
) -> Sequence[Person]:
    """Who could read for them there, and can be reached; none where nobody else leads."""
    leads = select(Membership.person_id).where(
        Membership.community_id == community_id, Membership.role.in_(LEADING)
    )
    found = await session.scalars(
        select(Person)
        .where(
            Person.id.in_(leads),
            Person.id.not_in([each for each in writers if each is not None]),
            Person.unreachable_since.is_(None),
        )
        .order_by(Person.id)
    )
    return found.all()


async def submit(session: AsyncSession, broadcast_id: int, shown: str, now: datetime) -> bool:
    """Put it before a second person as it was `shown`; False where it is no draft like that."""
    row = await _held(session, broadcast_id)
    if row.state is not BroadcastState.DRAFT or seal(row) != shown:
        return False
    row.state, row.seal, row.submitted_at = BroadcastState.SUBMITTED, shown, now
    await session.flush()
    await replace_others(session, broadcast_id, now)
    return True


async def reopen(session: AsyncSession, broadcast_id: int) -> bool:
    """Its writer changes it after all, which voids what anybody said to it. True where it is a
    draft now; False where it has gone out or was dropped."""
    row = await _held(session, broadcast_id)
    if row.state in (BroadcastState.SUBMITTED, BroadcastState.SCHEDULED):
        row.state, row.seal, row.submitted_at = BroadcastState.DRAFT, None, None
        row.approved_by, row.approved_at = None, None
        await begin_anew(session, row)
        await session.flush()
    return row.state is BroadcastState.DRAFT


async def approve(
    session: AsyncSession, broadcast_id: int, shown: str, person_id: int, now: datetime
) -> bool:
    """A second person lets it go out, at once or at its time: once, and just as it was shown.

    False where it is not waiting like that any more, is too late, or that person may not.
    """
    row = await _held(session, broadcast_id)
    community = await session.get_one(Community, row.community_id)
    if not _stands(row, shown) or is_too_late(row, community, now):
        return False
    approved = await changed(
        session,
        update(Broadcast)
        .where(
            Broadcast.id == broadcast_id,
            Broadcast.state == BroadcastState.SUBMITTED,
            Broadcast.seal == shown,
            _is_second(person_id),
        )
        .values(state=BroadcastState.SCHEDULED, approved_by=person_id, approved_at=now),
    )
    if not approved:
        return False
    await session.refresh(row)
    await send_if_due(session, row, now)
    return True


async def send_back(session: AsyncSession, broadcast_id: int, shown: str, person_id: int) -> bool:
    """It is its writer's draft again. False as for `approve`."""
    row = await _held(session, broadcast_id)
    if not _stands(row, shown):
        return False
    returned = await changed(
        session,
        update(Broadcast)
        .where(
            Broadcast.id == broadcast_id,
            Broadcast.state == BroadcastState.SUBMITTED,
            _is_second(person_id),
        )
        .values(state=BroadcastState.DRAFT, seal=None, submitted_at=None),
    )
    await session.refresh(row)
    return returned


async def send_urgent(
    session: AsyncSession, broadcast_id: int, shown: str, now: datetime
) -> int | None:
    """It cannot wait for anybody: to how many it goes, now and with sound.

    None where it is not unsent any more, not as it was `shown`, or too late.
    """
    row = await _held(session, broadcast_id)
    unsent = row.state in UNSENT and not is_past(row, now)
    if not unsent or seal(row) != shown:
        return None
    row.weight, row.silent, row.send_at = Weight.URGENT, False, None
    return await _send(session, row, now)


async def send_unasked(session: AsyncSession, broadcast_id: int, now: datetime) -> int | None:
    """Nobody is asked first, and nobody woken: to how many it goes. None where it is no draft."""
    row = await _held(session, broadcast_id)
    return await _send(session, row, now) if row.state is BroadcastState.DRAFT else None


async def _send(session: AsyncSession, row: Broadcast, now: datetime) -> int | None:
    row.state, row.seal, row.submitted_at = BroadcastState.DRAFT, seal(row), now
    await session.flush()
    await replace_others(session, row.id, now)
    return await confirm(session, row.id, now)


async def review(session: AsyncSession, broadcast_id: int, person_id: int, now: datetime) -> bool:
    """Somebody else has read what was not asked about. False where that was done, or may not be."""
    return await changed(
        session,
        update(Broadcast)
        .where(Broadcast.id == broadcast_id, *_UNREVIEWED, _is_second(person_id))
        .values(reviewed_by=person_id, reviewed_at=now),
    )


_UNREVIEWED = (
    # A person sent it, or it could not wait; what follows from announced works was read with them.
    or_(Broadcast.weight == Weight.URGENT, Broadcast.submitted_at.is_not(None)),
    Broadcast.confirmed_at.is_not(None),
    Broadcast.approved_at.is_(None),
    Broadcast.reviewed_at.is_(None),
    ~exists().where(Occurrence.broadcast_id == Broadcast.id, Occurrence.approved_at.is_not(None)),
    # What was stopped before anybody had it need not be read.
    or_(
        Broadcast.state != BroadcastState.CANCELLED,
        exists().where(Delivery.broadcast_id == Broadcast.id, Delivery.state.in_(MAY_HAVE_COME)),
    ),
)
SOME_UNREVIEWED = select(Broadcast.id).where(*_UNREVIEWED).exists()


async def unreviewed(session: AsyncSession, *numbers: int) -> Sequence[Broadcast]:
    """What went out before a second person had read it, and still waits for one; of all, or of
    these."""
    found = select(Broadcast).where(*_UNREVIEWED).order_by(Broadcast.id)
    if numbers:
        found = found.where(Broadcast.id.in_(numbers))
    return (await session.scalars(found)).all()


def _is_second(person_id: int) -> ColumnElement[bool]:
    """They lead where it is sent, and did not write it."""
    leads = exists().where(
        Membership.person_id == person_id,
        Membership.community_id == Broadcast.community_id,
        Membership.role.in_(LEADING),
    )
    return leads & Broadcast.author_id.is_distinct_from(person_id)


def _stands(row: Broadcast, shown: str) -> bool:
    """It waits for a second person, and is what they were shown."""
    return row.state is BroadcastState.SUBMITTED and row.seal == shown == seal(row)


async def _held(session: AsyncSession, broadcast_id: int) -> Broadcast:
    """The row as it is, and nobody else changes it before this is done."""
    await session.flush()
    return await session.get_one(
        Broadcast, broadcast_id, with_for_update=True, populate_existing=True
    )
