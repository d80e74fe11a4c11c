"""How a broadcast ends: stopped on its way, or with every copy settled."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Delivery, OutboxLetter
from db.rows import changed
from db.vocabulary import BroadcastState, DeliveryState, OutboxState

CANCELLED = "cancelled"
"""Why a copy that was waiting will not be sent."""


async def cancel(session: AsyncSession, broadcast_id: int, now: datetime) -> bool:
    """Stop what has not left yet. False where everything had, or it was cancelled already."""
    cancelled = await changed(
        session,
        update(Broadcast)
        .where(
            Broadcast.id == broadcast_id,
            Broadcast.state.not_in((BroadcastState.DONE, BroadcastState.CANCELLED)),
        )
        .values(state=BroadcastState.CANCELLED, finished_at=now),
    )
    if cancelled:
        await _stop_copies(session, broadcast_id, now)
    return cancelled


async def _stop_copies(session: AsyncSession, broadcast_id: int, now: datetime) -> None:
    await changed(
        session,
        update(OutboxLetter)
        .where(
            OutboxLetter.broadcast_id == broadcast_id,
            OutboxLetter.state.in_((OutboxState.PENDING, OutboxState.ASLEEP)),
        )
        .values(state=OutboxState.CANCELLED, settled_at=now),
    )
    # A copy in the sender's hands at this moment may still arrive, and is then noted as sent.
    await changed(
        session,
        update(Delivery)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.state == DeliveryState.WAITING)
        .values(reason=CANCELLED),
    )


_STILL_WAITS = (
    select(Delivery.person_id)
    .where(Delivery.broadcast_id == Broadcast.id, Delivery.state == DeliveryState.WAITING)
    .exists()
)
_ALL_SETTLED = (Broadcast.state == BroadcastState.SENDING, ~_STILL_WAITS)
SOME_SETTLED = select(Broadcast.id).where(*_ALL_SETTLED).exists()


async def settled(session: AsyncSession) -> Sequence[int]:
    """What has every copy settled, and is not marked as done."""
    found = await session.scalars(select(Broadcast.id).where(*_ALL_SETTLED).order_by(Broadcast.id))
    return found.all()


async def finish(session: AsyncSession, broadcast_id: int, now: datetime) -> bool:
    """Mark it as done, if it is; True for one caller."""
    return await changed(
        session,
        update(Broadcast)
        .where(Broadcast.id == broadcast_id, *_ALL_SETTLED)
        .values(state=BroadcastState.DONE, finished_at=now)
        .execution_options(synchronize_session=False),
    )
