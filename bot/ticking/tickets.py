"""Tickets whose time has come, planned works, incidents that are over."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.tickets import incident_card, incidents, sweep, works
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import Setbacks
from db import incidents as incident_rows
from db import tickets
from db.models import Community, Incident, Ticket

_log = logging.getLogger(__name__)


class Tickets:
    """One after the other; the row's own time says whether it is done."""

    sign = Sign(tickets.SOME_DUE)

    def __init__(self) -> None:
        self._setbacks = Setbacks("ticket")

    async def look(self, hands: Hands) -> None:
        began = hands.now
        while await self.look_at_next(hands, began):
            pass

    async def look_at_next(self, hands: Hands, began: datetime) -> bool:
        """The ticket longest overdue, in a transaction of its own; False where none was due when
        the tick began.

        One that cannot be looked at gives way to the others, and is not due any more in this tick,
        however long they take.
        """
        async with hands.database.reading() as session:
            number = await tickets.longest_due(session, began)
        if number is None:
            return False
        with self._setbacks.attempt(number, hands.now):
            async with hands.database.transaction() as session:
                ticket = await tickets.by_number(session, number)
                if ticket is not None and _is_due(ticket, began):
                    await _look_at(hands, session, ticket)
        if (later := self._setbacks.rests_until(number)) is not None:
            async with hands.database.transaction() as session:
                await tickets.put_off(session, number, began, later)
        return True

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return await tickets.next_check(session)


def _is_due(ticket: Ticket, began: datetime) -> bool:
    """Whoever had it in hand while the clock waited for them may have seen to it."""
    return ticket.next_check_at is not None and ticket.next_check_at <= began


async def _look_at(hands: Hands, session: AsyncSession, ticket: Ticket) -> None:
    checked = ticket.next_check_at
    cause = f"check:{ticket.id}:{checked.isoformat() if checked else ''}"
    desk = hands.desk(session, ticket.community, cause)
    await sweep.look(desk, ticket)
    if ticket.next_check_at == checked:
        _log.error("ticket %s: the clock found nothing to do and looked again", ticket.id)
        ticket.next_check_at = hands.now + timedelta(hours=1)
    await desk.bag.drop(session)


class Works:
    sign = Sign(incident_rows.SOME_ANNOUNCED_WORKS)

    def __init__(self) -> None:
        self._setbacks = Setbacks("works")

    async def look(self, hands: Hands) -> None:
        now = hands.now
        async with hands.database.reading() as session:
            announced = await incident_rows.announced_works(session)
        due = [each.id for each in announced if _step_due(each, now) is not None]
        await each_apart(hands, self._setbacks, due, _carry_on)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        steps = [
            self._setbacks.not_before(each.id, step)
            for each in await incident_rows.announced_works(session)
            if (step := works.next_step(each)) is not None
        ]
        return min(steps, default=None)


def _step_due(announced: Incident, now: datetime) -> datetime | None:
    moment = works.next_step(announced)
    return moment if moment is not None and moment <= now else None


async def _carry_on(hands: Hands, session: AsyncSession, number: int) -> None:
    """Unless somebody moved them or called them off while the clock waited for that."""
    each = await incident_rows.locked(session, number)
    moment = _step_due(each, hands.now) if each is not None else None
    if each is None or moment is None:
        return
    community = await session.get_one(Community, each.community_id)
    desk = hands.desk(session, community, f"works:{each.id}:{each.version}:{moment.isoformat()}")
    while await works.look(desk, each):
        pass
    await desk.bag.drop(session)


class Incidents:
    """Those for which nobody's ticket waits any more are closed."""

    sign = Sign(incident_rows.SOME_SETTLED)

    def __init__(self) -> None:
        self._setbacks = Setbacks("incident")

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            settled = await incident_rows.settled(session)
        await each_apart(hands, self._setbacks, settled, _close)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


async def _close(hands: Hands, session: AsyncSession, number: int) -> None:
    """Unless somebody has just joined it, or is about to."""
    incident = await incident_rows.lock_settled(session, number)
    if incident is None:
        return
    community = await session.get_one(Community, incident.community_id)
    desk = hands.desk(session, community, f"incident:{incident.id}:{incident.version}")
    incidents.close(desk, incident)
    await incident_card.show(desk, incident)
    await desk.bag.drop(session)
