"""What an owner says in their own words: understood, and led to a ticket, an answer or a person."""

from collections.abc import Sequence
from dataclasses import replace

from bot.buttons import Press
from bot.conversation import (
    answering,
    at_rest,
    blame,
    choices,
    complaint,
    doubt,
    earlier,
    emergency,
    finding,
    onboarding,
    pressed,
    proposals,
    relay,
    repeated,
    several,
    spoken,
    wishes,
)
from bot.conversation.fulfil import fulfil
from bot.conversation.messages import Incoming
from bot.conversation.turn import Turn
from bot.tickets import endangering, ending, lifecycle, news
from db import tickets
from db.models import Ticket
from db.vocabulary import TicketKind
from intents import Kind, Understanding

_WANTED = frozenset({Kind.REQUEST, Kind.COMPLAINT, Kind.EMERGENCY, Kind.HANDOFF})
"""Kinds that somebody of the staff has to do something about."""


async def hear(turn: Turn, text: str, *pictures: Incoming) -> Ticket | None:
    """Answer a message; the ticket it became, if it became one.

    `pictures`: sent before the words, without any.
    """
    heard = turn.understand(text)
    pictured = bool(pictures) or turn.incoming.media is not None
    ticket = await _hear(turn, text, heard, pictured=pictured)
    if ticket is not None:
        await relay.keep(turn, ticket, *pictures)
    return ticket


async def carry_on(turn: Turn, text: str) -> None:
    """What somebody wanted before they were let in: done now, without asking them anything twice.

    A question comes this way only after its answer did not help: a person reads it.
    """
    heard = replace(turn.understand(text), doubtful=None, refers_back=False)
    if len(several.offered(heard)) > 1 and not emergency.names_emergency(heard):
        await several.take_all(turn, heard)
    elif heard.sure and heard.kind in _WANTED:
        await _hear(turn, text, heard, pictured=False)
    else:
        kind = TicketKind.QUESTION if heard.kind is Kind.QUESTION else TicketKind.OTHER
        await _let_a_person_read(turn, text, kind)


async def _let_a_person_read(
    turn: Turn, text: str, kind: TicketKind = TicketKind.OTHER
) -> Ticket | None:
    """Nobody understood the words: somebody of the desk answers, and the manager may teach them."""
    ticket = await wishes.give_to_person(turn, text, kind)
    if ticket is not None:
        await proposals.not_understood(turn, text, ticket)
    return ticket


async def _hear(turn: Turn, text: str, heard: Understanding, *, pictured: bool) -> Ticket | None:
    if emergency.names_emergency(heard):
        helped = await emergency.helped_by_force(turn, text, heard)
        if helped is not None:
            await answering.pass_on(turn, helped)
            return None
        return await _call_for_help(turn, text, heard)
    if number := finding.NUMBER.match(text):
        await finding.show_number(turn, int(number[1]))
        return None
    mine = await tickets.active_of(turn.session, turn.person.id)
    calls = await endangering.calls_of(turn, turn.person)
    for ticket, _ in calls:  # they may say against whom
        in_danger, kept = await emergency.says_from_whom(turn, ticket, text)
        if in_danger:
            return kept
    awaited = endangering.newest_awaited(calls, turn.now)
    if heard.doubtful is not None and awaited and answering.may_speak_of_danger(heard):
        return await answering.add_to_danger(turn, awaited, heard)
    if heard.doubtful is not None:
        return await doubt.ask(turn, text, heard, pictured=pictured)
    return await _without_danger(turn, text, heard, mine, awaited)


async def _call_for_help(turn: Turn, text: str, heard: Understanding) -> Ticket | None:
    """The danger at once, in all the words there are; what else was said is offered after it."""
    danger = next((each for each in heard.wishes if each.kind is Kind.EMERGENCY), None)
    if heard.kind is not Kind.EMERGENCY and danger is not None:
        heard = replace(
            heard, kind=Kind.EMERGENCY, category=danger.category, topic=danger.topic, hazard=None
        )
    named = await emergency.named_as_the_danger(turn, text)
    ticket = await emergency.open_emergency(turn, text, heard, besides=named)
    if several.offered(heard) and turn.is_bound:
        several.offer(turn, heard, danger=True)
    return ticket


async def _without_danger(
    turn: Turn,
    text: str,
    heard: Understanding,
    mine: Sequence[Ticket],
    awaited: Ticket | None,
) -> Ticket | None:
    """`mine`: the tickets that the speaker has open; `awaited`: where help is awaited."""
    if several.offered(heard) and turn.is_bound:
        several.offer(turn, heard)
        return None
    settled, ticket = await earlier.take_up(turn, text, heard)
    if settled:
        return ticket
    if awaited is not None and await answering.is_for_those_who_come(turn, text, heard):
        return await answering.add_to_danger(turn, awaited, heard)
    is_answer, answered = await answering.answered(turn, heard, mine)
    if is_answer:
        return await answering.add(turn, answered) if answered is not None else None
    if not heard.sure:
        return await _unsure(turn, heard, mine)
    before = repeated.reported_before(text, heard, mine, turn.now)
    if before is not None and turn.incoming.command is None:  # /new is something new
        apart, complained = await complaint.kept_apart(turn, before)
        if apart:
            return complained
        asked = ending.asks_what_is_wrong(before, turn.now)
        if repeated.has_waited(before, turn.now) and not asked:
            await earlier.add_again(turn, before, text)
        else:
            await repeated.add(turn, before)
        return before
    about = await earlier.complained_of(turn, heard) if heard.kind is Kind.COMPLAINT else None
    return await fulfil(turn, text, heard, about=about)


