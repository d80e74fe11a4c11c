"""The migrations make exactly the models' tables, there and back, on both databases."""

from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from tests.db.estate import add, community
from sqlalchemy import Connection, Inspector, func, inspect, select, text

from db.migrate import _config, differences, is_current, migrate
from db.models import Base, Community
from db.session import Database


@pytest.fixture
def migrated_url(empty: Database, request: pytest.FixtureRequest) -> str:
    """The tables that the migrations made, in the same kind of database."""
    url: str = request.getfixturevalue("sqlite_url" if empty.is_sqlite else "migrated_postgres")
    return url


async def downgrade(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync), "base"))


async def described(database: Database) -> dict[str, Any]:
    """Every table as the database itself knows it."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_described)


def _described(connection: Connection) -> dict[str, Any]:
    known = inspect(connection)
    return {
        table: _table(known, table)
        for table in known.get_table_names()
        if table != "alembic_version"
    }


def _table(known: Inspector, table: str) -> dict[str, Any]:
    return {
        "columns": sorted(
            (each["name"], str(each["type"]), each["nullable"], str(each["default"]))
            for each in known.get_columns(table)
        ),
        "key": known.get_pk_constraint(table)["constrained_columns"],
        "unique": sorted(
            (str(each["name"]), *each["column_names"])
            for each in known.get_unique_constraints(table)
        ),
        "indexes": sorted(_index(each) for each in known.get_indexes(table)),
        "points at": sorted(
            (*each["constrained_columns"], each["referred_table"])
            for each in known.get_foreign_keys(table)
        ),
    }


def _index(index: Any) -> tuple[str, ...]:
    """With the condition of a partial one, which tells the databases' dialects apart."""
    where = [str(value) for key, value in index["dialect_options"].items() if "where" in key]
    return (str(index["name"]), str(index["unique"]), *index["column_names"], *where)


async def test_nothing_becomes_the_tables_of_today_and_again_changes_nothing(
    empty: Database,
) -> None:
    assert not await is_current(empty)
    await migrate(empty)
    assert await is_current(empty)
    assert await differences(empty) == []

    before = await described(empty)
    await add(empty, community("greenlake"))
    await migrate(empty)
    assert await described(empty) == before
    async with empty.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Community)) == 1


async def test_the_way_back_leaves_nothing_and_the_way_there_can_be_gone_again(
    empty: Database,
) -> None:
    await migrate(empty)
    await downgrade(empty)
    assert await described(empty) == {}
    assert not await is_current(empty)
    await migrate(empty)
    assert await is_current(empty)
    assert await differences(empty) == []


async def test_the_migrations_and_the_models_make_the_same(
    migrated_url: str, empty: Database
) -> None:
    by_migrations = Database(migrated_url)
    tables = await described(by_migrations)
    await by_migrations.close()
    async with empty.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    assert await described(empty) == tables
    assert set(tables) == set(Base.metadata.tables)


@pytest.mark.parametrize(
    "damage",
    [
        "DROP INDEX ix_tickets_due",
        "DROP TABLE dialogues",
        "ALTER TABLE people DROP COLUMN unreachable_since",
        "ALTER TABLE people ADD COLUMN nickname VARCHAR",
    ],
)
async def test_a_difference_is_noticed(sqlite_url: str, damage: str) -> None:
    database = Database(sqlite_url)
    async with database.engine.begin() as connection:
        await connection.execute(text(damage))
    found = await differences(database)
    await database.close()
    assert len(found) >= 1


async def test_there_is_one_newest_version(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.engine.connect() as connection:
        heads = await connection.run_sync(
            lambda sync: ScriptDirectory.from_config(_config(sync)).get_heads()
        )
    await database.close()
    assert len(heads) == 1
