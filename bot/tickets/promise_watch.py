"""What the clock does about promises: one that fell due unkept is said to both sides."""

from bot.desk import Desk
from bot.tickets import ladder, lifecycle, news, promises, waiting
from bot.tickets.calendars import ALWAYS
from bot.tickets.deadlines import Deadline
from db import people
from db.models import Promise, Ticket
from db.vocabulary import ClockKind, TicketState


async def settle(desk: Desk, ticket: Ticket) -> None:
    """The owner hears it from us, and not by waiting in vain."""
    if ticket.promise_due is None or ticket.promise_due > desk.now:
        return
    booked = await waiting.booked_for(desk, ticket)
    spared = await waiting.may_still_be_kept(desk, ticket)
    for broken in await promises.settle_due(desk, ticket, spared=spared):
        if ticket.state in lifecycle.UNDONE:
            await _say_so(desk, ticket, broken, appointment=broken.due_at == booked)


async def _say_so(desk: Desk, ticket: Ticket, broken: Promise, *, appointment: bool) -> None:
    maker = await people.by_id(desk.session, broken.made_by) or ticket.accountable
    news.tell_owner(
        desk,
        ticket,
        "owner.appointment_missed" if appointment else "spoken.broken_sorry",
        by=maker.called(ticket.reporter.language),
        due=broken.due_at,
    )
    await news.post(
        desk,
        ticket,
        "desk.appointment_missed" if appointment else "spoken.broken",
        by=maker,
        due=broken.due_at,
    )
    if ticket.state is TicketState.SCHEDULED:  # else the ladder tells them
        deadline = Deadline(ClockKind.PROMISE, broken.made_at, broken.due_at, ALWAYS)
        await ladder.tell_missed(desk, ticket, deadline)
