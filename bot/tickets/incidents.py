"""One matter that many report: proposed by a spike, opened by the desk, joined, left, resolved.

Every reporter keeps a ticket of their own. Nothing is told to anybody here but by the cards.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from bot.desk import Desk
from bot.places import Place
from bot.tickets import (
    description,
    ending,
    lifecycle,
    opening,
    promises,
    spikes,
    taking,
    talking,
    waiting,
)
from bot.tickets.concerned import is_confidential
from bot.tickets.grounds import Grounds
from bot.tickets.log import change, move, record, settle_people
from db import incidents, tickets
from db.models import ForumTopic, Incident, Person, Subscriber, Ticket
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import (
    LIVE,
    EventType,
    IncidentKind,
    IncidentState,
    Subscription,
    TicketKind,
    TicketState,
)


def family_of(ticket: Ticket) -> str | None:
    """What its neighbours may be reporting too; None for what is its owner's alone."""
    if ticket.kind is not TicketKind.REQUEST or ticket.drill:
        return None
    if is_confidential(ticket):  # whom it is kept from reads the incident's room
        return None
    return spikes.family_of(ticket.topic)


def building_of(ticket: Ticket) -> int | None:
    """Where it is, or where the reporter lives if they did not say."""
    if ticket.building_id is not None:
        return ticket.building_id
    said = ticket.place_said or Grounds.read(ticket.evidence).guesses
    return ticket.home.building_id if ticket.home and not said else None


async def fitting(desk: Desk, ticket: Ticket) -> Incident | None:
    """The live incident that a new ticket is probably one more report of: planned, or not."""
    family, building = family_of(ticket), building_of(ticket)
    if family is None or building is None:
        return None
    return await incidents.live(desk.session, ticket.community_id, building, family, desk.now)


async def propose(desk: Desk, ticket: Ticket) -> tuple[Incident, list[Ticket]] | None:
    """An incident, where the ticket makes a spike of the reports around it; and those reports.

    What somebody has said is no one matter is not proposed again for the same reports. Of two
    that would propose it at once the database lets one; the other's report is put to it, as is
    one that came in while it was being proposed.
    """
    family, building = family_of(ticket), building_of(ticket)
    if family is None or building is None:
        return None
    found = await _reports(desk, building, family)
    if spikes.is_spike(found, desk.now):
        await write_once(desk.session, table_of(Incident), [_proposed(desk, ticket, found)])
    incident = await fitting(desk, ticket)
    if incident is None:
        return None
    reports = []
    for each in found:
        report = await desk.session.get_one(Ticket, each.ticket_id)
        await _subscribe(desk, incident, report)
        record(desk, report, EventType.INCIDENT_JOINED, None, note={"incident": incident.id})
        reports.append(report)
    return incident, reports


def _proposed(desk: Desk, ticket: Ticket, found: Sequence[spikes.Report]) -> dict[str, Any]:
    return {
        "community_id": ticket.community_id,
        "kind": IncidentKind.OUTAGE,
        "state": IncidentState.PROPOSED,
        "version": 1,
        "category": family_of(ticket),
        "topic": spikes.matter_of(found),
        "building_id": building_of(ticket),
        "lead_ticket_id": found[0].ticket_id,
        "accountable_id": ticket.accountable_id,
        "urgent": False,
        "made_at": desk.now,
    }


async def _reports(desk: Desk, building: int, family: str) -> list[spikes.Report]:
    topics = spikes.FAMILIES[family]
    known = [desk.catalogue.topics[each] for each in topics if each in desk.catalogue.topics]
    since = desk.now - spikes.WINDOW
    dismissed = await incidents.last_dismissal(desk.session, building, family)
    rows = await incidents.reports(
        desk.session,
        building,
        {str(each.category) for each in known},
        topics,
        max(since, dismissed) if dismissed else since,
    )
    found = [
        spikes.Report(number, home if home is not None else -reporter, topic, at)
        for number, home, reporter, topic, at in rows
        if topic is not None
    ]
    return spikes.fresh(found, desk.now)


