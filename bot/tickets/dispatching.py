"""How a team's ticket finds whoever does the work: in turn (輪訓), or named by who leads (指派).

Where it is claimed (搶單) nothing is needed: whoever presses first has it.
"""

from bot.desk import Desk
from bot.tickets import lifecycle
from bot.tickets.concerned import concerned
from bot.tickets.log import change, move, settle_people
from bot.tickets.opening import candidates
from bot.tickets.routing import mode_for, next_in_turn
from db import people, tickets
from db.models import Person, Ticket
from db.vocabulary import DispatchMode, EventType, TicketState


def mode_of(ticket: Ticket) -> DispatchMode:
    return mode_for(ticket.team.dispatch, ticket.kind, private=ticket.private)


def may_be_assigned(ticket: Ticket) -> bool:
    """Before anybody has taken it; a complaint stays with whoever reads it."""
    return ticket.state in lifecycle.UNACCEPTED and not ticket.private


async def give_out(desk: Desk, ticket: Ticket) -> bool:
    """Ask whose turn it is. False where turns are not taken, or nobody is left to ask."""
    if mode_of(ticket) is not DispatchMode.ROUND_ROBIN or not may_be_assigned(ticket):
        return False
    await people.keep_turns(desk.session, ticket.team_id)
    asked = await _asked_already(desk, ticket)
    away = asked | concerned(ticket)
    left = await candidates(desk, ticket.category, ticket.building_id, excluded=away)
    whose = next_in_turn(ticket.team_id, left)
    if whose is None:
        return False
    change(
        desk,
        ticket,
        EventType.DISPATCHED,
        None,
        note={"to": whose},
        offered_to_id=whose,
        offered_at=desk.now,
    )
    await people.had_turn(desk.session, whose, ticket.team_id, desk.now)
    return True


async def _asked_already(desk: Desk, ticket: Ticket) -> set[int]:
    """Since it was opened, or was taken apart from another and began anew."""
    asked: set[int] = set()
    for event in await tickets.events_of(
        desk.session, ticket.id, EventType.DISPATCHED, EventType.UNMERGED
    ):
        asked = set() if event.type is EventType.UNMERGED else asked | {event.data["to"]}
    return asked


async def assign(desk: Desk, ticket: Ticket, by: Person, to: Person) -> bool:
    """Somebody is named. Until they accept, whoever is accountable stays so."""
    if not may_be_assigned(ticket):
        return False
    assigned = move(
        desk,
        ticket,
        TicketState.ASSIGNED,
        EventType.DISPATCHED,
        by,
        note={"to": to.id},
        assignee_id=to.id,
        offered_to_id=to.id,
        offered_at=desk.now,
    )
    await settle_people(desk, ticket)
    return assigned


async def pass_on(desk: Desk, ticket: Ticket) -> bool:
    """Nobody has accepted what was given out: on to the next, or back to whoever names somebody.

    False: it was a hand-off between colleagues, and stays where it is.
    """
    claimed = mode_of(ticket) is DispatchMode.CLAIM and ticket.assignee_id is None
    if claimed or not may_be_assigned(ticket):
        return False
    offers = await tickets.events_of(
        desk.session, ticket.id, EventType.DISPATCHED, EventType.HANDOFF_OFFERED
    )
    if not offers or offers[-1].type is not EventType.DISPATCHED:
        return False
    if ticket.assignee_id is not None:
        change(desk, ticket, EventType.REASSIGNED, None, assignee_id=None)
        await settle_people(desk, ticket)
    await give_out(desk, ticket)
    return True
