"""The log read again: what a ticket's row must be after all that happened to it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import inspect

from db.models import Ticket, TicketEvent

REMEMBERED = frozenset(inspect(Ticket).columns.keys()) - {"id", "next_check_at", "next_due_at"}
"""The columns that the log holds; the others are worked out from these."""


def plain(value: Any) -> Any:
    """As the log writes it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.value if isinstance(value, Enum) else value


def snapshot(ticket: Ticket) -> dict[str, Any]:
    """All that is remembered of a ticket, as it is now."""
    return {name: plain(getattr(ticket, name)) for name in sorted(REMEMBERED)}


def rebuilt(events: Iterable[TicketEvent]) -> dict[str, Any]:
    """The row as the log tells it. Whatever sets the state, after the opening, is a version."""
    row: dict[str, Any] = {}
    for event in events:
        changed = event.data.get("set", {})
        if row and "state" in changed:
            row["version"] += 1
        row.update(changed)
    return row
