"""Words that were held back: their writer sends the kinder ones, their own, or none."""

from dataclasses import replace

from bot.buttons import Press
from bot.conversation import outgoing, pressed, relay
from bot.conversation.messages import Incoming
from bot.conversation.outgoing import Held
from bot.conversation.turn import Turn
from bot.tickets.log import record
from db.models import Ticket
from db.vocabulary import EventType


async def say_kinder(turn: Turn, press: Press) -> None:
    found = await _held(turn, press)
    if found is None:
        return
    ticket, words = found
    if words.kinder is None:
        turn.notify("common.stale")
        return
    note = {"inbox": press.wide_number(1), "phrases": list(words.phrases)}
    record(turn, ticket, EventType.SAID_KINDER, turn.person, note=note)
    await _send(turn, ticket, press, words.kinder)
    turn.notify("spoken.sent_kinder")


async def say_anyway(turn: Turn, press: Press) -> None:
    """As they stand. It is their writer's choice, and it is logged."""
    found = await _held(turn, press)
    if found is None:
        return
    ticket, words = found
    note = {"inbox": press.wide_number(1), "phrases": list(words.phrases), "said": words.said}
    record(turn, ticket, EventType.OVERRODE, turn.person, note=note)
    await _send(turn, ticket, press, words.said)
    turn.notify("spoken.sent_anyway")


async def drop(turn: Turn, press: Press) -> None:
    if await _held(turn, press) is not None:
        turn.notify("spoken.not_sent")


async def _held(turn: Turn, press: Press) -> tuple[Ticket, Held] | None:
    """The words and their ticket, for whoever wrote them; else a polite note."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return None
    words = await outgoing.held(turn, ticket, press.wide_number(1))
    if words is None or not relay.reaches_owner(ticket):
        turn.notify("common.stale")
        return None
    if words.writer_id != turn.person.id:
        turn.notify("spoken.only_the_writer", alert=True)
        return None
    return ticket, words


async def _send(turn: Turn, ticket: Ticket, press: Press, words: str) -> None:
    """As if it was said now; the letters are named after what was held, and are owed once."""
    inbox_id = press.wide_number(1)
    written = await turn.recall(inbox_id) if inbox_id is not None else None
    spoken = _as_said(turn.incoming, written, words)
    turn.bag.cause = f"held:{inbox_id}"
    as_writer = replace(turn, incoming=spoken)
    if spoken.edited and await relay.was_passed_on(as_writer):
        await relay.edit_to_owner(as_writer, ticket)
    else:
        await relay.to_owner(as_writer, ticket)
    if inbox_id is not None:
        await outgoing.offer_promise(as_writer, ticket, words, inbox_id)


def _as_said(press: Incoming, written: Incoming | None, words: str) -> Incoming:
    """What was written, with these words; of a draft that was sent by a press, the words alone."""
    if written is None or written.press is not None:
        return replace(press, press=None, message_id=None, text=words)
    return replace(written, text=words)
