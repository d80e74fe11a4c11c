"""Tickets whose time has come, planned works, incidents that are over, what did not arrive."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.tickets import incident_card, incidents, put_words, sweep, undelivered, works
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands
from db import incidents as incident_rows
from db import outbox, tickets
from db.models import Community, Incident, OutboxLetter, Ticket
from db.vocabulary import OutboxState

_log = logging.getLogger(__name__)

_LOST = (OutboxState.UNREACHABLE, OutboxState.REJECTED, OutboxState.IN_DOUBT)


class Tickets:
    """One after the other; the row's own time says whether it is done."""

    async def look(self, hands: Hands) -> None:
        while await look_at_next(hands):
            pass

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return await tickets.next_check(session)


async def look_at_next(hands: Hands) -> bool:
    """The ticket longest overdue, in a transaction of its own; False where none is due."""
    now = hands.now
    async with hands.database.transaction() as session:
        number = await tickets.longest_due(session, now)
        ticket = await tickets.by_number(session, number) if number is not None else None
        if ticket is not None and _is_due(ticket, now):
            await _look_at(hands, session, ticket)
    return number is not None


def _is_due(ticket: Ticket, now: datetime) -> bool:
    """Whoever had it in hand while the clock waited for them may have seen to it."""
    return ticket.next_check_at is not None and ticket.next_check_at <= now


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
    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            announced = await incident_rows.announced_works(session)
        due = [each.id for each in announced if _step_due(each, hands.now) is not None]
        await each_apart(hands, due, _carry_on)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        steps = map(works.next_step, await incident_rows.announced_works(session))
        return min((each for each in steps if each is not None), default=None)


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

    async def look(self, hands: Hands) -> None:
        async with hands.database.transaction() as session:
            for each in await incident_rows.settled(session):
                community = await session.get_one(Community, each.community_id)
                desk = hands.desk(session, community, f"incident:{each.id}:{each.version}")
                incidents.close(desk, each)
                await incident_card.show(desk, each)
                await desk.bag.drop(session)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


class Undelivered:
    """Something about a ticket did not arrive: whoever said it must know."""

    def __init__(self) -> None:
        self._after: datetime | None = None

    async def look(self, hands: Hands) -> None:
        now = hands.now
        after = self._after or now - timedelta(hours=1)
        async with hands.database.reading() as session:
            failed = await session.scalars(
                select(OutboxLetter.id)
                .where(
                    OutboxLetter.settled_at > after,
                    OutboxLetter.ticket_id.is_not(None),
                    OutboxLetter.state.in_(_LOST),
                )
                .order_by(OutboxLetter.id)
            )
        for number in failed.all():
            async with hands.database.transaction() as session:
                await _report(hands, session, await session.get_one(OutboxLetter, number))
        self._after = now - timedelta(seconds=30)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


class PutWords:
    """What an owner said to no ticket went to one: from then on an answer is owed."""

    def __init__(self) -> None:
        self._after: datetime | None = None

    async def look(self, hands: Hands) -> None:
        now = hands.now
        after = self._after or now - timedelta(hours=1)
        async with hands.database.reading() as session:
            gone = await outbox.gone_since(session, after, put_words.KEYS)
        for letter in gone:
            async with hands.database.transaction() as session:
                ticket = await tickets.by_number(session, letter.ticket_id or 0)
                if ticket is not None:
                    desk = hands.desk(session, ticket.community, f"counted:{letter.id}")
                    await put_words.count(desk, ticket, letter)
                    await desk.bag.drop(session)
        self._after = now - timedelta(seconds=30)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


async def _report(hands: Hands, session: AsyncSession, letter: OutboxLetter) -> None:
    ticket = await tickets.by_number(session, letter.ticket_id or 0)
    if ticket is None:
        return
    desk = hands.desk(session, ticket.community, f"undelivered:{letter.id}")
    await undelivered.report(desk, ticket, letter)
    await desk.bag.drop(session)
