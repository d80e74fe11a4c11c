"""Not them after all: the owner takes back that one of the staff is the danger."""

from bot.buttons import Action, Press, button
from bot.conversation import pressed
from bot.conversation.turn import Turn
from bot.tickets import endangering
from bot.tickets.concerned import concerned
from db import tickets
from db.models import Person, Ticket


async def ask(turn: Turn, press: Press) -> None:
    """Asked once more: who was kept away comes to them again, and reads it."""
    found = await _named(turn, press)
    if found is None:
        return
    ticket, whom = found
    called = whom.called(turn.language)
    surely = button("not_them_surely", Action.NOT_THEM_SURELY, ticket.id, whom.id, name=called)
    turn.say(
        "owner.not_them_surely",
        buttons=((surely,),),
        ticket=ticket,
        number=ticket.id,
        whom=called,
    )


async def let_back(turn: Turn, press: Press) -> None:
    """To every call for help from which the owner's own words keep them."""
    found = await _named(turn, press)
    if found is None:
        return
    ticket, whom = found
    for each, lead in await endangering.calls_of(turn, turn.person):
        if await endangering.may_be_let_back(turn, lead, turn.person, whom):
            await endangering.let_back(turn, each, turn.person, whom)
    turn.say("owner.not_them", ticket=ticket, number=ticket.id, whom=whom.called(turn.language))


async def _named(turn: Turn, press: Press) -> tuple[Ticket, Person] | None:
    """The call for help and who is kept from it by its owner's words; else a polite note."""
    ticket, number = await pressed.own_ticket(turn, press), press.number(1)
    if ticket is None:
        return None
    lead = await tickets.lead_of(turn.session, ticket)
    whom = await turn.session.get(Person, number) if number is not None else None
    if not endangering.is_undone(lead):
        turn.notify("common.ticket_over")
    elif whom is None or whom.id not in concerned(lead):
        turn.notify("common.already_answered")
    elif not await endangering.may_be_let_back(turn, lead, turn.person, whom):
        turn.notify("common.stale")
    else:
        return ticket, whom
    return None
