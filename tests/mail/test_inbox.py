"""The inbox: stored once, claimed once, given back by a rollback."""

from datetime import timedelta

import pytest

from db import inbox
from db.inbox import Arrival
from db.session import Database
from tests.mail.mailroom import ALICE, BOB, START


async def store(database: Database, *arrivals: tuple[int, int]) -> None:
    async with database.transaction() as session:
        rows = [Arrival(update, chat, {"update_id": update}) for update, chat in arrivals]
        await inbox.store(session, rows, START)


async def head(database: Database, chat_id: int) -> int | None:
    async with database.reading() as session:
        found = await inbox.head(session, chat_id)
    return found.update_id if found else None


async def test_an_update_that_comes_twice_is_stored_once(database: Database) -> None:
    await store(database, (7, ALICE), (8, BOB), (7, ALICE))
    await store(database, (8, BOB), (9, BOB))
    async with database.transaction() as session:
        first = await inbox.head(session, ALICE)
        assert first
        assert await inbox.claim(session, first.id)
    assert await head(database, ALICE) is None
    assert await head(database, BOB) == 8


async def test_a_claim_succeeds_once(database: Database) -> None:
    await store(database, (7, ALICE))
    async with database.transaction() as session:
        assert await inbox.claim(session, 1)
    async with database.transaction() as session:
        assert not await inbox.claim(session, 1)


async def test_a_rollback_gives_the_update_back(database: Database) -> None:
    await store(database, (7, ALICE))

    async def handle() -> None:
        async with database.transaction() as session:
            assert await inbox.claim(session, 1)
            raise RuntimeError("the handler failed")

    with pytest.raises(RuntimeError):
        await handle()
    assert await head(database, ALICE) == 7


async def test_the_fifth_failure_is_the_last(database: Database) -> None:
    await store(database, (7, ALICE), (8, ALICE))
    deaths = []
    for _ in range(5):
        async with database.transaction() as session:
            deaths.append(await inbox.fail(session, 1, "KeyError"))
    assert deaths == [False, False, False, False, True]
    assert await head(database, ALICE) == 8
    async with database.reading() as session:
        (dead,) = await inbox.dead(session)
    assert (dead.update_id, dead.attempts, dead.error) == (7, 5, "KeyError")


async def test_lanes_with_something_to_do_are_found(database: Database) -> None:
    await store(database, (7, ALICE), (8, BOB), (9, BOB))
    async with database.transaction() as session:
        assert await inbox.claim(session, 1)
    async with database.reading() as session:
        assert await inbox.waiting_lanes(session) == [BOB]


async def test_only_settled_updates_are_forgotten(database: Database) -> None:
    await store(database, (7, ALICE), (8, ALICE))
    async with database.transaction() as session:
        assert await inbox.claim(session, 1)
        assert await inbox.prune(session, START) == 0
        assert await inbox.prune(session, START + timedelta(days=7)) == 1
    assert await head(database, ALICE) == 8
