"""The desk says how pressing a ticket is: how soon it hurts, and how far it reaches."""

from bot.buttons import Action, Press, Rows, button
from bot.conversation import outgoing, pressed
from bot.conversation.turn import Turn
from bot.tickets import cards, sorting
from bot.tickets.priority import may_prioritise, priority_of
from bot.tickets.standing import Standing
from db.models import Ticket
from db.vocabulary import Impact, Urgency

_URGENCIES = (Urgency.HIGH, Urgency.NORMAL, Urgency.LOW)
"""A danger is not chosen here: it is raised, and then everybody is paged."""

_LEADS = frozenset({Standing.SUPERVISOR, Standing.MANAGER})


async def choose(turn: Turn, press: Press) -> None:
    """From the menu, what there is to choose from; from one of those, the choice."""
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    if not may_prioritise(ticket):
        turn.notify("common.stale")
    elif len(press.args) == 2:
        await outgoing.answer_desk(turn, ticket, "clock.priority_which", buttons=_choices(ticket))
    else:
        await _chosen(turn, ticket, press.word(1) or "")


async def _chosen(turn: Turn, ticket: Ticket, word: str) -> None:
    urgency = next((each for each in _URGENCIES if each.value == word), ticket.urgency)
    impact = next((each for each in Impact if each.value == word), ticket.impact)
    if priority_of(impact, urgency) > ticket.priority and not turn.standings(ticket) & _LEADS:
        turn.notify("clock.leaders_lower", alert=True)
        return
    if not await sorting.prioritise(turn, ticket, turn.person, urgency, impact):
        turn.notify("clock.priority_is_so")
        return
    await cards.show(turn, ticket)
    await outgoing.tell_desk(
        turn,
        ticket,
        "clock.prioritised",
        by=turn.person,
        priority_code=ticket.priority.value,
        resolve_by=ticket.resolution_due,
    )


def _choices(ticket: Ticket) -> Rows:
    """How soon in one row, how far in the next."""
    number, version = ticket.id, ticket.version
    return (
        tuple(
            button(f"urgency_{each.value}", Action.PRIORITY, number, each.value, version)
            for each in _URGENCIES
        ),
        tuple(
            button(f"impact_{each.value}", Action.PRIORITY, number, each.value, version)
            for each in Impact
        ),
    )
