"""Those who lead name who does the work (指派)."""

from bot.buttons import Press
from bot.conversation import pressed
from bot.conversation.turn import Turn
from bot.tickets import cards, dispatch_news, dispatching, news
from bot.tickets.concerned import concerned
from bot.tickets.opening import candidates
from bot.tickets.standing import Standing
from db.models import Person, Ticket

_MAY_NAME = frozenset({Standing.SUPERVISOR, Standing.MANAGER})


async def choose(turn: Turn, press: Press) -> None:
    """Who could do it, for whoever asks, in their own chat."""
    ticket = await _ticket(turn, press)
    if ticket is None:
        return
    if not turn.incoming.private:
        turn.notify("duty.asked_in_private")
    await dispatch_news.ask_whom(turn, ticket, turn.person)


async def name(turn: Turn, press: Press) -> None:
    ticket = await _ticket(turn, press)
    if ticket is None:
        return
    free = await candidates(turn, excluded=concerned(ticket))
    team = [each for each in free if each.team_id == ticket.team_id]
    chosen = next((each.person_id for each in team if each.person_id == press.number(1)), None)
    to = await turn.session.get(Person, chosen) if chosen is not None else None
    if to is None:
        turn.notify("common.stale")
        return
    if not await dispatching.assign(turn, ticket, turn.person, to):
        pressed.say_how_it_stands(turn, ticket)
        return
    turn.notify("duty.named", to=to.called(turn.language), number=ticket.id)
    await cards.show(turn, ticket)
    dispatch_news.assigned(turn, ticket, turn.person, to)
    await news.post(turn, ticket, "duty.assigned", by=turn.person, to=to)


async def _ticket(turn: Turn, press: Press) -> Ticket | None:
    """For those who lead, and as the button was drawn."""
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return None
    if not turn.standings(ticket) & _MAY_NAME:
        turn.notify("duty.leaders_name", alert=True)
        return None
    if not dispatching.may_be_assigned(ticket):
        pressed.say_how_it_stands(turn, ticket)
        return None
    return ticket
