"""The front door: every word and every press comes in here and is led to the right room."""

import re
from datetime import timedelta

from bot.conversation import answering, emergency, group, owner, pictures, relay
from bot.conversation.front import (
    COMMANDS,
    HEADS_ONLY,
    LEADERS_ONLY,
    MANAGERS_ONLY,
    PRESSES,
    STEPS,
)
from bot.conversation.messages import Incoming, Media
from bot.conversation.turn import Turn
from bot.tickets.routing import NobodyAtAllError
from db.vocabulary import Language, Step
from intents import detect_language

PATIENCE = timedelta(hours=1)
"""Words that come later than this are no answer any more."""

_HEAR_DANGER_THEMSELVES = frozenset(
    {
        Step.DESCRIBE_MEDIA,
        Step.WRITE_BROADCAST,
        Step.EDIT_NOTICE,
        Step.SEND_BACK_WORDS,
        Step.WRITE_CORRECTION,
        Step.TELL_SEND_TIME,
        Step.TELL_REPEAT,
        Step.WRITE_TEMPLATE,
        Step.FILL_TEMPLATE,
        Step.WRITE_NOTE,
        Step.MOVE_PROMISE,
        Step.WRITE_ANSWER,
        Step.WRITE_QUESTION,
        Step.TELL_APPOINTMENT,
        Step.WRITE_CONTACT,
        Step.NAME_MAIN_TICKET,
        Step.TAKE_STEP,
        Step.WRITE_UPDATE,
        Step.WRITE_WORKS,
        Step.MOVE_WORKS,
        Step.WRITE_MEETING,
        Step.MOVE_MEETING,
        Step.WRITE_MINUTES,
        Step.IS_IT_NOW,
    }
)
"""A picture's words are heard like any; a manager who writes about a fire calls for no help."""

_HEAR_DOUBT_THEMSELVES = _HEAR_DANGER_THEMSELVES | {Step.TELL_PLACE}
"""Where an emergency is may sound like another."""

_SAID_FOR_OTHERS = frozenset(
    {
        Step.WRITE_BROADCAST,
        Step.WRITE_TEMPLATE,
        Step.FILL_TEMPLATE,
        Step.WRITE_CORRECTION,
        Step.EDIT_NOTICE,
        Step.WRITE_MEETING,
        Step.MOVE_MEETING,
        Step.WRITE_MINUTES,
        Step.WRITE_WORKS,
        Step.WRITE_UPDATE,
    }
)
"""Words in the language of those who will read them: it says nothing of the writer's own."""

_HAN = re.compile(r"[\u3400-\u9fff]")

_GIVE_WAY = frozenset({Step.TELL_WISH, Step.TELL_RATING_REASON})
"""A plain new request is no answer to these."""


async def receive(turn: Turn) -> None:
    """Whatever came in, it is answered, passed on, or politely declined: never dropped."""
    try:
        await _lead_in(turn)
    except NobodyAtAllError:  # raised before anything is written
        turn.say("duty.nobody_here")


async def _lead_in(turn: Turn) -> None:
    incoming = turn.incoming
    if incoming.stale_press:
        turn.notify("common.stale")
    elif incoming.press is not None:
        await PRESSES[incoming.press.action](turn, incoming.press)
    elif incoming.private:
        await _private(turn, incoming)
    else:
        await group.said(turn)
    for guest, words in turn.replays:
        await owner.carry_on(guest, words)


async def _private(turn: Turn, incoming: Incoming) -> None:
    if turn.person.waiting is None or turn.person.waiting.step not in _SAID_FOR_OTHERS:
        follow_language(turn)
    if incoming.edited:
        await owner.edited(turn)
        return
    if incoming.command is not None and incoming.media is None and not relay.is_note(incoming):
        await _command(turn, incoming.command)
        return
    if await _answers_step(turn):
        return
    if incoming.reply_to is not None and await owner.replied(turn):
        return
    if incoming.media is Media.UNKNOWN and not incoming.text:
        turn.say("common.cannot_read")
    elif incoming.media is not None and not incoming.text:
        await pictures.received(turn)
    elif incoming.text.strip():
        await owner.hear(turn, incoming.text)
    else:
        turn.say("common.cannot_read")


def follow_language(turn: Turn) -> None:
    """Until somebody has chosen a language, answer in the one they write.

    Words that are Chinese in either script are answered in the community's, not in English.
    """
    text = turn.incoming.text
    if turn.person.language_chosen or turn.incoming.command is not None:
        return
    spoken = detect_language(text)
    if spoken:
        turn.person.language = Language(spoken)
    elif turn.person.language is Language.EN and _HAN.search(text):
        local = turn.community.language
        turn.person.language = local if local is not Language.EN else Language.HANT


async def _command(turn: Turn, name: str) -> None:
    room = COMMANDS.get(name)
    if room is None:
        turn.say("common.unknown_command", command=name)
    elif (
        (name in LEADERS_ONLY and not turn.leads_here)
        or (name in HEADS_ONLY and not turn.heads_here)
        or (name in MANAGERS_ONLY and not turn.manages_here)
    ):
        turn.say("common.not_for_you", command=name)
    else:
        await turn.expect_nothing()
        await room(turn)


async def _answers_step(turn: Turn) -> bool:
    """Words that a step waited for; an emergency is heard whatever was being talked about.

    What describes a picture is heard like any words, danger included, and takes the picture along.
    """
    awaited = turn.person.waiting
    if awaited is None:
        return False
    alarming = emergency.is_emergency(turn, turn.incoming.text)
    if awaited.step not in _HEAR_DOUBT_THEMSELVES:
        alarming = alarming or turn.understand(turn.incoming.text).doubtful is not None
    if awaited.step not in _HEAR_DANGER_THEMSELVES and (
        alarming or await answering.may_say_from_whom(turn)
    ):
        return False
    stale = turn.now - awaited.updated_at > PATIENCE
    if stale or (awaited.step in _GIVE_WAY and owner.is_new_matter(turn, turn.incoming.text)):
        return False
    await turn.session.delete(awaited)
    await turn.session.flush()
    return await STEPS[awaited.step](turn, awaited.data)
