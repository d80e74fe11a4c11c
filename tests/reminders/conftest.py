"""A database of each kind, a neighbourhood in it, and the shipped notices."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from db.models import Base
from db.session import Database
from reminders.notices import Notices
from tests.databases import kept, laid, own_database
from tests.reminders.neighbourhood import Neighbourhood


@pytest.fixture(scope="session")
def postgres_url(postgres_url: str) -> str:
    """A database of these tests' own."""
    return own_database(postgres_url, "reminders")


@pytest.fixture(scope="session")
def laid_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables in it: copying it is quicker than laying them."""
    path = tmp_path_factory.mktemp("sqlite") / "laid.db"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


_laid: set[str] = set()
"""The servers that have the tables already."""


async def _emptied(database: Database, url: str) -> None:
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    async with database.engine.begin() as connection:
        if url not in _laid:
            await connection.run_sync(Base.metadata.create_all)
            _laid.add(url)
        await connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        file: Path = request.getfixturevalue("laid_sqlite")
        database = laid(file, file.with_name("reminders.db"))
    else:
        url = request.getfixturevalue("postgres_url")
        database = kept(url)
        await _emptied(database, url)
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
