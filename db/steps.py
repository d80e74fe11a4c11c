"""Questions about a complaint's eight steps."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import StepTaken
from db.once import insert_once, table_of
from db.rows import changed
from db.vocabulary import ComplaintStep


async def taken(session: AsyncSession, ticket_id: int) -> Sequence[StepTaken]:
    """What has been done about a complaint, in no order of meaning."""
    return (
        await session.scalars(
            select(StepTaken).where(StepTaken.ticket_id == ticket_id).order_by(StepTaken.done_at)
        )
    ).all()


async def take(
    session: AsyncSession,
    ticket_id: int,
    step: ComplaintStep,
    words: str | None,
    person_id: int | None,
    now: datetime,
) -> bool:
    """True for whoever was first; `person_id` None: the bot."""
    row = {"ticket_id": ticket_id, "step": step, "words": words}
    row |= {"done_by": person_id, "done_at": now}
    return await changed(session, insert_once(session, table_of(StepTaken)).values(row))
