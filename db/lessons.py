"""Questions about lessons: what waits for a manager, what waits for a trial, what was learned."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Lesson, OwnQuestion
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import LessonSource, LessonState, OwnQuestionState

Edition = tuple[object, ...]
"""Changes whenever what was taught changes."""


async def propose(
    session: AsyncSession,
    *,
    community_id: int,
    text: str,
    folded: str,
    topic: str,
    was: str | None,
    source: LessonSource,
    now: datetime,
    ticket_id: int | None = None,
) -> None:
    """Once for the same words and topic; what a trial refused, and people say again, comes back.

    What a manager declined does not.
    """
    row = {
        "community_id": community_id,
        "text": text,
        "folded": folded,
        "topic": topic,
        "was": was,
        "source": source,
        "state": LessonState.PROPOSED,
        "ticket_id": ticket_id,
        "proposed_at": now,
    }
    await write_once(session, table_of(Lesson), [row])
    await changed(
        session,
        update(Lesson)
        .where(
            Lesson.community_id == community_id,
            Lesson.folded == folded,
            Lesson.topic == topic,
            Lesson.state == LessonState.REFUSED,
        )
        .values(state=LessonState.PROPOSED, proposed_at=now),
    )


def _proposed(community_id: int) -> Select[Lesson]:
    return select(Lesson).where(
        Lesson.community_id == community_id, Lesson.state == LessonState.PROPOSED
    )


async def next_proposed(session: AsyncSession, community_id: int, after: int = 0) -> Lesson | None:
    """The oldest that waits, or the next after one that was left for later."""
    found = _proposed(community_id).where(Lesson.id > after).order_by(Lesson.id).limit(1)
    return (await session.scalars(found)).one_or_none()


async def count_proposed(session: AsyncSession, community_id: int) -> int:
    counted = select(func.count()).select_from(_proposed(community_id).subquery())
    return await session.scalar(counted) or 0


async def proposed_between(
    session: AsyncSession, community_id: int, begin: datetime, end: datetime
) -> int:
    """How many that still wait were proposed then."""
    found = _proposed(community_id).where(Lesson.proposed_at >= begin, Lesson.proposed_at < end)
    return await session.scalar(select(func.count()).select_from(found.subquery())) or 0


async def twin(session: AsyncSession, community_id: int, folded: str, topic: str) -> Lesson | None:
    """The row that has these words for this topic already."""
    return (
        await session.scalars(
            select(Lesson).where(
                Lesson.community_id == community_id,
                Lesson.folded == folded,
                Lesson.topic == topic,
            )
        )
    ).one_or_none()


async def decide(
    session: AsyncSession,
    lesson_id: int,
    state: LessonState,
    by: int,
    now: datetime,
    **fields: Any,
) -> bool:
    """True for the first decision; a second manager's press changes nothing."""
    return await changed(
        session,
        update(Lesson)
        .where(Lesson.id == lesson_id, Lesson.state == LessonState.PROPOSED)
        .values(state=state, decided_by=by, decided_at=now, **fields),
    )


async def accept(session: AsyncSession, lesson_id: int, by: int, now: datetime) -> bool:
    """To be tried, also again; False where it is on trial or counts already."""
    return await changed(
        session,
        update(Lesson)
        .where(
            Lesson.id == lesson_id,
            Lesson.state.in_((LessonState.PROPOSED, LessonState.DECLINED, LessonState.REFUSED)),
        )
        .values(state=LessonState.ACCEPTED, decided_by=by, decided_at=now),
    )


_accepted = (
    select(Lesson)
    .where(Lesson.state == LessonState.ACCEPTED)
    .order_by(Lesson.decided_at, Lesson.id)
    .limit(bindparam("most", type_=Integer))
)


SOME_ACCEPTED = select(Lesson.id).where(Lesson.state == LessonState.ACCEPTED).exists()


async def accepted(session: AsyncSession, limit: int) -> Sequence[Lesson]:
    """What waits for its trial, the oldest decision first."""
    return (await session.scalars(_accepted, {"most": limit})).all()


async def settle(
    session: AsyncSession,
    lesson_id: int,
    state: LessonState,
    verdict: dict[str, Any],
    now: datetime,
) -> bool:
    """Write down what a trial found; False where another trial was faster."""
    return await changed(
        session,
        update(Lesson)
        .where(Lesson.id == lesson_id, Lesson.state == LessonState.ACCEPTED)
        .values(state=state, verdict=verdict, tried_at=now),
    )


async def insist(session: AsyncSession, lesson_id: int, by: int, now: datetime) -> bool:
    """Learn what the trial advised against; True for the first to say so."""
    return await changed(
        session,
        update(Lesson)
        .where(Lesson.id == lesson_id, Lesson.state == LessonState.REFUSED)
        .values(state=LessonState.LEARNED, decided_by=by, decided_at=now),
    )


async def learned(session: AsyncSession) -> Sequence[Lesson]:
    return (
        await session.scalars(
            select(Lesson).where(Lesson.state == LessonState.LEARNED).order_by(Lesson.id)
        )
    ).all()


_learned_lessons = (
    select(func.count(Lesson.id), func.max(Lesson.decided_at), func.max(Lesson.tried_at))
    .where(Lesson.state == LessonState.LEARNED)
    .subquery()
)
_own_questions = (
    select(func.count(OwnQuestion.id), func.max(OwnQuestion.changed_at))
    .where(OwnQuestion.state == OwnQuestionState.PUBLISHED)
    .subquery()
)
_edition = select(*_learned_lessons.c, *_own_questions.c).select_from(
    _learned_lessons.join(_own_questions, true())
)


async def edition(session: AsyncSession) -> Edition:
    """One statement that tells whether lessons or own questions changed since."""
    return tuple((await session.execute(_edition)).one())
