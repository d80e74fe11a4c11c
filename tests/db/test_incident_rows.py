"""An incident while several act on it at once: one is proposed, one opens it, nobody is lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.post import Mailbag, Voice
from bot.texts import Texts
from bot.tickets import ending, incidents
from bot.tickets.clocks import CONFIRM_WINDOW
from bot.ticking.tickets import Tickets
from db import incidents as rows
from db import tickets
from db.models import Building, Incident, Person, Subscriber, Ticket
from db.vocabulary import IncidentState, Language, TicketState
from tests.db.estate import NOW, Estate, at_once

_NAME = dict.fromkeys(Language, "停水")
_TOPICS = {"water_none": SimpleNamespace(category="water", name=_NAME)}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


def desk(estate: Estate, texts: Texts, session: AsyncSession) -> Desk:
    voice = Voice(texts, estate.community, NOW)
    catalogue = cast("Any", SimpleNamespace(topics=_TOPICS))
    return Desk(session, NOW, Mailbag("test", voice, NOW), catalogue)


def without_water(estate: Estate, reporter: Person) -> Ticket:
    return estate.ticket(
        topic="water_none",
        reporter_id=reporter.id,
        building_id=estate.home.building_id,
        next_check_at=NOW,
    )


async def reports(session: AsyncSession, estate: Estate, texts: Texts, who: Person) -> None:
    """What happens when a ticket comes in."""
    ticket = without_water(estate, who)
    session.add(ticket)
    await session.flush()
    await session.refresh(ticket)
    here = desk(estate, texts, session)
    incident = await incidents.fitting(here, ticket)
    if incident is not None:
        await incidents.join(here, incident, ticket)
    else:
        await incidents.propose(here, ticket)


async def proposed(estate: Estate, texts: Texts) -> int:
    """Three neighbours have no water."""
    for who in (estate.alice, estate.charlie, estate.mei):
        async with estate.database.transaction() as session:
            await reports(session, estate, texts, who)
    async with estate.database.reading() as session:
        return (await session.scalars(select(Incident.id))).one()


async def kept(estate: Estate) -> tuple[list[Incident], list[int]]:
    async with estate.database.reading() as session:
        found = (await session.scalars(select(Incident))).all()
        numbers = await session.scalars(select(Subscriber.ticket_id).order_by("ticket_id"))
        return list(found), list(numbers)


async def test_two_that_make_the_same_spike_propose_it_once(estate: Estate, texts: Texts) -> None:
    for who in (estate.alice, estate.charlie):
        async with estate.database.transaction() as session:
            await reports(session, estate, texts, who)
    assert await kept(estate) == ([], [])

    async def mei(session: AsyncSession) -> None:
        await reports(session, estate, texts, estate.mei)

    async def sue(session: AsyncSession) -> None:
        await reports(session, estate, texts, estate.sue)

    await at_once(estate.database, mei, sue)
    (incident,), numbers = await kept(estate)
    assert len(numbers) == 4
    assert incident.lead_ticket_id == min(numbers)
    assert incident.state is IncidentState.PROPOSED


async def test_of_two_who_open_it_at_once_one_does(estate: Estate, texts: Texts) -> None:
    number = await proposed(estate, texts)

    def opens(who: Person) -> Any:
        async def open_it(session: AsyncSession) -> bool:
            incident = await rows.locked(session, number)
            assert incident is not None
            found = await incidents.open_incident(desk(estate, texts, session), incident, who)
            return found is not None

        return open_it

    assert await at_once(estate.database, opens(estate.bob), opens(estate.sue)) == (True, False)
    (incident,), _ = await kept(estate)
    assert (incident.accountable_id, incident.version) == (estate.bob.id, 2)


async def test_whoever_joins_while_it_is_resolved_is_asked_too(
    estate: Estate, texts: Texts
) -> None:
    number = await proposed(estate, texts)
    async with estate.database.transaction() as session:
        incident = await rows.locked(session, number)
        assert incident is not None
        await incidents.open_incident(desk(estate, texts, session), incident, estate.bob)

    async def sue(session: AsyncSession) -> int:
        await reports(session, estate, texts, estate.sue)
        return 0

    async def bob(session: AsyncSession) -> int:
        incident = await rows.locked(session, number)
        assert incident is not None
        done = await incidents.resolve(desk(estate, texts, session), incident, estate.bob)
        return len(done or ())

    assert await at_once(estate.database, sue, bob) == (0, 4)
    async with estate.database.reading() as session:
        states = set(await session.scalars(select(Ticket.state)))
    assert states == {TicketState.RESOLVED}


async def test_a_report_after_it_was_resolved_is_a_new_matter(estate: Estate, texts: Texts) -> None:
    number = await proposed(estate, texts)
    async with estate.database.transaction() as session:
        incident = await rows.locked(session, number)
        assert incident is not None
        here = desk(estate, texts, session)
        await incidents.open_incident(here, incident, estate.bob)
        await incidents.resolve(here, incident, estate.bob)
    async with estate.database.transaction() as session:
        await reports(session, estate, texts, estate.sue)
    _, numbers = await kept(estate)
    assert len(numbers) == 3


async def test_the_first_report_leaves_while_it_is_resolved_and_neither_waits_for_ever(
    estate: Estate, texts: Texts
) -> None:
    number = await proposed(estate, texts)
    async with estate.database.transaction() as session:
        incident = await rows.locked(session, number)
        assert incident is not None
        lead = incident.lead_ticket_id
        await incidents.open_incident(desk(estate, texts, session), incident, estate.bob)
    assert lead is not None

    async def resolves() -> int:
        async with estate.database.transaction() as session:
            incident = await rows.locked(session, number)
            assert incident is not None
            done = await incidents.resolve(desk(estate, texts, session), incident, estate.bob)
            return len(done or ())

    async with estate.database.transaction() as session:
        ticket = await tickets.by_number(session, lead)
        assert ticket is not None
        resolving = asyncio.create_task(resolves())
        await asyncio.sleep(0.1)
        assert await incidents.leave(desk(estate, texts, session), ticket, ticket.reporter)
    assert await asyncio.wait_for(resolving, 10) == 2
    (incident,), numbers = await kept(estate)
    assert incident.state is IncidentState.RESOLVED
    assert lead not in numbers
    assert incident.lead_ticket_id in numbers


async def test_the_clock_closes_the_first_report_while_it_is_resolved_and_neither_waits_for_ever(
    estate: Estate, texts: Texts
) -> None:
    number, long_after = await proposed(estate, texts), NOW + CONFIRM_WINDOW
    async with estate.database.transaction() as session:
        incident = await rows.locked(session, number)
        assert incident is not None
        here = desk(estate, texts, session)
        await incidents.open_incident(here, incident, estate.bob)
        lead = await session.get_one(Ticket, incident.lead_ticket_id)
        assert ending.resolve(here, lead, estate.bob)
        lead.next_check_at = NOW - timedelta(minutes=1)
        building = await session.get_one(Building, estate.home.building_id)
        building.names = dict.fromkeys(Language, "3")

    hands = SimpleNamespace(
        database=estate.database,
        now=long_after,
        desk=lambda session, *_: replace(desk(estate, texts, session), now=long_after),
    )
    async with estate.database.transaction() as session:
        incident = await rows.locked(session, number)
        assert incident is not None
        looking = asyncio.create_task(Tickets().look_at_next(cast("Any", hands), long_after))
        await asyncio.sleep(0.1)
        assert await incidents.resolve(desk(estate, texts, session), incident, estate.bob)
    assert await asyncio.wait_for(looking, 10)
    async with estate.database.reading() as session:
        assert (await session.get_one(Ticket, lead.id)).state is TicketState.CLOSED
