"""Emergencies: how to stay alive comes first, then everybody is woken, then questions."""

import logging
from collections.abc import Collection
from dataclasses import replace

from bot import directory
from bot.buttons import Press
from bot.conversation import accused, blame, pressed, relay, whereabouts, wishes
from bot.conversation.turn import Turn
from bot.tickets import (
    cards,
    endangering,
    ending,
    leading,
    news,
    opening,
    paging_news,
    roll_call_news,
    sorting,
    taking,
    talking,
)
from bot.tickets.concerned import concerned
from bot.tickets.routing import NobodyAtAllError
from bot.tickets.taking import Going
from db import tickets
from db.models import Ticket
from db.vocabulary import EventType, MailPriority, Priority, TeamCode, TicketKind
from intents import Hazard, Kind, Topic, Understanding

_log = logging.getLogger(__name__)

_TEAMS = {"water": TeamCode.REPAIRS, "electric": TeamCode.REPAIRS, "trapped": TeamCode.REPAIRS}


def is_emergency(turn: Turn, text: str) -> bool:
    return names_emergency(turn.understand(text))


def names_emergency(heard: Understanding) -> bool:
    """True also where it is one of several things said."""
    return heard.kind is Kind.EMERGENCY or any(wish.kind is Kind.EMERGENCY for wish in heard.wishes)


async def open_emergency(
    turn: Turn,
    text: str,
    heard: Understanding,
    topic: Topic | None = None,
    *,
    besides: Collection[int] = (),
) -> Ticket | None:
    """The life-safety card, the pages, the ticket; the place is asked for afterwards.

    None where the community has nobody at all who could answer: the card is said even then; and
    where it is about all of them, whom to ring. `besides`: of whom words said since complain.

    Anybody may call for help, bound to a unit or not.
    """
    known = topic or turn.catalogue.topics.get(heard.topic or "")
    hazard = say_how_to_stay_alive(turn, heard, known)
    wish = await _wish(turn, text, heard, known, hazard, besides)
    try:
        ticket = await opening.open_ticket(turn, turn.person, wish, turn.home)
    except NobodyAtAllError:
        if wish.concerns:
            wishes.say_whom_to_ring(turn, danger=True)
        else:
            _log.error("an emergency was reported, and %s has no staff at all", turn.community.code)
        return None
    await paging_news.paged(turn, ticket)
    await news.opened(turn, ticket)
    await _keep_others_from(turn, ticket, concerned(ticket))
    await whereabouts.expect(turn, ticket)
    return ticket


async def raise_ticket(
    turn: Turn,
    ticket: Ticket,
    heard: Understanding,
    topic: Topic | None,
    *,
    besides: Collection[int] = (),
) -> None:
    """An ordinary ticket turns out to be a danger: the same, in the same order."""
    hazard = say_how_to_stay_alive(turn, heard, topic)
    told = bool(await tickets.cards_of(turn.session, ticket.id))
    wish = await _wish(turn, ticket.said, heard, topic, hazard, besides)
    try:
        await sorting.raise_to_emergency(turn, ticket, turn.person, wish)
    except NobodyAtAllError:
        wishes.say_whom_to_ring(turn, danger=True)
        return
    await paging_news.paged(turn, ticket)
    if told:
        await endangering.show_to_the_others(turn, ticket)
        await cards.show_owner(turn, ticket)
        await news.post(turn, ticket, "staff.raised")
    else:
        await news.opened(turn, ticket)
    await _keep_others_from(turn, ticket, concerned(ticket))
    await whereabouts.expect(turn, ticket)


async def _wish(
    turn: Turn,
    text: str,
    heard: Understanding,
    topic: Topic | None,
    hazard: str,
    besides: Collection[int],
) -> opening.Wish:
    wish = await wishes.wish_for(turn, text, heard, topic)
    before = sorted(await endangering.dangers_to(turn, turn.person))
    return replace(
        wish.also_kept_from((*besides, *before)),
        kind=TicketKind.EMERGENCY,
        team=wish.team if topic else _TEAMS.get(hazard, TeamCode.SECURITY),
        priority=Priority.P1,
        urgent=True,
        private=False,
    )


def say_how_to_stay_alive(turn: Turn, heard: Understanding, known: Topic | None) -> str:
    """The life-safety card, before anything else; the hazard it is for."""
    hazard = (known.hazard if known else None) or heard.hazard or "other"
    turn.say(f"emergency.{hazard}", priority=MailPriority.EMERGENCY)
    return hazard


async def says_from_whom(turn: Turn, ticket: Ticket, text: str) -> tuple[bool, Ticket | None]:
    """Words that name one of the staff as the danger for which help was called: they are called
    no more, and everybody else who is called hears it.

    Whether these do; and the ticket that they belong to, unless nobody is left to hear them.
    """
    lead = await tickets.lead_of(turn.session, ticket)
    if not endangering.is_undone(lead):
        return False, None
    named = await _named_as_the_danger(turn, lead, text)
    before = await endangering.named_by(turn, lead, turn.person)
    spoken_of = named
    if named <= before:
        spoken_of = await _spoken_of_again(turn, lead, text, before)
        if not spoken_of:
            return False, None
    else:
        try:
            await endangering.keep_from(turn, lead, turn.person, named)
        except NobodyAtAllError:
            wishes.say_whom_to_ring(turn, danger=True)
            return True, None
    await whereabouts.note_besides(turn, lead, text, turn.understand(text))
    media = turn.incoming.media
    await talking.follow_up(turn, ticket, turn.person, text, media.value if media else None)
    await endangering.show_to_the_others(turn, lead)
    original = relay.original_of(turn.incoming)
    await endangering.tell(turn, ticket, text, original, more=not named)
    await _keep_others_from(turn, lead, spoken_of)
    turn.say(
        "owner.danger_from",
        buttons=await endangering.way_back(turn, ticket, turn.person, spoken_of),
        ticket=ticket,
        priority=MailPriority.EMERGENCY,
        number=ticket.id,
        accountable=lead.accountable.called(turn.language),
    )
    return True, ticket


