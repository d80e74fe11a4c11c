"""What the clock does about work that waits: ask the owner again, let go, send somebody."""

from datetime import datetime

from bot.buttons import Action, button
from bot.desk import Desk
from bot.tickets import cards, complaints, leading, news, waiting
from bot.tickets.clocks import (
    ANSWER_WINDOW,
    APPOINTMENT_AHEAD,
    APPOINTMENT_GRACE,
    ASK_AGAIN,
)
from bot.tickets.complaints import End
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
            await complaints.ended(desk, ticket, End.UNANSWERED)
            await leading.let_go(desk, ticket)
    elif waited >= ASK_AGAIN and not await _was_asked_again(desk, ticket):
        asked = await tickets.events_of(desk.session, ticket.id, EventType.AWAITED_OWNER)
        record(desk, ticket, EventType.REMINDED, None)
        news.tell_owner(desk, ticket, "owner.asked_again", words=asked[-1].data["said"])


async def _was_asked_again(desk: Desk, ticket: Ticket) -> bool:
    reminded = await tickets.events_of(desk.session, ticket.id, EventType.REMINDED)
    return any(ticket.paused_at is not None and each.at >= ticket.paused_at for each in reminded)


async def watch_appointment(desk: Desk, ticket: Ticket) -> None:
    """Whoever goes there is told in time, and at the hour. After the grace it was missed (see
    `promise_watch`), and the ticket is at work again."""
    when = await waiting.booked_for(desk, ticket)
    if when is None:
        return
    if desk.now >= when + APPOINTMENT_GRACE:
        if await waiting.resume(desk, ticket, None):
            await cards.show(desk, ticket)
    elif await _is_news(desk, ticket, when):
        there = ((button("arrived", Action.ARRIVED, ticket.id, ticket.version),),)
        if desk.now >= when:
            await news.post(desk, ticket, "desk.appointment_now", buttons=there, when=when)
            _tell_who_waits(desk, ticket, when)
        else:
            await news.post(desk, ticket, "desk.appointment_soon", buttons=there, when=when)


def _tell_who_waits(desk: Desk, ticket: Ticket, when: datetime) -> None:
    """Before it is missed, and not only afterwards."""
    goes = ticket.assignee or ticket.accountable
    news.tell_owner(
        desk,
        ticket,
        "owner.appointment_waits",
        by=goes.called(ticket.reporter.language),
        latest=when + APPOINTMENT_GRACE,
    )


async def _is_news(desk: Desk, ticket: Ticket, when: datetime) -> bool:
    """Once ahead, except of what was booked within the hour, and once when its time has come."""
    due = when if desk.now >= when else when - APPOINTMENT_AHEAD
    if desk.now < due:
        return False
    events = await tickets.events_of(desk.session, ticket.id, EventType.BOOKED, EventType.REMINDED)
    if events[-1].at >= due:
        return False
    record(desk, ticket, EventType.REMINDED, None)
    return True
