"""The same matter reported twice: one ticket, not two.

In much the same words, or in other words right after its owner was asked what is still wrong.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.conversation import choices, owner_words, relay, whereabouts
from bot.conversation.turn import Turn
from bot.tickets import description, ending, lifecycle
from db.models import Ticket
from db.vocabulary import TicketKind
from intents import Kind, Understanding, read_slots
from intents.normalise import bare, fold

WINDOW = timedelta(minutes=30)
"""Whoever says it later has waited, and says it again for that reason: in the same words, or it
has come back somewhere else."""

ALIKE, WITH_MORE_SAID = 90, 70
"""Per cent that words have in common; fewer do where some were only added or left out: what was
put in the place of something else may be what is different."""

_PARTICULARS = ("building", "floor", "unit", "room", "what")
_NUMBER = re.compile(r"\d+|(?<![a-z])[a-z](?![a-z])")
"""With what one of several is told from the others: lift 2, block B."""


def reported_before(
    text: str, heard: Understanding, mine: Sequence[Ticket], now: datetime
) -> Ticket | None:
    """The newest open ticket of the speaker's that these words open a second time.

    A danger is always called out anew, and a complaint may be of somebody else.
    """
    if heard.kind is not Kind.REQUEST or owner_words.speaks_of_another(text):
        return None
    return next(
        (
            ticket
            for ticket in mine
            if ticket.kind is TicketKind.REQUEST
            and ticket.state in lifecycle.UNDONE
            and ticket.category == heard.category
            and (_opens_again(text, heard, ticket, now) or _says_what_is_wrong(text, ticket, now))
        ),
        None,
    )


def _opens_again(text: str, heard: Understanding, ticket: Ticket, now: datetime) -> bool:
    same_topic = heard.topic is None or ticket.topic in (None, heard.topic)
    left_out = not has_waited(ticket, now)
    return same_topic and _says_the_same(text, ticket.said, left_out=left_out)


def has_waited(ticket: Ticket, now: datetime) -> bool:
    return now - ticket.opened_at > WINDOW


def _says_what_is_wrong(text: str, ticket: Ticket, now: datetime) -> bool:
    """「水龍頭還是滴水」, right after the owner said that the leak is not fixed."""
    asks = ending.asks_what_is_wrong(ticket, now)
    return asks and not _are_apart(bare(fold(text)), bare(fold(ticket.said)))


def _says_the_same(text: str, before: str, *, left_out: bool) -> bool:
    """`left_out`: also where some words were only added or left out."""
    now, then = bare(fold(text)), bare(fold(before))
    likeness = fuzz.ratio(now, then)
    if likeness < (WITH_MORE_SAID if left_out else ALIKE) or _are_apart(now, then):
        return False
    replaced = any(step.tag == "replace" for step in Levenshtein.opcodes(now, then))
    return likeness >= ALIKE or not replaced


def _are_apart(now: str, then: str) -> bool:
    """They name different places, things, or numbers."""
    slots, others = read_slots(now), read_slots(then)
    named = ((getattr(slots, part), getattr(others, part)) for part in _PARTICULARS)
    numbers, other_numbers = set(_NUMBER.findall(now)), set(_NUMBER.findall(then))
    return any(one and other and one != other for one, other in named) or bool(
        numbers and other_numbers and numbers != other_numbers
    )


async def add(turn: Turn, ticket: Ticket) -> None:
    """The words go with it, and one tap makes them another matter."""
    await relay.pass_on(turn, ticket)
    await whereabouts.expect(turn, ticket)
    turn.say(
        "owner.reported_before",
        buttons=choices.something_else(turn, ticket),
        ticket=ticket,
        **description.values(turn, ticket, turn.language),
    )
