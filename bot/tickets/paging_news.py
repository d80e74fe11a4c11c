"""Who is woken by an emergency, and who may rest again."""

from collections.abc import Iterable

from bot.buttons import Action, button
from bot.desk import Desk
from bot.tickets import description, opening
from bot.tickets.log import record
from bot.tickets.paging import awaits_acknowledgement, paged_for
from db import tickets
from db.models import Person, Ticket
from db.vocabulary import EventType, MailPriority


async def paged(desk: Desk, ticket: Ticket, *, higher: bool = False) -> None:
    """Wake everybody whom it concerns, at once, unless somebody goes; `higher`: managers too."""
    if not awaits_acknowledgement(ticket):
        return
    candidates = await opening.candidates(desk)
    woken = paged_for(ticket.team_id, candidates, managers=higher)
    _wake(desk, ticket, await _persons(desk, woken), again=higher)


def _wake(desk: Desk, ticket: Ticket, woken: list[Person], *, again: bool) -> None:
    record(desk, ticket, EventType.PAGED, None, note={"people": [each.id for each in woken]})
    for person in woken:
        desk.bag.tell(
            person,
            "staff.page",
            buttons=((button("on_my_way", Action.GOING, ticket.id),),),
            priority=MailPriority.EMERGENCY,
            ticket=ticket,
            again=again,
            place_known=ticket.place_known,
            home=ticket.home.code if ticket.home else None,
            **description.values(desk, ticket, person.language),
        )


async def stood_down(desk: Desk, ticket: Ticket) -> None:
    """A false alarm: whoever was woken or set out hears that they can rest, and nobody else."""
    events = await tickets.events_of(
        desk.session, ticket.id, EventType.PAGED, EventType.GOING, EventType.ACCEPTED
    )
    since = [event for event in events if event.at >= ticket.due_from]
    disturbed = {who for event in since for who in event.data.get("people", [event.actor_id])}
    for person in await _persons(desk, disturbed):
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
