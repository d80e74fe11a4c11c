"""Questions about shifts: who is there now, and who comes when."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Shift


async def shifts_at(session: AsyncSession, community_id: int, moment: datetime) -> Sequence[Shift]:
    """Shifts and leaves that run at this moment."""
    return (
        await session.scalars(
            select(Shift).where(
                Shift.community_id == community_id,
                Shift.ends_at > moment,
                Shift.starts_at <= moment,
            )
        )
    ).all()


async def shifts_between(
    session: AsyncSession,
    community_id: int,
    since: datetime,
    until: datetime,
    people: Collection[int] | None = None,
) -> Sequence[Shift]:
    """What touches the span, in the order in which it begins; only theirs where any are named."""
    query = (
        select(Shift)
        .where(Shift.community_id == community_id, Shift.ends_at > since, Shift.starts_at < until)
        .order_by(Shift.starts_at, Shift.id)
    )
    if people is not None:
        query = query.where(Shift.person_id.in_(people))
    return (await session.scalars(query)).all()
