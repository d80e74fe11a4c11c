"""A ticket at a glance: the owner's card and the desk's card, edited in place as it changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.buttons import Action, Button, Rows, button, column, grid, plain
from bot.desk import Desk
from bot.tickets import lifecycle
from bot.tickets.grounds import Grounds
from db import people, tickets
from db.models import Card, ForumTopic, Ticket
from db.vocabulary import (
    CardAudience,
    Language,
    MailPriority,
    Priority,
    TicketKind,
    TicketState,
)

MOST_GUESSES = 3

_LAMPS = {Priority.P1: "🔴", Priority.P2: "🟠", Priority.P3: "🟡", Priority.P4: "🟢"}


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
    """What both cards, and every message about a ticket, can speak of."""
    return {
        "number": ticket.id,
        "title": desk.subject(ticket, language),
        "kind": ticket.kind.value,
        "state": desk.voice.words(f"states.{ticket.state.value}", language),
        "place": place_words(desk, ticket, language),
        "said": ticket.said,
        "accountable": ticket.accountable.called(language),
        "assignee": ticket.assignee.called(language) if ticket.assignee else None,
        "team": ticket.team.name(language),
        "owner": ticket.reporter.called(language),
    }


async def show(desk: Desk, ticket: Ticket) -> None:
    """Bring every card of the ticket up to date."""
    for card in await tickets.cards_of(desk.session, ticket.id):
        if card.audience is CardAudience.OWNER:
            await _draw_owner(desk, ticket, card)
        else:
            _draw_desk(desk, ticket, card)


async def show_owner(desk: Desk, ticket: Ticket) -> None:
    """A fresh card at the end of the owner's chat: one asked for again, or the first."""
    card = await tickets.owner_card(desk.session, ticket.id)
    if card is None:
        card = _owner_card(ticket)
        desk.session.add(card)
    card.message_id = None
    await desk.session.flush()
    await _draw_owner(desk, ticket, card, MailPriority.REPLY)


async def show_first(desk: Desk, ticket: Ticket, room: ForumTopic | None, *, receipt: bool) -> None:
    """A new ticket's cards: the owner's receipt, where wanted, and the desk's."""
    owner = _owner_card(ticket) if receipt else None
    keeper = ticket.accountable
    staff = Card(
        audience=CardAudience.STAFF,
        ticket_id=ticket.id,
        person_id=None if room else keeper.id,
        chat_id=room.chat_id if room else keeper.telegram_id,
        topic=room,
    )
    desk.session.add_all([card for card in (owner, staff) if card])
    await desk.session.flush()
    if owner:
        await _draw_owner(desk, ticket, owner, MailPriority.REPLY, fresh=True)
    _draw_desk(desk, ticket, staff, fresh=True)


async def show_privately(desk: Desk, ticket: Ticket) -> None:
    """The desk's card to whoever answers for the ticket, where its group cannot be written to."""
    shown = await tickets.cards_of(desk.session, ticket.id)
    keeper = ticket.accountable
    if any(card.audience is CardAudience.STAFF and card.person_id == keeper.id for card in shown):
        return
    card = Card(
        audience=CardAudience.STAFF,
        ticket_id=ticket.id,
        person_id=keeper.id,
        chat_id=keeper.telegram_id,
    )
    desk.session.add(card)
    await desk.session.flush()
    _draw_desk(desk, ticket, card, fresh=True)


def _owner_card(ticket: Ticket) -> Card:
    return Card(
        audience=CardAudience.OWNER,
        ticket_id=ticket.id,
        person_id=ticket.reporter_id,
        chat_id=ticket.reporter.telegram_id,
    )


