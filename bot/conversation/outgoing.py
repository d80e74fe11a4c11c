"""The gate before an owner: what staff write is looked at for the ten phrases and for promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.buttons import Action, Rows, button, column
from bot.conversation.turn import Turn
from bot.texts import phrase_guard
from bot.texts.phrase_guard import Hit
from bot.texts.wording import worded_time
from bot.tickets import description, lifecycle, news
from bot.tickets.log import record
from bot.tickets.promises import promised_in
from db import promises, tickets
from db.models import Ticket, TicketEvent
from db.vocabulary import EventType, Language, PromiseState, Step
from intents import detect_language


@dataclass(frozen=True)
class Held:
    """Words that were not passed on, as the log of their ticket keeps them."""

    writer_id: int | None
    said: str
    kinder: str | None
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Unkind:
    """What in some words speaks against sending them."""

    hits: tuple[Hit, ...]
    kinder: str
    """The same words, each unkind sentence said another way, in the language they are in."""

    @property
    def said(self) -> str:
        return " … ".join(dict.fromkeys(hit.said for hit in self.hits))


def unkind_in(turn: Turn, text: str, reader: Language) -> Unkind | None:
    hits = phrase_guard.check(text)
    return Unkind(tuple(hits), _kinder(turn, text, hits, reader)) if hits else None


async def passes(turn: Turn, ticket: Ticket, text: str, *, resend: bool = True) -> bool:
    """True: nothing in the words speaks against sending them to the owner.

    False: they were held back, and the desk sees why, a kinder way, and, with `resend`, the
    buttons that send the one or the other to this ticket's owner.
    """
    found = unkind_in(turn, text, ticket.reporter.language)
    if found is None:
        return True
    incoming = turn.incoming
    kinder = None if incoming.media is not None else found.kinder
    record(
        turn,
        ticket,
        EventType.HELD_BACK,
        turn.person,
        note={
            "inbox": incoming.inbox_id,
            "message": incoming.message_id if resend else None,
            "said": text,
            "kinder": kinder,
            "phrases": [hit.phrase.value for hit in found.hits],
        },
    )
    await answer_desk(
        turn,
        ticket,
        "spoken.held",
        buttons=_choices(ticket, incoming.inbox_id, kinder) if resend else (),
        by=turn.person,
        words=found.said,
        kinder=kinder,
        afresh=not resend,
    )
    return False


async def answer_passes(
    turn: Turn, ticket: Ticket, step: Step, data: dict[str, object], text: str
) -> bool:
    """The same for what a step waited for: where it is held back, the step waits for other words,
    or for these ones corrected."""
    if await passes(turn, ticket, text, resend=False):
        return True
    await turn.expect(step, **(data | {"held": turn.incoming.message_id}))
    return False


def is_better_answer(turn: Turn, data: dict[str, object]) -> bool:
    """An edit of what was held back as an answer to the step that waits here."""
    edited = turn.incoming.edited and turn.incoming.message_id is not None
    return edited and data.get("held") == turn.incoming.message_id


def _choices(ticket: Ticket, inbox_id: int, kinder: str | None) -> Rows:
    say_kinder = (button("say_kinder", Action.SAY_KINDER, ticket.id, inbox_id),) if kinder else ()
    return column(
        *say_kinder,
        button("say_anyway", Action.SAY_ANYWAY, ticket.id, inbox_id),
        button("say_not", Action.SAY_NOT, ticket.id, inbox_id),
    )


def _kinder(turn: Turn, text: str, hits: Sequence[Hit], reader: Language) -> str:
    written_in = detect_language(text)
    language = Language(written_in) if written_in else reader
    parts, last = [], 0
    for hit in hits:
        if hit.start < last:
            continue
        parts += [
            text[last : hit.start].strip(),
            turn.voice.words(f"spoken.kinder_{hit.phrase.value}", language),
        ]
        last = hit.end
    parts.append(text[last:].strip())
    joint = " " if language is Language.EN else ""
    return joint.join(dict.fromkeys(part for part in parts if part))


async def held(turn: Turn, ticket: Ticket, inbox_id: int | None) -> Held | None:
    """What was held back of that update and has not been sent since."""
    for event in await tickets.events_of(turn.session, ticket.id, EventType.HELD_BACK):
        if event.data["inbox"] == inbox_id:
            return None if await _was_sent(turn, ticket, inbox_id) else _read(event)
    return None


async def was_held(turn: Turn, ticket: Ticket, message_id: int | None) -> bool:
    """The message was held back: the owner has never seen it."""
    events = await tickets.events_of(turn.session, ticket.id, EventType.HELD_BACK)
    return any(event.data["message"] == message_id for event in events)


async def _was_sent(turn: Turn, ticket: Ticket, inbox_id: int | None) -> bool:
    sent = await tickets.events_of(
        turn.session, ticket.id, EventType.OVERRODE, EventType.SAID_KINDER
    )
    return any(event.data.get("inbox") == inbox_id for event in sent)


def _read(event: TicketEvent) -> Held:
    data = event.data
    return Held(event.actor_id, data["said"], data["kinder"], tuple(data["phrases"]))


async def offer_promise(turn: Turn, ticket: Ticket, text: str, inbox_id: int) -> None:
    """A time was named to the owner: one tap makes it a promise, unless it is one already."""
    zone = ZoneInfo(turn.community.timezone)
    due = promised_in(text, turn.now, zone, month_first=turn.writes_months_first)
    if due is None or ticket.state not in lifecycle.UNDONE:
        return
    made = await promises.at(turn.session, ticket.id, due)
    if made is not None and made.state is PromiseState.OPEN:
        return
    label = worded_time(due, turn.now, zone, desk_language(turn))
    minutes = int(due.timestamp()) // 60
    offer = button("promise", Action.PROMISE, ticket.id, minutes, inbox_id, when=label)
    await answer_desk(turn, ticket, "spoken.promise_offer", buttons=((offer,),), due=due)


def desk_language(turn: Turn) -> Language:
    """What the answer at the desk is read in: in person, or in the teams' group."""
    return turn.language if turn.incoming.private else turn.community.language


async def answer_desk(
    turn: Turn, ticket: Ticket, text: str, *, buttons: Rows = (), **more: Any
) -> None:
    """Answer staff where they wrote or pressed: in person, or in the ticket's topic.

    A person among what it speaks of is called as the reader's language has it.
    """
    if turn.incoming.private:
        given = description.read_in(turn.language, more)
        about = description.values(turn, ticket, turn.language)
        turn.say(text, buttons=buttons, ticket=ticket, **about | given)
    else:
        await news.post(turn, ticket, text, buttons=buttons, **more)


async def tell_desk(turn: Turn, ticket: Ticket, text: str, **more: Any) -> None:
    """What somebody has done: the desk reads it, and so do they, where they did it."""
    await news.post(turn, ticket, text, **more)
    if not turn.incoming.private:
        return
    room = await news.room_of(turn, ticket)
    if room is not None or ticket.accountable_id != turn.person.id:
        await answer_desk(turn, ticket, text, **more)
