"""What is true of every ticket at every moment, whatever was done to it and in which order."""

from bot.tickets.lifecycle import ACTIVE, OVER, PAUSED, UNACCEPTED
from db.models import Ticket
from db.vocabulary import TicketState as S

_NOBODY_WORKS = UNACCEPTED | {S.DUPLICATE, S.REJECTED, S.CANCELLED}


def broken(ticket: Ticket) -> list[str]:
    """The claims that do not hold, as sentences; empty for a sound ticket."""
    state = ticket.state
    claims = {
        "somebody is accountable": ticket.accountable_id is not None,
        "it is closed exactly while it is over": (ticket.closed_at is not None) == (state in OVER),
        "it is paused exactly while it waits for the owner or an appointment": (
            (ticket.paused_at is not None) == (state in PAUSED)
        ),
        "whoever is asked to take over was asked at some time": (
            (ticket.offered_to_id is None) == (ticket.offered_at is None)
        ),
        "nobody is asked to take over what is done": (
            ticket.offered_to_id is None or state in ACTIVE - {S.RESOLVED}
        ),
        "it is merged exactly while it is a duplicate": (
            (ticket.merged_into_id is not None) == (state is S.DUPLICATE)
        ),
        "it is not merged into itself": (
            ticket.merged_into_id is None or ticket.merged_into_id != ticket.id
        ),
        "there is a reason exactly while it is rejected": (
            (ticket.reject_reason is not None) == (state is S.REJECTED)
        ),
        "there is no contact without a reason": (
            ticket.reject_contact is None or ticket.reject_reason is not None
        ),
        "what is resolved was resolved at some time": (
            state is not S.RESOLVED or ticket.resolved_at is not None
        ),
        "what is at work is not resolved": (
            ticket.resolved_at is None or state in (S.RESOLVED, S.CLOSED)
        ),
        "somebody does the work once it is accepted": (
            state in _NOBODY_WORKS or ticket.assignee_id is not None
        ),
        "somebody was the first to accept what is at work": (
            state in _NOBODY_WORKS or ticket.first_accepted_id is not None
        ),
        "its versions begin at one": ticket.version >= 1,
        "there are one to five stars": ticket.rating is None or 1 <= ticket.rating <= 5,
    }
    return [claim for claim, holds in claims.items() if not holds]
