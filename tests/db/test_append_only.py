"""What happened to a ticket stays as it was written, whoever tries to change it."""

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from db.migrate import migrate
from db.models import Base, TicketEvent
from db.session import Database
from db.vocabulary import EventType
from tests.db.estate import NOW, Estate, settle

CHANGES = (
    "UPDATE ticket_events SET type = 'closed'",
    "UPDATE ticket_events SET data = '{}' WHERE id = (SELECT max(id) FROM ticket_events)",
    "DELETE FROM ticket_events",
)


async def something_happened(estate: Estate) -> None:
    ticket = estate.ticket()
    await estate.add(ticket)
    await estate.add(TicketEvent(ticket_id=ticket.id, type=EventType.OPENED, at=NOW, data={"a": 1}))


async def write_it_over(database: Database) -> None:
    async with database.transaction() as session:
        (event,) = await session.scalars(select(TicketEvent))
        event.data = {"a": 2}


async def log(database: Database) -> list[tuple[object, ...]]:
    async with database.engine.connect() as connection:
        rows = await connection.execute(text("SELECT id, ticket_id, type, data FROM ticket_events"))
        return [tuple(row) for row in rows]


def made_by_models(connection: Connection) -> None:
    Base.metadata.create_all(connection)


@pytest.mark.parametrize("change", CHANGES)
async def test_the_log_refuses_to_be_changed(estate: Estate, change: str) -> None:
    await something_happened(estate)
    before = await log(estate.database)
    with pytest.raises(DBAPIError, match="append-only"):
        async with estate.database.transaction() as session:
            await session.execute(text(change))
    assert await log(estate.database) == before


async def test_a_row_that_is_changed_through_its_object_is_refused_as_well(estate: Estate) -> None:
    await something_happened(estate)
    with pytest.raises(DBAPIError, match="append-only"):
        await write_it_over(estate.database)
    ((*_, data),) = await log(estate.database)
    assert "2" not in str(data)


@pytest.mark.parametrize("by_models", [True, False], ids=["models", "migrations"])
async def test_the_models_guard_it_as_the_migrations_do(bare: Database, by_models: bool) -> None:
    if by_models:
        async with bare.engine.begin() as connection:
            await connection.run_sync(made_by_models)
    else:
        await migrate(bare)
    await something_happened(await settle(bare))
    for change in CHANGES:
        with pytest.raises(DBAPIError, match="append-only"):
            async with bare.transaction() as session:
                await session.execute(text(change))
    assert len(await log(bare)) == 1
