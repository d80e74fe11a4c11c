"""What an owner says in their own words: understood, and led to a ticket, an answer or a person."""

import re
from collections.abc import Sequence

from bot.conversation import (
    complaint,
    emergency,
    onboarding,
    owner_ticket,
    question,
    relay,
    wishes,
)
from bot.conversation.buttons import Action, Press, Rows, button, column, plain
from bot.conversation.messages import Incoming, Media
from bot.conversation.turn import Turn
from bot.tickets import news
from db import people, tickets
from db.models import Ticket
from db.vocabulary import EventType, Language, Step, TicketKind
from intents import Kind, Understanding, detect_language

_HAN = re.compile(r"[\u3400-\u9fff]")

_ACKNOWLEDGEMENT = "other_acknowledge"
"""The topic of "all right" and "bye": nothing is asked, nothing needs a person."""

_WANTED = frozenset({Kind.REQUEST, Kind.COMPLAINT, Kind.EMERGENCY, Kind.HANDOFF})
"""Kinds that somebody of the staff has to do something about."""

_SAID_TO_STAFF = frozenset({Kind.HANDOFF, Kind.OTHER})
"""While somebody of the staff is talking with the owner, "ring me at three" is for them."""


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


async def hear(turn: Turn, text: str, *pictures: Incoming) -> Ticket | None:
    """Answer a message; the ticket it became, if it became one.

    `pictures`: sent before the words, without any.
    """
    heard = turn.understand(text)
    ticket = await _hear(turn, text, heard)
    if ticket is not None:
        await relay.keep(turn, ticket, *pictures)
    return ticket


async def carry_on(turn: Turn, text: str) -> None:
    """What somebody wanted before they were let in: done now, without asking them anything twice.

    A question comes this way only after its answer did not help: a person reads it.
    """
    heard = turn.understand(text)
    if heard.sure and heard.kind in _WANTED:
        await hear(turn, text)
    else:
        kind = TicketKind.QUESTION if heard.kind is Kind.QUESTION else TicketKind.OTHER
        await wishes.give_to_person(turn, text, kind)


async def _hear(turn: Turn, text: str, heard: Understanding) -> Ticket | None:
    if heard.kind is Kind.EMERGENCY:
        return await emergency.open_emergency(turn, text, heard)
    if number := owner_ticket.NUMBER.match(text):
        await owner_ticket.show_number(turn, int(number[1]))
        return None
    if not heard.sure or await _answers_staff(turn, heard):
        return await _unsure(turn, text, heard)
    match heard.kind:
        case Kind.QUESTION if heard.topic is not None:
            await question.answer(turn, turn.catalogue.topics[heard.topic], text)
        case Kind.STATUS:
            await owner_ticket.my_tickets(turn)
        case Kind.PRAISE:
            await _thank(turn, text)
        case Kind.GREETING:
            turn.say("owner.greeting", name=turn.name)
        case Kind.OTHER if heard.topic == _ACKNOWLEDGEMENT:
            turn.say("owner.acknowledged")
        case Kind.OTHER:
            turn.say("owner.off_topic", buttons=_to_a_person(turn))
        case _ if not turn.is_bound:
            await onboarding.ask_to_be_vouched(turn, text, heard.slots)
        case Kind.COMPLAINT:
            return await complaint.open_complaint(turn, text, heard)
        case Kind.HANDOFF:
            return await _hand_to_person(turn, text)
        case _:
            return await wishes.open_request(turn, text, heard)
    return None


async def _answers_staff(turn: Turn, heard: Understanding) -> bool:
    """True in the middle of a talk about the one open ticket: the words belong to it."""
    if heard.kind not in _SAID_TO_STAFF:
        return False
    open_tickets = await tickets.active_of(turn.session, turn.person.id)
    return len(open_tickets) == 1 and bool(
        await tickets.events_of(turn.session, open_tickets[0].id, EventType.REPLIED)
    )


def is_new_matter(turn: Turn, text: str) -> bool:
    """Plainly something else than an answer to what was asked."""
    heard = turn.understand(text)
    return heard.sure and heard.topic is not None and heard.kind in _MATTERS


_MATTERS = frozenset({Kind.REQUEST, Kind.QUESTION, Kind.STATUS, Kind.HANDOFF})


_LIKE_A_WISH = 0.4
"""Confidence from which unsure words are more than a remark on what is open."""


def _sounds_like_a_wish(heard: Understanding) -> bool:
    """Too much to be put down quietly as a remark on something else."""
    return heard.kind in (Kind.REQUEST, Kind.COMPLAINT) and heard.confidence >= _LIKE_A_WISH


async def _unsure(turn: Turn, text: str, heard: Understanding) -> Ticket | None:
    """Words added to what is open, or up to three guesses and a person."""
    open_tickets = await tickets.active_of(turn.session, turn.person.id)
    if len(open_tickets) == 1 and not _sounds_like_a_wish(heard):
        ticket = open_tickets[0]
        await relay.to_desk(turn, ticket)
        turn.say(
            "owner.added",
            buttons=_something_else(turn, ticket),
            ticket=ticket,
            number=ticket.id,
        )
        return None
    rows = _guesses(turn, heard.suggestions)
    rows += tuple(_attach_rows(turn, open_tickets))
    turn.say(
        "owner.did_you_mean" if rows else "owner.not_understood",
        buttons=(*rows, *_to_a_person(turn)),
    )
    return None


