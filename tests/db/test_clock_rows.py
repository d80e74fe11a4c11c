"""Rungs are told once, whoever asks first; the policy and the hours that are in force."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import clocks, tickets
from db.models import Calendar, Policy, Promise
from db.vocabulary import ClockKind, Priority
from tests.db.estate import NOW, Estate, at_once

LATER = NOW + timedelta(days=1)


async def test_a_rung_is_climbed_once(estate: Estate) -> None:
    ticket = estate.ticket()
    await estate.add(ticket)
    number = ticket.id
    climbed = []
    for level in (50, 50, 100):
        async with estate.database.transaction() as session:
            climbed.append(
                await clocks.climb(session, number, ClockKind.RESPONSE, NOW, level, LATER)
            )
    assert climbed == [True, False, True]
    async with estate.database.transaction() as session:
        assert await clocks.climb(session, number, ClockKind.RESOLUTION, NOW, 50, LATER)
        assert await clocks.climb(session, number, ClockKind.RESPONSE, LATER, 50, LATER)
    async with estate.database.reading() as session:
        assert await clocks.rungs_told(session, number) == {
            (ClockKind.RESPONSE, NOW): 100,
            (ClockKind.RESPONSE, LATER): 50,
            (ClockKind.RESOLUTION, NOW): 50,
        }


async def test_two_at_once_climb_it_once(estate: Estate) -> None:
    ticket = estate.ticket()
    await estate.add(ticket)
    number = ticket.id

    async def climb(session: AsyncSession) -> bool:
        return await clocks.climb(session, number, ClockKind.RESPONSE, NOW, 80, LATER)

    assert await at_once(estate.database, climb, climb) == (True, False)


async def test_the_newest_policy_holds_and_the_older_ones_can_be_asked_for(estate: Estate) -> None:
    def row(community_id: int, version: int) -> Policy:
        return Policy(
            community_id=community_id,
            version=version,
            priority=Priority.P3,
            respond_minutes=version,
            next_respond_minutes=1,
            resolve_minutes=9,
            round_the_clock=False,
            since=NOW,
        )

    here, elsewhere = estate.community.id, estate.elsewhere.id
    await estate.add(row(here, 2), row(here, 3), row(elsewhere, 7))
    async with estate.database.reading() as session:
        assert [each.version for each in await clocks.policy(session, here)] == [3]
        assert [each.version for each in await clocks.policy(session, here, 2)] == [2]
        assert await clocks.policy(session, here, 1) == []


async def test_the_office_calendar_is_made_once(estate: Estate) -> None:
    async def made(session: AsyncSession) -> int:
        return (await clocks.office_calendar(session, estate.community)).id

    first, second = await at_once(estate.database, made, made)
    assert first == second
    async with estate.database.reading() as session:
        (row,) = (await session.scalars(select(Calendar))).all()
    assert row.hours["sun"] == [["08:30", "21:00"]]


async def test_a_ticket_brings_its_hours_and_its_nearest_promise(estate: Estate) -> None:
    async with estate.database.transaction() as session:
        office = await clocks.office_calendar(session, estate.community)
    ticket = estate.ticket(calendar_id=office.id, promise_due=LATER)
    plain = estate.ticket()
    await estate.add(ticket, plain)
    await estate.add(
        *(
            Promise(ticket_id=number, made_by=estate.bob.id, said="明天", made_at=made, due_at=due)
            for number, made, due in (
                (ticket.id, NOW, LATER),
                (ticket.id, NOW, LATER + timedelta(days=1)),
                (plain.id, NOW, LATER),
            )
        )
    )
    async with estate.database.reading() as session:
        found = await tickets.by_number(session, ticket.id)
        without = await tickets.by_number(session, plain.id)
    assert found
    assert found.calendar
    assert found.calendar.code == "office"
    assert found.promise
    assert (found.promise.made_at, found.promise.due_at) == (NOW, LATER)
    assert without
    assert (without.calendar, without.promise) == (None, None)
