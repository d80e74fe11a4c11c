"""What was said to many and was wrong is put right: in reply to it, and to those who have it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast
from db.vocabulary import Language
from reminders import broadcast
from reminders.audience import Audience


async def draft_correction(
    session: AsyncSession,
    broadcast_id: int,
    texts: Mapping[Language, str],
    author_id: int | None,
    now: datetime,
) -> int:
    """The new broadcast's id; as loud as the first was. Its readers are not chosen: they are those
    who have the first in their hands, or may have it."""
    wrong = await session.get_one(Broadcast, broadcast_id)
    return await broadcast.draft(
        session,
        community_id=wrong.community_id,
        author_id=author_id,
        audience=Audience.from_json(wrong.audience),
        texts=texts,
        silent=wrong.silent,
        now=now,
        weight=wrong.weight,
        theme=wrong.theme,
        asks=wrong.asks,
        corrects_id=wrong.id,
        meeting_id=wrong.meeting_id,
    )