def _something_else(turn: Turn, ticket: Ticket) -> Rows:
    return ((button("something_else", Action.OPEN_NEW, turn.incoming.inbox_id, ticket.id),),)


def _guesses(turn: Turn, suggestions: Sequence[str]) -> Rows:
    known = [turn.catalogue.topics[topic] for topic in suggestions[:3]]
    return column(
        *(
            plain(topic.name[turn.language], Action.MEAN, turn.incoming.inbox_id, topic.id)
            for topic in known
        )
    )


def _attach_rows(turn: Turn, open_tickets: Sequence[Ticket]) -> Rows:
    return column(
        *(
            plain(
                turn.voice.words(
                    "buttons.add_to",
                    turn.language,
                    number=ticket.id,
                    title=turn.subject(ticket, turn.language),
                ),
                Action.ATTACH,
                turn.incoming.inbox_id,
                ticket.id,
            )
            for ticket in open_tickets[:4]
        )
    )


def _to_a_person(turn: Turn) -> Rows:
    return ((button("none_of_these", Action.NONE_OF_THESE, turn.incoming.inbox_id),),)


async def _said_then(turn: Turn, press: Press) -> Incoming | None:
    """The words a button was about; None (and a polite note) where they are not the speaker's."""
    inbox_id = press.wide_number(0)
    said = await turn.recall(inbox_id) if inbox_id is not None else None
    if said is None or said.speaker.telegram_id != turn.person.telegram_id:
        turn.notify("common.stale")
        return None
    turn.incoming = said
    return said


async def meant(turn: Turn, press: Press) -> None:
    """One of the guesses was right."""
    topic = turn.catalogue.topics.get(press.word(1) or "")
    if topic is None:
        turn.notify("common.stale")
        return
    said = await _said_then(turn, press)
    if said is None:
        return
    if await _handled_before(turn, said):
        return
    text, heard = said.text, turn.understand(said.text)
    pictures = await _waiting_pictures(turn)
    ticket: Ticket | None = None
    match Kind(topic.kind):
        case Kind.QUESTION:
            await question.answer(turn, topic, text)
        case Kind.STATUS:
            await owner_ticket.my_tickets(turn)
        case Kind.PRAISE:
            await _thank(turn, text)
        case Kind.GREETING | Kind.OTHER:
            turn.say("owner.greeting", name=turn.name)
        case Kind.EMERGENCY:
            ticket = await emergency.open_emergency(turn, text, heard, topic)
        case _ if not turn.is_bound:
            await onboarding.ask_to_be_vouched(turn, text, heard.slots)
        case Kind.COMPLAINT:
            ticket = await complaint.open_complaint(turn, text, heard, topic)
        case Kind.HANDOFF:
            ticket = await _hand_to_person(turn, text)
        case _:
            ticket = await wishes.open_request(turn, text, heard, topic)
    if ticket:
        await relay.keep(turn, ticket, *pictures)


async def none_of_these(turn: Turn, press: Press) -> None:
    """No guess was right: a person reads it, with the words kept."""
    said = await _said_then(turn, press)
    if said is None or await _handled_before(turn, said):
        return
    if not turn.is_bound:
        await onboarding.ask_to_be_vouched(turn, said.text, turn.understand(said.text).slots)
        return
    pictures = await _waiting_pictures(turn)
    ticket = await wishes.give_to_person(turn, said.text, TicketKind.OTHER)
    await relay.keep(turn, ticket, *pictures)


async def attach(turn: Turn, press: Press) -> None:
    """The words belong to this ticket."""
    said = await _said_then(turn, press)
    ticket = await owner_ticket.own_ticket(turn, press, 1) if said else None
    if ticket is None:
        return
    if said and await _handled_before(turn, said):
        return
    pictures = await _waiting_pictures(turn)
    await relay.to_desk(turn, ticket, *pictures)
    turn.say("owner.added", ticket=ticket, number=ticket.id)


async def something_else(turn: Turn, press: Press) -> None:
    """Not about the open ticket after all: the words are free for another."""
    said = await _said_then(turn, press)
    if said is None or said.message_id is None:
        return
    link = await tickets.linked(turn.session, said.chat_id, said.message_id)
    if link is not None and link.ticket_id == press.number(1):
        await turn.session.delete(link)
    heard = turn.understand(turn.incoming.text)
    rows = _guesses(turn, heard.suggestions)
    turn.say(
        "owner.did_you_mean" if rows else "owner.not_understood",
        buttons=(*rows, *_to_a_person(turn)),
    )


async def _handled_before(turn: Turn, said: Incoming) -> bool:
    """A second tap, or another guess for the same words: they have a ticket already."""
    if said.message_id is None:
        return False
    link = await tickets.linked(turn.session, said.chat_id, said.message_id)
    if link is None:
        return False
    turn.notify("owner.already_has_ticket", number=link.ticket_id)
    return True


