"""The clock looks at the tickets: who has to be nudged, paged, asked once more, or let go."""

from collections.abc import Awaitable, Callable

from bot.desk import Desk
from bot.tickets import (
    cards,
    drill_news,
    ending,
    ladder,
    lifecycle,
    news,
    paging_news,
    pressing,
    promise_watch,
    taking,
    waited,
)
from bot.tickets.checks import when_to_look
from bot.tickets.clocks import CONFIRM_WINDOW, HANDOFF_PATIENCE, LAST_QUESTION
from bot.tickets.grounds import Grounds
from bot.tickets.log import record
from bot.tickets.paging import awaits_acknowledgement, called_from, next_page
from db import people, tickets
from db.models import Ticket
from db.vocabulary import CardAudience, EventType, TicketState


async def look(desk: Desk, ticket: Ticket) -> None:
    """Do what fell due for one ticket, and set when to look again."""
    for duty in DUTIES:
        await duty(desk, ticket)
    ticket.next_check_at = when_to_look(ticket, desk.now)


async def _tell_of_doubt(desk: Desk, ticket: Ticket) -> None:
    """The owner was asked whether it is a danger, and did not say: it is an ordinary ticket."""
    if ticket.state not in lifecycle.UNDONE or Grounds.read(ticket.evidence).doubt is None:
        return
    shown = {card.audience for card in await tickets.cards_of(desk.session, ticket.id)}
    if CardAudience.STAFF not in shown:
        await news.opened(desk, ticket)
    elif CardAudience.OWNER not in shown:
        await cards.show_owner(desk, ticket)


async def _await_confirmation(desk: Desk, ticket: Ticket) -> None:
    """Asked once more the day before; after the window, silence means it is fixed."""
    if ticket.state is not TicketState.RESOLVED or ticket.resolved_at is None:
        return
    waited = desk.now - ticket.resolved_at
    if waited >= CONFIRM_WINDOW:
        if ending.close(desk, ticket, None):
            await news.closed(desk, ticket, by_owner=False)
    elif waited >= LAST_QUESTION:
        record(desk, ticket, EventType.REMINDED, None)
        news.closing_soon(desk, ticket)


async def _return_handoff(desk: Desk, ticket: Ticket) -> None:
    """Nobody accepted it in time: it stays where it was."""
    if ticket.state not in lifecycle.UNDONE or ticket.offered_at is None:
        return
    if desk.now < ticket.offered_at + HANDOFF_PATIENCE:
        return
    asked = await people.by_id(desk.session, ticket.offered_to_id) if ticket.offered_to_id else None
    if taking.decline(desk, ticket, None):
        await news.returned(desk, ticket, asked)


async def _page_again(desk: Desk, ticket: Ticket) -> None:
    """An emergency that nobody has acknowledged wakes the managers too."""
    if not awaits_acknowledgement(ticket):
        return
    pages = await tickets.events_of(desk.session, ticket.id, EventType.PAGED)
    began = called_from(ticket)
    last = max([began, *(page.at for page in pages)])
    if next_page(began, last) <= desk.now:
        await paging_news.paged(desk, ticket, higher=True)


DUTIES: tuple[Callable[[Desk, Ticket], Awaitable[None]], ...] = (
    _await_confirmation,
    _tell_of_doubt,
    _return_handoff,
    _page_again,
    ladder.climb,
    waited.await_answer,
    pressing.watch,
    promise_watch.settle,
    waited.watch_appointment,
    drill_news.watch,
)
"""What the clock does, in this order; each sees for itself whether it is due.

When to look for it is said in `checks.MOMENTS`.
"""
