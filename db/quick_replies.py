"""A community's own quick replies."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxLetter, QuickReply
from db.rows import changed
from db.vocabulary import Language


async def own(session: AsyncSession, community_id: int) -> Sequence[QuickReply]:
    found = await session.scalars(
        select(QuickReply).where(QuickReply.community_id == community_id).order_by(QuickReply.code)
    )
    return found.all()


async def write(
    session: AsyncSession,
    community_id: int,
    code: str,
    language: Language,
    text: str,
    by: int,
    now: datetime,
) -> QuickReply:
    """In one language; what it says in the others stays."""
    found = (
        await session.scalars(
            select(QuickReply)
            .where(QuickReply.community_id == community_id, QuickReply.code == code)
            .with_for_update()
        )
    ).one_or_none()
    if found is None:
        found = QuickReply(community_id=community_id, code=code, texts={})
        session.add(found)
    found.texts = found.texts | {language.value: text}
    found.written_by, found.changed_at = by, now
    await session.flush()
    return found


async def drop(session: AsyncSession, community_id: int, code: str) -> bool:
    """False where there is no such one."""
    return await changed(
        session,
        delete(QuickReply).where(QuickReply.community_id == community_id, QuickReply.code == code),
    )


async def was_sent(session: AsyncSession, cause: str) -> bool:
    """Something was owed for this cause already."""
    first = OutboxLetter.key == f"{cause}:0"
    return bool(await session.scalar(select(exists().where(first))))
