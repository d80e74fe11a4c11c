"""Whether a ticket may become what somebody wants it to be, and if not, why not."""

from datetime import datetime
from enum import StrEnum

from bot.tickets import lifecycle
from bot.tickets.clocks import REOPEN_WINDOW
from bot.tickets.concerned import concerned
from db.models import Ticket
from db.vocabulary import TicketKind, TicketState


class Refusal(StrEnum):
    MOVED_ON = "moved_on"
    """No way leads there from where it is by now."""
    TOO_LATE = "too_late"
    """It has been closed for longer than a ticket may be reopened."""
    ITSELF = "itself"
    ELSEWHERE = "elsewhere"
    """It belongs to another community."""
    OVER = "over"
    """Whatever is put together goes on in what is open."""
    PRIVATE = "private"
    """A private matter stays between its own reporter and the desk, and is kept from whom it is
    about."""
    DANGER = "danger"
    """An emergency is no part of anything less, nor a drill of anything real."""
    LEADS = "leads"
    """Others were merged into it: theirs would be two steps away from their answer."""


def may(ticket: Ticket, wanted: TicketState, now: datetime) -> Refusal | None:
    """None: it may. What is closed opens again for fourteen days and never after."""
    if lifecycle.path(ticket.state, wanted) is None:
        return Refusal.MOVED_ON
    if ticket.state is TicketState.CLOSED and not _may_be_reopened(ticket, now):
        return Refusal.TOO_LATE
    return None


def _may_be_reopened(ticket: Ticket, now: datetime) -> bool:
    return ticket.closed_at is not None and now - ticket.closed_at <= REOPEN_WINDOW


def may_merge(ticket: Ticket, into: Ticket, now: datetime, *, leads: bool) -> Refusal | None:
    """Whether one ticket is put to another, which then answers for both; `leads`: others were
    put to this one. What it is put to is open, so that no ring can close."""
    if (refused := may(ticket, TicketState.DUPLICATE, now)) is not None:
        return refused
    refusals = {
        Refusal.ITSELF: ticket.id == into.id,
        Refusal.ELSEWHERE: ticket.community_id != into.community_id,
        Refusal.OVER: into.state in lifecycle.OVER or into.state is TicketState.RESOLVED,
        Refusal.PRIVATE: ticket.private is not into.private
        or (ticket.private and ticket.reporter_id != into.reporter_id)
        or not concerned(ticket) <= concerned(into),
        Refusal.DANGER: ticket.drill is not into.drill
        or (ticket.kind is TicketKind.EMERGENCY and into.kind is not TicketKind.EMERGENCY),
        Refusal.LEADS: leads,
    }
    return next((each for each, applies in refusals.items() if applies), None)
