"""What the clock does about work that waits: ask the owner again, let go, begin at the hour."""

from bot.desk import Desk
from bot.tickets import cards, leading, news, waiting
from bot.tickets.clocks import ANSWER_WINDOW, ASK_AGAIN
from bot.tickets.log import record
from db import tickets
from db.models import Ticket
from db.vocabulary import EventType, TicketState


async def await_answer(desk: Desk, ticket: Ticket) -> None:
    """The owner was asked something: once more after two days, and after seven it is closed."""
    if ticket.state is not TicketState.PENDING_CUSTOMER or ticket.paused_at is None:
        return
    waited = desk.now - ticket.paused_at
    if waited >= ANSWER_WINDOW:
        if waiting.close_unanswered(desk, ticket):
            await news.closed_unanswered(desk, ticket)
            await leading.let_go(desk, ticket)
    elif waited >= ASK_AGAIN and not await _was_asked_again(desk, ticket):
        asked = await tickets.events_of(desk.session, ticket.id, EventType.AWAITED_OWNER)
        record(desk, ticket, EventType.REMINDED, None)
        news.tell_owner(desk, ticket, "owner.asked_again", words=asked[-1].data["said"])


async def _was_asked_again(desk: Desk, ticket: Ticket) -> bool:
    reminded = await tickets.events_of(desk.session, ticket.id, EventType.REMINDED)
    return any(ticket.paused_at is not None and each.at >= ticket.paused_at for each in reminded)


async def keep_appointment(desk: Desk, ticket: Ticket) -> None:
    """Its hour has come: the ticket is at work again, and whoever goes there is told."""
    when = await waiting.booked_for(desk, ticket)
    if when is None or desk.now < when or not await waiting.resume(desk, ticket, None):
        return
    await cards.show(desk, ticket)
    await news.post(desk, ticket, "desk.appointment_now", when=when)
