"""What a ticket is, and where: correct it, raise it, settle a doubt, place it."""

from bot.desk import Desk
from bot.places import Place
from bot.tickets import lifecycle
from bot.tickets.clocks import OfficeHours, due
from bot.tickets.grounds import BY_OWNER, BY_STAFF, Grounds
from bot.tickets.log import change, settle_people
from bot.tickets.opening import Wish, keeper_for
from db import people
from db.models import Person, Ticket
from db.vocabulary import EventType, Priority, TicketKind, TicketState


async def reclassify(desk: Desk, ticket: Ticket, person: Person, wish: Wish) -> bool:
    """The owner corrects the category; another team may have to answer for it."""
    if ticket.state not in lifecycle.UNACCEPTED:
        return False
    team = await people.team(desk.session, desk.community.id, wish.team)
    moved: dict[str, int | None] = {}
    if team.id != ticket.team_id:
        keeper = await keeper_for(
            desk,
            team,
            ticket.kind,
            private=ticket.private,
            category=wish.category,
            building_id=ticket.building_id,
        )
        moved = {"team_id": team.id, "accountable_id": keeper.id, "assignee_id": None}
        moved |= {"offered_to_id": None, "offered_at": None}
    limits = due(wish.priority, ticket.opened_at, OfficeHours.of(desk.community))
    by = BY_OWNER if person.id == ticket.reporter_id else BY_STAFF
    grounds = Grounds.read(ticket.evidence).but(by=by, said="", rivals=())
    change(
        desk,
        ticket,
        EventType.RECLASSIFIED,
        person,
        note={"was": ticket.topic},
        topic=wish.topic,
        category=wish.category,
        priority=wish.priority,
        urgent=wish.urgent,
        first_response_due=limits.response,
        resolution_due=limits.resolution,
        evidence=grounds.written(),
        **moved,
    )
    await settle_people(desk, ticket)
    return True


def may_raise(ticket: Ticket) -> bool:
    """Somebody still works on it, or will."""
    return ticket.state not in lifecycle.OVER and ticket.state is not TicketState.RESOLVED


async def raise_to_emergency(desk: Desk, ticket: Ticket, person: Person, wish: Wish) -> bool:
    """It is a danger after all: from now on everybody's, and as urgent as anything."""
    if not may_raise(ticket):
        return False
    team = await people.team(desk.session, desk.community.id, wish.team)
    accountable_id = ticket.accountable_id
    if ticket.state in lifecycle.UNACCEPTED and team.id != ticket.team_id:
        keeper = await keeper_for(
            desk,
            team,
            TicketKind.EMERGENCY,
            private=False,
            category=wish.category,
            building_id=ticket.building_id,
        )
        accountable_id = keeper.id
    limits = due(Priority.P1, desk.now, OfficeHours.of(desk.community))
    change(
        desk,
        ticket,
        EventType.RAISED,
        person,
        note={"was": ticket.kind.value},
        kind=TicketKind.EMERGENCY,
        topic=wish.topic,
        category=wish.category,
        priority=Priority.P1,
        urgent=True,
        private=False,
        team_id=team.id,
        accountable_id=accountable_id,
        first_response_due=limits.response,
        resolution_due=limits.resolution,
        escalation_level=0,
        evidence=Grounds.read(ticket.evidence).but(doubt=None).written(),
    )
    await settle_people(desk, ticket)
    return True


def settle_doubt(desk: Desk, ticket: Ticket, person: Person) -> None:
    """The owner says that nothing is happening."""
    grounds = Grounds.read(ticket.evidence).but(doubt=None)
    change(desk, ticket, EventType.CONFIRMED, person, evidence=grounds.written())


def leave_open(desk: Desk, ticket: Ticket, person: Person, place: Place) -> None:
    """A place that was mistyped: kept as said, with what it may mean, until the owner chooses."""
    grounds = Grounds.read(ticket.evidence).but(guesses=place.guesses)
    change(desk, ticket, EventType.PLACED, person, **place.fields(), evidence=grounds.written())


async def set_place(desk: Desk, ticket: Ticket, person: Person, place: Place) -> bool:
    if ticket.state in lifecycle.OVER:
        return False
    change(desk, ticket, EventType.PLACED, person, **place.fields())
    await settle_people(desk, ticket)
    return True
