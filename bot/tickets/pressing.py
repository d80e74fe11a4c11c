"""A complaint that cannot wait: its owner wants redress, or is beside themselves.

A person is told at once, and somebody higher up where that person does not take it.
"""

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.tickets import complaints, eight_steps, lifecycle, sorting
from bot.tickets.clocks import PRESSING_PATIENCE
from bot.tickets.description import values
from bot.tickets.grounds import Grounds
from bot.tickets.log import change, record
from bot.tickets.patience import pressed_at
from bot.tickets.temper import Temper
from db import tickets
from db.models import Person, Ticket
from db.vocabulary import EventType, Urgency


async def press(desk: Desk, ticket: Ticket, by: Person, temper: Temper | None) -> bool:
    """The owner has said so since. False where they have not, or had before."""
    grounds = Grounds.read(ticket.evidence)
    known = {temper, Temper.HOSTILE}
    if temper is None or grounds.pressing in known or not _can_be_pressing(ticket):
        return False
    grounds = grounds.but(pressing=temper.value, pressing_since=desk.now.isoformat())
    await sorting.prioritise(desk, ticket, by, Urgency.HIGH, ticket.impact)
    change(desk, ticket, EventType.PRESSED, by, evidence=grounds.written())
    tell(desk, ticket)
    return True


def _can_be_pressing(ticket: Ticket) -> bool:
    return eight_steps.goes_through(ticket) and ticket.state in lifecycle.UNDONE


def tell(desk: Desk, ticket: Ticket) -> None:
    """Whoever answers for it, where it is pressing: in person, and aloud."""
    if Grounds.read(ticket.evidence).pressing:
        _tell(desk, ticket, ticket.accountable, waits=False)


def _tell(desk: Desk, ticket: Ticket, person: Person, *, waits: bool) -> None:
    accept: Rows = ()
    if ticket.state in lifecycle.UNACCEPTED:
        accept = ((button("accept", Action.ACCEPT, ticket.id, ticket.version),),)
    desk.bag.tell(
        person,
        "complaint.pressing",
        buttons=accept,
        ticket=ticket,
        why=Grounds.read(ticket.evidence).pressing,
        waits=waits,
        **values(desk, ticket, person.language),
    )


async def watch(desk: Desk, ticket: Ticket) -> None:
    """Nobody has taken it: whoever is above hears, once for each time that it became pressing."""
    since = pressed_at(ticket)
    if since is None or desk.now < since + PRESSING_PATIENCE:
        return
    told = await tickets.events_of(desk.session, ticket.id, EventType.ESCALATED)
    if any(event.data.get("pressing") and event.at >= since for event in told):
        return
    record(desk, ticket, EventType.ESCALATED, None, note={"pressing": True})
    for person in await complaints.above(desk, ticket, besides=ticket.accountable_id):
        _tell(desk, ticket, person, waits=True)
