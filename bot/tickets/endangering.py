"""The danger comes from one of the staff: they are called no more, and see no more of it."""

from collections.abc import Set
from datetime import datetime, timedelta

from bot.buttons import Action, Rows, button, column
from bot.desk import Desk
from bot.post import Original
from bot.tickets import cards, complaints, description, lifecycle, news, paging_news, roll_call_news
from bot.tickets.concerned import concerned
from bot.tickets.paging import awaits_acknowledgement
from db import incidents, outbox, tickets
from db.models import Person, Ticket
from db.vocabulary import MailPriority, TicketKind

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
    for ticket in await tickets.active_of(desk.session, person.id):
        lead = await tickets.lead_of(desk.session, ticket)
        if awaits_help(lead, desk.now) if awaited else is_undone(lead):
            named |= concerned(lead)
    return named


def is_undone(ticket: Ticket) -> bool:
    """Somebody called for help, however long ago, and something is left to do."""
    emergency = ticket.kind is TicketKind.EMERGENCY and not ticket.drill
    return emergency and ticket.state in lifecycle.UNDONE


async def keep_from(desk: Desk, ticket: Ticket, by: Person, named: Set[int]) -> None:
    """That one of these goes there is no help: if nobody else does, all others are called again.

    Raises NobodyAtAllError, and nothing is done, where nobody else is left to answer for it.
    """
    about = concerned(ticket) | named
    helped = await paging_news.going(desk, ticket) - about
    fields = {} if helped else {"acknowledged_at": None, "called_afresh_at": desk.now}
    await complaints.keep_from(desk, ticket, by, about, **fields)


async def let_back(desk: Desk, ticket: Ticket, by: Person, whom: Person) -> None:
    """It is not them after all: they may be called again, and all others hear it in person."""
    await complaints.keep_from(desk, ticket, by, concerned(ticket) - {whom.id})
    await cards.show(desk, ticket)
    if await incidents.speaking_for(desk.session, ticket.id) is None:
        await news.open_room(desk, ticket)
    await _tell_the_others(desk, ticket, whom)
    await paging_news.paged_too(desk, ticket, whom)


async def may_be_let_back(desk: Desk, ticket: Ticket, by: Person, whom: Person) -> bool:
    """It is kept from them by what this person said, and by nobody else."""
    if not is_undone(ticket) or whom.id not in concerned(ticket):
        return False
    events = await tickets.events_of(desk.session, ticket.id)
    naming = [each for each in events if whom.id in each.data.get("set", {}).get("concerned", ())]
    return all(each.actor_id == by.id for each in naming)


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
    await outbox.withdraw_from(desk.session, ticket.id, concerned(ticket), desk.now)
    await cards.withdraw(desk, ticket)
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

    `more`: of those who were named before, and not that it is they.
    """
    buttons = _going(ticket)
    whom = [await desk.session.get_one(Person, each) for each in sorted(concerned(ticket))]
    for person in await paging_news.called_afresh(desk, ticket):
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
            place_known=ticket.place_known,
            home=ticket.home.code if ticket.home else None,
            **thread,
            **description.values(desk, ticket, person.language),
        )


async def _tell_the_others(desk: Desk, ticket: Ticket, whom: Person) -> None:
    buttons = _going(ticket)
    left = [await desk.session.get_one(Person, each) for each in sorted(concerned(ticket))]
    for person in await paging_news.who_hear(desk, ticket):
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
            **description.values(desk, ticket, person.language),
        )


def _going(ticket: Ticket) -> Rows:
    if not awaits_acknowledgement(ticket):
        return ()
    return ((button("on_my_way", Action.GOING, ticket.id),),)