def is_new_matter(turn: Turn, text: str) -> bool:
    """Plainly something else than an answer to what was asked."""
    heard = turn.understand(text)
    return heard.sure and heard.topic is not None and heard.kind in _MATTERS


_MATTERS = frozenset({Kind.REQUEST, Kind.QUESTION, Kind.STATUS, Kind.HANDOFF})


async def _unsure(
    turn: Turn, heard: Understanding, open_tickets: Sequence[Ticket]
) -> Ticket | None:
    """Words added to what is open, or up to three guesses and a person."""
    if len(open_tickets) == 1 and not answering.sounds_like_a_wish(heard):
        return await answering.add(turn, open_tickets[0])
    _ask_what_is_meant(turn, heard, open_tickets)
    return None


def _ask_what_is_meant(
    turn: Turn, heard: Understanding, open_tickets: Sequence[Ticket] = ()
) -> None:
    rows = choices.guesses(turn, heard.suggestions) + choices.add_to(turn, open_tickets[:4])
    turn.say(
        "owner.did_you_mean" if rows else "owner.not_understood",
        buttons=(*rows, *choices.to_a_person(turn)),
    )


async def meant(turn: Turn, press: Press) -> None:
    """One of the guesses was right."""
    topic = turn.catalogue.topics.get(press.word(1) or "")
    if topic is None:
        turn.notify("common.stale")
        return
    said = await spoken.said_then(turn, press)
    if said is None or await spoken.handled_before(turn, said):
        return
    await proposals.meant(turn, said.text, topic)
    heard = turn.understand(said.text)
    meaning = replace(
        heard, kind=topic.kind, category=topic.category, topic=topic.id, hazard=topic.hazard
    )
    pictures = await spoken.waiting_pictures(turn)
    await _keep(turn, await fulfil(turn, said.text, meaning), pictures)


async def _keep(turn: Turn, ticket: Ticket | None, pictures: Sequence[Incoming]) -> None:
    if ticket is not None:
        await relay.keep(turn, ticket, *pictures)


async def none_of_these(turn: Turn, press: Press) -> None:
    """No guess was right: a person reads it, with the words kept."""
    said = await spoken.said_then(turn, press)
    if said is None or await spoken.handled_before(turn, said):
        return
    if not turn.is_bound:
        await onboarding.ask_to_be_vouched(turn, said.text, turn.understand(said.text).slots)
        return
    pictures = await spoken.waiting_pictures(turn)
    await _keep(turn, await _let_a_person_read(turn, said.text), pictures)


async def attach(turn: Turn, press: Press) -> None:
    """The words belong to this ticket."""
    said = await spoken.said_then(turn, press)
    ticket = await pressed.own_ticket(turn, press, 1) if said else None
    if said is None or ticket is None or await spoken.handled_before(turn, said):
        return
    if ticket.state in lifecycle.OVER:
        turn.notify("common.ticket_over")
        return
    pictures = await spoken.waiting_pictures(turn)
    if await complaint.goes_apart(turn, ticket, *pictures):
        return
    if turn.understand(said.text).refers_back:
        await earlier.add_again(turn, ticket, said.text)
        await relay.keep(turn, ticket, *pictures)
        return
    await relay.to_desk(turn, ticket, *pictures)
    turn.say("owner.added", ticket=ticket, number=ticket.id)


async def open_again(turn: Turn, press: Press) -> None:
    """The words say that this ticket was not done after all."""
    said = await spoken.said_then(turn, press)
    ticket = await pressed.own_ticket(turn, press, 1) if said else None
    if said is None or ticket is None or await spoken.handled_before(turn, said):
        return
    if ticket.state in lifecycle.OVER and not ending.may_reopen(ticket, turn.now):
        turn.notify("common.ticket_over", alert=True)
        return
    pictures = await spoken.waiting_pictures(turn)
    if await complaint.goes_apart(turn, ticket, *pictures):
        return
    if ending.reopen(turn, ticket, turn.person, said.text):
        await news.reopened(turn, ticket, why=said.text)
    else:  # reopened meanwhile, by another button
        await earlier.add_again(turn, ticket, said.text)
    await relay.keep(turn, ticket, *pictures)


