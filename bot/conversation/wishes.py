"""From words to a ticket: what somebody wants, as it was understood, put on record."""

import logging
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import directory
from bot.conversation import blame, whereabouts
from bot.conversation.quoting import Original
from bot.conversation.turn import Turn
from bot.places import NOWHERE, Place, locate
from bot.tickets import endangering, incident_news, news, opening
from bot.tickets.grounds import Grounds
from bot.tickets.opening import Wish
from bot.tickets.routing import NobodyAtAllError
from bot.tickets.temper import temper_of
from db.models import Person, Ticket
from db.vocabulary import Language, MailPriority, Priority, TeamCode, TicketKind
from intents import Evidence, Kind, Topic, Understanding

_log = logging.getLogger(__name__)

_TICKET_KINDS = {
    Kind.REQUEST: TicketKind.REQUEST,
    Kind.COMPLAINT: TicketKind.COMPLAINT,
    Kind.EMERGENCY: TicketKind.EMERGENCY,
    Kind.QUESTION: TicketKind.QUESTION,
    Kind.HANDOFF: TicketKind.HANDOFF,
    Kind.PRAISE: TicketKind.PRAISE,
}


ONESELF = frozenset({"landlord", "tenant"})
"""Roles that owners name to say who they are themselves, and the card says that anyhow."""


async def open_request(
    turn: Turn, text: str, heard: Understanding, topic: Topic | None = None
) -> Ticket | None:
    """A ticket and its receipt; the place is asked for on the receipt where it is missing."""
    wish = await wish_for(turn, text, heard, topic or turn.catalogue.topics.get(heard.topic or ""))
    ticket = await open_apart(turn, wish)
    if ticket is not None:
        await incident_news.arrived(turn, ticket)
        await whereabouts.expect(turn, ticket)
    return ticket


async def open_apart(turn: Turn, wish: Wish) -> Ticket | None:
    """Kept from whom it may complain of; None where nobody else is left to read it: then the
    owner is told whom to ring."""
    try:
        return await opening.open_ticket(turn, turn.person, wish, turn.home)
    except NobodyAtAllError:
        if not wish.concerns:
            raise
    say_whom_to_ring(turn)
    return None


def say_whom_to_ring(turn: Turn, *, danger: bool = False) -> None:
    """`danger`: nobody is left who could come, either."""
    _log.error("what was said is about everybody who could read it in %s", turn.community.code)
    priority = MailPriority.EMERGENCY if danger else MailPriority.REPLY
    turn.say("complaint.by_phone", name=turn.name, danger=danger, priority=priority)


async def wish_for(turn: Turn, text: str, heard: Understanding, topic: Topic | None) -> Wish:
    """What the words ask for; without a topic it is the service team's to read."""
    needs = topic.place if topic else "none"
    place = await locate(turn.session, text, heard.slots, turn.community.id, turn.homes, needs)
    kind = Kind(topic.kind) if topic else heard.kind
    if kind is Kind.COMPLAINT and not place.known:
        # Somebody who complains is heard first: their own home will do for a start.
        place = Place.of_unit(turn.home) if turn.home else NOWHERE
    grounds = await _grounds(turn, text, heard, place)
    priority = Priority(topic.priority) if topic and topic.priority else Priority.P3
    temper = temper_of(text) if kind is Kind.COMPLAINT else None
    if temper is not None:
        grounds = grounds.but(pressing=temper.value, pressing_since=turn.now.isoformat())
        priority = min(priority, Priority.P2)
    as_taken = replace(heard, kind=kind, kinds=(*heard.kinds, heard.kind))
    return Wish(
        kind=_TICKET_KINDS.get(kind, TicketKind.OTHER),
        category=topic.category if topic else heard.category,
        team=TeamCode(topic.team) if topic else TeamCode.SERVICE,
        priority=priority,
        said=text,
        place=place,
        topic=topic.id if topic else None,
        urgent=topic.urgent if topic else heard.urgent,
        private=kind is Kind.COMPLAINT,
        evidence=grounds.written(),
        concerns=await _kept_from(turn, text, as_taken),
    )


async def _kept_from(turn: Turn, text: str, heard: Understanding) -> tuple[int, ...]:
    """Of whom the words complain, or may; and who is the danger while help against them comes."""
    dangers = await endangering.dangers_to(turn, turn.person, awaited=True)
    complained_of = await blame.complained_of(turn, text, heard)
    return tuple(dict.fromkeys((*complained_of, *sorted(dangers))))


async def _grounds(turn: Turn, text: str, heard: Understanding, place: Place) -> Grounds:
    when, money = heard.slots.when, heard.slots.money
    local = turn.now.astimezone(ZoneInfo(turn.community.timezone))
    meant = when.resolve(local) if when else None  # None as well for what is over
    mentioned = await directory.mentioned(turn.session, text, heard, turn.community.id)
    staff = directory.about(mentioned)
    people = [await turn.session.get_one(Person, each) for each in staff]
    original = Original(text)
    return Grounds(
        by=heard.evidence.by,
        said=_told(original, heard.evidence),
        rivals=tuple(rival.topic for rival in heard.evidence.rivals),
        guesses=place.guesses,
        time_said=original.words(when.said) if when and meant else "",
        time_meant=meant[0].isoformat() if meant else "",
        phone=heard.slots.phone or "",
        who=_named(turn, original, heard.slots.who or ""),
        staff=staff,
        called=tuple({every: each.called(every) for every in Language} for each in people),
        amount=f"{money.amount:,}" if money else "",
        currency=(money.currency or "") if money else "",
    )


def _told(original: Original, evidence: Evidence) -> str:
    """The writer's own words; an example, which is not theirs, as it is."""
    if evidence.by == "words":
        return original.telling(evidence.said.split())
    return original.words(evidence.said)


def _named(turn: Turn, original: Original, who: str) -> str:
    """A role by its name, which each reader has a word for; a person as they were written."""
    if who in ONESELF:
        return ""
    return who if f"roles.{who}" in turn.voice.texts else original.words(who)


async def give_to_person(
    turn: Turn, text: str, kind: TicketKind, place: Place = NOWHERE, topic: str | None = None
) -> Ticket | None:
    """A ticket for the service team: somebody reads it and answers.

    What may be a complaint about one of the staff is read by whoever leads, and not by them; None
    as for `open_apart`.
    """
    concerns = await _kept_from(turn, text, turn.understand(text))
    known = turn.catalogue.topics.get(topic or "")
    wish = Wish(
        kind=kind,
        category=known.category if known else "other",
        team=TeamCode(known.team) if known else TeamCode.SERVICE,
        priority=Priority.P3,
        said=text,
        place=place,
        topic=topic,
        private=bool(concerns),
        concerns=concerns,
    )
    ticket = await open_apart(turn, wish)
    if ticket is not None:
        await news.opened(turn, ticket)
    return ticket
