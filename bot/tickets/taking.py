"""Who does the work: accept it, set out to it, offer it to a colleague, take over, decline."""

from collections.abc import Mapping
from enum import Enum, auto

from bot.desk import Desk
from bot.tickets import lifecycle
from bot.tickets.log import change, move, settle_people
from bot.tickets.paging import acknowledged
from db import people, tickets
from db.models import Person, Ticket
from db.vocabulary import DispatchMode, EventType, Priority, TicketState

OFFERED_TO_NOBODY: Mapping[str, None] = {"offered_to_id": None, "offered_at": None}
"""What a ticket becomes whose offer to a colleague is over: answered, or past its point."""


async def accept(desk: Desk, ticket: Ticket, person: Person) -> bool:
    """Somebody says "mine": they do the work and answer for it. False where it was taken."""
    if ticket.state not in lifecycle.UNACCEPTED:
        return False
    accepted = move(
        desk,
        ticket,
        TicketState.IN_PROGRESS,
        EventType.ACCEPTED,
        person,
        assignee_id=person.id,
        accountable_id=person.id,
        first_accepted_id=ticket.first_accepted_id or person.id,
        **OFFERED_TO_NOBODY,
        escalation_level=0,
        first_response_at=ticket.first_response_at or desk.now,
        **acknowledged(ticket, desk.now),
    )
    await settle_people(desk, ticket)
    if ticket.team.dispatch is DispatchMode.ROUND_ROBIN:
        await people.had_turn(desk.session, person.id, ticket.team_id, desk.now)
    return accepted


class Going(Enum):
    FIRST = auto()
    """Until now nobody went."""
    ALSO = auto()
    ALREADY = auto()
    """They had said so before."""


async def go(desk: Desk, ticket: Ticket, person: Person) -> Going | None:
    """Somebody sets out to an emergency: it is acknowledged, and theirs where nobody had it.

    None where there is nothing to go for any more.
    """
    if ticket.priority is not Priority.P1 or ticket.state not in lifecycle.UNDONE:
        return None
    first = ticket.acknowledged_at is None
    if not first and await _goes(desk, ticket, person):
        return Going.ALREADY
    await accept(desk, ticket, person)
    change(desk, ticket, EventType.GOING, person, **acknowledged(ticket, desk.now))
    return Going.FIRST if first else Going.ALSO


async def _goes(desk: Desk, ticket: Ticket, person: Person) -> bool:
    said = await tickets.events_of(desk.session, ticket.id, EventType.GOING)
    return any(each.actor_id == person.id and each.at >= ticket.due_from for each in said)


async def offer(desk: Desk, ticket: Ticket, person: Person, to: Person) -> bool:
    """Ask a colleague to take over. Until they accept, nothing changes for the owner.

    One at a time: False as well while somebody else is being asked.
    """
    if ticket.state in lifecycle.OVER or ticket.state is TicketState.RESOLVED:
        return False
    if ticket.offered_to_id is not None or to.id == ticket.accountable_id:
        return False
    change(
        desk,
        ticket,
        EventType.HANDOFF_OFFERED,
        person,
        note={"to": to.id},
        offered_to_id=to.id,
        offered_at=desk.now,
    )
    return True


def offer_stamp(ticket: Ticket) -> int:
    """Which offer stands, for the buttons that answer it: 0 where none does."""
    return int(ticket.offered_at.timestamp()) if ticket.offered_at is not None else 0


async def take_over(desk: Desk, ticket: Ticket, person: Person) -> bool:
    """Accept a hand-off; only whoever it was offered to can."""
    if ticket.offered_to_id != person.id or ticket.state in lifecycle.OVER:
        return False
    if ticket.state in lifecycle.UNACCEPTED:
        return await accept(desk, ticket, person)
    change(
        desk,
        ticket,
        EventType.ACCEPTED,
        person,
        assignee_id=person.id,
        accountable_id=person.id,
        **OFFERED_TO_NOBODY,
        **acknowledged(ticket, desk.now),
    )
    await settle_people(desk, ticket)
    return True


def decline(desk: Desk, ticket: Ticket, person: Person | None) -> bool:
    """The hand-off returns; `person` None: nobody answered in time."""
    if ticket.offered_to_id is None or (person and ticket.offered_to_id != person.id):
        return False
    change(
        desk,
        ticket,
        EventType.HANDOFF_DECLINED,
        person,
        note={"offered_to": ticket.offered_to_id},
        **OFFERED_TO_NOBODY,
    )
    return True
