"""When the clock has to look at a ticket again, decided from the row alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.tickets import lifecycle, patience
from bot.tickets.clocks import (
    CONFIRM_WINDOW,
    DOUBT_PATIENCE,
    HANDOFF_PATIENCE,
    LAST_QUESTION,
    PAGE_AGAIN,
)
from bot.tickets.deadlines import running
from bot.tickets.grounds import Grounds
from db.models import Ticket
from db.vocabulary import Priority, TicketState

_SLOWER = ((timedelta(hours=1), timedelta(minutes=30)), (timedelta(days=1), timedelta(days=1)))
"""After this long, an unacknowledged emergency is paged again only this often."""


def when_to_look(ticket: Ticket, now: datetime) -> datetime | None:
    """None once nothing can fall due."""
    if ticket.state in lifecycle.OVER:
        return None
    moments = (falls_due(ticket, now) for falls_due in MOMENTS)
    return min((each for each in moments if each is not None), default=None)


def _confirmation(ticket: Ticket, now: datetime) -> datetime | None:
    if ticket.state is not TicketState.RESOLVED or ticket.resolved_at is None:
        return None
    asked_again = ticket.resolved_at + LAST_QUESTION
    return asked_again if now < asked_again else ticket.resolved_at + CONFIRM_WINDOW


def _doubt(ticket: Ticket, now: datetime) -> datetime | None:
    """The desk hears of a possible danger even where the owner says no more."""
    if ticket.state not in lifecycle.UNDONE or Grounds.read(ticket.evidence).doubt is None:
        return None
    patience_ends = ticket.opened_at + DOUBT_PATIENCE
    return patience_ends if now < patience_ends else None


def _handoff(ticket: Ticket, now: datetime) -> datetime | None:
    if ticket.offered_to_id is None or ticket.offered_at is None:
        return None
    if ticket.state not in lifecycle.UNDONE:
        return None
    return ticket.offered_at + HANDOFF_PATIENCE


def _page(ticket: Ticket, now: datetime) -> datetime | None:
    return next_page(ticket.due_from, now) if awaits_acknowledgement(ticket) else None


def _rung(ticket: Ticket, now: datetime) -> datetime | None:
    """The next one of any clock that runs."""
    moments = (deadline.ahead(now) for deadline in running(ticket))
    return min((each for each in moments if each is not None), default=None)


def _promise(ticket: Ticket, now: datetime) -> datetime | None:
    return ticket.promise_due


MOMENTS: tuple[Callable[[Ticket, datetime], datetime | None], ...] = (
    _confirmation,
    _doubt,
    _handoff,
    _page,
    _rung,
    patience.answer,
    patience.appointment,
    patience.pressing,
    _promise,
)
"""Each says when its duty falls due for an open ticket, by the row; None: not as it stands.

What is done then stands in `sweep.DUTIES`.
"""


def awaits_acknowledgement(ticket: Ticket) -> bool:
    """An emergency nobody has taken: its people are paged again and again, not nudged."""
    return ticket.priority is Priority.P1 and ticket.state in lifecycle.UNACCEPTED


def next_page(opened: datetime, now: datetime) -> datetime:
    """Every five minutes for an hour, then every half hour for a day, then daily."""
    interval = PAGE_AGAIN
    for after, slower in _SLOWER:
        if now - opened >= after:
            interval = slower
    return opened + ((now - opened) // interval + 1) * interval