async def _subscribe(desk: Desk, incident: Incident, ticket: Ticket) -> None:
    row = {
        "ticket_id": ticket.id,
        "incident_id": incident.id,
        "state": Subscription.ASSUMED,
        "joined_at": desk.now,
    }
    await write_once(desk.session, table_of(Subscriber), [row])


async def join(desk: Desk, incident: Incident, ticket: Ticket) -> None:
    """One more report, until its owner says otherwise; it takes the incident's place.

    Once the incident is open whoever answers for it answers for this one: that is no first
    response yet, which only a person gives.
    """
    fields: dict[str, Any] = {}
    if ticket.building_id is None and not ticket.place_known:
        fields = Place(building_id=incident.building_id or building_of(ticket)).fields()
    await _subscribe(desk, incident, ticket)
    note = {"incident": incident.id}
    change(desk, ticket, EventType.INCIDENT_JOINED, None, note=note, **fields)
    if incident.state is IncidentState.OPEN:
        move(
            desk,
            ticket,
            TicketState.IN_PROGRESS,
            EventType.ACCEPTED,
            None,
            note=note,
            assignee_id=incident.accountable_id,
            accountable_id=incident.accountable_id,
            first_accepted_id=ticket.first_accepted_id or incident.accountable_id,
        )
    await settle_people(desk, ticket)


async def confirm(desk: Desk, ticket: Ticket) -> Incident | None:
    """Its owner says that it is the same matter; None where nobody asks that any more."""
    found = await incidents.speaking_for(desk.session, ticket.id)
    if found is None:
        return None
    incident, subscriber = found
    if subscriber.state is Subscription.ASSUMED:
        subscriber.state, subscriber.answered_at = Subscription.JOINED, desk.now
        record(desk, ticket, EventType.CONFIRMED, ticket.reporter, note={"incident": incident.id})
    return incident if subscriber.state is Subscription.JOINED else None


async def leave(desk: Desk, ticket: Ticket, person: Person | None) -> Incident | None:
    """It is another matter: the ticket goes on alone, in a room of its own.

    A place that was only supposed is not known any more. None where no incident speaks for it.
    """
    found = await incidents.speaking_for(desk.session, ticket.id)
    if found is None or found[1].state not in incidents.SPOKEN_FOR:
        return None
    incident, subscriber = found
    await desk.session.delete(subscriber)
    await _part(desk, incident, ticket, person)
    if incident.lead_ticket_id == ticket.id:
        await _follow_lead(desk, incident)
    return incident


async def _part(desk: Desk, incident: Incident, ticket: Ticket, person: Person | None) -> None:
    told = (EventType.INCIDENT_JOINED, EventType.PLACED)
    events = await tickets.events_of(desk.session, ticket.id, *told)
    last = events[-1] if events else None
    supposed = (
        last is not None
        and last.type is EventType.INCIDENT_JOINED
        and "building_id" in last.data.get("set", {})
    )
    fields = Place(known=False).fields() if supposed else {}
    change(desk, ticket, EventType.INCIDENT_LEFT, person, note={"incident": incident.id}, **fields)
    await settle_people(desk, ticket)


async def _follow_lead(desk: Desk, incident: Incident) -> None:
    """The first report is out of it: the next one's room becomes the incident's."""
    await desk.session.flush()
    incident.lead_ticket_id = await incidents.next_lead(desk.session, incident.id)
    await desk.session.flush()


async def own_room(desk: Desk, ticket: Ticket) -> ForumTopic | None:
    """A room for a ticket that had its place in another's; None where it has one, or can't."""
    if await tickets.topic_of(desk.session, ticket.id) is not None:
        return None
    return opening.give_room(desk, ticket, description.room_title(desk, ticket))


async def open_incident(desk: Desk, incident: Incident, person: Person) -> Sequence[Ticket] | None:
    """It is one matter, and the person answers for it: for every ticket nobody has taken yet.

    The tickets it speaks for; None where it was opened or dismissed before.
    """
    if incident.state is not IncidentState.PROPOSED:
        return None
    incident.state, incident.version = IncidentState.OPEN, incident.version + 1
    incident.opened_at, incident.accountable_id = desk.now, person.id
    found = await incidents.spoken_for(desk.session, incident.id)
    for ticket in found:
        await taking.accept(desk, ticket, person)
    return found


