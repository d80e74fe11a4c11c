"""Questions about questions without an answer, and about a community's own ones."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Asker, OpenQuestion, OwnQuestion, Person
from db.once import insert_once, table_of, write_once
from db.rows import changed
from db.vocabulary import OpenQuestionState, OwnQuestionState


async def known(session: AsyncSession, community_id: int) -> list[tuple[int, str]]:
    """Every question ever asked in vain here: its id, and its words as they are compared."""
    rows = await session.execute(
        select(OpenQuestion.id, OpenQuestion.folded)
        .where(OpenQuestion.community_id == community_id)
        .order_by(OpenQuestion.id)
    )
    return [(row, folded) for row, folded in rows]


async def begin(
    session: AsyncSession,
    *,
    community_id: int,
    text: str,
    folded: str,
    topic: str | None,
    now: datetime,
) -> int:
    """The question's id, also where somebody asked the same in the same moment."""
    row = {
        "community_id": community_id,
        "text": text,
        "folded": folded,
        "topic": topic,
        "asked": 0,
        "first_asked_at": now,
        "last_asked_at": now,
        "state": OpenQuestionState.OPEN,
    }
    await write_once(session, table_of(OpenQuestion), [row])
    return (
        await session.scalars(
            select(OpenQuestion.id).where(
                OpenQuestion.community_id == community_id, OpenQuestion.folded == folded
            )
        )
    ).one()


async def ask(
    session: AsyncSession, question_id: int, person_id: int, text: str, now: datetime
) -> None:
    """Somebody asks it, for the first time or again; what had been answered is open again."""
    asker = {
        "open_question_id": question_id,
        "person_id": person_id,
        "text": text,
        "asked_at": now,
    }
    added = await session.execute(
        insert_once(session, table_of(Asker)).values(asker).returning(Asker.person_id)
    )
    is_new = added.first() is not None
    await session.execute(
        update(OpenQuestion)
        .where(OpenQuestion.id == question_id)
        .values(
            asked=OpenQuestion.asked + (1 if is_new else 0),
            last_asked_at=now,
            state=case(
                (OpenQuestion.state == OpenQuestionState.ANSWERED, OpenQuestionState.OPEN),
                else_=OpenQuestion.state,
            ),
        )
        .execution_options(synchronize_session=False)
    )


async def link_ticket(session: AsyncSession, question_id: int, ticket_id: int) -> None:
    """A person deals with it in this ticket."""
    await session.execute(
        update(OpenQuestion)
        .where(OpenQuestion.id == question_id)
        .values(ticket_id=ticket_id)
        .execution_options(synchronize_session=False)
    )


def _waiting(community_id: int) -> Select[OpenQuestion]:
    return select(OpenQuestion).where(
        OpenQuestion.community_id == community_id, OpenQuestion.state == OpenQuestionState.OPEN
    )


async def next_open(
    session: AsyncSession, community_id: int, after: int = 0
) -> OpenQuestion | None:
    """The oldest that waits, or the next after one that was left for later."""
    found = _waiting(community_id).where(OpenQuestion.id > after).order_by(OpenQuestion.id)
    return (await session.scalars(found.limit(1))).one_or_none()


async def count_open(session: AsyncSession, community_id: int) -> int:
    counted = select(func.count()).select_from(_waiting(community_id).subquery())
    return await session.scalar(counted) or 0


async def asked_between(
    session: AsyncSession, community_id: int, begin: datetime, end: datetime
) -> int:
    """How many that still wait were asked first then."""
    found = _waiting(community_id).where(
        OpenQuestion.first_asked_at >= begin, OpenQuestion.first_asked_at < end
    )
    return await session.scalar(select(func.count()).select_from(found.subquery())) or 0


async def settle(
    session: AsyncSession,
    question_id: int,
    state: OpenQuestionState,
    by: int,
    now: datetime,
    own_question_id: int | None = None,
) -> bool:
    """True for the first decision; a second manager's press changes nothing."""
    fields: dict[str, Any] = {"own_question_id": own_question_id} if own_question_id else {}
    return await changed(
        session,
        update(OpenQuestion)
        .where(OpenQuestion.id == question_id, OpenQuestion.state == OpenQuestionState.OPEN)
        .values(state=state, decided_by=by, decided_at=now, **fields),
    )


async def askers(session: AsyncSession, question_id: int) -> Sequence[tuple[Asker, Person]]:
    rows = await session.execute(
        select(Asker, Person)
        .join(Person, Person.id == Asker.person_id)
        .where(Asker.open_question_id == question_id)
        .order_by(Asker.asked_at, Asker.person_id)
    )
    return [(asker, person) for asker, person in rows]


async def published(session: AsyncSession) -> Sequence[OwnQuestion]:
    """The own questions of all communities that count."""
    return (
        await session.scalars(
            select(OwnQuestion)
            .where(OwnQuestion.state == OwnQuestionState.PUBLISHED)
            .order_by(OwnQuestion.id)
        )
    ).all()


async def turn_into(
    session: AsyncSession,
    own_id: int,
    state: OwnQuestionState,
    now: datetime,
    *,
    after: OwnQuestionState,
) -> bool:
    """Publish a draft, or withdraw what was published; True for the first to do it."""
    return await changed(
        session,
        update(OwnQuestion)
        .where(OwnQuestion.id == own_id, OwnQuestion.state == after)
        .values(state=state, changed_at=now),
    )
