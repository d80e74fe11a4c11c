"""A database of each kind, and the mail room over it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from db.models import Base, Card, Community, Dialogue, ForumTopic, Team
from db.session import Database
from db.vocabulary import CardAudience, Region, Step, TeamCode
from tests.databases import own_database
from tests.mail.mailroom import (
    STAFF_GROUP,
    START,
    FakeClock,
    FakeTransport,
    MailRoom,
    person,
    ticket,
)


@pytest.fixture(scope="session")
def postgres_url(postgres_url: str) -> str:
    """A database of these tests' own."""
    return own_database(postgres_url, "mail")


async def opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def sqlite(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    async for database in opened(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('db')}/mail.db"):
        yield database


@pytest.fixture(scope="session")
async def postgres(postgres_url: str) -> AsyncIterator[Database]:
    async for database in opened(postgres_url):
        yield database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_kind(request: pytest.FixtureRequest) -> Database:
    database: Database = request.getfixturevalue(request.param)
    return database


@pytest.fixture
async def database(database_kind: Database) -> Database:
    """Empty at the start of every test."""
    tables = [f"DELETE FROM {table.name};" for table in reversed(Base.metadata.sorted_tables)]
    async with database_kind.engine.begin() as connection:
        if database_kind.is_sqlite:
            for statement in [*tables, "DELETE FROM sqlite_sequence"]:
                await connection.execute(text(statement))
        else:  # numbers start anew too; TRUNCATE would take fifty times as long
            anew = "".join(
                f"PERFORM setval('{name}_id_seq', 1, false);" for name in ("inbox", "outbox")
            )
            await connection.execute(text(f"DO $$ BEGIN {' '.join(tables)} {anew} END $$"))
    return database_kind


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
