"""Words, pictures and edits between an owner and the desk, without either seeing an account."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.conversation import blame, copies, notes, outgoing
from bot.conversation.messages import Incoming, Media
from bot.conversation.thanks import needs_no_answer
from bot.conversation.turn import Turn
from bot.post import Original
from bot.tickets import cards, news, pressing, put_words, talking
from bot.tickets.concerned import is_confidential
from bot.tickets.standing import works_on
from bot.tickets.temper import temper_of
from db import outbox, tickets
from db.models import InboxUpdate, MessageLink, Ticket
from db.once import table_of, write_once
from db.vocabulary import TicketState

NOTE_PREFIXES = ("//", "#note", "#備註", "#备注", "備註:", "备注:", "note:")
"""A line that starts so in a topic stays in the house; full-width signs count as well."""

_TALK = 10


async def bind(turn: Turn, ticket: Ticket, *others: Incoming) -> None:
    """Remember that what was said belongs to the ticket: replies and edits find it."""
    links: list[dict[str, Any]] = [
        {"chat_id": each.chat_id, "message_id": each.message_id, "ticket_id": ticket.id}
        for each in (turn.incoming, *others)
        if each.message_id is not None
    ]
    await write_once(turn.session, table_of(MessageLink), links)
    owed = [
        key for each in links for key in put_words.owed_keys(each["chat_id"], each["message_id"])
    ]
    await outbox.withdraw(turn.session, owed, turn.now)


async def to_desk(turn: Turn, ticket: Ticket, *others: Incoming) -> None:
    """The owner's further words or pictures, to the topic or to whoever keeps the ticket.

    `others`: pictures sent before, which belong to them.
    """
    await pass_on(turn, ticket)
    await keep(turn, ticket, *others)


async def pass_on(turn: Turn, ticket: Ticket) -> None:
    """The words alone; what was sent has yet to be kept."""
    incoming = turn.incoming
    back = await talking.follow_up(
        turn,
        ticket,
        turn.person,
        incoming.text,
        incoming.media.value if incoming.media else None,
        thanks=incoming.media is None and needs_no_answer(turn.understand(incoming.text)),
    )
    if incoming.media is None and incoming.text:
        await news.followed_up(turn, ticket, incoming.text, original_of(incoming))
    pressed = await pressing.press(turn, ticket, turn.person, temper_of(incoming.text))
    if back or pressed:
        await cards.show(turn, await tickets.lead_of(turn.session, ticket))


def original_of(incoming: Incoming) -> Original | None:
    """What was written, as something to pass on; None for what is no message."""
    if incoming.message_id is None:
        return None
    return Original(incoming.chat_id, incoming.message_id, incoming.reply_to)


def _corrected(incoming: Incoming) -> Original | None:
    """An edit, as something to pass on: it answers what it corrects."""
    if incoming.message_id is None:
        return None
    return Original(incoming.chat_id, incoming.message_id, incoming.message_id)


async def keep(turn: Turn, ticket: Ticket, *others: Incoming) -> None:
    """What was sent just now, and the `others` before it, belong to the ticket.

    Pictures among them go to the desk, the parts of an album together.
    """
    await bind(turn, ticket, *others)
    sent = {each.inbox_id: each for each in (turn.incoming, *others) if each.media is not None}
    if not sent:
        return
    albums: dict[str | int, list[Incoming]] = {}
    for each in sorted(sent.values(), key=lambda each: each.inbox_id):
        albums.setdefault(each.album or each.inbox_id, []).append(each)
    for parts in albums.values():
        await _copy_to_desk(turn, ticket, parts)


async def _copy_to_desk(
    turn: Turn, ticket: Ticket, parts: Sequence[Incoming], *, edited: bool = False
) -> None:
    """Without the words that its card shows already, and those that are not for who reads it."""
    said, bare = [], False
    for part in parts:
        if await blame.would_be_read(turn, ticket, part.text):
            bare = True
        elif edited or part.text != ticket.said:
            said.append(part.text)
    to = await news.reader_of(turn, await tickets.lead_of(turn.session, ticket))
    original = _corrected(parts[0]) if edited else original_of(parts[0])
    await copies.pass_on(
        turn,
        ticket,
        to,
        "staff.owner_sends",
        parts,
        said,
        original=original,
        edited=edited,
        bare=bare,
    )


async def edit_to_desk(turn: Turn, ticket: Ticket) -> None:
    """What the owner corrected, as an answer to what it corrects; a picture is shown again."""
    incoming = turn.incoming
    if is_where_somebody_goes(incoming):
        return
    if incoming.media is not None:
        await _copy_to_desk(turn, ticket, [incoming], edited=True)
        return
    await news.post(
        turn,
        ticket,
        "staff.owner_edited",
        at=await tickets.lead_of(turn.session, ticket),
        original=_corrected(incoming),
        words=incoming.text,
    )


async def edit_to_owner(turn: Turn, ticket: Ticket) -> None:
    """What a member of staff corrected: the same the other way."""
    incoming = turn.incoming
    if is_where_somebody_goes(incoming):
        return
    if incoming.media is not None:
        await _copy_to_owner(turn, ticket, edited=True)
        return
    news.tell_owner(
        turn,
        ticket,
        "owner.staff_edited",
        words=incoming.text,
        by=turn.person.called(ticket.reporter.language),
        **await news.threaded(turn, _corrected(incoming), ticket.reporter.telegram_id),
    )


async def _copy_to_owner(turn: Turn, ticket: Ticket, *, edited: bool = False) -> None:
    incoming = turn.incoming
    await copies.pass_on(
        turn,
        ticket,
        ticket.reporter,
        "owner.staff_sends",
        [incoming],
        [incoming.text],
        original=_corrected(incoming) if edited else original_of(incoming),
        edited=edited,
    )


def is_where_somebody_goes(edit: Incoming) -> bool:
    """A live location is edited every few seconds; the first was passed on."""
    return edit.media is Media.LOCATION


async def to_owner(turn: Turn, ticket: Ticket) -> None:
    """A staff member's words or pictures, under their name."""
    incoming = turn.incoming
    await bind(turn, ticket)
    first = ticket.first_response_at is None
    media = incoming.media.value if incoming.media else None
    talking.reply(turn, ticket, turn.person, incoming.text, media)
    await talking.answer_for_lead(turn, ticket, turn.person, incoming.text, media)
    if incoming.media is not None:
        await _copy_to_owner(turn, ticket)
    else:
        news.tell_owner(
            turn,
            ticket,
            "owner.staff_says",
            words=incoming.text,
            by=turn.person.called(ticket.reporter.language),
            **await news.threaded(turn, original_of(incoming), ticket.reporter.telegram_id),
        )
    if first:
        await cards.show(turn, ticket)
    if ticket.reporter.unreachable_since is not None:
        await news.post(turn, ticket, "staff.owner_unreachable")


