"""Work that has to wait: for the owner's answer, for somebody outside, for an appointment."""

from datetime import datetime
from typing import Any

from bot.desk import Desk
from bot.tickets import promises
from bot.tickets.clocks import APPOINTMENT_GRACE
from bot.tickets.log import move
from bot.tickets.taking import OFFERED_TO_NOBODY
from db import promises as stored
from db import tickets
from db.models import Person, Promise, Ticket
from db.vocabulary import EventType, TicketState

WAITING = frozenset(
    {TicketState.PENDING_CUSTOMER, TicketState.PENDING_THIRD_PARTY, TicketState.SCHEDULED}
)
AT_WORK = WAITING | {TicketState.IN_PROGRESS}
"""Somebody has accepted it and is not done: what they do may wait, for one thing or another."""


async def await_owner(desk: Desk, ticket: Ticket, person: Person, question: str) -> bool:
    """Only the owner can say what happens next; their next word brings it back."""
    return await _wait(
        desk,
        ticket,
        TicketState.PENDING_CUSTOMER,
        EventType.AWAITED_OWNER,
        person,
        note={"said": question},
    )


async def await_others(desk: Desk, ticket: Ticket, person: Person) -> bool:
    """A contractor's turn: the owner's clock runs on."""
    return await _wait(
        desk, ticket, TicketState.PENDING_THIRD_PARTY, EventType.AWAITED_OTHERS, person, note={}
    )


async def book(desk: Desk, ticket: Ticket, person: Person, when: datetime, said: str) -> bool:
    """An appointment is a promise; a second one takes the place of the first."""
    if when <= desk.now:
        return False
    return await _wait(
        desk,
        ticket,
        TicketState.SCHEDULED,
        EventType.BOOKED,
        person,
        note={"when": when.isoformat(), "said": said},
        appointment=when,
    )


async def resume(desk: Desk, ticket: Ticket, person: Person | None) -> bool:
    """Back to work; `person` None: nobody came to the appointment."""
    if ticket.state not in WAITING:
        return False
    if person is not None:
        await keep_appointment(desk, ticket, person)
    return move(desk, ticket, TicketState.IN_PROGRESS, EventType.RESUMED, person)


async def arrive(desk: Desk, ticket: Ticket, person: Person) -> bool:
    """Somebody is there, where an appointment was waited for."""
    return ticket.state is TicketState.SCHEDULED and await resume(desk, ticket, person)


async def is_appointment(desk: Desk, ticket: Ticket, promise: Promise) -> bool:
    """The promise is to be there at the hour that the ticket waits for."""
    return promise.due_at == await booked_for(desk, ticket)


async def keep_appointment(desk: Desk, ticket: Ticket, person: Person) -> None:
    """Whoever is at work by the end of the grace was there in time."""
    made = await _appointment(desk, ticket)
    if made is not None:
        await promises.keep(desk, ticket, made, person, grace=APPOINTMENT_GRACE)


def close_unanswered(desk: Desk, ticket: Ticket) -> bool:
    """The owner was asked and never said; it can be opened again like anything closed."""
    if ticket.state is not TicketState.PENDING_CUSTOMER:
        return False
    return move(
        desk,
        ticket,
        TicketState.CLOSED,
        EventType.CLOSED,
        None,
        note={"unanswered": True},
        closed_at=desk.now,
        **OFFERED_TO_NOBODY,
    )


async def booked_for(desk: Desk, ticket: Ticket) -> datetime | None:
    """When the appointment is that it waits for; None where it waits for none."""
    if ticket.state is not TicketState.SCHEDULED:
        return None
    booked = await tickets.events_of(desk.session, ticket.id, EventType.BOOKED)
    return datetime.fromisoformat(booked[-1].data["when"]) if booked else None


async def may_still_be_kept(desk: Desk, ticket: Ticket) -> datetime | None:
    """When the appointment is, unless it was missed."""
    when = await booked_for(desk, ticket)
    return when if when is not None and desk.now < when + APPOINTMENT_GRACE else None


async def _wait(
    desk: Desk,
    ticket: Ticket,
    wanted: TicketState,
    event: EventType,
    person: Person,
    *,
    note: dict[str, Any],
    appointment: datetime | None = None,
) -> bool:
    if ticket.state not in AT_WORK:
        return False
    before = await _appointment(desk, ticket)
    if before is not None and before.due_at != appointment:
        await promises.give_up(desk, ticket, before, person)
    if appointment is not None:
        await promises.appoint(desk, ticket, person, appointment, note["said"])
    return move(desk, ticket, wanted, event, person, note=note)


async def _appointment(desk: Desk, ticket: Ticket) -> Promise | None:
    """The promise that the appointment is; None where there is none, or it was missed."""
    when = await may_still_be_kept(desk, ticket)
    return await stored.at(desk.session, ticket.id, when) if when is not None else None
