"""Tickets that somebody at the desk looks for: by number, by unit, by words."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Ticket
from db.queue import PAGE, Reader, lines, visible

WINDOW = 5_000
"""Of a community, the newest so many are read for words: older ones are found by number."""

Words = tuple[Collection[str], Collection[str]]
"""One word in every way that it is written, and the topics that are called so."""


async def sees(session: AsyncSession, reader: Reader, number: int) -> bool:
    return bool(await session.scalar(select(exists().where(Ticket.id == number, visible(reader)))))


async def found(
    session: AsyncSession,
    reader: Reader,
    unit_id: int | None,
    words: Sequence[Words],
    offset: int = 0,
) -> Sequence[Ticket]:
    """The open ones first, then the newest; a page, and one more where another follows.

    Of a unit: what was reported from there, ever, and about it, lately.
    """
    wanted = [visible(reader), Ticket.drill.is_(False), *map(_speaks_of, words)]
    if unit_id is None:
        wanted.append(Ticket.id.in_(_newest(reader)))
    else:
        about = select(Ticket.id).where(Ticket.unit_id == unit_id, Ticket.id.in_(_newest(reader)))
        wanted.append(
            Ticket.id.in_(union(about, select(Ticket.id).where(Ticket.home_id == unit_id)))
        )
    numbers = await session.scalars(
        select(Ticket.id)
        .where(*wanted)
        .order_by(Ticket.closed_at.is_not(None), Ticket.id.desc())
        .limit(PAGE + 1)
        .offset(offset)
    )
    return await lines(session, numbers.all())


def _newest(reader: Reader) -> Select[int]:
    return (
        select(Ticket.id)
        .where(Ticket.community_id == reader.community_id)
        .order_by(Ticket.id.desc())
        .limit(WINDOW)
    )


def _speaks_of(word: Words) -> ColumnElement[bool]:
    written, topics = word
    return or_(
        Ticket.topic.in_(topics),
        *(
            func.lower(column).contains(each, autoescape=True)
            for column in (Ticket.said, Ticket.place_said)
            for each in written
        ),
    )
