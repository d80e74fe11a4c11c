"""The owner's card: how their ticket stands, and what they can still do about it."""

from datetime import datetime

from bot.buttons import Action, Button, Rows, button, column, grid, plain
from bot.desk import Desk
from bot.tickets import ending, lifecycle
from bot.tickets.description import unit_words, values
from bot.tickets.grounds import Grounds
from db import people
from db.models import Card, Ticket
from db.vocabulary import CardAudience, MailPriority, TicketKind, TicketState

MOST_GUESSES = 3


def new(ticket: Ticket) -> Card:
    return Card(
        audience=CardAudience.OWNER,
        ticket_id=ticket.id,
        person_id=ticket.reporter_id,
        chat_id=ticket.reporter.telegram_id,
    )


async def draw(
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
        ticket=ticket,
        buttons=await _buttons(desk, ticket),
        priority=priority,
        state_code=ticket.state.value,
        respond_by=None if ticket.first_response_at else ticket.first_response_due,
        resolve_by=ticket.resolution_due,
        place_known=ticket.place_known,
        wish=ticket.wish,
        rating=ticket.rating,
        may_rate=_asks_for_stars(desk, ticket),
        guesses=[label for label, _ in await guessed_places(desk, ticket)],
        **values(desk, ticket, language),
    )


async def _buttons(desk: Desk, ticket: Ticket) -> Rows:
    """What the reporter can still do about it."""
    if ticket.state is TicketState.CLOSED:
        scores = stars(ticket) if _asks_for_stars(desk, ticket) else ()
        return (*scores, *not_done_after_all(desk, ticket))
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


def _asks_for_stars(desk: Desk, ticket: Ticket) -> bool:
    """Once for each closure, and while it is fresh; also where its owner said nothing."""
    return ending.may_be_rated(ticket) and ending.may_reopen(ticket, desk.now) and not ticket.drill


def stars(ticket: Ticket) -> Rows:
    return (
        tuple(
            plain("⭐" * n if n == 1 else f"{n}⭐", Action.RATE, ticket.id, n, ticket.version)
            for n in range(1, 6)
        ),
    )


def not_done_after_all(desk: Desk, ticket: Ticket) -> Rows:
    """The same ticket again; after fourteen days a new one that goes on with it."""
    if ending.may_reopen(ticket, desk.now):
        again = button("not_fixed_after_all", Action.REOPEN_TICKET, ticket.id, ticket.version)
    elif can_go_on(ticket, desk.now):
        again = button("again_anew", Action.FOLLOW_ON, ticket.id, ticket.version)
    else:
        return ()
    return ((again,),)


def can_go_on(ticket: Ticket, now: datetime) -> bool:
    """Closed too long ago to be opened again. A danger is called out anew, not gone on with."""
    closed = ticket.state is TicketState.CLOSED and not ending.may_reopen(ticket, now)
    return closed and ticket.kind is not TicketKind.EMERGENCY


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
