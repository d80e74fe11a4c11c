"""Whom a complaint is about: it never reaches them."""

from db.models import Ticket


def concerned(ticket: Ticket) -> frozenset[int]:
    """The ids of those it is kept from: all whom its words may name, and whom a reader has.

    What they are kept from they stay kept from, whatever it becomes.
    """
    return frozenset(ticket.concerned)


def is_confidential(ticket: Ticket) -> bool:
    """A complaint, or what is kept from somebody: told in person, never in a team's group."""
    return ticket.private or bool(concerned(ticket))
