"""Whom an emergency wakes, how often, and until when: decided from plain values."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.tickets import lifecycle
from bot.tickets.clocks import PAGE_AGAIN
from bot.tickets.routing import Candidate
from db.models import Ticket
from db.vocabulary import Priority, StaffRole

_SLOWER = ((timedelta(hours=1), timedelta(minutes=30)), (timedelta(days=1), timedelta(days=1)))
"""After this long, an unacknowledged emergency is paged again only this often."""


def awaits_acknowledgement(ticket: Ticket) -> bool:
    """Nobody has said that they go, whoever had it before: everybody is paged again and again.

    An exercise wakes nobody.
    """
    return (
        ticket.priority is Priority.P1
        and not ticket.drill
        and ticket.acknowledged_at is None
        and ticket.state in lifecycle.UNDONE
    )


def acknowledged(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """What changes when somebody takes an emergency upon themselves; nothing for other tickets."""
    if ticket.priority is not Priority.P1:
        return {}
    return {"acknowledged_at": ticket.acknowledged_at or now}


def called_from(ticket: Ticket) -> datetime:
    """Since when everybody is called who may come."""
    return max(ticket.due_from, ticket.called_afresh_at or ticket.due_from)


def next_page(opened: datetime, now: datetime) -> datetime:
    """Every five minutes for an hour, then every half hour for a day, then daily."""
    interval = PAGE_AGAIN
    for after, slower in _SLOWER:
        if now - opened >= after:
            interval = slower
    return opened + ((now - opened) // interval + 1) * interval


def paged_for(
    team_id: int, candidates: Sequence[Candidate], *, managers: bool = False
) -> list[int]:
    """Everybody an emergency wakes at once: the team on duty (else all on duty), supervisors.

    Managers too where they are asked for, and where there is nobody else.
    """
    staff = [each for each in candidates if each.role is StaffRole.STAFF and each.on_duty]
    team = [each for each in staff if each.team_id == team_id] or staff
    woken = [*team, *_of(StaffRole.SUPERVISOR, candidates)] or list(candidates)
    if managers:
        woken += _of(StaffRole.MANAGER, candidates)
    return list(dict.fromkeys(each.person_id for each in woken))


_NEXT = (StaffRole.SUPERVISOR, StaffRole.MANAGER, StaffRole.DIRECTOR, StaffRole.STAFF)


def next_to_wake(woken: Collection[int], candidates: Sequence[Candidate]) -> list[int]:
    """In place of somebody whom a page did not reach: the next rank that sleeps.

    The other teams, and whoever is off duty, come last. Empty where everybody was woken.
    """
    asleep = [each for each in candidates if each.person_id not in woken]
    ranks = (_of(role, asleep) for role in _NEXT)
    return list(dict.fromkeys(each.person_id for each in next(filter(None, ranks), [])))


def _of(role: StaffRole, candidates: Sequence[Candidate]) -> list[Candidate]:
    return [each for each in candidates if each.role is role]
