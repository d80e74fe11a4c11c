"""What a ticket is, and where: correct it, raise it, settle a doubt, place it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.desk import Desk
from bot.places import Place
from bot.tickets import complaints, lifecycle
from bot.tickets.concerned import concerned
from bot.tickets.grounds import BY_OWNER, BY_STAFF, Grounds
from bot.tickets.log import change, settle_people
from bot.tickets.opening import Wish, keeper_for
from bot.tickets.policy import Allowance, allowance
from bot.tickets.priority import impact_of, may_prioritise, priority_of, urgency_of
from bot.tickets.taking import OFFERED_TO_NOBODY
from db import people, tickets
from db.models import Person, Ticket
from db.vocabulary import EventType, Impact, Priority, TicketKind, TicketState, Urgency


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
            excluded=concerned(ticket),
        )
        moved = {"team_id": team.id, "accountable_id": keeper.id, "assignee_id": None}
        moved |= OFFERED_TO_NOBODY
    given = await allowance(
        desk.session,
        desk.community,
        team,
        wish.priority,
        ticket.due_from,
        ticket.policy_version,
    )
    given.counts_for(ticket)
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
        urgency=urgency_of(wish.priority),
        urgent=wish.urgent,
        **_moved(ticket, given, desk.now),
        evidence=grounds.written(),
        **moved,
    )
    await settle_people(desk, ticket)
    return True


async def prioritise(
    desk: Desk, ticket: Ticket, person: Person, urgency: Urgency, impact: Impact
) -> bool:
    """How soon it hurts and how far it reaches give it another time. False where they give none.

    A deadline that was missed already stays as it was.
    """
    priority = priority_of(impact, urgency)
    if not may_prioritise(ticket) or (impact, urgency) == (ticket.impact, ticket.urgency):
        return False
    given = await allowance(
        desk.session, desk.community, ticket.team, priority, ticket.due_from, ticket.policy_version
    )
    given.counts_for(ticket)
    change(
        desk,
        ticket,
        EventType.PRIORITISED,
        person,
        urgency=urgency,
        impact=impact,
        priority=priority,
        **_moved(ticket, given, desk.now),
    )
    return True


def _moved(ticket: Ticket, given: Allowance, now: datetime) -> dict[str, Any]:
    """Another time for what is still owed; what was answered or missed stays as it was."""
    fields = given.fields() | {"resolution_due": given.resolution_after(ticket)}
    if ticket.first_response_at is not None or ticket.first_response_due <= now:
        del fields["first_response_due"]
    if ticket.resolution_due <= now:
        del fields["resolution_due"]
    return fields


def may_raise(ticket: Ticket) -> bool:
    """Somebody still works on it, or will."""
    return ticket.state not in lifecycle.OVER and ticket.state is not TicketState.RESOLVED


async def _kept_from(desk: Desk, ticket: Ticket, wish: Wish) -> frozenset[int]:
    """Of whom it only complained comes to help, unless somebody said that it is about them."""
    named = await tickets.events_of(desk.session, ticket.id, EventType.CONCERNED)
    return frozenset(wish.concerns) | (concerned(ticket) if named else frozenset())


async def raise_to_emergency(desk: Desk, ticket: Ticket, person: Person, wish: Wish) -> bool:
    """It is a danger after all: from now on everybody's, and as urgent as anything; but for those
    of whom the words complain. Raises NobodyAtAllError, and nothing is done, where it is kept
    from whoever has it and nobody else is left."""
    if not may_raise(ticket):
        return False
    wish = replace(
        wish, kind=TicketKind.EMERGENCY, priority=Priority.P1, urgent=True, private=False
    )
    team = await people.team(desk.session, desk.community.id, wish.team)
    about, keeper = await _kept_from(desk, ticket, wish), ticket.accountable
    moves = ticket.state in lifecycle.UNACCEPTED and team.id != ticket.team_id
    if moves or complaints.has_any_of(ticket, about):
        keeper = await keeper_for(
            desk,
            team,
            wish.kind,
            private=wish.private,
            category=wish.category,
            building_id=ticket.building_id,
            excluded=about,
        )
    people_now = {"accountable_id": keeper.id} if moves else {}
    people_now |= complaints.handed_on(ticket, about, keeper)
    given = await allowance(
        desk.session, desk.community, team, wish.priority, desk.now, ticket.policy_version
    )
    given.counts_for(ticket)
    change(
        desk,
        ticket,
        EventType.RAISED,
        person,
        note={"was": ticket.kind.value},
        **wish.sorted_as(),
        due_from=desk.now,
        **given.fields(),
        team_id=team.id,
        concerned=about,
        **people_now,
        paused_at=desk.now if ticket.state in lifecycle.PAUSED else None,
        paused_seconds=0,
        breached_response=ticket.breached_response and ticket.first_response_at is not None,
        breached_resolution=False,
        escalation_level=0,
        acknowledged_at=None,
        evidence=Grounds.read(ticket.evidence).but(doubt=None).written(),
    )
    await settle_people(desk, ticket)
    await complaints.pass_promises_on(desk, ticket)
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
    change(
        desk,
        ticket,
        EventType.PLACED,
        person,
        **place.fields(),
        impact=impact_of(place.building_id, place.unit_id),
    )
    await settle_people(desk, ticket)
    return True