async def _draw_owner(
    desk: Desk,
    ticket: Ticket,
    card: Card,
    priority: MailPriority = MailPriority.TICKET,
    *,
    fresh: bool = False,
) -> None:
    language = ticket.reporter.language
    desk.bag.show(
        card,
        language,
        "owner.card",
        fresh=fresh,
        buttons=await owner_buttons(desk, ticket),
        priority=priority,
        state_code=ticket.state.value,
        respond_by=ticket.first_response_due,
        resolve_by=ticket.resolution_due,
        place_known=ticket.place_known,
        wish=ticket.wish,
        rating=ticket.rating,
        guesses=[label for label, _ in await guessed_places(desk, ticket)],
        **values(desk, ticket, language),
    )


async def owner_buttons(desk: Desk, ticket: Ticket) -> Rows:
    """What the reporter can still do about it."""
    if ticket.state in lifecycle.OVER or ticket.state is TicketState.RESOLVED:
        return ()
    rows: list[tuple[Button, ...]] = []
    if not ticket.place_known:
        rows.extend(await place_buttons(desk, ticket))
    correct = button("wrong_category", Action.WRONG_CATEGORY, ticket.id)
    withdraw = button("withdraw", Action.CANCEL_TICKET, ticket.id)
    if ticket.kind is TicketKind.EMERGENCY:
        rows.append((button("false_alarm", Action.SAFE, ticket.id),))
    elif ticket.state in lifecycle.UNACCEPTED and ticket.kind is TicketKind.REQUEST:
        rows.append((correct, withdraw))
    else:
        rows.append((withdraw,))
    return tuple(rows)


async def guessed_places(desk: Desk, ticket: Ticket) -> list[tuple[str, tuple[str, int]]]:
    """What a mistyped place may mean, the likeliest first; empty once it is known.

    Labels, and what each means: `g` and a unit, `b` and a building.
    """
    codes = Grounds.read(ticket.evidence).guesses
    if ticket.place_known or not codes:
        return []
    language = ticket.reporter.language
    found: dict[str, tuple[str, tuple[str, int]]] = {}
    for building in await people.buildings_of(desk.session, ticket.community_id):
        if building.code in codes:
            found[building.code] = (building.name(language), ("b", building.id))
        units = [code for code in codes if code.startswith(f"{building.code}-")]
        for unit in await people.units_coded(desk.session, building, units):
            found[unit.code] = (unit_words(desk, unit, language), ("g", unit.id))
    return [found[code] for code in codes if code in found][:MOST_GUESSES]


async def place_buttons(desk: Desk, ticket: Ticket) -> Rows:
    """What a mistyped place may mean, or home, the building's shared part, the other buildings."""
    guessed = await guessed_places(desk, ticket)
    if guessed:
        return column(
            *(plain(label, Action.PLACE, ticket.id, kind, row) for label, (kind, row) in guessed),
            button("elsewhere", Action.PLACE, ticket.id, "x"),
        )
    language = ticket.reporter.language
    homes = ticket.home
    topic = desk.catalogue.topics.get(ticket.topic or "")
    needs = topic.place if topic else "anywhere"
    rows: list[tuple[Button, ...]] = []
    if homes and needs in ("unit", "anywhere"):
        label = desk.voice.words(
            "buttons.my_home", language, unit=unit_words(desk, homes, language)
        )
        rows.append((plain(label, Action.PLACE, ticket.id, "u", homes.id),))
    buildings = await people.buildings_of(desk.session, ticket.community_id)
    own = homes.building_id if homes else None
    ordered = sorted(buildings, key=lambda each: (each.id != own, each.id))
    if needs == "building" or not homes:
        choices = [
            plain(each.name(language), Action.PLACE, ticket.id, "b", each.id)
            for each in ordered[:12]
        ]
        rows.extend(grid(choices, 3))
    elif own is not None:
        label = desk.voice.words(
            "buttons.shared_part", language, building=ordered[0].name(language)
        )
        rows.append((plain(label, Action.PLACE, ticket.id, "b", own),))
    rows.extend(column(button("elsewhere", Action.PLACE, ticket.id, "x")))
    return tuple(rows)


