"""Where the desk speaks of a ticket: a room of its own, or its place in an incident's."""

from bot.desk import Desk
from bot.tickets import cards, incident_card, incidents
from db import incidents as rows
from db.models import Ticket


async def settle_in(desk: Desk, ticket: Ticket) -> None:
    """A room and a card of its own, where it had its place in another's."""
    room = await incidents.own_room(desk, ticket)
    if not await cards.is_on_the_desk(desk, ticket):
        await cards.show_desk(desk, ticket, room)


async def follow(desk: Desk, ticket: Ticket) -> None:
    """It was closed, withdrawn or opened again: so the incident that speaks for it has to know."""
    found = await incidents.follow(desk, ticket)
    if found is None:
        return
    incident, goes_alone = found
    if goes_alone:
        await settle_in(desk, ticket)
    elif incident.lead_ticket_id not in (None, ticket.id):
        await settle_in(desk, await desk.session.get_one(Ticket, incident.lead_ticket_id))
    await incident_card.show(desk, incident)


async def shut(desk: Desk, ticket: Ticket) -> None:
    """Close its topic, unless somebody else's ticket is spoken of there."""
    room = await rows.room_of(desk.session, ticket.id)
    if room is not None and not await rows.is_still_used(desk.session, room.ticket_id):
        desk.bag.shut(room)
