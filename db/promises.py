"""Questions about the times that were named to owners."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Promise
from db.once import insert_once, table_of
from db.vocabulary import PromiseState


async def write(
    session: AsyncSession, ticket_id: int, made_by: int, said: str, made_at: datetime, due: datetime
) -> bool:
    """False where that time was promised for the ticket already."""
    row = {
        "ticket_id": ticket_id,
        "made_by": made_by,
        "said": said,
        "made_at": made_at,
        "due_at": due,
        "state": PromiseState.OPEN,
    }
    table = table_of(Promise)
    written = await session.execute(insert_once(session, table).returning(table.c.id), [row])
    return written.first() is not None


async def by_id(session: AsyncSession, promise_id: int) -> Promise | None:
    return await session.get(Promise, promise_id)


async def at(session: AsyncSession, ticket_id: int, due: datetime) -> Promise | None:
    return (
        await session.scalars(
            select(Promise).where(Promise.ticket_id == ticket_id, Promise.due_at == due)
        )
    ).one_or_none()


async def open_of(session: AsyncSession, ticket_id: int) -> Sequence[Promise]:
    """The nearest first."""
    return (
        await session.scalars(
            select(Promise)
            .where(Promise.ticket_id == ticket_id, Promise.state == PromiseState.OPEN)
            .order_by(Promise.due_at)
        )
    ).all()