def _draw_desk(desk: Desk, ticket: Ticket, card: Card, *, fresh: bool = False) -> None:
    language = _card_language(desk, ticket, card)
    grounds, reasons = Grounds.read(ticket.evidence), why(desk, ticket, language)
    desk.bag.show(
        card,
        language,
        "staff.card",
        fresh=fresh,
        buttons=desk_buttons(ticket),
        priority=(
            MailPriority.EMERGENCY
            if ticket.kind is TicketKind.EMERGENCY and ticket.state is TicketState.NEW
            else MailPriority.TICKET
        ),
        pin=card.topic_id is not None,
        lamp=_LAMPS[ticket.priority],
        priority_code=ticket.priority.value,
        home=ticket.home.code if ticket.home else None,
        place_known=ticket.place_known,
        wish=ticket.wish,
        respond_by=None if ticket.first_response_at else ticket.first_response_due,
        resolve_by=ticket.resolution_due,
        over=ticket.state in lifecycle.OVER,
        reopened=ticket.reopened_count,
        rating=ticket.rating,
        about=grounds.about,
        doubtful=grounds.doubt is not None,
        time_said=grounds.time_said,
        time_meant=datetime.fromisoformat(grounds.time_meant) if grounds.time_meant else None,
        phone=grounds.phone,
        who=_named(desk, grounds.who, language),
        amount=grounds.amount,
        currency=grounds.currency,
        by=reasons.by,
        evidence=reasons.said,
        near=reasons.near,
        speaks=ticket.reporter.language.value,
        private=ticket.private,
        **values(desk, ticket, language),
    )


@dataclass(frozen=True)
class Reasons:
    """Why a ticket was sorted so: by what, which words decided, and the topics that were near."""

    by: str
    said: str
    near: list[str]


def why(desk: Desk, ticket: Ticket, language: Language) -> Reasons:
    grounds = Grounds.read(ticket.evidence)
    rivals = (desk.catalogue.topics.get(topic) for topic in grounds.rivals)
    near = [topic.name[language] for topic in rivals if topic and topic.id != ticket.topic]
    return Reasons(grounds.by, grounds.said, near)


def _named(desk: Desk, who: str, language: Language) -> str:
    """A role in the reader's words, a name as it was written."""
    if f"roles.{who}" not in desk.voice.texts:
        return who
    return desk.voice.words(f"roles.{who}", language)


def _card_language(desk: Desk, ticket: Ticket, card: Card) -> Language:
    """A private card was first drawn for the accountable person; topics speak the team's."""
    if card.person_id == ticket.accountable_id:
        return ticket.accountable.language
    return desk.community.language


def desk_buttons(ticket: Ticket) -> Rows:
    """What the desk can do now; each carries the version it was drawn for."""
    if ticket.state in lifecycle.OVER or ticket.state is TicketState.RESOLVED:
        return ()
    number, version = ticket.id, ticket.version
    note = button("note", Action.NOTE, number)
    explain = button("why", Action.WHY, number)
    below = (note, explain) if Grounds.read(ticket.evidence).by else (note,)
    hand_off = button("hand_off", Action.HAND_OFF, number)
    if ticket.state in lifecycle.UNACCEPTED or ticket.state is TicketState.ASSIGNED:
        return ((button("accept", Action.ACCEPT, number, version), hand_off), below)
    return ((button("resolve", Action.RESOLVE, number, version), hand_off), below)


def room_title(desk: Desk, ticket: Ticket) -> str:
    """`#123 🔴 3-12F 漏水`, within the 128 characters a topic's name may have."""
    language = desk.community.language
    where = ticket.unit.code if ticket.unit else place_words(desk, ticket, language)
    title = desk.subject(ticket, language)
    parts = (f"#{ticket.id}", _LAMPS[ticket.priority], where, title)
    return " ".join(part for part in parts if part)[:128]
