"""What is not worked on under its own number: not for this office, or the same as another."""

from bot.desk import Desk
from bot.tickets import complaints, moving
from bot.tickets.concerned import concerned
from bot.tickets.deadlines import anew
from bot.tickets.log import move
from bot.tickets.moving import Refusal
from bot.tickets.taking import OFFERED_TO_NOBODY
from db import tickets
from db.models import Person, Ticket
from db.vocabulary import EventType, RejectReason, TicketKind, TicketState

_HEARD_HERE = frozenset({TicketKind.EMERGENCY, TicketKind.COMPLAINT, TicketKind.FOLLOW_UP})
"""Whoever is in danger or feels wronged is not sent away."""


def may_reject(ticket: Ticket) -> bool:
    return ticket.state is TicketState.NEW and ticket.kind not in _HEARD_HERE


def reject(desk: Desk, ticket: Ticket, person: Person, reason: RejectReason, contact: str) -> bool:
    """Not for this office; the owner hears why, and whom to turn to."""
    if not may_reject(ticket):
        return False
    return move(
        desk,
        ticket,
        TicketState.REJECTED,
        EventType.REJECTED,
        person,
        reject_reason=reason,
        reject_contact=contact,
        closed_at=desk.now,
        first_response_at=ticket.first_response_at or desk.now,
        **OFFERED_TO_NOBODY,
    )


async def merge(desk: Desk, ticket: Ticket, person: Person, into: Ticket) -> Refusal | None:
    """The other ticket answers for this one too; from whom that one is kept, this one is from now
    on, though it come apart again. None: done."""
    leads = bool(await tickets.merged_into(desk.session, ticket.id))
    refused = moving.may_merge(ticket, into, desk.now, leads=leads)
    if refused is not None:
        return refused
    if not concerned(into) <= concerned(ticket):
        await complaints.keep_from(desk, ticket, person, concerned(into), named=frozenset())
    move(
        desk,
        ticket,
        TicketState.DUPLICATE,
        EventType.MERGED,
        person,
        merged_into_id=into.id,
        closed_at=desk.now,
        **OFFERED_TO_NOBODY,
    )
    return None


def unmerge(desk: Desk, ticket: Ticket, person: Person | None) -> bool:
    """On its own again, with all the time there is; `person` None: the other one ended undone."""
    if ticket.state is not TicketState.DUPLICATE:
        return False
    return move(
        desk,
        ticket,
        TicketState.NEW,
        EventType.UNMERGED,
        person,
        note={"was": ticket.merged_into_id},
        merged_into_id=None,
        closed_at=None,
        **anew(ticket, desk.now),
    )
