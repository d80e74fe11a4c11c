"""What is old enough to be forgotten."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import inbox
from db.models import LetterBody, OutboxLetter


async def forget(
    session: AsyncSession, *, updates_before: datetime, letters_before: datetime
) -> None:
    """Updates dealt with, letters settled, and the shared bodies no letter points at any more."""
    await inbox.prune(session, updates_before)
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
