"""What is said about a ticket: the staff to the owner, the owner, and among the staff."""

from typing import Any

from bot.desk import Desk
from bot.tickets.log import change, move, record
from db.models import Person, Ticket
from db.vocabulary import EventType, TicketState


def reply(desk: Desk, ticket: Ticket, person: Person, said: str, media: str | None) -> None:
    """Staff wrote to the owner: the first such word is the human first response."""
    fields = {} if ticket.first_response_at else {"first_response_at": desk.now}
    change(desk, ticket, EventType.REPLIED, person, note={"said": said, "media": media}, **fields)


def follow_up(
    desk: Desk,
    ticket: Ticket,
    person: Person,
    said: str,
    media: str | None,
    *,
    again: bool = False,
) -> bool:
    """The owner adds something. True where that brings a waiting ticket back to work.

    `again`: they speak of what they reported before and what is still so.
    """
    note: dict[str, Any] = {"said": said, "media": media}
    if again:
        note["again"] = True
    if ticket.state is TicketState.PENDING_CUSTOMER:
        return move(desk, ticket, TicketState.IN_PROGRESS, EventType.FOLLOWED_UP, person, note=note)
    record(desk, ticket, EventType.FOLLOWED_UP, person, note=note)
    return False


def note(desk: Desk, ticket: Ticket, person: Person, said: str) -> None:
    """An internal remark; the owner never sees it."""
    record(desk, ticket, EventType.NOTED, person, note={"said": said})
