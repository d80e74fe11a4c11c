"""Who hears that a deadline comes near, or has passed: the staff by rank, and the owner."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.tickets import description, leaders, news
from bot.tickets.concerned import concerned
from bot.tickets.deadlines import LAST, MISSED, NEARLY, Deadline
from bot.tickets.routing import RANKS
from db.models import Person, Ticket
from db.vocabulary import ClockKind, MailPriority, StaffRole, TicketKind

_MANAGERS = 150


async def told(desk: Desk, ticket: Ticket, deadline: Deadline, level: int) -> None:
    """A rung of the ladder: the later it is, the higher up."""
    staff = [(post.role, post.person) for post in await desk.staff()]
    for person in told_at(ticket, level, staff):
        desk.bag.tell(
            person,
            "clock.rung",
            ticket=ticket,
            clock=deadline.kind.value,
            level=level,
            due=deadline.due,
            **description.values(desk, ticket, person.language),
        )


def told_at(ticket: Ticket, level: int, staff: Sequence[tuple[StaffRole, Person]]) -> list[Person]:
    """Never the person whom it complains of; where a rank is empty, the nearest one that is not."""
    kept_from = concerned(ticket)

    def first_of(*ranks: StaffRole) -> list[Person]:
        return leaders.first_of(staff, *ranks, besides=kept_from)

    doing = [ticket.assignee or ticket.accountable]
    if level >= NEARLY:
        doing.append(ticket.accountable)
    hear = doing
    if level >= MISSED:
        hear = first_of(*RANKS) or doing
    if level >= _MANAGERS:
        hear = first_of(StaffRole.MANAGER, StaffRole.SUPERVISOR) or hear
    if level >= LAST:
        hear = first_of(StaffRole.DIRECTOR) or hear
    return list({person.id: person for person in hear}.values())


def warned(desk: Desk, ticket: Ticket, deadline: Deadline) -> None:
    """The owner hears that it may be late before it is; afterwards only where nobody could.

    Aloud where somebody is in danger and waits for an answer.
    """
    if ticket.kind is TicketKind.FOLLOW_UP:
        return  # the desk's own: its owner waits for nothing
    emergency = ticket.kind is TicketKind.EMERGENCY
    alarm = emergency and deadline.kind is ClockKind.RESPONSE
    desk.bag.tell(
        ticket.reporter,
        "clock.warned",
        ticket=ticket,
        priority=MailPriority.EMERGENCY if alarm else MailPriority.TICKET,
        silent=not alarm,
        emergency=emergency,
        clock=deadline.kind.value,
        late=deadline.due <= desk.now,
        **description.values(desk, ticket, ticket.reporter.language),
    )


def apologised(desk: Desk, ticket: Ticket) -> None:
    news.tell_owner(desk, ticket, "clock.late_apology", silent=True)
