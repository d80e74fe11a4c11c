"""Questions: an answer, whether it helped, and one tap to a person where it did not."""

from markupsafe import Markup

from bot import faq
from bot.buttons import Action, Press, button
from bot.conversation import choices, onboarding, proposals, wishes
from bot.conversation.turn import Turn
from db import questions
from db.models import FaqAnswer
from db.vocabulary import TicketKind
from intents import Topic


async def answer(turn: Turn, topic: Topic, asked: str) -> None:
    given, words = await faq.answer(turn, turn.person, topic, asked)
    turn.say(
        "owner.answer",
        buttons=choices.helpful_or_not(given),
        answer=Markup(words),
    )


async def helpful(turn: Turn, press: Press) -> None:
    if await _judge(turn, press, helpful=True):
        turn.notify("owner.glad_it_helped")


async def not_helpful(turn: Turn, press: Press) -> None:
    """Sorry, and one tap to a person, with the question kept."""
    answer_id = press.number(0)
    if answer_id is None or not await _judge(turn, press, helpful=False):
        return
    await proposals.not_helpful(turn, answer_id)
    turn.say(
        "owner.sorry_not_helpful",
        buttons=((button("ask_person", Action.ASK_PERSON, answer_id),),),
    )


async def _judge(turn: Turn, press: Press, *, helpful: bool) -> bool:
    answer_id = press.number(0)
    if answer_id is not None and await questions.judge(
        turn.session, answer_id, turn.person.id, helpful=helpful
    ):
        return True
    turn.notify("common.not_yours", alert=True)
    return False


async def ask_person(turn: Turn, press: Press) -> None:
    """The question becomes a ticket, in the words it was asked in."""
    answer_id = press.number(0)
    found = await turn.session.get(FaqAnswer, answer_id) if answer_id is not None else None
    if found is None or found.person_id != turn.person.id:
        turn.notify("common.not_yours", alert=True)
        return
    if not turn.is_bound:
        heard = turn.understand(found.asked)
        await onboarding.ask_to_be_vouched(turn, found.asked, heard.slots)
        return
    given = await questions.claim_for_ticket(turn.session, found.id, turn.person.id)
    if given is None:
        turn.notify("owner.already_has_ticket", number=found.ticket_id)
        return
    ticket = await wishes.give_to_person(turn, given.asked, TicketKind.QUESTION, topic=given.topic)
    if ticket is None:
        return
    given.ticket_id = ticket.id
    await proposals.with_a_person(turn, given.asked, ticket)
