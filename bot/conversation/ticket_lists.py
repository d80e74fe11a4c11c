"""How tickets stand in a list at the desk: one line each, with the way to their room."""

from collections.abc import Sequence
from typing import Any

from bot.conversation.turn import Turn
from bot.tickets import lifecycle
from bot.tickets.concerned import is_confidential
from bot.tickets.description import LAMPS, place_words
from db import queue
from db.models import Card, ForumTopic, Ticket
from db.queue import Count, Reader
from db.vocabulary import CardAudience

_SUPERGROUP = "-100"


def reader_of(turn: Turn) -> Reader:
    """What whoever speaks may see of the community whose desk they stand at."""
    here = [post for post in turn.posts if post.community_id == turn.community.id]
    return Reader(
        turn.person.id,
        turn.community.id,
        leads=turn.leads_here,
        team_ids=tuple(sorted({post.team_id for post in here if post.team_id is not None})),
    )


async def new_card(turn: Turn) -> Card:
    """A message of the speaker's own in which they leaf through a list."""
    card = Card(
        audience=CardAudience.STAFF,
        person_id=turn.person.id,
        chat_id=turn.person.telegram_id,
    )
    turn.session.add(card)
    await turn.session.flush()
    return card


async def own_card(turn: Turn, number: int | None) -> Card | None:
    """The speaker's list with this number; None for anything else that a button may name."""
    card = await turn.session.get(Card, number) if number else None
    if card is None or card.ticket_id or card.person_id != turn.person.id:
        return None
    return card


async def lines(turn: Turn, found: Sequence[Ticket]) -> list[dict[str, Any]]:
    rooms = await queue.rooms_of(turn.session, [ticket.id for ticket in found])
    return [_line(turn, ticket, rooms.get(ticket.id)) for ticket in found]


def _line(turn: Turn, ticket: Ticket, room: ForumTopic | None) -> dict[str, Any]:
    over = ticket.state in lifecycle.OVER
    return {
        "number": ticket.id,
        "link": link_to(room) if room else None,
        "lamp": "⚪" if over else LAMPS[ticket.priority],
        "mine": ticket.accountable_id == turn.person.id,
        "confidential": is_confidential(ticket),
        "title": turn.subject(ticket, turn.language),
        "place": place_words(turn, ticket, turn.language),
        "state": turn.voice.words(f"states.{ticket.state.value}", turn.language),
        "accountable": ticket.accountable.called(turn.language),
        "due": None if over else ticket.next_due_at,
        "late": ticket.next_due_at is not None and ticket.next_due_at < turn.now,
    }


def link_to(room: ForumTopic) -> str | None:
    """Opens the room for those who are in the group; None where there is nothing to open."""
    group = str(room.chat_id)
    if room.thread_id is None or not group.startswith(_SUPERGROUP):
        return None
    return f"https://t.me/c/{group.removeprefix(_SUPERGROUP)}/{room.thread_id}"


def counted(count: Count) -> str:
    """1,000+ where nobody counted further."""
    return f"{count.number:,}{'+' if count.capped else ''}"
