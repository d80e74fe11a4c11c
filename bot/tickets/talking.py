"""What is said about a ticket: the staff to the owner, the owner, and among the staff."""

from typing import Any

from bot.desk import Desk
from bot.tickets import deadlines, lifecycle
from bot.tickets.calendars import calendar_of
from bot.tickets.log import change, move, record
from bot.tickets.policy import targets_of
from db import tickets
from db.models import Person, Ticket
from db.vocabulary import EventType, TicketState


def reply(
    desk: Desk,
    ticket: Ticket,
    person: Person,
    said: str,
    media: str | None,
    *,
    to_all: str | None = None,
) -> None:
    """Staff wrote to the owner: the first such word is the human first response.

    `to_all`: the message that went to every owner of an incident, and may be corrected.
    """
    fields: dict[str, Any] = {} if ticket.first_response_at else {"first_response_at": desk.now}
    if ticket.awaiting_reply_since is not None:
        fields |= deadlines.answered()
    note = {"said": said, "media": media} | ({"to_all": to_all} if to_all else {})
    change(desk, ticket, EventType.REPLIED, person, note=note, **fields)


async def follow_up(
    desk: Desk,
    ticket: Ticket,
    person: Person,
    said: str,
    media: str | None,
    *,
    again: bool = False,
    thanks: bool = False,
    letter: str | None = None,
) -> bool:
    """The owner adds something. True where that brings a waiting ticket back to work.

    `again`: they speak of what they reported before and what is still so. `thanks`: it needs no
    answer, and starts no clock. `letter`: in which it waited for a ticket.
    """
    if ticket.merged_into_id is not None:
        record(desk, ticket, EventType.FOLLOWED_UP, person, note={"said": said, "media": media})
        return await _follow_lead(desk, ticket, person, said, media, thanks=thanks)
    note: dict[str, Any] = {"said": said, "media": media}
    if letter is not None:
        note["letter"] = letter
    if again:
        note["again"] = True
    if ticket.state is TicketState.PENDING_CUSTOMER:
        return move(
            desk,
            ticket,
            TicketState.IN_PROGRESS,
            EventType.FOLLOWED_UP,
            person,
            note=note,
            **({} if thanks else await _owed(desk, ticket)),
        )
    if thanks or not _starts_a_clock(ticket):
        record(desk, ticket, EventType.FOLLOWED_UP, person, note=note)
    else:
        owed = await _owed(desk, ticket)
        change(desk, ticket, EventType.FOLLOWED_UP, person, note=note, **owed)
    return False


async def _follow_lead(
    desk: Desk, merged: Ticket, person: Person, said: str, media: str | None, *, thanks: bool
) -> bool:
    """The ticket that answers for it owes the answer; what waits for its own owner waits on."""
    lead = await tickets.lead_of(desk.session, merged)
    if lead.reporter_id == merged.reporter_id:
        return await follow_up(desk, lead, person, said, media, thanks=thanks)
    if not thanks and _starts_a_clock(lead):
        note = {"said": said, "media": media, "merged": merged.id}
        owed = await _owed(desk, lead)
        change(desk, lead, EventType.FOLLOWED_UP, person, note=note, **owed)
    return False


async def answer_for_lead(
    desk: Desk, ticket: Ticket, person: Person, said: str, media: str | None
) -> None:
    """Whoever answered the owner of a merged ticket owes no answer for it on the other one."""
    lead = await tickets.lead_of(desk.session, ticket)
    if lead.id != ticket.id and lead.awaiting_reply_since is not None:
        note = {"said": said, "media": media, "merged": ticket.id}
        change(desk, lead, EventType.REPLIED, person, note=note, **deadlines.answered())


def _starts_a_clock(ticket: Ticket) -> bool:
    """An answer is owed already where none was ever given, or where something waits for one."""
    return (
        ticket.state in lifecycle.UNDONE
        and ticket.first_response_at is not None
        and ticket.awaiting_reply_since is None
    )


async def _owed(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """Somebody has to answer what was just written, by the policy the ticket was opened under."""
    _, targets = await targets_of(desk.session, ticket.community_id, ticket.policy_version)
    answer_in = targets[ticket.priority].respond_next
    return {
        "awaiting_reply_since": desk.now,
        "next_response_due": calendar_of(ticket).after(desk.now, answer_in),
    }


def note(desk: Desk, ticket: Ticket, person: Person, said: str) -> None:
    """An internal remark; the owner never sees it."""
    record(desk, ticket, EventType.NOTED, person, note={"said": said})
