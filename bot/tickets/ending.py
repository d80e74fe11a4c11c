"""How a ticket ends, and begins again: resolve, close, rate, reopen, cancel."""

from datetime import datetime, timedelta

from bot.desk import Desk
from bot.tickets import lifecycle, moving
from bot.tickets.deadlines import afresh
from bot.tickets.log import change, move
from bot.tickets.paging import acknowledged
from bot.tickets.taking import OFFERED_TO_NOBODY
from db.models import Person, Ticket
from db.vocabulary import EventType, TicketState

TO_SAY_WHAT_IS_WRONG = timedelta(minutes=30)
"""For whoever said that it is not fixed, and was asked what is still wrong."""


def resolve(desk: Desk, ticket: Ticket, person: Person) -> bool:
    return move(
        desk,
        ticket,
        TicketState.RESOLVED,
        EventType.RESOLVED,
        person,
        resolved_at=desk.now,
        assignee_id=ticket.assignee_id or person.id,
        first_accepted_id=ticket.first_accepted_id or person.id,
        first_response_at=ticket.first_response_at or desk.now,
        **acknowledged(ticket, desk.now),
        **OFFERED_TO_NOBODY,
    )


def close(desk: Desk, ticket: Ticket, person: Person | None) -> bool:
    """The owner says it is fixed; `person` None: the confirm window passed in silence."""
    if ticket.state is not TicketState.RESOLVED:
        return False
    return move(desk, ticket, TicketState.CLOSED, EventType.CLOSED, person, closed_at=desk.now)


def may_reopen(ticket: Ticket, now: datetime) -> bool:
    if ticket.state not in (TicketState.RESOLVED, TicketState.CLOSED):
        return False
    return moving.may(ticket, TicketState.IN_PROGRESS, now) is None


def reopen(desk: Desk, ticket: Ticket, person: Person, why: str | None = None) -> bool:
    """Back to the same person; a closed ticket only within fourteen days."""
    if not may_reopen(ticket, desk.now):
        return False
    return move(
        desk,
        ticket,
        TicketState.IN_PROGRESS,
        EventType.REOPENED,
        person,
        note={"why": why} if why else None,
        reopened_count=ticket.reopened_count + 1,
        resolved_at=None,
        closed_at=None,
        rating=None,
        rating_reason=None,
        acknowledged_at=None,
        **afresh(ticket, desk.now),
    )


def asks_what_is_wrong(ticket: Ticket, now: datetime) -> bool:
    """It was opened again just now: what its owner says next is likely about it."""
    undone = ticket.reopened_count > 0 and ticket.state in lifecycle.UNDONE
    return undone and now - ticket.due_from <= TO_SAY_WHAT_IS_WRONG


def may_be_rated(ticket: Ticket) -> bool:
    """Once per closure."""
    return ticket.state is TicketState.CLOSED and ticket.rating is None


def rate(desk: Desk, ticket: Ticket, person: Person, stars: int) -> bool:
    """Once per closure; False where it was rated already or is not closed."""
    if not may_be_rated(ticket):
        return False
    if not 1 <= stars <= 5:
        return False
    change(desk, ticket, EventType.RATED, person, rating=stars)
    return True


def explain_rating(desk: Desk, ticket: Ticket, person: Person, words: str) -> None:
    """What was wrong, beneath what was said of it before."""
    said = "\n".join(each for each in (ticket.rating_reason, words) if each)
    change(desk, ticket, EventType.RATING_EXPLAINED, person, rating_reason=said[:1000])


def cancel(
    desk: Desk, ticket: Ticket, person: Person | None, event: EventType = EventType.CANCELLED
) -> bool:
    """The reporter takes it back; FALSE_ALARM is the event where it was an emergency, or
    might have been one."""
    return move(
        desk,
        ticket,
        TicketState.CANCELLED,
        event,
        person,
        closed_at=desk.now,
        **OFFERED_TO_NOBODY,
    )
