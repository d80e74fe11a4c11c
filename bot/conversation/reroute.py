"""The desk says what a ticket really is: another category, perhaps another team, and a lesson."""

from bot.buttons import Action, Press, button
from bot.conversation import outgoing, pressed, proposals
from bot.conversation.owner_ticket import category_pressed, in_category, other_categories
from bot.conversation.turn import Turn
from bot.tickets import cards, incident_news, lifecycle, news, sorting
from db.models import Ticket
from db.vocabulary import TicketKind


def can_be_rerouted(ticket: Ticket) -> bool:
    """Before somebody has taken it; a complaint and an emergency stay where they are."""
    public = not ticket.private and ticket.kind is not TicketKind.EMERGENCY
    return public and ticket.state in lifecycle.UNACCEPTED


async def _ticket(turn: Turn, press: Press) -> Ticket | None:
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return None
    if not can_be_rerouted(ticket):
        turn.notify("staff.too_late_to_reroute", alert=True)
        return None
    return ticket


async def offer_categories(turn: Turn, press: Press) -> None:
    ticket = await _ticket(turn, press)
    if ticket is None:
        return
    choices = other_categories(turn, ticket, Action.REROUTE_TO, outgoing.desk_language(turn))
    front_desk = button("to_front_desk", Action.REROUTE_TO, ticket.id, "other")
    await outgoing.answer_desk(turn, ticket, "staff.reroute_to", buttons=(*choices, (front_desk,)))


async def reroute(turn: Turn, press: Press) -> None:
    ticket = await _ticket(turn, press)
    if ticket is None:
        return
    category = category_pressed(turn, press)
    if category is None:
        return
    before, was, team_id = ticket.accountable_id, ticket.topic, ticket.team_id
    wish = in_category(turn, ticket, category, ticket.priority)
    if not await sorting.reclassify(turn, ticket, turn.person, wish):
        turn.notify("staff.too_late_to_reroute", alert=True)
        return
    await proposals.corrected(turn, ticket, category, was)
    await incident_news.resorted(turn, ticket, turn.person)
    await cards.show(turn, ticket)
    await cards.follow_keeper(turn, ticket)
    await outgoing.tell_desk(turn, ticket, "staff.rerouted", by=turn.person)
    if ticket.team_id != team_id:
        await news.given_out(turn, ticket)
    if ticket.accountable_id != before:
        news.tell_owner(turn, ticket, "owner.corrected_person")
