"""What is old enough to be forgotten."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import inbox
from db.models import Enclosure, LetterBody, OutboxLetter


async def forget(
    session: AsyncSession, now: datetime, *, updates_before: datetime, letters_before: datetime
) -> None:
    """Updates dealt with, settled letters, shared bodies that none needs, files that expired."""
    await inbox.prune(session, updates_before)
    await session.execute(
        delete(Enclosure)
        .where(Enclosure.expires_at <= now)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        delete(OutboxLetter)
        .where(OutboxLetter.settled_at < letters_before)
        .execution_options(synchronize_session=False)
    )
    used = select(OutboxLetter.body_id).where(OutboxLetter.body_id.is_not(None))
    await session.execute(
        delete(LetterBody)
        .where(LetterBody.id.not_in(used))
        .execution_options(synchronize_session=False)
    )
