"""Words for somebody of the staff, said without saying which ticket: whose are they?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.conversation import blame, choices, complaint, relay
from bot.conversation.turn import Turn
from bot.conversation.whereabouts import LIKE_A_WISH
from bot.tickets import cards, description, endangering, ending, news, put_words
from bot.tickets.concerned import is_confidential
from db import tickets
from db.models import Ticket
from db.vocabulary import EventType, TicketState
from intents import Category, Hazard, Kind, Understanding

PATIENCE = timedelta(minutes=10)
"""Words whose ticket the owner does not name by then go to the newest that was talked about."""

MOST = 4

_SAID_TO_STAFF = frozenset({Kind.HANDOFF, Kind.OTHER})
"""While somebody of the staff is talking with the owner, "ring me at three" is for them."""

_ASKED_OF_STAFF = frozenset({Kind.STATUS, Kind.QUESTION, Kind.REQUEST})
"""While help is awaited: come, where are you? Unless another matter is named."""

_NO_MATTER = frozenset({Category.OTHER, Category.STAFF_ATTITUDE})

_SAME_DANGER = frozenset({Hazard.MEDICAL, Hazard.INTRUDER, Hazard.TRAPPED})
"""What is done to people, or befalls them, whatever help was called for; a smell of gas is told
by nobody who means something else."""

_SAID_TO_NOBODY = frozenset({"other_acknowledge", "other_abuse"})
"""Topics that ask for nothing: nobody is asked back about them."""


def sounds_like_a_wish(heard: Understanding) -> bool:
    """Too much to be put down quietly as a remark on something else."""
    return heard.kind in (Kind.REQUEST, Kind.COMPLAINT) and heard.confidence >= LIKE_A_WISH


async def may_say_from_whom(turn: Turn) -> bool:
    """Whoever waits for help names one of the staff: that answers nothing else."""
    if await endangering.awaited_by(turn, turn.person) is None:
        return False
    text = turn.incoming.text
    return await blame.names_staff(turn, text, turn.understand(text))


def may_speak_of_danger(heard: Understanding) -> bool:
    """ "I'm at the stairs, fifth floor", "he has a knife", "where are you?" are for those who
    come; a leaking tap is not, nor is another danger, which takes others to help."""
    if heard.doubtful is not None:
        return heard.doubtful in _SAME_DANGER or heard.kind in (*_SAID_TO_STAFF, Kind.STATUS)
    if heard.topic in _SAID_TO_NOBODY:
        return False
    if not heard.sure or heard.kind in _SAID_TO_STAFF:
        return True
    names_nothing = heard.category in _NO_MATTER and heard.slots.what is None
    return heard.kind in _ASKED_OF_STAFF and names_nothing


async def is_for_those_who_come(turn: Turn, text: str, heard: Understanding) -> bool:
    """Said while help is awaited; also that it is slow to come, and whatever else names one of the
    staff, but for a plain wish."""
    is_impatient = heard.kind is Kind.COMPLAINT and blame.only_waits_for(text, heard)
    if may_speak_of_danger(heard) or is_impatient:
        return True
    is_wish = heard.sure and heard.kind is Kind.REQUEST
    return not is_wish and await blame.names_staff(turn, text, heard)


async def talked_about(turn: Turn, mine: Sequence[Ticket]) -> list[Ticket]:
    """Those of the open tickets that the words can answer: the ones that asked, before others."""
    asked = [ticket for ticket in mine if _asks(ticket, turn.now)]
    return asked or [
        ticket
        for ticket in mine
        if await tickets.events_of(turn.session, ticket.id, EventType.REPLIED)
    ]


def _asks(ticket: Ticket, now: datetime) -> bool:
    return ticket.state is TicketState.PENDING_CUSTOMER or ending.asks_what_is_wrong(ticket, now)


async def answered(
    turn: Turn, heard: Understanding, mine: Sequence[Ticket]
) -> tuple[bool, Ticket | None]:
    """Whether the words are for the staff, and the ticket where that is plain.

    (True, None): they are, and the owner has been asked which.
    """
    for_staff = heard.kind in _SAID_TO_STAFF if heard.sure else not sounds_like_a_wish(heard)
    if not for_staff:
        return False, None
    talk = await talked_about(turn, mine)
    plain = len(talk) == 1 and (_asks(talk[0], turn.now) or (heard.sure and len(mine) == 1))
    if plain:
        return True, talk[0]
    if not talk or not heard.sure or heard.topic in _SAID_TO_NOBODY:
        return False, None
    if any([await blame.would_be_read(turn, each, turn.incoming.text) for each in talk]):
        return False, None
    await _ask_whose(turn, talk, mine)
    return True, None


async def _ask_whose(turn: Turn, talk: Sequence[Ticket], mine: Sequence[Ticket]) -> None:
    """With a button for each; the words are owed to the newest talk unless one is pressed.

    Where one of them is confidential, to that: they may be too private for a team to read.
    """
    newest = next((ticket for ticket in talk if is_confidential(ticket)), talk[0])
    others = [ticket for ticket in mine if ticket not in talk]
    rows = choices.add_to(turn, [*talk, *others][:MOST])
    turn.say(
        "owner.whose_is_it",
        buttons=(*rows, *choices.new_ticket(turn)),
        **description.values(turn, newest, turn.language),
    )
    await _owe(turn, newest)


async def _owe(turn: Turn, ticket: Ticket) -> None:
    """Letters that wait: `relay.bind` takes them back once the words have a ticket."""
    incoming, later = turn.incoming, turn.now + PATIENCE
    original = relay.original_of(incoming)
    if original is None:
        return
    to_desk, to_owner = put_words.owed_keys(incoming.chat_id, original.message_id)
    room = await news.room_of(turn, ticket)
    keeper = ticket.accountable
    language = turn.community.language if room else keeper.language
    given: dict[str, Any] = description.values(turn, ticket, language)
    media = incoming.media.value if incoming.media else None
    put_words.wait(turn, ticket, turn.person, incoming.text, media, to_desk)
    if incoming.media is not None:
        turn.bag.copy(
            room or keeper,
            incoming.chat_id,
            [original.message_id],
            ticket=ticket,
            header="staff.owner_says_somewhere",
            words=incoming.text,
            key=to_desk,
            not_before=later,
            **given,
        )
    elif room is not None:
        turn.bag.post(
            room,
            "staff.owner_says_somewhere",
            words=incoming.text,
            key=to_desk,
            not_before=later,
            origin=original.place,
            **given,
        )
    else:
        turn.bag.tell(
            keeper,
            "staff.owner_says_somewhere",
            ticket=ticket,
            words=incoming.text,
            key=to_desk,
            not_before=later,
            origin=original.place,
            **given,
        )
    news.tell_owner(turn, ticket, "owner.put_there", key=to_owner, not_before=later)


async def add(turn: Turn, ticket: Ticket) -> Ticket | None:
    """The complaint that the words became instead, where they are not for who reads that ticket."""
    apart, complained = await complaint.kept_apart(turn, ticket)
    if not apart:
        await pass_on(turn, ticket)
    return complained


async def add_to_danger(turn: Turn, ticket: Ticket, heard: Understanding) -> Ticket | None:
    """For those who come."""
    complained = await add(turn, ticket)
    if heard.kind is Kind.STATUS:
        await cards.show_owner(turn, ticket)
    return complained


async def pass_on(turn: Turn, ticket: Ticket) -> None:
    """To the desk, and the owner hears so; one tap makes it another matter."""
    await relay.to_desk(turn, ticket)
    turn.say(
        "owner.added",
        buttons=choices.something_else(turn, ticket),
        ticket=ticket,
        number=ticket.id,
    )
