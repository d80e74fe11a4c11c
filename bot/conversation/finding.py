"""What staff look for: #1024, a unit's tickets, or words that somebody said."""

import re
from functools import cache

from bot.buttons import Action, Button, Press, Rows, plain
from bot.conversation.flats import flat_named
from bot.conversation.ticket_lists import lines, link_to, new_card, own_card, reader_of
from bot.conversation.turn import Turn
from bot.places import words_for_place
from bot.tickets import cards
from bot.tickets.description import unit_words
from bot.tickets.standing import owns, works_on
from db import finding, incidents, tickets
from db.finding import Words
from db.models import Card, Ticket, Unit
from db.queue import PAGE
from db.vocabulary import MailPriority, TicketKind
from intents.normalise import fold, simplified_characters, traditional_characters

NUMBER = re.compile(r"^\s*[#＃]\s*(\d{1,9})\s*$")
"""A ticket's number, as people type it."""

_NUMBER_SOUGHT = re.compile(r"[#＃]?\s*(\d{1,9})")
_MOST_WORDS, _LONGEST_WORD = 4, 40


async def find(turn: Turn) -> None:
    """`/find 1024`, `/find 3-12F`, `/find 漏水`, or several of them."""
    if not turn.works_here:
        turn.say("common.not_for_you", command="find")
        return
    sought = turn.incoming.argument
    number = _NUMBER_SOUGHT.fullmatch(sought)
    if number:
        await show_number(turn, int(number[1]), at_desk=True)
    elif sought:
        await _draw(turn, None, sought, turn.incoming.inbox_id, 0)
    else:
        turn.say("queue.how_to_find")


async def show_number(turn: Turn, number: int, *, at_desk: bool = False) -> None:
    """One's own ticket; the desk's card, for those who may work on it; else as if there were none.

    `at_desk`: staff who look at the desk's tickets see the desk's card of their own, too.
    """
    ticket = await tickets.by_number(turn.session, number)
    if ticket is not None:
        desks_own = ticket.kind is TicketKind.FOLLOW_UP or ticket.drill
        mine = owns(turn.standings(ticket)) and not desks_own
        if mine and not at_desk:
            await cards.show_owner(turn, ticket)
            return
        at_work = turn.works_here and works_on(turn.standings(ticket))
        if at_work and await finding.sees(turn.session, reader_of(turn), number):
            await cards.show_as_it_stands(turn, ticket, turn.person, await _to_room(turn, ticket))
            return
    turn.say("owner.no_such_ticket", number=number)


async def _to_room(turn: Turn, ticket: Ticket) -> Rows:
    room = await incidents.room_of(turn.session, ticket.id)
    link = link_to(room) if room else None
    return ((Button("buttons.open_room", url=link),),) if link else ()


async def leaf(turn: Turn, press: Press) -> None:
    """Another page of what was looked for, in the place of the one before."""
    said, page = press.wide_number(0), press.number(2)
    card = await own_card(turn, press.number(1))
    asked = await turn.recall(said) if said else None
    if asked is None or card is None or page is None or page > finding.WINDOW:
        turn.notify("common.stale")
        return
    theirs = asked.speaker.telegram_id == turn.person.telegram_id
    if not theirs or not turn.works_here or asked.command != "find":
        turn.notify("common.stale")
        return
    await _draw(turn, card, asked.argument, asked.inbox_id, page)


async def _draw(turn: Turn, card: Card | None, sought: str, said: int, page: int) -> None:
    """What was found, in a new card or the one that stands already."""
    unit = await flat_named(turn, sought)
    words = _words(turn, _without_place(turn, sought) if unit else sought)
    found = await finding.found(
        turn.session, reader_of(turn), unit.id if unit else None, words, page * PAGE
    )
    listed = await lines(turn, found[:PAGE])
    heard = _heard(turn, sought, unit)
    if not listed and card is None:
        turn.say("queue.nothing_found", sought=heard)
        return
    fresh = card is None
    if card is None:
        card = await new_card(turn)
    ways = (("◀", page - 1, page > 0), ("▶", page + 1, len(found) > PAGE))
    turn.bag.show(
        card,
        turn.language,
        "queue.found",
        buttons=(
            tuple(
                plain(sign, Action.FIND_PAGE, said, card.id, to)
                for sign, to, there in ways
                if there
            ),
        ),
        priority=MailPriority.REPLY,
        fresh=fresh,
        sought=heard,
        page=page + 1,
        more=page > 0 or len(found) > PAGE,
        tickets=listed,
    )


def _heard(turn: Turn, sought: str, unit: Unit | None) -> str:
    """What is looked for, said back as it was understood."""
    if unit is None:
        return sought
    rest = _without_place(turn, sought)
    return f"{unit_words(turn, unit, turn.language)} {rest}".strip()


def _without_place(turn: Turn, sought: str) -> str:
    place = words_for_place(sought, turn.understand(sought).slots)
    return sought.replace(place, " ", 1).strip() if place else sought


def _words(turn: Turn, sought: str) -> list[Words]:
    return [
        (_written(word), _topics_called(turn, word))
        for word in dict.fromkeys(sought.split()[:_MOST_WORDS])
    ]


def _written(word: str) -> tuple[str, ...]:
    """As it is typed, and in both scripts."""
    word = word[:_LONGEST_WORD].lower()
    ways = (word, word.translate(_simplified()), word.translate(_traditional()))
    return tuple(dict.fromkeys(ways))


def _topics_called(turn: Turn, word: str) -> tuple[str, ...]:
    sought = fold(word)
    return tuple(
        topic.id
        for topic in turn.catalogue
        if any(sought in fold(name) for name in topic.name.values())
    )


@cache
def _simplified() -> dict[int, str]:
    return str.maketrans(simplified_characters())


@cache
def _traditional() -> dict[int, str]:
    return str.maketrans(traditional_characters())
