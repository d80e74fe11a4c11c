"""Words that speak of something reported before: added to its ticket, not opened a second time.

Who only says that it is still not done, and complains of nobody, means the ticket, and may
complain of it with a button.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.buttons import Action, button
from bot.conversation import blame, choices, complaint, owner_words, relay
from bot.conversation.turn import Turn
from bot.tickets import cards, description, ending, lifecycle, news, talking
from db import tickets
from db.models import Ticket
from db.vocabulary import TicketState
from intents import Category, Kind, Understanding

MOST = 3

_LOOK_BACK = 50
"""Tickets of one owner that are looked through, the newest."""

_ANSWERED_OTHERWISE = frozenset({Kind.QUESTION, Kind.PRAISE, Kind.GREETING, Kind.EMERGENCY})


def spoken_of(
    heard: Understanding, mine: Sequence[Ticket], now: datetime, *, private: bool
) -> list[Ticket]:
    """The tickets that the words can mean, the likeliest first.

    Those of the same matter before those that merely do not contradict, open ones before
    settled ones. `private`: complaints, which nothing but a complaint continues.
    """
    for fits in (_is_same_matter, _may_be_same_matter):
        for stands in (_is_open, ending.may_reopen):
            found = [
                ticket
                for ticket in mine
                if ticket.private is private and stands(ticket, now) and fits(ticket, heard)
            ]
            if found:
                return found
    return []


def _is_open(ticket: Ticket, now: datetime) -> bool:
    return ticket.state not in lifecycle.OVER and ticket.state is not TicketState.RESOLVED


def _is_same_matter(ticket: Ticket, heard: Understanding) -> bool:
    if heard.topic is not None and ticket.topic == heard.topic:
        return True
    return heard.category is not Category.OTHER and ticket.category == heard.category


def _may_be_same_matter(ticket: Ticket, heard: Understanding) -> bool:
    if ticket.category == Category.OTHER:
        return True
    return heard.category is Category.OTHER if ticket.private else _names_no_matter(heard)


async def take_up(turn: Turn, text: str, heard: Understanding) -> tuple[bool, Ticket | None]:
    """Whether that settles the message, and the ticket that its words and pictures belong to."""
    if not _looks_back(text, heard):
        return False, None
    mine, complains = await _mine(turn), heard.kind is Kind.COMPLAINT
    found = spoken_of(heard, mine, turn.now, private=complains)
    if complains and not found and await only_says_it_again(turn, text, heard):
        found, complains = spoken_of(heard, mine, turn.now, private=False), False
    if len(found) == 1:
        if _is_open(found[0], turn.now):
            apart, complained = await complaint.kept_apart(turn, found[0])
            if apart:
                return True, complained
            await add_again(turn, found[0], text)
            if heard.kind is Kind.STATUS:
                await cards.show_owner(turn, found[0])
            return True, found[0]
        offer_to_reopen(turn, found[0])
        return True, None
    if found and not complains:
        _ask_which(turn, found)
        return True, None
    return False, None


def _looks_back(text: str, heard: Understanding) -> bool:
    """False for what has an answer of its own, and for a complaint that may be none."""
    if not heard.refers_back or heard.kind in _ANSWERED_OTHERWISE:
        return False
    if heard.kind is Kind.STATUS:
        return not heard.sure or says_it_is_not_done(text, heard)
    if heard.kind is Kind.HANDOFF:
        return not heard.sure
    return heard.sure or heard.kind is not Kind.COMPLAINT


def says_it_is_not_done(text: str, heard: Understanding) -> bool:
    return Kind.COMPLAINT in heard.kinds or owner_words.is_said_not_done(text)


async def only_says_it_again(turn: Turn, text: str, heard: Understanding) -> bool:
    """A complaint of nobody and of nothing but that it is not done: the team may read it."""
    return heard.refers_back and await blame.blames_nobody(turn, text, heard)


async def complained_of(turn: Turn, heard: Understanding) -> int | None:
    """The number of the ticket that a complaint speaks of, where that is plain."""
    if turn.incoming.reply_to is not None:
        link = await tickets.linked(turn.session, turn.incoming.chat_id, turn.incoming.reply_to)
        replied = await tickets.by_number(turn.session, link.ticket_id) if link else None
        if replied is not None and replied.reporter_id == turn.person.id:
            return replied.id
    if not heard.refers_back:
        return None
    others = [ticket for ticket in await _mine(turn) if not ticket.private]
    found = [
        ticket
        for ticket in others
        if (_is_open(ticket, turn.now) or ending.may_reopen(ticket, turn.now))
        and (_is_same_matter(ticket, heard) or _names_no_matter(heard))
    ]
    return found[0].id if len(found) == 1 else None


def _names_no_matter(heard: Understanding) -> bool:
    """Whoever complains of people, slowness or nothing in particular may mean any ticket."""
    return heard.category in (Category.OTHER, Category.STAFF_ATTITUDE)


async def _mine(turn: Turn) -> Sequence[Ticket]:
    return await tickets.recent_of(turn.session, turn.person.id, limit=_LOOK_BACK)


async def add_again(turn: Turn, ticket: Ticket, text: str) -> None:
    """The desk and whoever answers for it hear that the owner had to say it again."""
    media = turn.incoming.media
    back = await talking.follow_up(
        turn, ticket, turn.person, text, media.value if media else None, again=True
    )
    await news.raised_again(turn, ticket, text, relay.original_of(turn.incoming))
    if back:
        await cards.show(turn, ticket)
    heard = turn.understand(text)
    complains = not ticket.private and blame.holds_complaint(heard)
    turn.say(
        "owner.added_again",
        buttons=(
            *(choices.make_complaint(turn, ticket) if complains else ()),
            *choices.something_else(turn, ticket),
        ),
        ticket=ticket,
        **description.values(turn, ticket, turn.language),
    )


def offer_to_reopen(turn: Turn, ticket: Ticket) -> None:
    turn.say(
        "owner.open_again",
        buttons=(
            (button("open_again_yes", Action.REOPEN, turn.incoming.inbox_id, ticket.id),),
            *choices.new_ticket(turn),
        ),
        **description.values(turn, ticket, turn.language),
    )


def _ask_which(turn: Turn, found: Sequence[Ticket]) -> None:
    rows = (
        choices.add_to(turn, found[:MOST])
        if _is_open(found[0], turn.now)
        else choices.open_again(turn, found[:MOST])
    )
    turn.say("owner.which_ticket", buttons=(*rows, *choices.new_ticket(turn)))
