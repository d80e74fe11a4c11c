"""What a reporter can do about their own tickets: look, correct, withdraw, confirm, rate."""

import re
from collections import Counter
from dataclasses import replace

from bot.conversation import pressed, relay
from bot.conversation.buttons import Action, Press, Rows, button, column, grid, plain
from bot.conversation.turn import Turn
from bot.learning import proposals
from bot.places import NOWHERE, Place, find_unit, locate
from bot.tickets import (
    cards,
    description,
    ending,
    incident_news,
    lifecycle,
    news,
    owner_card,
    sorting,
)
from bot.tickets.opening import Wish
from bot.tickets.standing import owns
from db import people, tickets
from db.models import Building, Ticket, Unit
from db.vocabulary import (
    Language,
    MailPriority,
    Priority,
    StaffRole,
    Step,
    TeamCode,
    TicketKind,
    TicketState,
)
from intents import Kind, Topic, Understanding

_PAGE = 8

_SHORTEST_PLACE = 3
"""Characters: less than this (yes, ok) names no place."""

NUMBER = re.compile(r"^\s*[#＃]\s*(\d{1,9})\s*$")
"""A ticket's number, as people type it."""

CATEGORIES = (
    "water",
    "electricity",
    "elevator",
    "hvac",
    "sewage_drain",
    "doors_locks",
    "structure",
    "cleaning_waste",
    "pest",
    "greening",
    "security_access",
    "parking_vehicle",
    "fire_safety",
    "network_tv",
    "facilities",
)
"""What a request can be corrected to, the commonest first; each is a text `categories.…`."""


async def my_tickets(turn: Turn) -> None:
    """The newest tickets, the open ones first, each with a button that shows its card."""
    found = await tickets.recent_of(turn.session, turn.person.id, limit=_PAGE)
    rows = column(
        *(
            plain(
                turn.voice.words(
                    "buttons.ticket",
                    turn.language,
                    number=ticket.id,
                    title=turn.subject(ticket, turn.language),
                ),
                Action.SHOW_TICKET,
                ticket.id,
            )
            for ticket in found
        )
    )
    lines = [description.values(turn, ticket, turn.language) for ticket in found]
    turn.say("owner.my_tickets", buttons=rows, tickets=lines, name=turn.name)


