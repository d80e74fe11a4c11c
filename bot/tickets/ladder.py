"""The ladder of each clock: told once a rung, kept in a table, whatever restarts or clocks do."""

from bot.desk import Desk
from bot.tickets import ladder_news
from bot.tickets.deadlines import LAST, MISSED, NEARLY, Deadline, running
from bot.tickets.log import change, missed_now, record
from bot.tickets.paging import awaits_acknowledgement
from db import clocks, incidents
from db.models import Ticket
from db.vocabulary import ClockKind, EventType


async def climb(desk: Desk, ticket: Ticket) -> None:
    """Tell what every running clock has reached; rungs passed unseen count as one.

    Of one outage, and of planned works, the owner has heard already who sees to it, and the desk
    hears once, by the first report.
    """
    reached = [(each, level) for each in running(ticket) if (level := each.reached(desk.now))]
    one_more = bool(reached) and await incidents.is_one_more(desk.session, ticket.id)
    if one_more:
        reached = [each for each in reached if each[0].kind is not ClockKind.RESPONSE]
    if not reached:
        return
    told = await clocks.rungs_told(desk.session, ticket.id)
    fresh = []
    for deadline, level in reached:
        before = told.get((deadline.kind, deadline.since), 0)
        if level > before and await clocks.climb(
            desk.session, ticket.id, deadline.kind, deadline.since, level, desk.now
        ):
            fresh.append((deadline, before, level))
    for deadline, before, level in fresh:  # the owner first, of every clock: then it is missed
        if before < NEARLY <= level:
            _warn(desk, ticket, deadline)
    for deadline, before, level in fresh:
        if before < MISSED <= level:
            missed_now(desk, ticket, deadline)
        if not awaits_acknowledgement(ticket):  # else it is paged, to more than any rung tells
            await _tell(desk, ticket, deadline, level, to_desk=not one_more)
    last = any(level == LAST for _, _, level in fresh)
    if last and not awaits_acknowledgement(ticket):
        ladder_news.apologised(desk, ticket)  # once, whichever clocks have come so far


async def tell_missed(desk: Desk, ticket: Ticket, deadline: Deadline) -> None:
    """An appointment that nobody came to has no rungs before this one."""
    await _tell(desk, ticket, deadline, MISSED, to_desk=True)


def _warn(desk: Desk, ticket: Ticket, deadline: Deadline) -> None:
    record(desk, ticket, EventType.WARNED, None, note={"clock": deadline.kind.value})
    ladder_news.warned(desk, ticket, deadline)


async def _tell(
    desk: Desk, ticket: Ticket, deadline: Deadline, level: int, *, to_desk: bool
) -> None:
    change(
        desk,
        ticket,
        EventType.ESCALATED,
        None,
        note={"clock": deadline.kind.value},
        escalation_level=max(ticket.escalation_level, level),
    )
    if to_desk:
        await ladder_news.told(desk, ticket, deadline, level)
