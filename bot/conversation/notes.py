"""Internal notes, however they are begun: with a button, or with a prefix."""

from bot.conversation import outgoing
from bot.conversation.turn import Turn
from bot.tickets import cards, follow_ups, talking
from db.models import Ticket
from db.vocabulary import TicketKind


async def take(turn: Turn, ticket: Ticket, text: str) -> None:
    """The desk sees it and the owner does not; on a follow-up it says what came of it."""
    if ticket.kind is TicketKind.FOLLOW_UP and await follow_ups.settle(
        turn, ticket, turn.person, text
    ):
        await cards.show(turn, ticket)
        await outgoing.tell_desk(turn, ticket, "rating.settled", words=text)
        return
    if ticket.kind is not TicketKind.FOLLOW_UP:
        talking.note(turn, ticket, turn.person, text)
    await outgoing.tell_desk(turn, ticket, "staff.noted", by=turn.person, words=text)
