"""Somebody's words, once it is known what they mean: led to a ticket, an answer or a person."""

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
    if await _thanks_nobody(turn, text, heard):
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
        case Kind.OTHER if heard.topic == _ABUSE:
            if not await complaint.add_anger(turn):
                turn.say("owner.abuse", buttons=choices.to_a_person(turn), name=turn.name)
        case Kind.OTHER:
            turn.say("owner.off_topic", buttons=choices.to_a_person(turn))
        case _ if not turn.is_bound:
            await onboarding.ask_to_be_vouched(turn, text, heard.slots)
        case Kind.COMPLAINT:
            return await complaint.open_complaint(turn, text, heard, about=about)
        case Kind.HANDOFF:
            return await _hand_to_person(turn, text)
        case _:
            return await wishes.open_request(turn, text, heard)
    return None


async def _thanks_nobody(turn: Turn, text: str, heard: Understanding) -> bool:
    """Taken for praise, and says of one of the staff what nobody is thanked with."""
    praised = heard.kind is Kind.PRAISE and heard.sure
    return praised and bool(await blame.complained_of(turn, text, heard))


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
