"""What is not for this office goes to its right contact; what is reported twice is put together."""

import re

from bot.buttons import Action, Press, button, column, plain
from bot.conversation import outgoing, pressed
from bot.conversation.turn import Turn
from bot.tickets import cards, description, diverting, leading, moving, news
from bot.tickets.standing import owns, works_on
from db import tickets
from db.models import Ticket
from db.vocabulary import Language, RejectReason, Step

_MOST_CANDIDATES = 4

_NUMBER = re.compile(r"[#＃]?\s*(\d{1,9})")


async def offer_reasons(turn: Turn, press: Press) -> None:
    """Why is it not for this office?"""
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    rows = column(
        button("reject_utility", Action.REJECT_AS, ticket.id, "utility", ticket.version),
        button("reject_authority", Action.REJECT_AS, ticket.id, "authority", ticket.version),
        button("reject_own_property", Action.REJECT_AS, ticket.id, "own_property", ticket.version),
        button("reject_neighbour", Action.REJECT_AS, ticket.id, "neighbour", ticket.version),
        button("reject_other", Action.REJECT_AS, ticket.id, "other", ticket.version),
    )
    await outgoing.answer_desk(turn, ticket, "desk.reject_why", buttons=rows)


async def reject_as(turn: Turn, press: Press) -> None:
    """At once where the community's file knows whom to turn to; else that is asked for."""
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    reason = next((each for each in RejectReason if each.value == press.word(1)), None)
    if reason is None or not diverting.may_reject(ticket):
        turn.notify("common.stale")
        return
    contact = _contact(turn, reason, ticket.reporter.language)
    if contact is not None:
        await _reject(turn, ticket, reason, contact)
        return
    await turn.expect(Step.WRITE_CONTACT, ticket=ticket.id, reason=reason.value)
    turn.notify("desk.write_here")
    await outgoing.answer_desk(turn, ticket, "desk.contact_wanted", by=turn.person)


async def contact_written(turn: Turn, data: dict[str, object]) -> bool:
    ticket = await pressed.told_ticket(turn, data)
    reason = next((each for each in RejectReason if each.value == data.get("reason")), None)
    if ticket is None or reason is None:
        return False
    contact = turn.incoming.text.strip()[:500]
    if await outgoing.answer_passes(turn, ticket, Step.WRITE_CONTACT, data, contact):
        await _reject(turn, ticket, reason, contact)
    return True


def _contact(turn: Turn, reason: RejectReason, language: Language) -> str | None:
    words = turn.community.contacts.get(reason.value)
    return words.get(language.value) if words else None


async def _reject(turn: Turn, ticket: Ticket, reason: RejectReason, contact: str) -> None:
    if not diverting.reject(turn, ticket, turn.person, reason, contact):
        await _refuse(turn, ticket, moving.Refusal.MOVED_ON, None)
        return
    await cards.show(turn, ticket)
    news.tell_owner(turn, ticket, "owner.rejected", reason=reason.value, contact=contact)
    await outgoing.tell_desk(
        turn, ticket, "desk.rejected_by", by=turn.person, reason=reason.value, contact=contact
    )
    await news.shut_room(turn, ticket)
    await leading.let_go(turn, ticket)


async def offer_main_tickets(turn: Turn, press: Press) -> None:
    """Which ticket is it the same as? One of a few, or any by its number."""
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    found = [
        each
        for each in await tickets.alike(turn.session, ticket, limit=2 * _MOST_CANDIDATES)
        if works_on(turn.standings(each))
        and moving.may_merge(ticket, each, turn.now, leads=False) is None
    ]
    rows = column(
        *(
            plain(_label(turn, each), Action.MERGE_INTO, ticket.id, each.id, ticket.version)
            for each in found[:_MOST_CANDIDATES]
        )
    )
    await turn.expect(Step.NAME_MAIN_TICKET, ticket=ticket.id)
    await outgoing.answer_desk(
        turn, ticket, "desk.merge_into", buttons=rows, some=bool(rows), by=turn.person
    )


def _label(turn: Turn, ticket: Ticket) -> str:
    language = outgoing.desk_language(turn)
    title = turn.voice.words(
        "buttons.ticket", language, number=ticket.id, title=turn.subject(ticket, language)
    )
    place = description.place_words(turn, ticket, language)
    return f"{title} · {place}" if place else title


async def merge_into(turn: Turn, press: Press) -> None:
    await _lock_both(turn, press.number(0), press.number(1))
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    await turn.expect_nothing()
    await _merge(turn, ticket, press.number(1))


async def main_ticket_named(turn: Turn, data: dict[str, object]) -> bool:
    said = _NUMBER.fullmatch(turn.incoming.text.strip())
    named, wanted = data.get("ticket"), int(said[1]) if said else None
    if wanted is None or not isinstance(named, int):
        return False
    await _lock_both(turn, named, wanted)
    ticket = await pressed.told_ticket(turn, data)
    if ticket is None:
        return False
    await _merge(turn, ticket, wanted)
    return True


async def _lock_both(turn: Turn, *numbers: int | None) -> None:
    """Two who merge the same two tickets crosswise wait for each other, and not for ever."""
    known = [each for each in numbers if each is not None and each < 2**31]
    if known:
        await tickets.lock(turn.session, *known)


async def _merge(turn: Turn, ticket: Ticket, wanted: int | None) -> None:
    into = await tickets.by_number(turn.session, wanted) if wanted and wanted < 2**31 else None
    if into is None or not works_on(turn.standings(into)):
        await _refuse(turn, ticket, moving.Refusal.ELSEWHERE, wanted)
        return
    refused = await diverting.merge(turn, ticket, turn.person, into)
    if refused is not None:
        await _refuse(turn, ticket, refused, into.id)
        return
    await cards.withdraw(turn, ticket)
    await cards.show(turn, ticket)
    news.tell_owner(
        turn,
        ticket,
        "owner.merged",
        buttons=leading.apart_rows(ticket),
        own=into.id if into.reporter_id == ticket.reporter_id else None,
        keeper=into.accountable.called(ticket.reporter.language),
    )
    await outgoing.tell_desk(turn, ticket, "desk.merged", by=turn.person, into=into.id)
    await news.shut_room(turn, ticket)
    await news.post(turn, into, "desk.gained", by=turn.person, other=ticket.id, words=ticket.said)


async def _refuse(turn: Turn, ticket: Ticket, refused: moving.Refusal, into: int | None) -> None:
    await outgoing.answer_desk(turn, ticket, "desk.refused", why=refused.value, into=into)


async def unmerge(turn: Turn, press: Press) -> None:
    """The desk takes it apart, or its reporter says that theirs is another matter."""
    number = press.number(0)
    ticket = await tickets.by_number(turn.session, number) if number is not None else None
    own = ticket is not None and owns(turn.standings(ticket))
    found = await (pressed.own_ticket if own else pressed.desk_ticket)(turn, press, versioned=True)
    if found is None:
        return
    if not await leading.take_apart(turn, found, turn.person):
        turn.notify("common.already_answered")
