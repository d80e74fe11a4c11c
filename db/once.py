"""Writing a row once, however often it is written: the unique key decides, not an `if`."""

from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase


def table_of(model: type[DeclarativeBase]) -> Table:
    """The Core table of a model: the hot path speaks to it and spares the ORM."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def insert_once(session: AsyncSession, table: Table) -> Insert:
    """An INSERT that leaves a row alone whose key is taken already."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


async def write_once(session: AsyncSession, table: Table, rows: list[dict[str, Any]]) -> None:
    """Rows whose key is taken are left as they are; no row, no statement."""
    if rows:
        await session.execute(insert_once(session, table), rows)
