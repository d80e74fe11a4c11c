"""Questions about incidents: what is live where, whose tickets they speak for, in which room."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Card, ForumTopic, Incident, Subscriber, Ticket, TicketEvent, Unit
from db.tickets import topic_of
from db.vocabulary import (
    LIVE,
    OVER,
    CardAudience,
    EventType,
    IncidentKind,
    IncidentState,
    Subscription,
    TicketKind,
    TicketState,
)

SPOKEN_FOR = (Subscription.ASSUMED, Subscription.JOINED)


async def reports(
    session: AsyncSession,
    building_id: int,
    categories: Collection[str],
    topics: Collection[str],
    since: datetime,
) -> Sequence[Row[int, int | None, int, str | None, datetime]]:
    """Open requests that no incident speaks for: id, home, reporter, topic, when.

    Whoever named no place is counted where they live.
    """
    asked = (
        select(Ticket.id, Ticket.home_id, Ticket.reporter_id, Ticket.topic, Ticket.opened_at)
        .outerjoin(Subscriber, Subscriber.ticket_id == Ticket.id)
        .where(
            Ticket.category.in_(categories),
            Ticket.topic.in_(topics),
            Ticket.opened_at >= since,
            Ticket.kind == TicketKind.REQUEST,
            Ticket.private.is_(False),
            ~Ticket.concerned_rows.any(),
            Ticket.drill.is_(False),
            Ticket.state.not_in(OVER),
            Subscriber.ticket_id.is_(None),
        )
    )
    there = asked.where(Ticket.building_id == building_id)
    # Two questions rather than one OR, which would leave the index.
    at_home = asked.join(Unit, Unit.id == Ticket.home_id).where(
        Ticket.building_id.is_(None),
        Ticket.place_said.is_(None),
        Unit.building_id == building_id,
    )
    return [*(await session.execute(there)).all(), *(await session.execute(at_home)).all()]


async def live(
    session: AsyncSession, community_id: int, building_id: int, family: str, now: datetime
) -> Incident | None:
    """An outage that was proposed or opened there, or else works announced for this very hour.

    Locked, so that whoever joins it and whoever ends it take turns.
    """
    outage = and_(
        Incident.kind == IncidentKind.OUTAGE,
        Incident.state.in_(LIVE),
        Incident.building_id == building_id,
    )
    works = and_(
        Incident.kind == IncidentKind.WORKS,
        Incident.state == IncidentState.OPEN,
        or_(Incident.building_id == building_id, Incident.building_id.is_(None)),
        Incident.starts_at <= now,
        Incident.ends_at > now,
    )
    return (
        await session.scalars(
            select(Incident)
            .where(
                Incident.community_id == community_id,
                Incident.state.in_(LIVE),
                Incident.category == family,
                or_(outage, works),
            )
            .order_by(Incident.kind, Incident.id)
            .limit(1)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one_or_none()


_announced_works = (
    select(Incident)
    .where(Incident.kind == IncidentKind.WORKS, Incident.state == IncidentState.OPEN)
    .order_by(Incident.starts_at, Incident.id)
)
SOME_ANNOUNCED_WORKS = _announced_works.exists()


async def announced_works(
    session: AsyncSession, community_id: int | None = None
) -> Sequence[Incident]:
    """Those that are not over yet; `community_id` None: everywhere."""
    found = _announced_works
    if community_id is not None:
        found = found.where(Incident.community_id == community_id)
    return (await session.scalars(found)).all()


async def announced_by(session: AsyncSession, broadcast_id: int) -> Incident | None:
    """The works that nobody was told of yet and that this letter is to announce."""
    return await session.scalar(
        select(Incident).where(
            Incident.kind == IncidentKind.WORKS,
            Incident.state == IncidentState.PROPOSED,
            Incident.broadcast_id == broadcast_id,
        )
    )


_works_gone_out = (
    select(Incident)
    .join(Broadcast, Broadcast.id == Incident.broadcast_id)
    .where(
        Incident.kind == IncidentKind.WORKS,
        Incident.state == IncidentState.PROPOSED,
        Broadcast.confirmed_at.is_not(None),
    )
    .order_by(Incident.id)
)
SOME_WORKS_GONE_OUT = _works_gone_out.exists()


async def works_gone_out(session: AsyncSession) -> Sequence[Incident]:
    """Whose announcement is on its way, and which are not open yet."""
    return (await session.scalars(_works_gone_out)).all()


async def locked(session: AsyncSession, incident_id: int) -> Incident | None:
    return await session.get(Incident, incident_id, with_for_update=True, populate_existing=True)


async def last_dismissal(session: AsyncSession, building_id: int, family: str) -> datetime | None:
    """When somebody last said of such reports that they are not one matter."""
    return await session.scalar(
        select(func.max(Incident.resolved_at)).where(
            Incident.kind == IncidentKind.OUTAGE,
            Incident.building_id == building_id,
            Incident.category == family,
            Incident.state == IncidentState.DISMISSED,
        )
    )


async def speaking_for(session: AsyncSession, ticket_id: int) -> tuple[Incident, Subscriber] | None:
    found = await session.execute(
        select(Incident, Subscriber)
        .join(Subscriber, Subscriber.incident_id == Incident.id)
        .where(Subscriber.ticket_id == ticket_id)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


async def subscribers(session: AsyncSession, incident_id: int) -> Sequence[Subscriber]:
    """In the order of their tickets."""
    return (
        await session.scalars(
            select(Subscriber)
            .where(Subscriber.incident_id == incident_id)
            .order_by(Subscriber.ticket_id)
        )
    ).all()


def _tickets(incident_id: int) -> Select[Ticket]:
    return (
        select(Ticket)
        .join(Subscriber, Subscriber.ticket_id == Ticket.id)
        .where(Subscriber.incident_id == incident_id)
        .order_by(Ticket.id)
    )


async def tickets_of(session: AsyncSession, incident_id: int) -> Sequence[Ticket]:
    """All that it ever kept, to be looked at."""
    return (await session.scalars(_tickets(incident_id))).all()


async def spoken_for(session: AsyncSession, incident_id: int) -> Sequence[Ticket]:
    """The open ones whose reporters have not gone their own way; locked, to be changed."""
    return (
        await session.scalars(
            _tickets(incident_id)
            .where(Subscriber.state.in_(SPOKEN_FOR), Ticket.state.not_in(OVER))
            .with_for_update(of=Ticket)
        )
    ).all()


async def told_with(session: AsyncSession, ticket_id: int, message: str) -> Sequence[Ticket]:
    """Those that one message to all was about; `ticket_id` is any one of its incident."""
    incident = select(Subscriber.incident_id).where(Subscriber.ticket_id == ticket_id)
    told = select(TicketEvent.id).where(
        TicketEvent.ticket_id == Ticket.id,
        TicketEvent.type == EventType.REPLIED,
        TicketEvent.data["to_all"].as_string() == message,
    )
    return (
        await session.scalars(
            select(Ticket)
            .join(Subscriber, Subscriber.ticket_id == Ticket.id)
            .where(Subscriber.incident_id.in_(incident), told.exists())
            .order_by(Ticket.id)
        )
    ).all()


async def next_lead(session: AsyncSession, incident_id: int) -> int | None:
    """The oldest open report that is still its; None where there is none."""
    return await session.scalar(
        select(Subscriber.ticket_id)
        .join(Ticket, Ticket.id == Subscriber.ticket_id)
        .where(
            Subscriber.incident_id == incident_id,
            Subscriber.state.in_(SPOKEN_FOR),
            Ticket.state.not_in(OVER),
        )
        .order_by(Subscriber.ticket_id)
        .limit(1)
    )


async def room_of(session: AsyncSession, ticket_id: int) -> ForumTopic | None:
    """Where the desk speaks of a ticket: its own topic, else that of its incident's first report.

    None for private ones and before a group is linked.
    """
    own = await topic_of(session, ticket_id)
    if own is not None:
        return own
    lead_id = await session.scalar(
        select(Incident.lead_ticket_id)
        .join(Subscriber, Subscriber.incident_id == Incident.id)
        .where(Subscriber.ticket_id == ticket_id)
    )
    return await topic_of(session, lead_id) if lead_id is not None else None


async def is_still_used(session: AsyncSession, ticket_id: int) -> bool:
    """Whether a ticket's room is still its own, or that of another open report."""
    state = await session.scalar(select(Ticket.state).where(Ticket.id == ticket_id))
    if state is not None and state not in OVER:
        return True
    own_room = select(ForumTopic.id).where(ForumTopic.ticket_id == Subscriber.ticket_id).exists()
    lodger = await session.scalar(
        select(Subscriber.ticket_id)
        .join(Incident, Incident.id == Subscriber.incident_id)
        .join(Ticket, Ticket.id == Subscriber.ticket_id)
        .where(Incident.lead_ticket_id == ticket_id, Ticket.state.not_in(OVER), ~own_room)
        .limit(1)
    )
    return lodger is not None