async def new_ticket(turn: Turn, press: Press) -> None:
    """None of the tickets that were offered: these words open one of their own."""
    said = await spoken.said_then(turn, press)
    if said is None or await spoken.handled_before(turn, said):
        return
    pictures = await spoken.waiting_pictures(turn)
    await _keep(turn, await _afresh(turn, said), pictures)


async def _afresh(turn: Turn, said: Incoming) -> Ticket | None:
    """What the words mean without what was reported before; a person where that is not plain."""
    heard = replace(turn.understand(said.text), refers_back=False, doubtful=None)
    if not turn.is_bound:
        await onboarding.ask_to_be_vouched(turn, said.text, heard.slots)
        return None
    if heard.sure and heard.kind in _WANTED:
        return await fulfil(turn, said.text, heard)
    return await _let_a_person_read(turn, said.text)


async def something_else(turn: Turn, press: Press) -> None:
    """Not about the open ticket after all: the words are free for another."""
    said = await spoken.said_then(turn, press)
    if said is None or said.message_id is None:
        return
    ticket = await spoken.ticket_of(turn, said)
    if ticket is not None and ticket.id != press.number(1):
        turn.notify("owner.already_has_ticket", number=ticket.id)
        return
    heard = turn.understand(said.text)
    if ticket is not None:
        await spoken.free(turn, said)
        await news.post(turn, ticket, "staff.not_about_this")
    if several.offered(heard) and turn.is_bound:
        several.offer(turn, heard)
    elif heard.sure:
        await _keep(turn, await fulfil(turn, said.text, heard), ())
    else:
        _ask_what_is_meant(turn, heard)


async def not_happening(turn: Turn, press: Press) -> None:
    """No danger: the words are heard as what they are without it."""
    said = await doubt.not_happening(turn, press)
    if said is not None:
        await _hear_again(turn, said)


async def doubt_answered(turn: Turn, data: dict[str, object]) -> bool:
    answer = await doubt.answered(turn, data)
    if isinstance(answer, bool):
        return answer
    await _hear_again(turn, answer)
    return True


async def _hear_again(turn: Turn, said: Incoming) -> None:
    heard = replace(turn.understand(said.text), doubtful=None)
    mine = await tickets.active_of(turn.session, turn.person.id)
    awaited = await endangering.awaited_by(turn, turn.person)
    await _keep(turn, await _without_danger(turn, said.text, heard, mine, awaited), ())


async def replied(turn: Turn) -> bool:
    """A reply to any message of a ticket continues that ticket, unless it is a call for help."""
    incoming = turn.incoming
    if incoming.reply_to is None:
        return False
    if incoming.album and not incoming.text and await relay.joins_album(turn):
        return True
    link = await tickets.linked(turn.session, incoming.chat_id, incoming.reply_to)
    ticket = await tickets.by_number(turn.session, link.ticket_id) if link else None
    if ticket is None:
        return False
    if ticket.reporter_id != turn.person.id:
        return await relay.desk_reply_in_private(turn, ticket)
    heard = turn.understand(incoming.text)
    help_is_called = emergency.names_emergency(heard)
    danger = heard.doubtful is not None or help_is_called
    if danger and ticket.kind is not TicketKind.EMERGENCY:
        return False
    if help_is_called and await blame.would_be_read(turn, ticket, incoming.text):
        return False  # against somebody who is called to it
    complains = blame.complains(heard, surely=True)
    if complains and not ticket.private and not await _only_says_again(turn, heard):
        return False  # whom it may be about reads this topic
    if await complaint.goes_apart(turn, ticket):
        return True
    if ticket.kind is TicketKind.FOLLOW_UP:
        await relay.to_desk(turn, ticket)
        turn.say("owner.added", ticket=ticket, number=ticket.id)
    elif heard.refers_back and ending.may_reopen(ticket, turn.now):
        earlier.offer_to_reopen(turn, ticket)
    elif heard.refers_back and ticket.state not in lifecycle.OVER:
        await earlier.add_again(turn, ticket, incoming.text)
        await relay.keep(turn, ticket)
    elif ticket.state in lifecycle.OVER:
        await at_rest.add(turn, ticket)
    else:
        await answering.pass_on(turn, ticket)
    return True


async def _only_says_again(turn: Turn, heard: Understanding) -> bool:
    return not heard.wishes and await earlier.only_says_it_again(turn, turn.incoming.text, heard)


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
        if not await complaint.goes_apart(turn, ticket):
            await _correct(turn, ticket)
    elif ticket is None and incoming.text and incoming.command is None:
        await hear(turn, incoming.text)


async def _correct(turn: Turn, ticket: Ticket) -> None:
    if ticket.state in lifecycle.OVER and ticket.kind is not TicketKind.FOLLOW_UP:
        await at_rest.correct(turn, ticket)
    else:
        await relay.edit_to_desk(turn, ticket)


async def invite_words(turn: Turn) -> None:
    if turn.incoming.argument:
        await hear(turn, turn.incoming.argument)
    else:
        turn.say("owner.tell_me", name=turn.name)
