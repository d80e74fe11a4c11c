"""Whom a complaint is about: it never reaches them."""

from bot.tickets.grounds import Grounds
from db.models import Ticket


def concerned(ticket: Ticket) -> frozenset[int]:
    """The ids of those it is kept from: whom a reader has named, else all whom its words may name.

    What anybody of the team may read (an emergency that began as a complaint) is kept only from
    whoever was named.
    """
    staff = Grounds.read(ticket.evidence).staff if ticket.private else ()
    return frozenset(each for each in (ticket.concerns_id, *staff) if each is not None)
