"""When somebody has waited long enough: for an owner's answer, for an appointment's hour."""

from datetime import datetime

from bot.tickets.clocks import ANSWER_WINDOW, ASK_AGAIN
from db.models import Ticket
from db.vocabulary import TicketState


def answer(ticket: Ticket, now: datetime) -> datetime | None:
    """The owner is asked once more, and later let go."""
    if ticket.state is not TicketState.PENDING_CUSTOMER or ticket.paused_at is None:
        return None
    asked_again = ticket.paused_at + ASK_AGAIN
    return asked_again if now < asked_again else ticket.paused_at + ANSWER_WINDOW


def appointment(ticket: Ticket, now: datetime) -> datetime | None:
    """The nearest promise is the appointment, or comes before it and is looked at then."""
    if ticket.state is not TicketState.SCHEDULED or ticket.promise_due is None:
        return None
    return ticket.promise_due if ticket.promise_due > now else None
