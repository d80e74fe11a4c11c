"""Whom a complaint is about: it never reaches them."""

from bot.tickets.grounds import Grounds
from db.models import Ticket


def concerned(ticket: Ticket) -> frozenset[int]:
    """The ids of those it is kept from: whom a reader has named, else all whom its words may name.

    What anybody of the team may read (an emergency that began as a complaint) is kept only from
    whoever was named.
    """
    return frozenset(likeliest_first(ticket))


def likeliest_first(ticket: Ticket) -> tuple[int, ...]:
    """The same; whom it names before whom it only may name."""
    staff = Grounds.read(ticket.evidence).staff if ticket.private else ()
    ids = (ticket.concerns_id, *staff)
    return tuple(dict.fromkeys(each for each in ids if each is not None))
