"""When the clock has to look at a ticket again, decided from the row alone."""

from collections.abc import Callable
from datetime import datetime

from bot.tickets import lifecycle, patience
from bot.tickets.clocks import (
    CONFIRM_WINDOW,
    DOUBT_PATIENCE,
    DRILL_LONGEST,
    HANDOFF_PATIENCE,
    LAST_QUESTION,
)
from bot.tickets.deadlines import running
from bot.tickets.grounds import Grounds
from bot.tickets.paging import awaits_acknowledgement, called_from, next_page
from db.models import Ticket
from db.vocabulary import TicketState


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
    return next_page(called_from(ticket), now) if awaits_acknowledgement(ticket) else None


def _rung(ticket: Ticket, now: datetime) -> datetime | None:
    """The next one of any clock that runs."""
    moments = (deadline.ahead(now) for deadline in running(ticket))
    return min((each for each in moments if each is not None), default=None)


def _promise(ticket: Ticket, now: datetime) -> datetime | None:
    return None if ticket.state is TicketState.SCHEDULED else ticket.promise_due


def _drill(ticket: Ticket, now: datetime) -> datetime | None:
    return ticket.opened_at + DRILL_LONGEST if ticket.drill else None


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
    _drill,
)
"""Each says when its duty falls due for an open ticket, by the row; None: not as it stands.

What is done then stands in `sweep.DUTIES`.
"""
