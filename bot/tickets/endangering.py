"""The danger comes from one of the staff: they are called no more, and see no more of it."""

from collections.abc import Collection, Iterable, Set
from datetime import datetime, timedelta
from typing import Any

from bot.buttons import Action, Rows, button, column
from bot.desk import Desk
from bot.post import Original
from bot.tickets import cards, complaints, description, lifecycle, news, paging_news, roll_call_news
from bot.tickets.concerned import concerned
from bot.tickets.paging import awaits_acknowledgement
from db import incidents, outbox, tickets
from db.models import Person, Ticket
from db.vocabulary import Language, MailPriority, TicketKind

HELP_COMES = timedelta(hours=1)
"""From the report of a danger: as long as whoever speaks is thought to be waiting for help."""


def awaits_help(ticket: Ticket, now: datetime) -> bool:
    """Somebody called for help just now, or it has just turned out that they did."""
    return is_undone(ticket) and now - ticket.due_from < HELP_COMES


async def dangers_to(desk: Desk, person: Person, *, awaited: bool = False) -> frozenset[int]:
    """From whom a call for help of theirs is kept: nobody of these is to come to them at all.

    `awaited`: while the help is thought to be on its way.
    """
    named: frozenset[int] = frozenset()
    for _, lead in await calls_of(desk, person):
        if not awaited or awaits_help(lead, desk.now):
            named |= concerned(lead)
    return named


async def calls_of(desk: Desk, person: Person) -> list[tuple[Ticket, Ticket]]:
    """Where they called for help and something is left to do, newest first, each with the ticket
    that answers for it: itself, or what it was merged into."""
    calls = await tickets.calls_of(desk.session, person.id)
    led = [(each, await tickets.lead_of(desk.session, each)) for each in calls]
    return [(each, lead) for each, lead in led if is_undone(lead)]


async def awaited_by(desk: Desk, person: Person) -> Ticket | None:
    """The newest of these whose help is awaited: who waits for it is not asked which of three
    things they mean."""
    return newest_awaited(await calls_of(desk, person), desk.now)


def newest_awaited(calls: Iterable[tuple[Ticket, Ticket]], now: datetime) -> Ticket | None:
    return next((each for each, lead in calls if awaits_help(lead, now)), None)


def is_undone(ticket: Ticket) -> bool:
    """Somebody called for help, however long ago, and something is left to do."""
    emergency = ticket.kind is TicketKind.EMERGENCY and not ticket.drill
    return emergency and ticket.state in lifecycle.UNDONE


async def keep_from(desk: Desk, ticket: Ticket, by: Person, named: Set[int]) -> bool:
    """That one of these goes there is no help: if nobody else does, all others are called again.

    True where somebody went and nobody does now: they are to be called at once. Raises
    NobodyAtAllError, and nothing is done, where nobody else is left to answer for it.
    """
    about = concerned(ticket) | named
    gone = ticket.acknowledged_at is not None
    helped = await paging_news.going(desk, ticket) - about
    fields = {} if helped else {"acknowledged_at": None, "called_afresh_at": desk.now}
    await complaints.keep_from(desk, ticket, by, about, named=named, **fields)
    return gone and not helped


async def let_back(desk: Desk, ticket: Ticket, by: Person, whom: Person) -> None:
    """It is not them after all, says who reported this ticket: they may be called again, and all
    others hear it in person."""
    lead = await tickets.lead_of(desk.session, ticket)
    about = concerned(lead) - {whom.id}
    await complaints.keep_from(desk, lead, by, about, named=frozenset())
    for each in (lead, *await tickets.merged_into(desk.session, lead.id)):
        await cards.show(desk, each)
    if await incidents.speaking_for(desk.session, lead.id) is None:
        await news.open_room(desk, lead)
    await _tell_the_others(desk, ticket, lead, whom)
    await paging_news.paged_too(desk, lead, whom)


async def may_be_let_back(desk: Desk, ticket: Ticket, by: Person, whom: Person) -> bool:
    """It is kept from them by what this person said, and by nobody else."""
    if not is_undone(ticket) or whom.id not in concerned(ticket):
        return False
    said_by = {actor for actor, named in await _namings(desk, ticket) if whom.id in named}
    return said_by == {by.id}


async def named_by(desk: Desk, ticket: Ticket, person: Person) -> frozenset[int]:
    """From whom it is kept by what this person said, whatever others said of it."""
    namings = await _namings(desk, ticket) if concerned(ticket) else []
    said = {each for actor, named in namings if actor == person.id for each in named}
    return concerned(ticket).intersection(said)