async def show(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket:
        await cards.show_owner(turn, ticket)


async def show_number(turn: Turn, number: int) -> None:
    """`#1024` typed: one's own ticket, or the same words as for one that does not exist."""
    ticket = await tickets.by_number(turn.session, number)
    if ticket is None or not owns(turn.standings(ticket)):
        turn.say("owner.no_such_ticket", number=number)
    else:
        await cards.show_owner(turn, ticket)


async def offer_categories(turn: Turn, press: Press) -> None:
    """What else it could have been: the nearest topics, one per category, and a person."""
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    if ticket.state is not TicketState.NEW:
        turn.notify("owner.too_late_to_correct", alert=True)
        return
    turn.say(
        "owner.which_category",
        buttons=_category_rows(turn, ticket),
        ticket=ticket,
        number=ticket.id,
    )


def _category_rows(turn: Turn, ticket: Ticket) -> Rows:
    return (
        *other_categories(turn, ticket, Action.RECLASSIFY, turn.language),
        (button("let_person_decide", Action.RECLASSIFY, ticket.id, "other"),),
    )


def other_categories(turn: Turn, ticket: Ticket, action: Action, language: Language) -> Rows:
    """A button for each category of a request that it might be instead."""
    known = {topic.category.value for topic in _requests(turn)}
    choices = [
        plain(turn.voice.words(f"categories.{category}", language), action, ticket.id, category)
        for category in CATEGORIES
        if category in known and category != ticket.category
    ]
    return tuple(grid(choices, 3))


def in_category(turn: Turn, ticket: Ticket, category: str, priority: Priority) -> Wish:
    """The same words as a wish of another category, and so perhaps of another team."""
    return Wish(
        kind=ticket.kind,
        category=category,
        team=_team_for(_requests(turn), category),
        priority=priority,
        said=ticket.said,
        place=NOWHERE,
    )


def _requests(turn: Turn) -> list[Topic]:
    return [topic for topic in turn.catalogue if topic.kind is Kind.REQUEST]


async def reclassify(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    category = press.word(1) or ""
    if category not in CATEGORIES and category != "other":
        turn.notify("common.stale")
        return
    wish = in_category(turn, ticket, category, Priority.P3)
    before, was = ticket.accountable_id, ticket.topic
    if not await sorting.reclassify(turn, ticket, turn.person, wish):
        turn.notify("owner.too_late_to_correct", alert=True)
        return
    turn.notify("owner.corrected")
    await proposals.corrected(turn, ticket, category, was)
    await incident_news.resorted(turn, ticket, turn.person)
    await cards.show(turn, ticket)
    await news.post(turn, ticket, "staff.reclassified")
    if ticket.accountable_id != before:
        turn.say(
            "owner.corrected_person",
            ticket=ticket,
            **description.values(turn, ticket, turn.language),
        )


def _team_for(topics: list[Topic], category: str) -> TeamCode:
    """The team that most requests of a category go to; the front desk for all others."""
    teams = Counter(topic.team.value for topic in topics if topic.category.value == category)
    return TeamCode(teams.most_common(1)[0][0]) if teams else TeamCode.SERVICE


async def choose_place(turn: Turn, press: Press) -> None:
    """u: a unit of one's own; g: one that a mistyped place may mean; b: a building; x: in words."""
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    kind, row = press.word(1), press.number(2)
    if kind == "x":
        await turn.expect(Step.TELL_PLACE, ticket=ticket.id)
        turn.say("owner.tell_place", ticket=ticket, number=ticket.id)
        return
    place = await _chosen_place(turn, ticket, kind, row)
    if place is None:
        turn.notify("common.stale")
        return
    await turn.expect_nothing()
    await _put(turn, ticket, place)


async def _chosen_place(
    turn: Turn, ticket: Ticket, kind: str | None, row: int | None
) -> Place | None:
    if row is None:
        return None
    if kind == "u":
        unit = await turn.session.get(Unit, row)
        own = {home.id for home in turn.homes}
        return Place.of_unit(unit, ticket.room) if unit and unit.id in own else None
    if kind == "g":
        guessed = {meant for _, meant in await owner_card.guessed_places(turn, ticket)}
        unit = await turn.session.get(Unit, row)
        return Place.of_unit(unit, ticket.room) if unit and ("g", row) in guessed else None
    if kind == "b":
        building = await turn.session.get(Building, row)
        if building and building.community_id == ticket.community_id:
            return Place(building_id=building.id, floor=ticket.floor, room=ticket.room)
    return None


async def place_told(turn: Turn, data: dict[str, object]) -> bool:
    """The place in the owner's own words, linked where it can be and kept as said where not."""
    text = turn.incoming.text.strip()
    number = data.get("ticket")
    if not text or turn.incoming.command or NUMBER.match(text) or not isinstance(number, int):
        return False
    ticket = await tickets.by_number(turn.session, number)
    if ticket is None or not owns(turn.standings(ticket)):
        return False
    if ticket.place_known or ticket.state in lifecycle.OVER:
        return False
    heard = turn.understand(text)
    danger = heard.doubtful is not None and ticket.kind is not TicketKind.EMERGENCY
    if danger or heard.refers_back or heard.wishes:
        return False
    place = await locate(turn.session, heard.slots, turn.community.id, turn.homes, "anywhere")
    speaks_of_place = place.known or any(
        (heard.slots.building, heard.slots.floor, heard.slots.room)
    )
    if _is_another_matter(ticket, heard, speaks_of_place=speaks_of_place):
        return False
    unit = await find_unit(turn.session, heard.slots, turn.community.id)
    if unit:
        place = Place.of_unit(unit, heard.slots.room)
    if place.guesses:
        await relay.bind(turn, ticket)
        await _ask_which_place(turn, ticket, replace(place, said=text, known=False))
        return True
    said = None if place.known and place.building_id else text
    if said is not None and len(said) < _SHORTEST_PLACE:
        return False
    await relay.bind(turn, ticket)
    await _put(turn, ticket, Place(place.building_id, place.floor, place.unit_id, place.room, said))
    return True


_MATTERS = frozenset({Kind.REQUEST, Kind.COMPLAINT, Kind.QUESTION})
_LIKE_A_WISH = 0.4
"""Confidence from which unsure words that name no place are no answer to "where?"."""


def _is_another_matter(ticket: Ticket, heard: Understanding, *, speaks_of_place: bool) -> bool:
    """「廚房水龍頭漏水」 tells no lift's place, though it names a kitchen."""
    another = heard.kind in _MATTERS and heard.category.value != ticket.category
    if not speaks_of_place:
        return heard.sure or (another and heard.confidence >= _LIKE_A_WISH)
    return another and heard.sure and heard.slots.what is not None


async def _ask_which_place(turn: Turn, ticket: Ticket, place: Place) -> None:
    """Mistyped: kept as it was said, and asked with a button for each guess."""
    sorting.leave_open(turn, ticket, turn.person, place)
    await turn.expect(Step.TELL_PLACE, ticket=ticket.id)
    await cards.show(turn, ticket)
    await cards.show_owner(turn, ticket)


async def _put(turn: Turn, ticket: Ticket, place: Place) -> None:
    if not await sorting.set_place(turn, ticket, turn.person, place):
        turn.notify("common.ticket_over")
        return
    await cards.show(turn, ticket)
    turn.notify("owner.place_noted")
    if not turn.incoming.press:
        turn.say("owner.place_noted", ticket=ticket)
    await news.post(turn, ticket, "staff.placed")


async def ask_withdraw(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    turn.say(
        "owner.withdraw_surely",
        buttons=((button("withdraw_yes", Action.CANCEL_SURELY, ticket.id),),),
        ticket=ticket,
        **description.values(turn, ticket, turn.language),
    )


async def withdraw(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    if not ending.cancel(turn, ticket, turn.person):
        turn.notify("common.ticket_over")
        return
    await news.cancelled(turn, ticket, "staff.withdrawn")
    turn.say("owner.withdrawn", ticket=ticket, number=ticket.id)


async def fixed(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    if not ending.close(turn, ticket, turn.person):
        turn.notify("common.already_answered")
        return
    await news.closed(turn, ticket, by_owner=True)


async def not_fixed(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    if not ending.reopen(turn, ticket, turn.person):
        turn.notify("common.already_answered")
        return
    await news.reopened(turn, ticket, why=None)


async def rate(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    stars = press.number(1) or 0
    if not ending.rate(turn, ticket, turn.person, stars):
        turn.notify("owner.rated_already")
        return
    await cards.show(turn, ticket)
    low = stars <= 2
    if low:
        await turn.expect(Step.TELL_RATING_REASON, ticket=ticket.id)
        await _tell_supervisors(turn, ticket, stars)
    turn.say("owner.low_rating" if low else "owner.rated", name=turn.name, stars=stars)


async def _tell_supervisors(turn: Turn, ticket: Ticket, stars: int) -> None:
    """A low score is followed up by a person, not by a machine."""
    for post in await people.staff_of(turn.session, turn.community.id):
        if post.role is StaffRole.SUPERVISOR:
            turn.bag.tell(
                post.person,
                "staff.low_rating",
                ticket=ticket,
                stars=stars,
                **description.values(turn, ticket, post.person.language),
            )


async def reason_told(turn: Turn, data: dict[str, object]) -> bool:
    number = data.get("ticket")
    if not turn.incoming.text or not isinstance(number, int):
        return False
    ticket = await tickets.by_number(turn.session, number)
    if ticket is None or not owns(turn.standings(ticket)):
        return False
    await relay.bind(turn, ticket)
    ticket.rating_reason = turn.incoming.text[:1000]
    await news.post(turn, ticket, "staff.rating_reason", words=turn.incoming.text)
    turn.say("owner.reason_thanks", priority=MailPriority.REPLY)
    return True
