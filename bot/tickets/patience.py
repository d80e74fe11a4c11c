"""When somebody has waited long enough: for an answer, an appointment's hour, a listener."""

from datetime import datetime

from bot.tickets import lifecycle
from bot.tickets.clocks import (
    ANSWER_WINDOW,
    APPOINTMENT_AHEAD,
    APPOINTMENT_GRACE,
    ASK_AGAIN,
    PRESSING_PATIENCE,
)
from bot.tickets.grounds import Grounds
from db.models import Ticket
from db.vocabulary import TicketState


def answer(ticket: Ticket, now: datetime) -> datetime | None:
    """The owner is asked once more, and later let go."""
    if ticket.state is not TicketState.PENDING_CUSTOMER or ticket.paused_at is None:
        return None
    asked_again = ticket.paused_at + ASK_AGAIN
    return asked_again if now < asked_again else ticket.paused_at + ANSWER_WINDOW


def appointment(ticket: Ticket, now: datetime) -> datetime | None:
    """Whoever goes is reminded, then sent, and at last has missed it.

    The nearest promise is the appointment, or comes before it and is looked at then.
    """
    if ticket.state is not TicketState.SCHEDULED or ticket.promise_due is None:
        return None
    hour = ticket.promise_due
    missed = hour + APPOINTMENT_GRACE
    return next((each for each in (hour - APPOINTMENT_AHEAD, hour) if each > now), missed)


def pressed_at(ticket: Ticket) -> datetime | None:
    """Since when a complaint cannot wait; None once somebody has taken it."""
    since = Grounds.read(ticket.evidence).pressing_since
    if not since or ticket.state not in lifecycle.UNACCEPTED:
        return None
    return datetime.fromisoformat(since)


def pressing(ticket: Ticket, now: datetime) -> datetime | None:
    since = pressed_at(ticket)
    if since is None or now >= since + PRESSING_PATIENCE:
        return None
    return since + PRESSING_PATIENCE
