"""How pressing a ticket is: how soon it hurts, and how far it reaches."""

from bot.tickets import lifecycle
from db.models import Ticket
from db.vocabulary import Impact, Priority, Urgency

_BY_URGENCY = {
    Urgency.CRITICAL: Priority.P1,
    Urgency.HIGH: Priority.P2,
    Urgency.NORMAL: Priority.P3,
    Urgency.LOW: Priority.P4,
}
_OF_ALL = {Priority.P4: Priority.P3, Priority.P3: Priority.P2}
"""What troubles everybody is one step more pressing; a danger it becomes only by itself."""


def priority_of(impact: Impact, urgency: Urgency) -> Priority:
    priority = _BY_URGENCY[urgency]
    return _OF_ALL.get(priority, priority) if impact is Impact.ESTATE else priority


def urgency_of(priority: Priority) -> Urgency:
    """How soon it hurts, where a topic has named the priority."""
    return next(urgency for urgency, named in _BY_URGENCY.items() if named is priority)


def impact_of(building_id: int | None, unit_id: int | None) -> Impact:
    """What a place says of it: a building's shared part troubles the building."""
    return Impact.BUILDING if building_id is not None and unit_id is None else Impact.UNIT


def may_prioritise(ticket: Ticket) -> bool:
    """Something is left to do, and nobody is in danger."""
    return ticket.state in lifecycle.UNDONE and ticket.priority is not Priority.P1
