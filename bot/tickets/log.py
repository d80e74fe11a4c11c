"""How a ticket changes: the row and its event together, so that the log can rebuild the row."""

from datetime import datetime
from typing import Any

from bot.desk import Desk
from bot.tickets import deadlines, lifecycle, moving
from bot.tickets.checks import when_to_look
from bot.tickets.deadlines import BREACHES, Deadline
from bot.tickets.replay import plain
from db.models import Person, Ticket, TicketEvent
from db.vocabulary import EventType, TicketState


def change(
    desk: Desk,
    ticket: Ticket,
    event: EventType,
    actor: Person | None,
    *,
    note: dict[str, Any] | None = None,
    **fields: Any,
) -> TicketEvent:
    """Set the fields and log the event. A new state makes the buttons of older cards stale.

    The clocks follow: what was missed until now is written down before anything else.
    """
    for deadline in deadlines.missed(ticket, desk.now):
        missed_now(desk, ticket, deadline)
    if "state" in fields:
        fields = deadlines.turned(ticket, fields["state"], desk.now) | fields
    for field, value in fields.items():
        setattr(ticket, field, value)
    if "state" in fields:
        ticket.version = (ticket.version or 0) + 1
    ticket.next_due_at = deadlines.next_due(ticket)
    ticket.next_check_at = _next_look(ticket, desk.now, moved=not _DEADLINES.isdisjoint(fields))
    return record(desk, ticket, event, actor, note=note, **fields)


_DEADLINES = frozenset(
    {"due_from", "first_response_due", "resolution_due", "next_response_due", "promise_due"}
)


def _next_look(ticket: Ticket, now: datetime, *, moved: bool) -> datetime | None:
    """At once where a deadline was moved past one of its rungs; a look that is due stays due."""
    look = when_to_look(ticket, now)
    if look is None:
        return None
    if moved and any(each.reached(now) for each in deadlines.running(ticket)):
        return now
    waiting = ticket.next_check_at
    return waiting if waiting is not None and waiting <= now else look


def missed_now(desk: Desk, ticket: Ticket, deadline: Deadline) -> None:
    """A deadline has passed: the row and the log remember it, once."""
    column = BREACHES.get(deadline.kind)
    if column is not None and getattr(ticket, column):
        return
    fields = {column: True} if column else {}
    for field, value in fields.items():
        setattr(ticket, field, value)
    note = {"clock": deadline.kind.value, "due": deadline.due.isoformat()}
    record(desk, ticket, EventType.BREACHED, None, note=note, **fields)


def record(
    desk: Desk,
    ticket: Ticket,
    event: EventType,
    actor: Person | None,
    *,
    note: dict[str, Any] | None = None,
    **fields: Any,
) -> TicketEvent:
    """Log what happened; `actor` None is the clock."""
    data = dict(note or {})
    if fields:
        data["set"] = {field: plain(value) for field, value in fields.items()}
    entry = TicketEvent(
        ticket_id=ticket.id,
        type=event,
        actor_id=actor.id if actor else None,
        at=desk.now,
        data=data,
    )
    desk.session.add(entry)
    return entry


def move(
    desk: Desk,
    ticket: Ticket,
    wanted: TicketState,
    event: EventType,
    actor: Person | None,
    *,
    note: dict[str, Any] | None = None,
    **fields: Any,
) -> bool:
    """Change the state if `moving` allows it; False, and nothing done, where it does not."""
    steps = lifecycle.path(ticket.state, wanted)
    if steps is None or moving.may(ticket, wanted, desk.now) is not None:
        return False
    passed = {"through": [step.value for step in steps[:-1]]} if len(steps) > 1 else {}
    change(desk, ticket, event, actor, note=(note or {}) | passed, state=wanted, **fields)
    return True


async def settle_people(desk: Desk, ticket: Ticket) -> None:
    """Load the rows that changed ids point at, so that the cards name the right people."""
    await desk.session.flush()
    await desk.session.refresh(ticket, ["team", "accountable", "assignee", "building", "unit"])