async def _waiting_pictures(turn: Turn) -> list[Incoming]:
    """Pictures sent without words that no ticket has taken yet; they wait no longer."""
    waiting = await people.dialogue(turn.session, turn.incoming.chat_id, turn.person.id)
    if waiting is None or waiting.step is not Step.DESCRIBE_MEDIA:
        return []
    await turn.expect_nothing()
    return await _recalled(turn, waiting.data["pictures"])


async def _recalled(turn: Turn, pictures: Sequence[int]) -> list[Incoming]:
    found = [await turn.recall(inbox_id) for inbox_id in pictures]
    return [picture for picture in found if picture is not None]


async def _hand_to_person(turn: Turn, text: str) -> Ticket:
    """Somebody wants a person: they get one, who can read the talk so far."""
    ticket = await wishes.give_to_person(turn, text, TicketKind.HANDOFF)
    await relay.talk_so_far(turn, ticket)
    return ticket


async def _thank(turn: Turn, text: str) -> None:
    recent = await tickets.recent_of(turn.session, turn.person.id, limit=1)
    turn.say("owner.praise", name=turn.name)
    if turn.is_bound:
        await news.praised(turn, turn.person, text, recent[0] if recent else None)


async def replied(turn: Turn) -> bool:
    """A reply to any message of a ticket continues that ticket, unless it is a call for help."""
    incoming = turn.incoming
    if incoming.reply_to is None:
        return False
    link = await tickets.linked(turn.session, incoming.chat_id, incoming.reply_to)
    ticket = await tickets.by_number(turn.session, link.ticket_id) if link else None
    if ticket is None:
        return False
    if ticket.reporter_id != turn.person.id:
        return await relay.desk_reply_in_private(turn, ticket)
    if ticket.kind is not TicketKind.EMERGENCY and emergency.is_emergency(turn, incoming.text):
        return False
    heard = turn.understand(incoming.text)
    if heard.kind is Kind.COMPLAINT and heard.sure and not ticket.private:
        return False  # whom it may be about reads this topic
    await relay.to_desk(turn, ticket)
    turn.say("owner.added", ticket=ticket, number=ticket.id)
    return True


async def media_only(turn: Turn) -> None:
    """A picture without words: for the one open ticket, else it is asked what it shows."""
    incoming = turn.incoming
    if incoming.album and await relay.joins_album(turn):
        return
    open_tickets = await tickets.active_of(turn.session, turn.person.id)
    if len(open_tickets) == 1:
        await relay.to_desk(turn, open_tickets[0])
        turn.say("owner.added", ticket=open_tickets[0], number=open_tickets[0].id)
        return
    await _ask_what_it_is(turn, [])


async def _ask_what_it_is(turn: Turn, before: Sequence[int]) -> None:
    incoming = turn.incoming
    await turn.expect(
        Step.DESCRIBE_MEDIA, pictures=[*before, incoming.inbox_id], album=incoming.album
    )
    rows = _attach_rows(turn, await tickets.active_of(turn.session, turn.person.id))
    turn.say("owner.describe_media", buttons=(*rows, *_to_a_person(turn)))


async def media_described(turn: Turn, data: dict[str, object]) -> bool:
    """The words that belong to pictures sent before them; without a ticket they go on waiting."""
    incoming, pictures = turn.incoming, data.get("pictures")
    if not isinstance(pictures, list) or incoming.command:
        return False
    if not incoming.text:
        return await _another_picture(turn, pictures, data.get("album"))
    ticket = await hear(turn, incoming.text, *await _recalled(turn, pictures))
    if ticket is None and not await _awaits_something(turn):
        await turn.expect(Step.DESCRIBE_MEDIA, **data)
    return True


async def _awaits_something(turn: Turn) -> bool:
    found = await people.dialogue(turn.session, turn.incoming.chat_id, turn.person.id)
    return found is not None


async def _another_picture(turn: Turn, before: Sequence[int], album: object) -> bool:
    """The parts of an album come one by one; what they show is asked once."""
    incoming = turn.incoming
    if incoming.media in (None, Media.UNKNOWN):
        return False
    if incoming.album is None or incoming.album != album:
        await _ask_what_it_is(turn, before)
        return True
    pictures = [*before, incoming.inbox_id]
    await turn.expect(Step.DESCRIBE_MEDIA, pictures=pictures, album=album)
    return True


async def edited(turn: Turn) -> None:
    """An edit of something passed on is passed on too, marked; any other is heard afresh."""
    incoming = turn.incoming
    link = (
        await tickets.linked(turn.session, incoming.chat_id, incoming.message_id)
        if incoming.message_id
        else None
    )
    ticket = await tickets.by_number(turn.session, link.ticket_id) if link else None
    if ticket is not None and ticket.reporter_id == turn.person.id:
        await relay.edit_to_desk(turn, ticket)
    elif ticket is None and incoming.text and incoming.command is None:
        await hear(turn, incoming.text)


async def invite_words(turn: Turn) -> None:
    if turn.incoming.argument:
        await hear(turn, turn.incoming.argument)
    else:
        turn.say("owner.tell_me", name=turn.name)
