"""Who hears of an incident: the reporters, each in their own language, and the desk."""

from collections.abc import Sequence

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.tickets import cards, incident_card, incidents, leading, news, rooms
from db import people, tickets
from db.models import Incident, Person, Ticket
from db.vocabulary import IncidentKind, Step


async def arrived(desk: Desk, ticket: Ticket, *, receipt: bool = True) -> None:
    """A new ticket, on its own or as one more report of what others report too.

    One more has no room of its own: the first report's is theirs as well.
    """
    incident = await incidents.fitting(desk, ticket)
    if incident is not None:
        await incidents.join(desk, incident, ticket)
        await cards.show_owner(desk, ticket)
        await _ask_whether_same(desk, incident, ticket)
        await incident_card.show(desk, incident)
        return
    await news.opened(desk, ticket, receipt=receipt)
    proposed = await incidents.propose(desk, ticket)
    if proposed is not None:
        await _gathered(desk, *proposed)


async def _ask_whether_same(desk: Desk, incident: Incident, ticket: Ticket) -> None:
    """A typed yes or no counts as well, unless something else was asked before."""
    chat_id, reader = ticket.reporter.telegram_id, ticket.reporter
    waiting = await people.dialogue(desk.session, chat_id, reader.id)
    if waiting is None or waiting.step is Step.IS_IT_SAME:
        data = {"ticket": ticket.id}
        await people.wait_for(desk.session, chat_id, reader.id, Step.IS_IT_SAME, data, desk.now)
    about = await incident_card.matter(desk, incident, ticket.reporter.language)
    rows = _same_rows(ticket)
    if incident.kind is IncidentKind.WORKS:
        news.tell_owner(
            desk,
            ticket,
            "incident.works_same",
            buttons=rows,
            reply=True,
            ends=incident.ends_at,
            **about,
        )
        return
    news.tell_owner(desk, ticket, "incident.same_problem", buttons=rows, reply=True, **about)


def _same_rows(ticket: Ticket) -> Rows:
    return (
        (
            button("same_problem", Action.SAME_PROBLEM, ticket.id),
            button("other_problem", Action.OTHER_PROBLEM, ticket.id),
        ),
    )


async def _gathered(desk: Desk, incident: Incident, found: Sequence[Ticket]) -> None:
    """The desk is asked in the first report's room; the other rooms hear where it goes on."""
    await incident_card.show(desk, incident)
    about = await incident_card.matter(desk, incident, desk.community.language)
    for ticket in found:
        room = await tickets.topic_of(desk.session, ticket.id)
        if room is not None and ticket.id != incident.lead_ticket_id:
            await news.post(desk, ticket, "incident.gathered", **about)


async def opened(desk: Desk, incident: Incident, found: Sequence[Ticket], by: Person) -> None:
    """Every owner hears who answers for it, and that theirs is part of it."""
    await incident_card.show(desk, incident)
    for ticket in found:
        await cards.show(desk, ticket)
        about = await incident_card.matter(desk, incident, ticket.reporter.language)
        unsure = await incidents.is_unsure(desk, ticket)
        news.tell_owner(
            desk,
            ticket,
            "incident.opened",
            buttons=_same_rows(ticket) if unsure else (),
            unsure=unsure,
            **about,
        )
    await _say_in_room(desk, incident, "incident.opened_by", by)


async def dismissed(desk: Desk, incident: Incident, found: Sequence[Ticket], by: Person) -> None:
    """Each ticket has a room and a card of its own again."""
    for ticket in found:
        await rooms.settle_in(desk, ticket)
        await cards.show(desk, ticket)
    await incident_card.show(desk, incident)
    await _say_in_room(desk, incident, "incident.dismissed_by", by)


async def resorted(desk: Desk, ticket: Ticket, person: Person) -> None:
    """Another category may mean that it was never the incident's."""
    if await incidents.is_astray(desk, ticket):
        incident = await incidents.leave(desk, ticket, person)
        if incident is not None:
            await apart(desk, incident, ticket)


async def apart(desk: Desk, incident: Incident, ticket: Ticket) -> None:
    """The owner means something else: their own room, their own card."""
    await rooms.settle_in(desk, ticket)
    await cards.show(desk, ticket)
    if incident.lead_ticket_id is not None:
        lead = await desk.session.get_one(Ticket, incident.lead_ticket_id)
        await rooms.settle_in(desk, lead)
    await incident_card.show(desk, incident)
    news.tell_owner(desk, ticket, "incident.apart", reply=True)


async def resolved(desk: Desk, incident: Incident, found: Sequence[Ticket], by: Person) -> None:
    """Each owner is asked whether it is fixed for them."""
    await incident_card.show(desk, incident)
    for ticket in found:
        await leading.resolved(desk, ticket)
    await _say_in_room(desk, incident, "incident.resolved_by", by)


async def told_all(desk: Desk, incident: Incident, found: Sequence[Ticket]) -> None:
    lead = await desk.session.get_one(Ticket, incident.lead_ticket_id)
    await news.post(desk, lead, "incident.told_all", people=len(found))


async def too_late(desk: Desk, incident: Incident) -> None:
    """Somebody resolved it while a colleague was writing: nobody was told."""
    lead = await desk.session.get_one(Ticket, incident.lead_ticket_id)
    await news.post(desk, lead, "incident.too_late")


async def _say_in_room(desk: Desk, incident: Incident, text: str, by: Person) -> None:
    if incident.lead_ticket_id is None:
        return
    lead = await desk.session.get_one(Ticket, incident.lead_ticket_id)
    about = await incident_card.matter(desk, incident, desk.community.language)
    await news.post(desk, lead, text, by=by, **about)
