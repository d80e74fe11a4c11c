"""The demo community on a stage, in every language and on both databases."""

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
from tests.databases import administer, kept, laid, named
from tests.journeys.stage import Stage
from tests.journeys.understood import Understood, listen_with

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""10:00 in Taipei, an hour at which everybody works."""


@pytest.fixture(scope="session")
def library(learned: Path) -> Library:
    return read_library(learned)


@pytest.fixture(scope="session")
async def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the demo community, made once and copied for each test."""
    path = tmp_path_factory.mktemp("seed") / "seed.db"
    await _seed(f"sqlite+aiosqlite:///{path}")
    return path


async def _seed(url: str) -> None:
    clock = SandboxClock()
    clock.move_to(MONDAY_MORNING)
    database = Database(url)
    await prepare(database, clock, community_file.read(community_file.DEMO), with_cast=True)
    await database.close()


@pytest.fixture(scope="session")
async def seeded_postgres(postgres_url: str) -> str:
    """The same as a PostgreSQL database, to be copied under its server's URL."""
    await administer(postgres_url, "CREATE DATABASE seeded")
    await _seed(named(postgres_url, "seeded"))
    return postgres_url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is copied for each test has been made by now."""
    kind: str = request.param
    request.getfixturevalue("seeded_file" if kind == "sqlite" else "seeded_postgres")
    return kind


@pytest.fixture
async def database(database_kind: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """With the demo community in it, as if nobody had been here."""
    if database_kind == "sqlite":
        file: Path = request.getfixturevalue("seeded_file")
        database = laid(file, file.with_name("stage.db"))
    else:
        url: str = request.getfixturevalue("seeded_postgres")
        anew = "CREATE DATABASE stage TEMPLATE seeded STRATEGY FILE_COPY"
        await administer(url, "DROP DATABASE IF EXISTS stage", anew)
        database = kept(named(url, "stage"))
    yield database
    await database.close()


@pytest.fixture(params=list(Language), ids=lambda language: language.value)
def language(request: pytest.FixtureRequest) -> Language:
    """A journey that asks for this is played in all three languages."""
    chosen: Language = request.param
    return chosen


@pytest.fixture
async def make_stage(library: Library, database: Database, tmp_path: Path) -> AsyncIterator[Any]:
    """Raises the curtain: `stage = await make_stage(language)`."""
    async with AsyncExitStack() as stack:

        async def raise_curtain(language: Language) -> Stage:
            clock = SandboxClock()
            clock.move_to(MONDAY_MORNING)
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
                    ticking=False,  # time passes where a journey lets it
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
