"""Two ways into the database: what is written is written whole, in turn, or not at all."""

import asyncio

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db import tickets
from db.models import Community, Person, Residency, Ticket
from db.session import Database
from db.vocabulary import ResidentRole
from tests.db.estate import NOW, Estate, at_once, community, person

MISSING = 999_999


async def names(database: Database) -> list[str]:
    async with database.reading() as session:
        return list(await session.scalars(select(Community.code).order_by(Community.id)))


async def test_what_is_done_in_a_transaction_stays(database: Database) -> None:
    async with database.transaction() as session:
        session.add(community("greenlake"))
    assert await names(database) == ["greenlake"]


async def test_an_error_takes_everything_back(database: Database) -> None:
    async def stumble() -> None:
        async with database.transaction() as session:
            session.add(community("greenlake"))
            await session.flush()
            assert await session.scalar(select(func.count()).select_from(Community)) == 1
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await stumble()
    assert await names(database) == []


async def test_an_error_does_not_shut_the_door(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            session.add_all([community("greenlake"), community("greenlake")])
    async with database.transaction() as session:
        session.add(community("harbour"))
    assert await names(database) == ["harbour"]


async def test_somebody_who_gives_up_waiting_leaves_nothing_behind(database: Database) -> None:
    async def for_ever() -> None:
        async with database.transaction() as session:
            session.add(community("greenlake"))
            await session.flush()
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(for_ever(), 0.1)
    async with database.transaction() as session:
        session.add(community("harbour"))
    assert await names(database) == ["harbour"]


async def test_what_is_written_while_reading_is_not_kept(database: Database) -> None:
    async with database.reading() as session:
        session.add(community("greenlake"))
        await session.flush()
    assert await names(database) == []


async def test_readers_neither_wait_nor_see_what_is_not_settled(database: Database) -> None:
    async with database.transaction() as session:
        session.add(community("greenlake"))
        await session.flush()
        assert await asyncio.wait_for(names(database), 5) == []
    assert await names(database) == ["greenlake"]


async def test_a_row_can_be_used_after_its_transaction(estate: Estate) -> None:
    async with estate.database.transaction() as session:
        alice = await session.get_one(Person, estate.alice.id)
    assert alice.name == "alice"


async def test_two_presses_on_one_ticket_are_one_after_the_other(estate: Estate) -> None:
    """Read, add one, write: whoever comes second reads what the first wrote."""
    leak = estate.ticket()
    await estate.add(leak)

    async def press(session: AsyncSession) -> int:
        ticket = await tickets.by_number(session, leak.id)
        assert ticket is not None
        ticket.version += 1
        await session.flush()
        return ticket.version

    assert await at_once(estate.database, press, press) == (2, 3)


async def count_up(database: Database, number: int, times: int) -> None:
    for _ in range(times):
        async with database.transaction() as session:
            ticket = await tickets.by_number(session, number)
            assert ticket is not None
            await asyncio.sleep(0)
            ticket.reopened_count += 1


async def counted(database: Database, number: int) -> int:
    async with database.reading() as session:
        return (await session.get_one(Ticket, number)).reopened_count


async def test_many_at_once_lose_nothing(estate: Estate) -> None:
    leak = estate.ticket(reopened_count=0)
    await estate.add(leak)
    await asyncio.gather(*(count_up(estate.database, leak.id, 5) for _ in range(4)))
    assert await counted(estate.database, leak.id) == 20


async def test_two_programs_on_one_database_lose_nothing(estate: Estate) -> None:
    """Each has a loop and a lock of its own; only the database can keep them apart."""
    leak = estate.ticket(reopened_count=0)
    await estate.add(leak)
    url = estate.database.engine.url.render_as_string(hide_password=False)

    async def other_program() -> None:
        other = Database(url)
        await count_up(other, leak.id, 10)
        await other.close()

    elsewhere = asyncio.to_thread(asyncio.run, other_program())
    await asyncio.gather(count_up(estate.database, leak.id, 10), elsewhere)
    assert await counted(estate.database, leak.id) == 20


async def test_sqlite_shows_a_reader_one_state_from_beginning_to_end(sqlite: Database) -> None:
    async with sqlite.reading() as reader:
        before = await reader.scalar(select(func.count()).select_from(Person))
        async with sqlite.transaction() as session:
            session.add(person(7001, "a newcomer"))
        after = await reader.scalar(select(func.count()).select_from(Person))
    assert after == before


# --- what the database refuses ----------------------------------------------------------------


async def test_a_row_that_points_nowhere_is_refused(estate: Estate) -> None:
    lost = Residency(person_id=estate.alice.id, unit_id=MISSING, role=ResidentRole.OWNER, since=NOW)
    with pytest.raises(IntegrityError):
        await estate.add(lost)


async def test_a_row_that_is_pointed_at_is_not_removed(estate: Estate) -> None:
    with pytest.raises(IntegrityError):
        async with estate.database.transaction() as session:
            await session.delete(await session.get_one(Community, estate.community.id))


async def test_a_pointer_cannot_be_turned_to_nowhere(estate: Estate) -> None:
    with pytest.raises(IntegrityError):
        async with estate.database.transaction() as session:
            await session.execute(update(Person).values(community_id=MISSING))


async def test_one_account_is_one_person(estate: Estate) -> None:
    with pytest.raises(IntegrityError):
        await estate.add(person(estate.alice.telegram_id, "another alice"))
