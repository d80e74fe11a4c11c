"""One process is in charge: never two, and soon another when it is gone."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from db.leadership import AlreadyRunningError, Leadership
from db.session import Database
from tests.mail.mailroom import until


async def test_a_second_process_over_one_sqlite_file_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/guanjia.db")
    first, second = Leadership(database), Leadership(database)
    await first.start()
    assert first.held
    with pytest.raises(
        AlreadyRunningError, match=rf"running already in .* \(process {os.getpid()}"
    ):
        await second.start()
    assert not second.held
    await first.stop()
    assert not first.held
    await second.start()
    assert second.held
    await second.stop()
    await database.close()


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[tuple[Leadership, Leadership, Database]]:
    databases = Database(postgres_url), Database(postgres_url)
    first, second = Leadership(databases[0]), Leadership(databases[1])
    yield first, second, databases[1]
    await first.stop()
    await second.stop()
    for database in databases:
        await database.close()


@pytest.mark.postgres
async def test_one_of_two_is_in_charge_and_the_other_follows(
    two: tuple[Leadership, Leadership, Database],
) -> None:
    first, second, _ = two
    await first.start()
    await until(lambda: first.held)
    await second.start()
    await asyncio.sleep(0.7)
    assert (first.held, second.held) == (True, False)
    left = time.monotonic()
    await first.stop()
    assert not first.held
    await until(lambda: second.held)
    assert time.monotonic() - left < 1.5


@pytest.mark.postgres
async def test_who_loses_the_connection_knows_it(
    two: tuple[Leadership, Leadership, Database],
) -> None:
    first, second, database = two
    await first.start()
    await until(lambda: first.held)
    await second.start()
    async with database.transaction() as session:
        await session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND granted"
            )
        )
    await until(lambda: not first.held)
    await until(lambda: first.held != second.held)
