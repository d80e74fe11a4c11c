"""What a reporter can do about their own tickets: look, correct, withdraw, confirm."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bot.buttons import Action, Press, Rows, button, column, grid, plain
from bot.conversation import emergency, pressed, proposals, reopening
from bot.conversation.turn import Turn
from bot.places import NOWHERE
from bot.tickets import (
    cards,
    complaints,
    description,
    ending,
    incident_news,
    leading,
    news,
    sorting,
)
from bot.tickets.complaints import End
from bot.tickets.opening import Wish
from db import tickets
from db.models import Card, Ticket
from db.vocabulary import (
    CardAudience,
    Language,
    MailPriority,
    Priority,
    TeamCode,
    TicketKind,
    TicketState,
)
from intents import Kind, Topic

_PAGE = 8

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
    """The newest tickets, the open ones first, each with a button that shows its card.

    Where there are more than one page holds, they are leafed through in one message.
    """
    found = await tickets.recent_of(turn.session, turn.person.id, limit=_PAGE + 1)
    if len(found) <= _PAGE:
        turn.say(
            "owner.my_tickets",
            buttons=_shown(turn, found),
            name=turn.name,
            page=1,
            tickets=_lines(turn, found),
        )
        return
    card = Card(
        audience=CardAudience.OWNER,
        person_id=turn.person.id,
        chat_id=turn.person.telegram_id,
    )
    turn.session.add(card)
    await turn.session.flush()
    _draw_page(turn, card, found, 1, fresh=True)


async def leaf(turn: Turn, press: Press) -> None:
    """Another page, in the place of the one before."""
    page, number = press.number(0), press.number(1)
    card = await turn.session.get(Card, number) if number else None
    if card is None or card.ticket_id or card.person_id != turn.person.id or not page:
        turn.notify("common.stale")
        return
    offset = (page - 1) * _PAGE
    found = await tickets.recent_of(turn.session, turn.person.id, limit=_PAGE + 1, offset=offset)
    if not found:
        turn.notify("common.stale")
        return
    _draw_page(turn, card, found, page)


def _draw_page(
    turn: Turn, card: Card, found: Sequence[Ticket], page: int, *, fresh: bool = False
) -> None:
    """`found`: those of the page, and one more where another follows."""
    beside = []
    if page > 1:
        beside.append(plain("◀", Action.MY_PAGE, page - 1, card.id))
    if len(found) > _PAGE:
        beside.append(plain("▶", Action.MY_PAGE, page + 1, card.id))
    shown = found[:_PAGE]
    turn.bag.show(
        card,
        turn.language,
        "owner.my_tickets",
        buttons=(*_shown(turn, shown), tuple(beside)),
        priority=MailPriority.REPLY,
        fresh=fresh,
        name=turn.name,
        page=page,
        tickets=_lines(turn, shown),
    )


def _shown(turn: Turn, found: Sequence[Ticket]) -> Rows:
    return column(
        *(
            button(
                "ticket",
                Action.SHOW_TICKET,
                ticket.id,
                number=ticket.id,
                title=turn.subject(ticket, turn.language),
            )
            for ticket in found
        )
    )


def _lines(turn: Turn, found: Sequence[Ticket]) -> list[dict[str, Any]]:
    return [description.values(turn, ticket, turn.language) for ticket in found]


async def show(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket:
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


def category_pressed(turn: Turn, press: Press) -> str | None:
    """The category on one of those buttons, "other" for the front desk; None, told so: neither."""
    category = press.word(1)
    if category not in (*CATEGORIES, "other"):
        turn.notify("common.stale")
        return None
    return category


def _requests(turn: Turn) -> list[Topic]:
    return [topic for topic in turn.catalogue if topic.kind is Kind.REQUEST]


async def reclassify(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    category = category_pressed(turn, press)
    if category is None:
        return
    wish = in_category(turn, ticket, category, Priority.P3)
    before, was, team_id = ticket.accountable_id, ticket.topic, ticket.team_id
    if not await sorting.reclassify(turn, ticket, turn.person, wish):
        turn.notify("owner.too_late_to_correct", alert=True)
        return
    turn.notify("owner.corrected")
    await proposals.corrected(turn, ticket, category, was)
    await incident_news.resorted(turn, ticket, turn.person)
    await cards.show(turn, ticket)
    await cards.follow_keeper(turn, ticket)
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
    if ticket.kind is TicketKind.EMERGENCY:  # raised after that button was sent
        await emergency.false_alarm(turn, press)
        return
    if not ending.cancel(turn, ticket, turn.person):
        turn.notify("common.ticket_over")
        return
    await news.cancelled(turn, ticket, "staff.withdrawn")
    await leading.let_go(turn, ticket)
    await complaints.ended(turn, ticket, End.WITHDRAWN)
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
    if not pressed.is_current(press, ticket):
        turn.notify("common.already_answered")
        return
    if not ending.reopen(turn, ticket, turn.person):
        reopening.offer_to_go_on(turn, ticket)
        return
    await news.reopened(turn, ticket, why=None)
