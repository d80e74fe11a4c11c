"""A closed ticket that was not done after all: opened again, or, much later, gone on with."""

from bot.buttons import Action, Press, Rows, button
from bot.conversation import pressed
from bot.conversation.turn import Turn
from bot.places import Place
from bot.tickets import cards, description, ending, news, opening, owner_card
from bot.tickets.concerned import likeliest_first
from bot.tickets.opening import Wish
from db import tickets
from db.models import Ticket
from db.vocabulary import TeamCode


async def from_card(turn: Turn, press: Press) -> None:
    """Within fourteen days the same ticket; after them a new one is offered."""
    ticket = await pressed.own_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    if ending.reopen(turn, ticket, turn.person):
        await news.reopened(turn, ticket, why=None)
    else:
        offer_to_go_on(turn, ticket)


def offer_to_go_on(turn: Turn, ticket: Ticket) -> None:
    """It was closed too long ago to be the same matter; anything else has been answered."""
    if not owner_card.can_go_on(ticket, turn.now):
        turn.notify("common.already_answered")
        return
    turn.say(
        "rating.too_long_ago",
        buttons=going_on(ticket),
        ticket=ticket,
        **description.values(turn, ticket, turn.language),
    )


def going_on(ticket: Ticket) -> Rows:
    return ((button("again_anew", Action.FOLLOW_ON, ticket.id, ticket.version),),)


async def go_on(turn: Turn, press: Press) -> None:
    """A new ticket of the same matter, which knows of the old one; pressed twice, it is shown."""
    ticket = await pressed.own_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    if not owner_card.can_go_on(ticket, turn.now) or not turn.is_bound:
        turn.notify("common.stale")
        return
    running = await tickets.going_on_with(turn.session, ticket)
    if running is not None:
        turn.notify("owner.already_has_ticket", number=running.id)
        await cards.show_owner(turn, running)
        return
    wish = Wish(
        kind=ticket.kind,
        category=ticket.category,
        team=TeamCode(ticket.team.code),
        priority=ticket.priority,
        said=ticket.said,
        place=Place(
            ticket.building_id,
            ticket.floor,
            ticket.unit_id,
            ticket.room,
            ticket.place_said,
            known=ticket.place_known,
        ),
        topic=ticket.topic,
        private=ticket.private,
        follows=ticket.id,
        concerns=likeliest_first(ticket),
    )
    opened = await opening.open_ticket(turn, turn.person, wish, turn.home)
    await news.opened(turn, opened)
    await news.post(turn, opened, "rating.goes_on", earlier=ticket.id)
    turn.say("rating.gone_on", ticket=opened, earlier=ticket.id, number=opened.id)
