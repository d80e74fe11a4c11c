"""What a reporter can do about their own tickets: look, correct, withdraw, confirm, rate."""

import re
from collections import Counter

from bot.buttons import Action, Press, Rows, button, column, grid, plain
from bot.conversation import pressed, proposals, relay
from bot.conversation.turn import Turn
from bot.places import NOWHERE
from bot.tickets import cards, description, ending, leading, news, sorting
from bot.tickets.opening import Wish
from bot.tickets.standing import owns
from db import people, tickets
from db.models import Ticket
from db.vocabulary import (
    Language,
    MailPriority,
    Priority,
    StaffRole,
    Step,
    TeamCode,
    TicketState,
)
from intents import Kind, Topic

_PAGE = 8

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
    before, was, team_id = ticket.accountable_id, ticket.topic, ticket.team_id
    if not await sorting.reclassify(turn, ticket, turn.person, wish):
        turn.notify("owner.too_late_to_correct", alert=True)
        return
    turn.notify("owner.corrected")
    await proposals.corrected(turn, ticket, category, was)
    await cards.show(turn, ticket)
    await news.post(turn, ticket, "staff.reclassified")
    if ticket.team_id != team_id:
        await news.given_out(turn, ticket)
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


async def ask_withdraw(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    turn.say(
        "owner.withdraw_surely",
        buttons=((button("withdraw_yes", Action.CANCEL_SURELY, ticket.id, ticket.version),),),
        ticket=ticket,
        **description.values(turn, ticket, turn.language),
    )


async def withdraw(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    if not ending.cancel(turn, ticket, turn.person):
        turn.notify("common.ticket_over")
        return
    await news.cancelled(turn, ticket, "staff.withdrawn")
    await leading.let_go(turn, ticket)
    turn.say("owner.withdrawn", ticket=ticket, number=ticket.id)


async def fixed(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    if not pressed.is_current(press, ticket) or not ending.close(turn, ticket, turn.person):
        turn.notify("common.already_answered")
        return
    await news.closed(turn, ticket, by_owner=True)


async def not_fixed(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    if not pressed.is_current(press, ticket) or not ending.reopen(turn, ticket, turn.person):
        turn.notify("common.already_answered")
        return
    await news.reopened(turn, ticket, why=None)


async def rate(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    stars = press.number(1) or 0
    if not pressed.is_current(press, ticket) or not ending.rate(turn, ticket, turn.person, stars):
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
