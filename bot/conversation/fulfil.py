"""Somebody's words, once it is known what they mean: led to a ticket, an answer or a person."""

from dataclasses import replace

from bot.buttons import Rows
from bot.conversation import (
    blame,
    choices,
    complaint,
    emergency,
    onboarding,
    owner_ticket,
    question,
    relay,
    wishes,
)
from bot.conversation.thanks import ACKNOWLEDGEMENT
from bot.conversation.turn import Turn
from bot.tickets import news
from db import tickets
from db.models import Ticket
from db.vocabulary import TicketKind
from intents import Kind, Understanding

_ABUSE = "other_abuse"


async def fulfil(
    turn: Turn, text: str, heard: Understanding, *, about: int | None = None
) -> Ticket | None:
    """The ticket it became, if it became one; `about`: the earlier one a complaint speaks of."""
    if _is_mere_abuse(heard) and await complaint.add_anger(turn):
        return None
    if await _accuses(turn, text, heard):
        heard = complaint.as_complaint(turn, text, heard)
    topic = turn.catalogue.topics.get(heard.topic or "")
    match heard.kind:
        case Kind.EMERGENCY:
            return await emergency.open_emergency(turn, text, heard)
        case Kind.QUESTION if topic is not None:
            await question.answer(turn, topic, text)
        case Kind.STATUS:
            await owner_ticket.my_tickets(turn)
        case Kind.PRAISE:
            await _thank(turn, text, heard)
        case Kind.GREETING:
            turn.say("owner.greeting", name=turn.name)
        case Kind.OTHER if heard.topic == ACKNOWLEDGEMENT:
            turn.say("owner.acknowledged")
        case Kind.OTHER if _is_mere_abuse(heard):
            turn.say("owner.abuse", buttons=choices.to_a_person(turn), name=turn.name)
        case Kind.OTHER:
            await _decline(turn, text, heard)
        case _ if not turn.is_bound:
            await onboarding.ask_to_be_vouched(turn, text, heard.slots)
        case Kind.COMPLAINT:
            return await complaint.open_complaint(turn, text, heard, about=about)
        case Kind.HANDOFF:
            return await _hand_to_person(turn, text)
        case _:
            return await wishes.open_request(turn, text, heard)
    return None


def _is_mere_abuse(heard: Understanding) -> bool:
    return heard.kind is Kind.OTHER and heard.topic == _ABUSE


async def _accuses(turn: Turn, text: str, heard: Understanding) -> bool:
    """Taken for praise or small talk, and says of one of the staff what is neither."""
    if heard.kind is Kind.PRAISE:
        return bool(await blame.complained_of(turn, text, replace(heard, sure=True)))
    if heard.kind is not Kind.OTHER or heard.topic == ACKNOWLEDGEMENT:
        return False
    return await blame.accuses_staff(turn, text, heard)


async def _decline(turn: Turn, text: str, heard: Understanding) -> None:
    """What names one of the staff may be a complaint after all: that is asked."""
    rows: Rows = ()
    if await blame.complained_of(turn, text, heard):
        meant = complaint.as_complaint(turn, text, heard).topic
        rows = choices.guesses(turn, [meant] if meant else [])
    turn.say(
        "owner.did_you_mean" if rows else "owner.off_topic",
        buttons=(*rows, *choices.to_a_person(turn)),
    )


async def _hand_to_person(turn: Turn, text: str) -> Ticket | None:
    """Somebody wants a person: they get one, who can read the talk so far."""
    ticket = await wishes.give_to_person(turn, text, TicketKind.HANDOFF)
    if ticket is None:
        return None
    await relay.talk_so_far(turn, ticket)
    return ticket


async def _thank(turn: Turn, text: str, heard: Understanding) -> None:
    """Passed on where it is surely thanks, and nothing else."""
    recent = await tickets.recent_of(turn.session, turn.person.id, limit=1)
    turn.say("owner.praise", name=turn.name)
    if turn.is_bound and not await blame.complained_of(turn, text, heard):
        await news.praised(turn, turn.person, text, recent[0] if recent else None)
