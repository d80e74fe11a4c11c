"""What a ticket is called, and what any message about it can speak of."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.tickets import lifecycle
from db.models import Person, Ticket
from db.vocabulary import Language, Priority

LAMPS = {Priority.P1: "🔴", Priority.P2: "🟠", Priority.P3: "🟡", Priority.P4: "🟢"}


def place_words(desk: Desk, ticket: Ticket, language: Language) -> str:
    """Where it is, for a reader of this language; empty where nothing is known."""
    return desk.voice.words(
        "common.place",
        language,
        building=ticket.building.name(language) if ticket.building else None,
        floor=ticket.floor,
        door=ticket.unit.door if ticket.unit else None,
        room=ticket.room,
        said=ticket.place_said,
    )


def unit_words(desk: Desk, unit: Any, language: Language) -> str:
    """A unit as residents call it: 3棟12樓F."""
    return desk.voice.words(
        "common.place",
        language,
        building=unit.building.name(language),
        floor=unit.floor,
        door=unit.door,
        room=None,
        said=None,
    )


def values(desk: Desk, ticket: Ticket, language: Language) -> dict[str, Any]:
    """What the cards, and every message about a ticket, can speak of."""
    return {
        "number": ticket.id,
        "title": desk.subject(ticket, language),
        "kind": ticket.kind.value,
        "state": _state_words(desk, ticket, language),
        "place": place_words(desk, ticket, language),
        "said": ticket.said,
        "accountable": ticket.accountable.called(language),
        "assignee": ticket.assignee.called(language) if ticket.assignee else None,
        "team": ticket.team.name(language),
        "owner": ticket.reporter.called(language),
        "speaks": ticket.reporter.language.value,
    }


def read_in(language: Language, given: Mapping[str, Any]) -> dict[str, Any]:
    """What else a message speaks of; a person among it is called as its readers call them."""
    return {
        name: value.called(language) if isinstance(value, Person) else value
        for name, value in given.items()
    }


def _state_words(desk: Desk, ticket: Ticket, language: Language) -> str:
    if ticket.drill and ticket.state in lifecycle.OVER:
        return desk.voice.words("drill.ended", language)
    return desk.voice.words(f"states.{ticket.state.value}", language)


def room_title(desk: Desk, ticket: Ticket) -> str:
    """`#123 🔴 3-12F 漏水`, within the 128 characters a topic's name may have."""
    language = desk.community.language
    where = ticket.unit.code if ticket.unit else place_words(desk, ticket, language)
    title = desk.subject(ticket, language)
    lamp = desk.voice.words("drill.mark", language) if ticket.drill else LAMPS[ticket.priority]
    parts = (f"#{ticket.id}", lamp, where, title)
    return " ".join(part for part in parts if part)[:128]
