"""Who is woken by an emergency, and who may rest again."""

from collections.abc import Iterable
from typing import Any

from bot.buttons import Action, button
from bot.desk import Desk
from bot.tickets import description, opening
from bot.tickets.concerned import concerned
from bot.tickets.leaders import who_lead
from bot.tickets.log import record
from bot.tickets.paging import awaits_acknowledgement, next_to_wake, paged_for
from db import tickets
from db.models import OutboxLetter, Person, Ticket, TicketEvent
from db.vocabulary import EventType, MailPriority


async def paged(desk: Desk, ticket: Ticket, *, higher: bool = False) -> None:
    """Wake everybody whom it concerns, at once, unless somebody goes; `higher`: managers too."""
    if not awaits_acknowledgement(ticket):
        return
    woken = paged_for(
        ticket.team_id, await opening.candidates(desk, excluded=concerned(ticket)), managers=higher
    )
    _wake(desk, ticket, await _persons(desk, woken), again=higher)


async def paged_too(desk: Desk, ticket: Ticket, person: Person) -> None:
    """Who may come again is woken as well, where nobody goes yet and they would have been."""
    candidates = await opening.candidates(desk, excluded=concerned(ticket))
    if awaits_acknowledgement(ticket) and person.id in paged_for(ticket.team_id, candidates):
        _wake(desk, ticket, await _persons(desk, [person.id]), again=True)


async def passed_on(desk: Desk, ticket: Ticket, letter: OutboxLetter) -> bool:
    """A page did not arrive: the next ones up are woken, and who leads hears who was not.

    Once a person, however often they are called. False where it was no page, or somebody goes.
    """
    ticket = await tickets.lead_of(desk.session, ticket)
    pages = await _pages(desk, ticket)
    woken = _woken_by(pages)
    if letter.priority != MailPriority.EMERGENCY or letter.person_id not in woken:
        return False
    if not awaits_acknowledgement(ticket):
        return False
    if letter.person_id in concerned(ticket):
        return True  # they are to come no more
    woken -= concerned(ticket)
    unreached = {page.data.get("unreached") for page in pages} - concerned(ticket)
    unheard = next(iter(await _persons(desk, [letter.person_id])), None)
    if unheard is None or unheard.id in unreached:
        return True
    asleep = next_to_wake(woken, await opening.candidates(desk, excluded=concerned(ticket)))
    instead = await _persons(desk, asleep)
    _wake(desk, ticket, instead, unreached=unheard)
    await _tell_who_leads(desk, ticket, unheard, instead)
    if woken | set(asleep) == {each for each in unreached if each} | {unheard.id}:
        desk.bag.tell(
            ticket.reporter, "owner.nobody_reached", priority=MailPriority.EMERGENCY, ticket=ticket
        )
    return True


def _wake(
    desk: Desk,
    ticket: Ticket,
    woken: list[Person],
    *,
    again: bool = False,
    unreached: Person | None = None,
) -> None:
    """`unreached`: in whose place."""
    note: dict[str, Any] = {"people": [each.id for each in woken]}
    note |= {"unreached": unreached.id} if unreached else {}
    record(desk, ticket, EventType.PAGED, None, note=note)
    for person in woken:
        desk.bag.tell(
            person,
            "staff.page",
            buttons=((button("on_my_way", Action.GOING, ticket.id),),),
            priority=MailPriority.EMERGENCY,
            ticket=ticket,
            again=again,
            unreached=unreached.called(person.language) if unreached else None,
            place_known=ticket.place_known,
            home=ticket.home.code if ticket.home else None,
            **description.values(desk, ticket, person.language),
        )


async def _tell_who_leads(
    desk: Desk, ticket: Ticket, unheard: Person, instead: list[Person]
) -> None:
    """Aloud: somebody has to be rung up.

    Whoever is woken in their place reads it there.
    """
    knows = concerned(ticket) | {unheard.id, *(each.id for each in instead)}
    for person in await who_lead(desk, besides=knows):
        desk.bag.tell(
            person,
            "staff.page_unreached",
            priority=MailPriority.EMERGENCY,
            ticket=ticket,
            by=unheard.called(person.language),
            instead=[each.called(person.language) for each in instead],
            **description.values(desk, ticket, person.language),
        )


async def _pages(desk: Desk, ticket: Ticket) -> list[TicketEvent]:
    """Those of the danger that there is now."""
    events = await tickets.events_of(desk.session, ticket.id, EventType.PAGED)
    return [event for event in events if event.at >= ticket.due_from]


def _woken_by(pages: Iterable[TicketEvent]) -> set[int]:
    return {who for page in pages for who in page.data["people"]}


async def called_afresh(desk: Desk, ticket: Ticket) -> list[Person]:
    """Whoever comes or is to come, now that somebody is called no more. While nobody goes, what
    they are told is a page; whoever answers for it is among them."""
    hear = await who_hear(desk, ticket)
    if not awaits_acknowledgement(ticket):
        return hear
    candidates = await opening.candidates(desk, excluded=concerned(ticket))
    paged = {each.id for each in hear} | set(paged_for(ticket.team_id, candidates))
    woken = await _persons(desk, paged)
    record(desk, ticket, EventType.PAGED, None, note={"people": [each.id for each in woken]})
    return woken


async def who_hear(desk: Desk, ticket: Ticket) -> list[Person]:
    """Whoever was woken or set out, and who answers for it."""
    called = {each.id for each in await called_or_going(desk, ticket)}
    return await _persons(desk, called | {ticket.accountable_id})


async def called_or_going(desk: Desk, ticket: Ticket) -> list[Person]:
    """Whoever was woken or set out, but for those from whom it is kept."""
    woken = _woken_by(await _pages(desk, ticket)) - concerned(ticket)
    return await _persons(desk, woken | await going(desk, ticket))


async def going(desk: Desk, ticket: Ticket) -> set[int]:
    """The ids of those who took the danger that there is now upon themselves, and may go."""
    took_it = await tickets.events_of(desk.session, ticket.id, EventType.GOING, EventType.ACCEPTED)
    set_out = {event.actor_id for event in took_it if event.at >= ticket.due_from}
    return {each for each in set_out if each is not None} - concerned(ticket)


async def stood_down(desk: Desk, ticket: Ticket) -> None:
    """A false alarm: whoever was woken or set out hears that they can rest, and nobody else."""
    for person in await called_or_going(desk, ticket):
        desk.bag.tell(
            person,
            "staff.stood_down",
            ticket=ticket,
            **description.values(desk, ticket, person.language),
        )


async def _persons(desk: Desk, ids: Iterable[int | None]) -> list[Person]:
    """Those who work here still, in an order that is the same each time."""
    here = {post.person_id: post.person for post in await desk.staff()}
    return [here[each] for each in sorted(here.keys() & set(ids))]