async def desk_reply_in_private(turn: Turn, ticket: Ticket) -> bool:
    """A supervisor answers a card that came to them in person."""
    if not works_on(turn.standings(ticket)):
        turn.say("common.not_yours")
        return True
    if not await from_desk(turn, ticket):
        turn.say("staff.relayed", number=ticket.id)
    return True


async def from_desk(turn: Turn, ticket: Ticket) -> bool:
    """What staff write about a ticket: an internal note, or words for the owner.

    True where it was answered already.
    """
    incoming = turn.incoming
    text = as_note(incoming.text)
    if text is not None:
        await notes.take(turn, ticket, text)
        return True
    if incoming.media is Media.UNKNOWN:
        await outgoing.answer_desk(turn, ticket, "staff.cannot_relay")
        return True
    if not reaches_owner(ticket):
        await outgoing.answer_desk(turn, ticket, "staff.ticket_is_over")
        return True
    if not await outgoing.passes(turn, ticket, incoming.text):
        return True
    await to_owner(turn, ticket)
    await outgoing.offer_promise(turn, ticket, incoming.text, incoming.inbox_id)
    return False


def reaches_owner(ticket: Ticket) -> bool:
    """Its owner may still be written to about it."""
    return ticket.state not in (TicketState.CANCELLED, TicketState.REJECTED)


async def edited_at_desk(turn: Turn, ticket: Ticket) -> None:
    """Staff corrected what they wrote: the owner sees the correction, marked.

    What was held back and has been put another way since is as good as new.
    """
    incoming = turn.incoming
    if incoming.message_id is None or as_note(incoming.text) is not None:
        return
    if await was_passed_on(turn):
        if await outgoing.passes(turn, ticket, incoming.text):
            await edit_to_owner(turn, ticket)
            await outgoing.offer_promise(turn, ticket, incoming.text, incoming.inbox_id)
    elif await outgoing.was_held(turn, ticket, incoming.message_id):
        await from_desk(turn, ticket)


async def was_passed_on(turn: Turn) -> bool:
    """An earlier version of the same message."""
    chat_id, message_id = turn.incoming.chat_id, turn.incoming.message_id
    return (
        message_id is not None
        and await tickets.linked(turn.session, chat_id, message_id) is not None
    )


def as_note(text: str) -> str | None:
    """The note without its prefix; None where this is meant for the owner."""
    begin = unicodedata.normalize("NFKC", text[:16]).casefold()
    for prefix in NOTE_PREFIXES:
        if begin.startswith(prefix):
            return text[len(prefix) :].strip()
    return None


def is_note(incoming: Incoming) -> bool:
    """`// part ordered` begins like a command and is none."""
    return as_note(incoming.text) is not None


async def joins_album(turn: Turn) -> bool:
    """True where an earlier part of the same album was passed on: this one follows it."""
    letter = await copies.letter_of(turn, turn.incoming)
    if letter is None or letter.ticket_id is None:
        return False
    ticket = await tickets.by_number(turn.session, letter.ticket_id)
    if ticket is None:
        return False
    await to_desk(turn, ticket)
    return True


async def talk_so_far(turn: Turn, ticket: Ticket) -> None:
    """What the owner said before these words, so that nobody has to ask them again."""
    rows = await turn.session.scalars(
        select(InboxUpdate.id)
        .where(
            InboxUpdate.chat_id == turn.incoming.chat_id, InboxUpdate.id < turn.incoming.inbox_id
        )
        .order_by(InboxUpdate.id.desc())
        .limit(_TALK)
    )
    said = []
    for inbox_id in reversed(rows.all()):
        earlier = await turn.recall(inbox_id)
        if earlier is None or not earlier.text or earlier.command or earlier.press:
            continue
        if not await _is_private(turn, ticket, earlier):
            said.append(earlier.text)
    await news.post(turn, ticket, "staff.talk_so_far", lines=said)


async def _is_private(turn: Turn, ticket: Ticket, earlier: Incoming) -> bool:
    """A complaint, or an answer that belongs to one or to what is kept from somebody: not for the
    team's topic."""
    if blame.complains(turn.understand(earlier.text)):
        return True
    if await blame.would_be_read(turn, ticket, earlier.text):
        return True
    if earlier.message_id is None:
        return False
    link = await tickets.linked(turn.session, earlier.chat_id, earlier.message_id)
    became = await turn.session.get(Ticket, link.ticket_id) if link else None
    return became is not None and is_confidential(became)
