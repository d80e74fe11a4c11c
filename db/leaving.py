"""What is left behind by somebody who leaves a community."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Card, Meeting, Membership, Promise, Shift, Ticket
from db.vocabulary import CardAudience, PromiseState, StaffRole

_OF_A_POST = (CardAudience.STAFF, CardAudience.PROGRESS, CardAudience.MEETING)
"""Cards that stand in somebody's own chat because they work here."""


async def tickets_of(session: AsyncSession, community_id: int, person_id: int) -> Sequence[Ticket]:
    """Open ones that they answer for, work on, or were offered; nobody else changes them now."""
    return (
        await session.scalars(
            select(Ticket)
            .where(
                Ticket.community_id == community_id,
                Ticket.closed_at.is_(None),
                or_(
                    Ticket.accountable_id == person_id,
                    Ticket.assignee_id == person_id,
                    Ticket.offered_to_id == person_id,
                ),
            )
            .order_by(Ticket.id)
            .with_for_update(of=Ticket)
        )
    ).all()


async def managers_kept(session: AsyncSession, community_id: int) -> set[int]:
    """Who manages: none of them leaves before this work is done, so that one always stays."""
    found = await session.scalars(
        select(Membership.person_id)
        .where(Membership.community_id == community_id, Membership.role == StaffRole.MANAGER)
        .with_for_update()
    )
    return set(found)


async def end_posts(
    session: AsyncSession, community_id: int, person_id: int, now: datetime
) -> None:
    """With the shifts to come; and the cards in their own chat change no more."""
    await session.execute(
        delete(Membership).where(
            Membership.community_id == community_id, Membership.person_id == person_id
        )
    )
    await session.execute(
        delete(Shift).where(
            Shift.community_id == community_id, Shift.person_id == person_id, Shift.ends_at > now
        )
    )
    about = (
        Card.ticket_id.in_(select(Ticket.id).where(Ticket.community_id == community_id)),
        Card.broadcast_id.in_(select(Broadcast.id).where(Broadcast.community_id == community_id)),
        Card.meeting_id.in_(select(Meeting.id).where(Meeting.community_id == community_id)),
    )
    await session.execute(
        delete(Card)
        .where(Card.person_id == person_id, Card.audience.in_(_OF_A_POST), or_(*about))
        .execution_options(synchronize_session=False)
    )


async def pass_promises_on(session: AsyncSession, community_id: int, person_id: int) -> None:
    """What they promised is promised by whoever answers for the ticket now."""
    keeper = select(Ticket.accountable_id).where(Ticket.id == Promise.ticket_id).scalar_subquery()
    here = select(Ticket.id).where(Ticket.community_id == community_id)
    await session.execute(
        update(Promise)
        .where(
            Promise.made_by == person_id,
            Promise.state == PromiseState.OPEN,
            Promise.ticket_id.in_(here),
        )
        .values(made_by=keeper)
        .execution_options(synchronize_session=False)
    )