async def dismiss(desk: Desk, incident: Incident, person: Person) -> Sequence[Ticket] | None:
    """Each is a matter of its own; the tickets that were kept together, or None: too late."""
    if incident.state is not IncidentState.PROPOSED:
        return None
    incident.state, incident.version = IncidentState.DISMISSED, incident.version + 1
    incident.resolved_at = desk.now
    found = await incidents.spoken_for(desk.session, incident.id)
    await changed(desk.session, delete(Subscriber).where(Subscriber.incident_id == incident.id))
    for ticket in found:
        await _part(desk, incident, ticket, person)
    return found


async def resolve(desk: Desk, incident: Incident, person: Person) -> Sequence[Ticket] | None:
    """It is repaired: every ticket that it speaks for is, and each owner is to be asked."""
    if incident.state is not IncidentState.OPEN:
        return None
    incident.state, incident.version = IncidentState.RESOLVED, incident.version + 1
    incident.resolved_at = desk.now
    done = []
    for ticket in await incidents.spoken_for(desk.session, incident.id):
        if ticket.state in lifecycle.UNACCEPTED:
            await taking.accept(desk, ticket, person)
        await waiting.keep_appointment(desk, ticket, person)
        if ending.resolve(desk, ticket, person):
            await promises.keep_all(desk, ticket, person)
            done.append(ticket)
    return done


async def tell_all(
    desk: Desk, incident: Incident, person: Person, said: str, media: str | None, message: str
) -> Sequence[Ticket]:
    """One word to every owner: on each ticket it is an answer of the staff.

    `message` is what it was written in, for `db.incidents.told_with`.
    """
    found = await incidents.spoken_for(desk.session, incident.id)
    for ticket in found:
        talking.reply(desk, ticket, person, said, media, to_all=message)
    return found


_REPAIRED = frozenset({IncidentState.RESOLVED, IncidentState.CLOSED})


async def follow(desk: Desk, ticket: Ticket) -> tuple[Incident, bool] | None:
    """What became of a ticket, for the incident that speaks for it, where one does.

    Fixed, withdrawn, or not fixed after all: then it goes on alone, which is the second value.
    """
    found = await incidents.speaking_for(desk.session, ticket.id)
    if found is None:
        return None
    incident, subscriber = found
    alone = False
    if ticket.state is TicketState.CLOSED:
        subscriber.state, subscriber.answered_at = Subscription.FIXED, desk.now
    elif ticket.state in lifecycle.UNDONE and incident.state in _REPAIRED:
        alone = subscriber.state is not Subscription.NOT_FIXED
        subscriber.state, subscriber.answered_at = Subscription.NOT_FIXED, desk.now
        record(desk, ticket, EventType.INCIDENT_LEFT, None, note={"incident": incident.id})
    led = incident.state in LIVE and incident.lead_ticket_id == ticket.id
    if led and ticket.state in lifecycle.OVER:
        await _follow_lead(desk, incident)
    await desk.session.flush()
    return incident, alone


async def is_astray(desk: Desk, ticket: Ticket) -> bool:
    """An incident speaks for it that is of another kind than the ticket is now."""
    found = await incidents.speaking_for(desk.session, ticket.id)
    return found is not None and found[0].category != family_of(ticket)


async def is_unsure(desk: Desk, ticket: Ticket) -> bool:
    """Its owner has not said yet whether theirs is the same matter."""
    found = await incidents.speaking_for(desk.session, ticket.id)
    return found is not None and found[1].state is Subscription.ASSUMED


def close(desk: Desk, incident: Incident) -> None:
    """Nobody's ticket waits for it any more."""
    incident.state, incident.version = IncidentState.CLOSED, incident.version + 1
    incident.resolved_at = incident.resolved_at or desk.now
