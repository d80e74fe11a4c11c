"""The log read again: what a ticket's row must be after all that happened to it."""

from collections.abc import Iterable, Set
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import inspect

from db.models import Ticket, TicketEvent

_WORKED_OUT = {"id", "next_check_at", "next_due_at"}

REMEMBERED = (frozenset(inspect(Ticket).columns.keys()) - _WORKED_OUT) | {"concerned"}
"""What the log holds of a ticket: its columns, but for those that are worked out from the others,
and from whom it is kept."""


def plain(value: Any) -> Any:
    """As the log writes it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Set):
        return sorted(value)
    return value.value if isinstance(value, Enum) else value


def snapshot(ticket: Ticket) -> dict[str, Any]:
    """All that is remembered of a ticket, as it is now."""
    return {name: plain(getattr(ticket, name)) for name in sorted(REMEMBERED)}


def rebuilt(events: Iterable[TicketEvent]) -> dict[str, Any]:
    """The row as the log tells it. Whatever sets the state, after the opening, is a version.

    What an older log tells of a column that is no more is passed over.
    """
    row: dict[str, Any] = {}
    for event in events:
        changed = event.data.get("set", {})
        if row and "state" in changed:
            row["version"] += 1
        row.update({name: value for name, value in changed.items() if name in REMEMBERED})
    return row
