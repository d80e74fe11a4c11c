"""The demo community with its cast in an SQLite file, fresh for every test."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import community_file
from bot.community_file import CommunityFile
from db.models import Base
from db.session import Database
from tests.databases import laid

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""10:00 in Taipei."""


async def _seed(url: str, file: CommunityFile) -> None:
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.transaction() as session:
        community = await community_file.load(session, file, NOW)
        await community_file.seat_cast(session, community, file, NOW)
    await database.close()


@pytest.fixture(scope="session")
def demo() -> CommunityFile:
    return community_file.read(community_file.DEMO)


@pytest.fixture(scope="session")
async def seeded_file(tmp_path_factory: pytest.TempPathFactory, demo: CommunityFile) -> Path:
    path = tmp_path_factory.mktemp("demo") / "seed.db"
    await _seed(f"sqlite+aiosqlite:///{path}", demo)
    return path


@pytest.fixture
async def greenlake(seeded_file: Path) -> AsyncIterator[Database]:
    """Alice at 3-12F, Bob in repairs, Sue and Mei over all of it; Charlie is not here yet."""
    database = laid(seeded_file, seeded_file.with_name("guanjia.db"))
    yield database
    await database.close()