async def _namings(desk: Desk, ticket: Ticket) -> list[tuple[int | None, Collection[int]]]:
    """Who said from whom it is to be kept, it or what was merged into it."""
    found: list[tuple[int | None, Collection[int]]] = []
    for each in (ticket, *await tickets.merged_into(desk.session, ticket.id)):
        for event in await tickets.events_of(desk.session, each.id):
            kept_from = event.data.get("set", {}).get("concerned", ())
            found.append((event.actor_id, event.data.get("named", kept_from)))
    return found


async def way_back(desk: Desk, ticket: Ticket, by: Person, named: Set[int]) -> Rows:
    """The buttons by which this person takes back what they said of these."""
    lead = await tickets.lead_of(desk.session, ticket)
    whom = [await desk.session.get_one(Person, each) for each in sorted(named)]
    buttons = [
        button("not_them", Action.NOT_THEM, ticket.id, each.id, name=each.called(by.language))
        for each in whom
        if await may_be_let_back(desk, lead, by, each)
    ]
    return column(*buttons)


async def show_to_the_others(desk: Desk, ticket: Ticket) -> None:
    """From whom it is kept has nothing of it any more, nor has their group; whoever answers for it
    has the card, and the board of its roll-call."""
    if not concerned(ticket):
        await cards.show(desk, ticket)
        return
    for each in (ticket, *await tickets.merged_into(desk.session, ticket.id)):
        await outbox.withdraw_from(desk.session, each.id, concerned(each), desk.now)
        await cards.withdraw(desk, each)
    await cards.show(desk, ticket)
    await cards.show_privately(desk, ticket)
    await roll_call_news.follow_keeper(desk, ticket)
    room = await tickets.topic_of(desk.session, ticket.id)
    if room is not None and await incidents.speaking_for(desk.session, ticket.id) is None:
        desk.bag.shut(room)


async def tell(
    desk: Desk, ticket: Ticket, said: str, original: Original | None, *, more: bool = False
) -> None:
    """The owner has said from whom it comes: in person to whoever is called or goes, and aloud.

    `ticket`: the speaker's own, which answers reach them by, whatever it was merged into. `more`:
    of those who were named before, and not that it is they.
    """
    lead = await tickets.lead_of(desk.session, ticket)
    at = _place_of(ticket, lead)
    buttons = _going(lead)
    whom = [await desk.session.get_one(Person, each) for each in sorted(concerned(lead))]
    for person in await paging_news.called_afresh(desk, lead):
        thread = await news.threaded(desk, original, person.telegram_id)
        desk.bag.tell(
            person,
            "staff.danger_from",
            buttons=buttons,
            priority=MailPriority.EMERGENCY,
            ticket=ticket,
            words=said,
            more=more,
            going=bool(buttons),
            concerns=[each.called(person.language) for each in whom],
            place_known=at.place_known,
            home=ticket.home.code if ticket.home else None,
            **thread,
            **_values(desk, ticket, lead, person.language),
        )


async def tell_who_leads(desk: Desk, ticket: Ticket, by: Person, named: Set[int]) -> list[Person]:
    """To another call for help of this person they are called still, as nobody else is left: that
    one, which may be kept from who reads this, is not shown. Who was told."""
    whom = [await desk.session.get_one(Person, each) for each in sorted(named)]
    told = await complaints.above(desk, ticket)
    for person in told:
        desk.bag.tell(
            person,
            "staff.not_kept_from",
            priority=MailPriority.EMERGENCY,
            ticket=ticket,
            by=by.called(person.language),
            concerns=[each.called(person.language) for each in whom],
            **description.values(desk, ticket, person.language),
        )
    return told


async def _tell_the_others(desk: Desk, ticket: Ticket, lead: Ticket, whom: Person) -> None:
    buttons = _going(lead)
    left = [await desk.session.get_one(Person, each) for each in sorted(concerned(lead))]
    for person in await paging_news.who_hear(desk, lead):
        if person.id == whom.id:
            continue
        desk.bag.tell(
            person,
            "staff.not_them",
            buttons=buttons,
            priority=MailPriority.EMERGENCY,
            ticket=ticket,
            whom=whom.called(person.language),
            concerns=[each.called(person.language) for each in left],
            **_values(desk, ticket, lead, person.language),
        )


def _values(desk: Desk, ticket: Ticket, lead: Ticket, language: Language) -> dict[str, Any]:
    """Of the ticket by which help comes, but for who speaks, and where they are."""
    theirs = description.values(desk, ticket, language)
    speaker = {each: theirs[each] for each in ("owner", "said", "speaks")}
    speaker["place"] = description.place_words(desk, _place_of(ticket, lead), language)
    return description.values(desk, lead, language) | speaker


def _place_of(ticket: Ticket, lead: Ticket) -> Ticket:
    return ticket if ticket.place_known else lead


def _going(ticket: Ticket) -> Rows:
    if not awaits_acknowledgement(ticket):
        return ()
    return ((button("on_my_way", Action.GOING, ticket.id),),)
