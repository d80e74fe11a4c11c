"""The danger comes from one of the staff: they are called no more, and see no more of it."""

from bot.desk import Desk
from bot.tickets import cards
from bot.tickets.concerned import concerned
from db import incidents, outbox, tickets
from db.models import Ticket


async def show_to_the_others(desk: Desk, ticket: Ticket) -> None:
    """From whom it is kept has nothing of it any more, nor has their group; whoever answers for it
    has the card."""
    if not concerned(ticket):
        await cards.show(desk, ticket)
        return
    await outbox.withdraw_from(desk.session, ticket.id, concerned(ticket), desk.now)
    await cards.withdraw(desk, ticket)
    await cards.show(desk, ticket)
    await cards.show_privately(desk, ticket)
    room = await tickets.topic_of(desk.session, ticket.id)
    if room is not None and await incidents.speaking_for(desk.session, ticket.id) is None:
        desk.bag.shut(room)
