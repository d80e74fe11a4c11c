"""What was announced becomes otherwise: at the moment when the letter that says so goes out.

What is about to begin is told at once and reviewed afterwards; the rest waits for a second person.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Amendment, Broadcast
from db.vocabulary import BroadcastState
from reminders.broadcast import cancel

SOON = timedelta(hours=24)

_WAITING = (BroadcastState.SUBMITTED, BroadcastState.SCHEDULED)


def cannot_wait(begins: datetime, now: datetime) -> bool:
    """People are about to set out for what begins so soon, or have prepared for it."""
    return begins - now < SOON


async def replace_others(session: AsyncSession, broadcast_id: int, now: datetime) -> None:
    """Whatever else waits to be said about the same is not: the last word counts."""
    this = await session.get(Amendment, broadcast_id)
    if this is not None:
        await _drop(session, this, now, *_WAITING)


_gone_out = (
    select(Amendment)
    .join(Broadcast, Broadcast.id == Amendment.broadcast_id)
    .where(Amendment.came_true_at.is_(None), Broadcast.confirmed_at.is_not(None))
    .order_by(Broadcast.confirmed_at, Broadcast.id)
)
SOME_GONE_OUT = _gone_out.exists()


async def gone_out(session: AsyncSession) -> Sequence[Amendment]:
    """Whose letters are on their way, and which have not come true yet; the earliest first."""
    return (await session.scalars(_gone_out)).all()


async def comes_true(session: AsyncSession, amendment: Amendment, now: datetime) -> None:
    """What was drafted or waits about the same spoke of how it was before, and is dropped."""
    amendment.came_true_at = now
    await session.flush()
    await _drop(session, amendment, now, BroadcastState.DRAFT, *_WAITING)


async def _drop(
    session: AsyncSession, this: Amendment, now: datetime, *states: BroadcastState
) -> None:
    others = await session.scalars(
        select(Amendment.broadcast_id)
        .join(Broadcast, Broadcast.id == Amendment.broadcast_id)
        .where(
            _about_the_same(this),
            Amendment.broadcast_id != this.broadcast_id,
            Broadcast.state.in_(states),
        )
        .order_by(Amendment.broadcast_id)
    )
    for broadcast_id in others.all():
        await cancel(session, broadcast_id, now)


def _about_the_same(this: Amendment) -> ColumnElement[bool]:
    if this.meeting_id is not None:
        return Amendment.meeting_id == this.meeting_id
    return Amendment.works_id == this.works_id