async def _named_as_the_danger(turn: Turn, ticket: Ticket, text: str) -> frozenset[int]:
    """Once help has come, words that are no more than a complaint are one, like any."""
    heard = turn.understand(text)
    named = await directory.surely_mentioned(turn.session, text, heard, turn.community.id)
    if endangering.awaits_help(ticket, turn.now):
        hazard = _hazard_of(turn, ticket)
        meant = [e for e in named if blame.may_be_the_danger(text, e.said, heard, hazard)]
    else:
        meant = [each for each in named if accused.attacks(text, each.said)]
    return frozenset(directory.about(meant))


def _hazard_of(turn: Turn, ticket: Ticket) -> Hazard | None:
    topic = turn.catalogue.topics.get(ticket.topic or "")
    return topic.hazard if topic else None


async def named_as_the_danger(turn: Turn, text: str) -> frozenset[int]:
    """By words that call for help once more, to any of the calls before."""
    named: frozenset[int] = frozenset()
    for _, lead in await endangering.calls_of(turn, turn.person):
        named |= await _named_as_the_danger(turn, lead, text)
    return named


async def helped_by_force(turn: Turn, text: str, heard: Understanding) -> Ticket | None:
    """The call for help to which one of the staff came who is said to break the door open now, or
    to fight whoever is the danger: heard by itself, that would be a call against them."""
    if heard.wishes or heard.hazard is not Hazard.INTRUDER:
        return None
    call = await endangering.awaited_by(turn, turn.person)
    if call is None:
        return None
    hazard = _hazard_of(turn, await tickets.lead_of(turn.session, call))
    told_to_them = replace(heard, hazard=None, doubtful=None)
    named = await directory.surely_mentioned(turn.session, text, heard, turn.community.id)
    does = [each for each in named if accused.is_accused(text, each.said)]
    if any(blame.may_be_the_danger(text, each.said, told_to_them, hazard) for each in does):
        return None
    return call if does else None


async def _spoken_of_again(
    turn: Turn, ticket: Ticket, text: str, before: frozenset[int]
) -> frozenset[int]:
    """「不是李保，是小偷」: whoever comes has to know, whatever it is taken for. `before`: whom
    the speaker has named; whom another has, they do not hear."""
    heard = turn.understand(text)
    if not endangering.awaits_help(ticket, turn.now) or blame.complains(heard, surely=True):
        return frozenset()
    named = await directory.surely_mentioned(turn.session, text, heard, turn.community.id)
    return before.intersection(directory.about(named))


async def _keep_others_from(turn: Turn, ticket: Ticket, named: frozenset[int]) -> None:
    """Who is not to come to this call for help is to come to no other of the same person's; where
    nobody else could, that person hears it, and so does who leads."""
    if not named:
        return
    left = []
    for _, other in await endangering.calls_of(turn, turn.person):
        if other.id == ticket.id or named <= concerned(other):
            continue
        try:
            to_call = await endangering.keep_from(turn, other, turn.person, named)
        except NobodyAtAllError:
            _log.error("all who could be called to #%s are named as the danger", other.id)
            left.append(other)
            continue
        await endangering.show_to_the_others(turn, other)
        if to_call:
            await paging_news.paged(turn, other)
    if left:
        told = await endangering.tell_who_leads(turn, ticket, turn.person, named)
        turn.say(
            "owner.not_kept_from",
            ticket=ticket,
            priority=MailPriority.EMERGENCY,
            others=[each.id for each in left],
            told=[each.called(turn.language) for each in told],
        )


async def false_alarm(turn: Turn, press: Press) -> None:
    """Everybody is safe: closed kindly, and everybody who was woken is told."""
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    if not ending.cancel(turn, ticket, turn.person, EventType.FALSE_ALARM):
        turn.notify("common.ticket_over")
        return
    await turn.expect_nothing()
    await news.cancelled(turn, ticket, "staff.false_alarm")
    await leading.let_go(turn, ticket)
    await paging_news.stood_down(turn, ticket)
    await roll_call_news.all_clear(turn, ticket, false_alarm=True)
    turn.say("owner.false_alarm", name=turn.name, ticket=ticket)


async def going(turn: Turn, press: Press) -> None:
    """Any number of people may go; the owner hears of the first, the desk of everybody."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return
    gone = await taking.go(turn, ticket, turn.person)
    if gone is None:
        pressed.say_how_it_stands(turn, ticket)
        return
    turn.notify("staff.you_are_going", number=ticket.id)
    if gone is Going.ALREADY:
        return
    await cards.show(turn, ticket)
    if gone is Going.FIRST:
        by = turn.person.called(ticket.reporter.language)
        news.tell_owner(turn, ticket, "owner.going", by=by)
    await news.post(
        turn, ticket, "staff.going", by=turn.person, first=gone is Going.FIRST, drill=ticket.drill
    )
