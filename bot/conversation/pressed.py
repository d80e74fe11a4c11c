"""The ticket that a button is about: for whoever may touch it, as it was when it was drawn."""

from bot.conversation.buttons import Press
from bot.conversation.turn import Turn
from bot.tickets import description
from bot.tickets.standing import owns, works_on
from db import tickets
from db.models import Ticket


async def desk_ticket(turn: Turn, press: Press, *, versioned: bool = False) -> Ticket | None:
    """For somebody who may work on it; else a polite note.

    `versioned`: the button was drawn for one version of the ticket, its last argument; a press
    on an older one is answered with how the ticket stands now.
    """
    ticket = await _named(turn, press, 0)
    if ticket is None or not works_on(turn.standings(ticket)):
        turn.notify("common.not_yours", alert=True)
        return None
    if versioned and not is_current(press, ticket):
        say_how_it_stands(turn, ticket)
        return None
    return ticket


async def own_ticket(
    turn: Turn, press: Press, index: int = 0, *, versioned: bool = False
) -> Ticket | None:
    """For its reporter; else a polite note. `versioned`: as at the desk."""
    ticket = await _named(turn, press, index)
    if ticket is None or not owns(turn.standings(ticket)):
        turn.notify("common.not_yours", alert=True)
        return None
    if versioned and not is_current(press, ticket):
        say_how_it_stands(turn, ticket)
        return None
    return ticket


async def _named(turn: Turn, press: Press, index: int) -> Ticket | None:
    number = press.number(index)
    return await tickets.by_number(turn.session, number) if number is not None else None


def is_current(press: Press, ticket: Ticket) -> bool:
    """The button was drawn for the ticket as it is now; one without a version never was."""
    return len(press.args) > 1 and press.number(len(press.args) - 1) == ticket.version


def say_how_it_stands(turn: Turn, ticket: Ticket) -> None:
    """Somebody was faster: who, and where the ticket is now."""
    turn.notify("staff.somebody_was_faster", **description.values(turn, ticket, turn.language))
