"""The demo community on a stage, in every language and on both databases."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import update
from starlette.applications import Starlette

from bot import community_file
from bot.app import prepare, read_library, running
from bot.clock import SandboxClock
from bot.config import Settings
from bot.reception import Library
from bot.sandbox.cloud import Cloud
from bot.sandbox.feeds import FeedShelf
from bot.sandbox.request import SANDBOX_TOKEN, CloudRequest
from bot.sandbox.script import sandbox_routes
from db.models import Community, Person
from db.session import Database
from db.vocabulary import Language
from reminders.pace import Pace
from tests.journeys.stage import Stage
from tests.journeys.understood import Understood, listen_with
from tests.postgres import administer, named

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""10:00 in Taipei, an hour at which everybody works."""


@pytest.fixture(scope="session")
def library(learned: Path) -> Library:
    return read_library(learned)


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the demo community, made once and copied for each test."""
    import asyncio

    path = tmp_path_factory.mktemp("seed") / "seed.db"
    asyncio.run(_seed(f"sqlite+aiosqlite:///{path}"))
    return path


async def _seed(url: str) -> None:
    clock = SandboxClock()
    clock.move_to(MONDAY_MORNING)
    database = Database(url)
    await prepare(database, clock, community_file.read(community_file.DEMO), with_cast=True)
    await database.close()


_made: dict[str, int] = {}


async def _postgres_copy(url: str) -> str:
    """A database of its own for each test, copied from a seeded template."""
    if "template" not in _made:
        await administer(url, "CREATE DATABASE seeded")
        await _seed(named(url, "seeded"))
        _made["template"] = 1
    _made["copies"] = _made.get("copies", 0) + 1
    name = f"stage_{_made['copies']}"
    await administer(url, f"CREATE DATABASE {name} TEMPLATE seeded STRATEGY FILE_COPY")
    return named(url, name)


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgres", marks=pytest.mark.postgres),
    ]
)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path, seeded_file: Path) -> str:
    if request.param == "postgres":
        return await _postgres_copy(request.getfixturevalue("postgres_url"))
    path = tmp_path / "guanjia.db"
    shutil.copy(seeded_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=list(Language), ids=lambda language: language.value)
def language(request: pytest.FixtureRequest) -> Language:
    """A journey that asks for this is played in all three languages."""
    chosen: Language = request.param
    return chosen


@pytest.fixture
async def make_stage(library: Library, database_url: str, tmp_path: Path) -> AsyncIterator[Any]:
    """Raises the curtain: `stage = await make_stage(language)`."""
    async with AsyncExitStack() as stack:

        async def raise_curtain(language: Language) -> Stage:
            clock = SandboxClock()
            clock.move_to(MONDAY_MORNING)
            database = Database(database_url)
            stack.push_async_callback(database.close)
            await _speak(database, language)
            cloud = Cloud.open(clock, None)
            feeds = FeedShelf()
            guanjia = await stack.enter_async_context(
                running(
                    Settings(data=tmp_path),
                    clock,
                    database,
                    library,
                    token=SANDBOX_TOKEN,
                    requests=lambda: CloudRequest(cloud, SANDBOX_TOKEN),
                    pace=Pace.unlimited(),
                    warnings=feeds,
                    unread=lambda: not cloud.idle_for(cloud.guanjia),
                )
            )
            app = Starlette(routes=sandbox_routes(cloud, guanjia, feeds))
            client = await stack.enter_async_context(
                httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox")
            )
            return Stage(guanjia, client, language)

        yield raise_curtain


async def _speak(database: Database, language: Language) -> None:
    """Everybody on the stage speaks this language."""
    async with database.transaction() as session:
        await session.execute(update(Community).values(language=language))
        await session.execute(update(Person).values(language=language, language_chosen=True))


@pytest.fixture
def understood(monkeypatch: pytest.MonkeyPatch) -> Understood:
    """For words whose meaning is what the test is about: `understood(text, refers_back=True)`."""
    return listen_with(monkeypatch)


@pytest.fixture
async def stage(make_stage: Any, language: Language) -> Stage:
    raised: Stage = await make_stage(language)
    return raised


@pytest.fixture
async def hant_stage(make_stage: Any) -> Stage:
    """For what does not depend on the language."""
    raised: Stage = await make_stage(Language.HANT)
    return raised
