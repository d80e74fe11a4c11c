"""Questions about questions: a community's own answers, and which answers were given."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import FaqAnswer, FaqOverride
from db.rows import changed
from db.vocabulary import Language


async def override(
    session: AsyncSession, community_id: int, topic: str, language: Language
) -> str | None:
    """The community's own answer, where it has one."""
    return (
        await session.scalars(
            select(FaqOverride.answer).where(
                FaqOverride.community_id == community_id,
                FaqOverride.topic == topic,
                FaqOverride.language == language,
            )
        )
    ).one_or_none()


async def judge(session: AsyncSession, answer_id: int, person_id: int, *, helpful: bool) -> bool:
    """True where it was this person's answer; a second verdict replaces the first."""
    return await changed(
        session,
        update(FaqAnswer)
        .where(FaqAnswer.id == answer_id, FaqAnswer.person_id == person_id)
        .values(helpful=helpful),
    )


async def claim_for_ticket(
    session: AsyncSession, answer_id: int, person_id: int
) -> FaqAnswer | None:
    """The answer, if it is this person's and has led to no ticket yet; locked."""
    return (
        await session.scalars(
            select(FaqAnswer)
            .where(
                FaqAnswer.id == answer_id,
                FaqAnswer.person_id == person_id,
                FaqAnswer.ticket_id.is_(None),
            )
            .with_for_update()
        )
    ).one_or_none()
