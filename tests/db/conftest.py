"""A database of each kind, with the tables of today, empty for every test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.db.estate import Estate, settle
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from db.migrate import migrate
from db.models import Base
from db.session import Database

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


async def new_postgres(server_url: str, name: str) -> str:
    """An empty database on the server; its URL."""
    engine = create_async_engine(server_url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


async def migrated(url: str) -> str:
    database = Database(url)
    await migrate(database)
    await database.close()
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "guanjia.db"
    asyncio.run(migrated(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> str:
    async def make() -> str:
        return await migrated(await new_postgres(postgres_url, "foundations"))

    return asyncio.run(make())


@pytest.fixture(scope="session")
def bare_postgres(postgres_url: str) -> str:
    return asyncio.run(new_postgres(postgres_url, "bare"))


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        url: str = request.getfixturevalue("bare_postgres")
        return url
    return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    """A database with nothing in it, not even tables."""
    database = Database(empty_url)
    if not database.is_sqlite:
        async with database.engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    yield database
    await database.close()


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "guanjia.db"
    shutil.copy(migrated_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    kept = "migrated_postgres" if request.param == "postgres" else "sqlite_url"
    url: str = request.getfixturevalue(kept)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    if not database.is_sqlite:
        async with database.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                await connection.execute(table.delete())
    yield database
    await database.close()


@pytest.fixture
async def estate(database: Database) -> Estate:
    return await settle(database)
