"""Internal notes, however they are begun: with a button, or with a prefix."""

from bot.conversation.turn import Turn
from bot.tickets import cards, follow_ups, news, talking
from db.models import Ticket
from db.vocabulary import TicketKind


async def take(turn: Turn, ticket: Ticket, text: str) -> None:
    """The desk sees it and the owner does not; on a follow-up it says what came of it."""
    language = turn.community.language
    if ticket.kind is TicketKind.FOLLOW_UP and await follow_ups.settle(
        turn, ticket, turn.person, text
    ):
        await cards.show(turn, ticket)
        await news.post(turn, ticket, "rating.settled", words=text)
        return
    if ticket.kind is not TicketKind.FOLLOW_UP:
        talking.note(turn, ticket, turn.person, text)
    await news.post(turn, ticket, "staff.noted", by=turn.person.called(language), words=text)