async def is_one_more(session: AsyncSession, ticket_id: int) -> bool:
    """Another report's clock, or the manager's works, speak to the desk for this one too."""
    asked = await session.execute(
        select(Incident.lead_ticket_id, Ticket.state)
        .join(Subscriber, Subscriber.incident_id == Incident.id)
        .outerjoin(Ticket, Ticket.id == Incident.lead_ticket_id)
        .where(
            Subscriber.ticket_id == ticket_id,
            Subscriber.state.in_(SPOKEN_FOR),
            Incident.state.in_(LIVE),
        )
    )
    found = asked.one_or_none()
    if found is None or found[0] == ticket_id:
        return False
    return found[1] is None or found[1] not in (*OVER, TicketState.RESOLVED)


async def card_of(session: AsyncSession, incident_id: int) -> Card | None:
    return (
        await session.scalars(
            select(Card).where(
                Card.incident_id == incident_id, Card.audience == CardAudience.INCIDENT
            )
        )
    ).first()


_nobody_waits = ~(
    select(Subscriber.ticket_id)
    .join(Ticket, Ticket.id == Subscriber.ticket_id)
    .where(
        Subscriber.incident_id == Incident.id,
        Subscriber.state.in_(SPOKEN_FOR),
        Ticket.state.not_in(OVER),
    )
    .exists()
)
_is_settled = and_(
    or_(
        Incident.state == IncidentState.RESOLVED,
        and_(Incident.kind == IncidentKind.OUTAGE, Incident.state.in_(LIVE)),
    ),
    _nobody_waits,
)
_settled = select(Incident.id).where(_is_settled).order_by(Incident.id)
SOME_SETTLED = _settled.exists()


async def settled(session: AsyncSession) -> Sequence[int]:
    """Those for which nobody's ticket waits any more: outages, however that came about."""
    return (await session.scalars(_settled)).all()


async def lock_settled(session: AsyncSession, incident_id: int) -> Incident | None:
    """None where it is not settled after all, or somebody else has it in hand."""
    return await session.scalar(
        select(Incident)
        .where(Incident.id == incident_id, _is_settled)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
