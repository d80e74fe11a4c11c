"""Questions about tickets, their cards, topics and messages."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import (
    Card,
    Community,
    ForumTopic,
    Incident,
    MessageLink,
    Subscriber,
    Ticket,
    TicketEvent,
)
from db.vocabulary import (
    LIVE,
    OVER,
    CardAudience,
    EventType,
    TicketKind,
    TicketState,
)

_stood_by = and_(
    Ticket.kind == TicketKind.OTHER,
    Ticket.state == TicketState.CANCELLED,
    exists().where(TicketEvent.ticket_id == Ticket.id, TicketEvent.type == EventType.FALSE_ALARM),
)


async def by_number(session: AsyncSession, number: int) -> Ticket | None:
    """Locked until the transaction ends: two presses at once are one after the other."""
    await lock(session, number)
    return (
        await session.scalars(select(Ticket).where(Ticket.id == number).with_for_update(of=Ticket))
    ).one_or_none()


async def lock(session: AsyncSession, *numbers: int) -> None:
    """In the one order in which everybody locks, so that nobody waits in a ring.

    First the incidents that speak for them: whoever resolves one locks it and then its tickets,
    and whoever leaves it may change it too. Then the tickets, each with its lead and whatever was
    merged into that: of those, one often changes the others. The rows alone: PostgreSQL, when it
    has waited, looks at the new row with the old neighbours, and would find no ticket where
    somebody else is accountable by now.
    """
    family = or_(*(_put_together(number) for number in numbers))
    await session.execute(
        select(Incident.id)
        .join(Subscriber, Subscriber.incident_id == Incident.id)
        .join(Ticket, Ticket.id == Subscriber.ticket_id)
        .where(family, Incident.state.in_(LIVE))
        .order_by(Incident.id)
        .with_for_update(of=Incident)
    )
    await session.execute(
        select(Ticket.id).where(family).order_by(Ticket.id).with_for_update(of=Ticket)
    )


def _put_together(number: int) -> ColumnElement[bool]:
    """A ticket that is merged with this one, or is it."""
    one = aliased(Ticket)
    lead = select(func.coalesce(one.merged_into_id, one.id)).where(one.id == number)
    return or_(Ticket.id == lead.scalar_subquery(), Ticket.merged_into_id == lead.scalar_subquery())


async def active_of(session: AsyncSession, person_id: int) -> Sequence[Ticket]:
    """What a reporter has open, newest first; without follow-ups and exercises, which are the
    desk's own."""
    return (
        await session.scalars(
            select(Ticket)
            .where(
                Ticket.reporter_id == person_id,
                Ticket.state.not_in(OVER),
                Ticket.kind != TicketKind.FOLLOW_UP,
                Ticket.drill.is_(False),
            )
            .order_by(Ticket.id.desc())
        )
    ).all()


async def calls_of(session: AsyncSession, person_id: int) -> Sequence[Ticket]:
    """What a reporter has open of which a call for help answers, newest first: their own call, or
    what was merged into one, whoever called."""
    lead = aliased(Ticket)
    return (
        await session.scalars(
            select(Ticket)
            .join(lead, lead.id == func.coalesce(Ticket.merged_into_id, Ticket.id))
            .where(
                Ticket.reporter_id == person_id,
                lead.kind == TicketKind.EMERGENCY,
                lead.state.not_in(OVER),
                lead.drill.is_(False),
            )
            .order_by(Ticket.id.desc())
        )
    ).all()


async def recent_of(
    session: AsyncSession, person_id: int, limit: int, offset: int = 0
) -> Sequence[Ticket]:
    """A reporter's tickets: the open ones first, then the newest.

    Without those that only stood by for a danger there was not: their words went another way;
    and without follow-ups and exercises, which are the desk's own.
    """
    return (
        await session.scalars(
            select(Ticket)
            .where(
                Ticket.reporter_id == person_id,
                Ticket.kind != TicketKind.FOLLOW_UP,
                Ticket.drill.is_(False),
                ~_stood_by,
            )
            .order_by(Ticket.state.in_(OVER), Ticket.id.desc())
            .limit(limit)
            .offset(offset)
        )
    ).all()


async def running_drill(session: AsyncSession, community_id: int) -> Ticket | None:
    """Of two managers who begin one at the same moment, the second sees the first's: drills of a
    community are asked about one after the other."""
    await session.execute(
        select(Community.id).where(Community.id == community_id).with_for_update(key_share=True)
    )
    return (
        await session.scalars(
            select(Ticket)
            .where(
                Ticket.community_id == community_id,
                Ticket.drill.is_(True),
                Ticket.closed_at.is_(None),
            )
            .limit(1)
        )
    ).one_or_none()


async def follow_up_of(session: AsyncSession, ticket: Ticket) -> Ticket | None:
    """The open follow-up of a low score."""
    return await _open_after(session, ticket, Ticket.kind == TicketKind.FOLLOW_UP)


async def going_on_with(session: AsyncSession, ticket: Ticket) -> Ticket | None:
    """The open ticket that goes on with a closed one."""
    return await _open_after(session, ticket, Ticket.kind != TicketKind.FOLLOW_UP)


