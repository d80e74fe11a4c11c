"""The roll-call of a danger: those who lead call it, residents answer with one tap."""

from bot.buttons import Press
from bot.conversation import pressed
from bot.conversation.turn import Turn
from bot.tickets import lifecycle, news, roll_call, roll_call_news
from db import roll_calls, tickets
from db.models import RollCall, Ticket, Unit
from db.vocabulary import MailPriority, SafetyAnswer


async def call(turn: Turn, press: Press) -> None:
    """Everybody of the building who has not answered; in an exercise only counted."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return
    if not turn.leads_here:
        turn.notify("drill.leaders_call", alert=True)
        return
    if not roll_call.may_call(ticket):
        pressed.say_how_it_stands(turn, ticket)
        return
    if ticket.drill:
        await _count(turn, ticket)
        return
    asked = await roll_call.call(turn, ticket, turn.person)
    if not asked:
        turn.notify("drill.nobody_to_ask", alert=True)
        return
    roll_call_news.ask(turn, ticket, asked)
    await roll_call_news.show(turn, ticket)
    turn.notify("drill.asked", people=len(asked))


async def _count(turn: Turn, ticket: Ticket) -> None:
    living = await roll_calls.residents(turn.session, ticket.building_id or 0)
    await news.post(
        turn,
        ticket,
        "drill.would_ask",
        people=len(living),
        floors=len({unit.floor for _, unit in living.values()}),
    )


async def safe(turn: Turn, press: Press) -> None:
    found = await _asked(turn, press)
    if found is None:
        return
    ticket, asked = found
    of_this_danger = press.number(1) == roll_call.danger(ticket)
    if not of_this_danger or not roll_call.belongs_to(ticket, asked):
        turn.notify("drill.roll_call_over", alert=True)
        return
    needed_help = asked.answer is SafetyAnswer.HELP
    turn.notify("drill.noted_safe", alert=True)
    if not roll_call.answer(turn, ticket, asked, SafetyAnswer.SAFE):
        return
    if needed_help:
        await roll_call_news.safe_after_all(turn, ticket, turn.person, await _home(turn, asked))
    await roll_call_news.show(turn, ticket)


async def help_(turn: Turn, press: Press) -> None:
    """Heard from an older message as well: nobody who calls for help is sent to another button."""
    found = await _asked(turn, press)
    if found is None:
        return
    ticket, asked = found
    if roll_call.answer(turn, ticket, asked, SafetyAnswer.HELP):
        unit = await _home(turn, asked)
        await roll_call_news.cry_for_help(turn, ticket, turn.person, unit)
        await roll_call_news.show(turn, ticket)
    turn.say("drill.help_is_told", priority=MailPriority.EMERGENCY)


async def _asked(turn: Turn, press: Press) -> tuple[Ticket, RollCall] | None:
    """For somebody who was asked, while the danger lasts; else a polite note."""
    number = press.number(0)
    ticket = await tickets.by_number(turn.session, number) if number is not None else None
    asked = await roll_calls.of(turn.session, ticket.id, turn.person.id) if ticket else None
    if ticket is None or asked is None:
        turn.notify("common.not_yours", alert=True)
        return None
    if ticket.state not in lifecycle.UNDONE:
        turn.notify("drill.roll_call_over", alert=True)
        return None
    return ticket, asked


async def _home(turn: Turn, asked: RollCall) -> Unit:
    return await turn.session.get_one(Unit, asked.unit_id)
