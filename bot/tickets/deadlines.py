"""Which clocks of a ticket run, how far each has come, and what stops or moves them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from bot.tickets import lifecycle
from bot.tickets.calendars import ALWAYS, Calendar, calendar_of
from bot.tickets.clocks import APPOINTMENT_GRACE
from db.models import Ticket
from db.vocabulary import ClockKind, TicketState

LADDER = (50, 80, 100, 150, 200)
"""Per cent of the time allowed at which somebody higher up is told, once each."""

NEARLY = 80
"""The rung at which the owner hears that it may be late."""

MISSED = 100
LAST = LADDER[-1]

BREACHES: Mapping[ClockKind, str] = {
    ClockKind.RESPONSE: "breached_response",
    ClockKind.RESOLUTION: "breached_resolution",
    ClockKind.PROMISE: "breached_promise",
}
"""The column that remembers a missed deadline."""

_ANSWERED = lifecycle.PAUSED | lifecycle.OVER | {TicketState.RESOLVED}
"""States that are entered by telling the owner something."""


@dataclass(frozen=True)
class Deadline:
    """One clock that runs."""

    kind: ClockKind
    since: datetime
    due: datetime
    calendar: Calendar
    paused: timedelta = timedelta()
    """Of the calendar's time, how much it stood still."""
    grace: timedelta = timedelta()
    """How long after it is due it is not missed yet. Where there is any, nobody is nudged."""

    @cached_property
    def rungs(self) -> tuple[tuple[int, datetime], ...]:
        """When so many per cent of the time allowed have passed, nights and pauses left out."""
        if self.grace:
            return ()
        allowed = self.calendar.between(self.since, self.due) - self.paused
        return tuple((level, self._after(level, allowed)) for level in LADDER)

    def _after(self, level: int, allowed: timedelta) -> datetime:
        if level == MISSED:
            return self.due
        if level > MISSED:
            return self.calendar.after(self.due, allowed * (level - MISSED) / 100)
        return min(self.calendar.after(self.since, self.paused + allowed * level / 100), self.due)

    def reached(self, now: datetime) -> int:
        """The highest rung passed by now; 0: none.

        Rungs that passed unseen, while the program was down, count as one: the highest is told.
        """
        return max((level for level, moment in self.rungs if moment <= now), default=0)

    def ahead(self, now: datetime) -> datetime | None:
        """When the next rung comes; None after the last."""
        return next((moment for _, moment in self.rungs if moment > now), None)


def running(ticket: Ticket) -> tuple[Deadline, ...]:
    """The clocks that run now; none for an exercise, and none once it is resolved or over."""
    if ticket.drill or ticket.state not in lifecycle.UNDONE:
        return ()
    calendar = calendar_of(ticket)
    found = []
    if ticket.first_response_at is None:
        found.append(
            Deadline(ClockKind.RESPONSE, ticket.due_from, ticket.first_response_due, calendar)
        )
    if ticket.awaiting_reply_since is not None and ticket.next_response_due is not None:
        found.append(
            Deadline(
                ClockKind.NEXT_RESPONSE,
                ticket.awaiting_reply_since,
                ticket.next_response_due,
                calendar,
            )
        )
    if ticket.state not in lifecycle.PAUSED:
        found.append(
            Deadline(
                ClockKind.RESOLUTION,
                ticket.due_from,
                ticket.resolution_due,
                calendar,
                timedelta(seconds=ticket.paused_seconds or 0),
            )
        )
    if ticket.promise_due is not None:
        found.append(_promised(ticket, ticket.promise_due))
    return tuple(found)


def _promised(ticket: Ticket, due: datetime) -> Deadline:
    """An appointment is a promise to be there at an hour: until then nothing of it is late."""
    booked = ticket.state is TicketState.SCHEDULED
    return Deadline(
        ClockKind.PROMISE,
        _promised_at(ticket),
        due,
        ALWAYS,
        grace=APPOINTMENT_GRACE if booked else timedelta(),
    )


def _promised_at(ticket: Ticket) -> datetime:
    """When the nearest promise was made.

    Before its row is at hand, the start of the ticket: the clock looks too early, never too late.
    """
    made = ticket.promise
    return made.made_at if made and made.due_at == ticket.promise_due else ticket.due_from


def next_due(ticket: Ticket) -> datetime | None:
    """The nearest deadline that runs."""
    return min((each.due for each in running(ticket)), default=None)


def missed(ticket: Ticket, now: datetime) -> tuple[Deadline, ...]:
    """Deadlines that have passed, and that nobody has written down as missed."""
    return tuple(
        each
        for each in running(ticket)
        if each.due + each.grace < now
        and each.kind in BREACHES
        and not getattr(ticket, BREACHES[each.kind])
    )


def turned(ticket: Ticket, state: TicketState, now: datetime) -> dict[str, Any]:
    """What a new state does to the clocks: pauses them, lets them go on, takes an answer as given.

    The time stood still is added to what is left, whatever it waits for next: `paused_at` is since
    when it waits for that. A deadline that was missed before stays missed.
    """
    fields: dict[str, Any] = {}
    if state in _ANSWERED and ticket.awaiting_reply_since is not None:
        fields |= answered()
    stands, will_stand = ticket.state in lifecycle.PAUSED, state in lifecycle.PAUSED
    if stands:
        fields |= _gone_on(ticket, now)
    if stands or will_stand:
        fields["paused_at"] = now if will_stand else None
    return fields


def _gone_on(ticket: Ticket, now: datetime) -> dict[str, Any]:
    if ticket.paused_at is None or ticket.resolution_due <= ticket.paused_at:
        return {}
    calendar = calendar_of(ticket)
    stood = calendar.between(ticket.paused_at, now)
    if not stood:  # else what is due as the office closes would be due when it opens
        return {}
    return {
        "paused_seconds": (ticket.paused_seconds or 0) + int(stood.total_seconds()),
        "resolution_due": calendar.after(ticket.resolution_due, stood),
    }


def answered() -> dict[str, Any]:
    """A person has answered what the owner wrote last."""
    return {"awaiting_reply_since": None, "next_response_due": None}


def afresh(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """All the time to resolve it again, as much as there was; for a ticket that is reopened."""
    calendar = calendar_of(ticket)
    paused = timedelta(seconds=ticket.paused_seconds or 0)
    allowed = calendar.between(ticket.due_from, ticket.resolution_due) - paused
    return {
        "due_from": now,
        "resolution_due": calendar.after(now, allowed),
        "paused_at": None,
        "paused_seconds": 0,
        "breached_resolution": False,
        "escalation_level": 0,
    }


def anew(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """All the time to respond as well, for a ticket that begins again from the beginning."""
    calendar = calendar_of(ticket)
    allowed = calendar.between(ticket.due_from, ticket.first_response_due)
    return afresh(ticket, now) | {
        "first_response_due": calendar.after(now, allowed),
        "breached_response": False,
    }