async def _open_after(
    session: AsyncSession, ticket: Ticket, of_kind: ColumnElement[bool]
) -> Ticket | None:
    return (
        await session.scalars(
            select(Ticket)
            .where(
                Ticket.reporter_id == ticket.reporter_id,
                Ticket.follows_id == ticket.id,
                Ticket.closed_at.is_(None),
                of_kind,
            )
            .order_by(Ticket.id.desc())
            .limit(1)
        )
    ).one_or_none()


async def topic_of(session: AsyncSession, ticket_id: int) -> ForumTopic | None:
    """The newest room of a ticket; None for private ones and before a group is linked."""
    return (
        await session.scalars(
            select(ForumTopic)
            .where(ForumTopic.ticket_id == ticket_id)
            .order_by(ForumTopic.id.desc())
            .limit(1)
        )
    ).one_or_none()


async def topic_at(session: AsyncSession, chat_id: int, thread_id: int) -> ForumTopic | None:
    return (
        await session.scalars(
            select(ForumTopic).where(
                ForumTopic.chat_id == chat_id, ForumTopic.thread_id == thread_id
            )
        )
    ).one_or_none()


async def cards_of(session: AsyncSession, ticket_id: int) -> Sequence[Card]:
    return (await session.scalars(select(Card).where(Card.ticket_id == ticket_id))).all()


async def owner_card(session: AsyncSession, ticket_id: int) -> Card | None:
    return (
        await session.scalars(
            select(Card).where(Card.ticket_id == ticket_id, Card.audience == CardAudience.OWNER)
        )
    ).first()


async def linked(session: AsyncSession, chat_id: int, message_id: int) -> MessageLink | None:
    return await session.get(MessageLink, (chat_id, message_id))


async def counterpart(
    session: AsyncSession, chat_id: int, message_id: int, other_chat_id: int
) -> int | None:
    """The message in the other chat that says the same: what it passes on, or its first copy."""
    link = await linked(session, chat_id, message_id)
    if link is not None and link.origin_chat_id == other_chat_id:
        return link.origin_message_id
    return (
        await session.scalars(
            select(MessageLink.message_id)
            .where(
                MessageLink.origin_chat_id == chat_id,
                MessageLink.origin_message_id == message_id,
                MessageLink.chat_id == other_chat_id,
            )
            .order_by(MessageLink.message_id)
            .limit(1)
        )
    ).one_or_none()


_longest_due = (
    select(Ticket.id)
    .where(Ticket.next_check_at <= bindparam("now", type_=Ticket.next_check_at.type))
    .order_by(Ticket.next_check_at)
    .limit(1)
)


SOME_DUE = _longest_due.exists()
"""At `now` the clock has a ticket to look at."""


async def longest_due(session: AsyncSession, now: datetime) -> int | None:
    """The ticket that the clock has to look at before all others, by its number."""
    return await session.scalar(_longest_due, {"now": now})


async def put_off(session: AsyncSession, number: int, now: datetime, later: datetime) -> None:
    """The clock looks at a ticket later, where it is due still."""
    await session.execute(
        update(Ticket)
        .where(Ticket.id == number, Ticket.next_check_at <= now)
        .values(next_check_at=later)
        .execution_options(synchronize_session=False)
    )


async def next_check(session: AsyncSession) -> datetime | None:
    return (
        await session.scalars(
            select(Ticket.next_check_at)
            .where(Ticket.next_check_at.is_not(None))
            .order_by(Ticket.next_check_at)
            .limit(1)
        )
    ).one_or_none()


async def events_of(
    session: AsyncSession, ticket_id: int, *types: EventType
) -> Sequence[TicketEvent]:
    """In the order they happened; only those types where any are named."""
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
    if types:
        query = query.where(TicketEvent.type.in_(types))
    return (await session.scalars(query)).all()


async def lead_of(session: AsyncSession, ticket: Ticket) -> Ticket:
    """The ticket that answers for this one: what it was merged into, else itself."""
    if ticket.merged_into_id is None:
        return ticket
    return await session.get_one(Ticket, ticket.merged_into_id)


async def merged_into(session: AsyncSession, ticket_id: int) -> Sequence[Ticket]:
    """The tickets that this one answers for as well, the oldest first; locked where it is."""
    return (
        await session.scalars(
            select(Ticket).where(Ticket.merged_into_id == ticket_id).order_by(Ticket.id)
        )
    ).all()


async def alike(session: AsyncSession, ticket: Ticket, limit: int) -> Sequence[Ticket]:
    """Open tickets that may be about the same, the newest first: the reporter's own, and what
    was reported of the same kind in the same building."""
    return (
        await session.scalars(
            select(Ticket)
            .where(
                Ticket.community_id == ticket.community_id,
                Ticket.closed_at.is_(None),
                Ticket.resolved_at.is_(None),
                Ticket.id != ticket.id,
                Ticket.private == ticket.private,
                Ticket.drill == ticket.drill,
                or_(
                    Ticket.reporter_id == ticket.reporter_id,
                    and_(
                        Ticket.category == ticket.category,
                        Ticket.building_id == ticket.building_id,
                        Ticket.private.is_(False),
                    ),
                ),
            )
            .order_by(Ticket.id.desc())
            .limit(limit)
        )
    ).all()
