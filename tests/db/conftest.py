"""A database of each kind, with the tables of today, empty for every test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from db.migrate import migrate
from db.models import Base
from db.session import Database
from tests.databases import administer, named
from tests.db.estate import Estate, settle

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


async def new_postgres(server_url: str, name: str) -> str:
    """An empty database on the server; its URL."""
    await administer(server_url, f"CREATE DATABASE {name}")
    return named(server_url, name)


async def migrated(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    await migrate(database)
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def sqlite(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    path = tmp_path_factory.mktemp("foundations") / "guanjia.db"
    async for database in migrated(f"sqlite+aiosqlite:///{path}"):
        yield database


@pytest.fixture(scope="session")
async def postgres(postgres_url: str) -> AsyncIterator[Database]:
    async for database in migrated(await new_postgres(postgres_url, "foundations")):
        yield database


@pytest.fixture(params=BOTH)
def migrated_database(request: pytest.FixtureRequest) -> Database:
    """As the migrations left it; the rows are whoever's was here before."""
    database: Database = request.getfixturevalue(request.param)
    return database


@pytest.fixture
async def database(migrated_database: Database) -> Database:
    async with migrated_database.engine.begin() as connection, _guards_down(connection):
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(table.delete())
    return migrated_database


@asynccontextmanager
async def _guards_down(connection: AsyncConnection) -> AsyncIterator[None]:
    """What refuses to take rows back stands aside while a test's leftovers go."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("ALTER TABLE ticket_events DISABLE TRIGGER USER"))
        yield
        await connection.execute(text("ALTER TABLE ticket_events ENABLE TRIGGER USER"))
        return
    guards = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = (await connection.execute(guards)).all()
    for name, _ in found:
        await connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, statement in found:
        await connection.exec_driver_sql(statement)


@pytest.fixture
async def estate(database: Database) -> Estate:
    return await settle(database)


@pytest.fixture(scope="session")
async def bare_postgres(postgres_url: str) -> str:
    return await new_postgres(postgres_url, "bare")


@pytest.fixture(params=BOTH)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        url: str = request.getfixturevalue("bare_postgres")
        return url
    return f"sqlite+aiosqlite:///{tmp_path / 'bare.db'}"


@pytest.fixture
async def bare(bare_url: str) -> AsyncIterator[Database]:
    """A database with nothing in it, not even tables."""
    database = Database(bare_url)
    if not database.is_sqlite:
        async with database.engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    yield database
    await database.close()
