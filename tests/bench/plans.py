"""How a database means to answer what was asked of it, and whether it would read all tickets."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from db.session import Database

Asked = dict[str, Any]
"""What was asked → with which values; the same question once."""

_READS_ALL = re.compile(r"\bSCAN tickets|\bSeq Scan on tickets")
_OF_TICKETS = re.compile(r"\btickets\b|\bix_tickets|\bSeq Scan|\bSCAN\b")


class ReadsAllError(Exception):
    """A question reads every row of the tickets: it wants an index."""


@contextmanager
def listening(database: Database) -> Iterator[Asked]:
    """Gathers what is asked of the tickets meanwhile."""
    asked: Asked = {}

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.lstrip("(").startswith("SELECT") and "FROM tickets" in statement:
            asked.setdefault(statement, values)

    event.listen(database.engine.sync_engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", hear)


async def show(database: Database, what: str, asked: Asked) -> None:
    """Prints the plans. Raises ReadsAllError where one of them reads every row."""
    print(f"\n{what}: the plans ({'SQLite' if database.is_sqlite else 'PostgreSQL'})")
    for number, (statement, values) in enumerate(asked.items(), 1):
        lines = await _plan(database, statement, values)
        for line in dict.fromkeys(line for line in lines if _OF_TICKETS.search(line)):
            print(f"  {number}  {line.strip()}")
        bad = [line.strip() for line in lines if _READS_ALL.search(line)]
        if bad:
            raise ReadsAllError(f"{what}: {'; '.join(bad)}\n{statement}")


async def _plan(database: Database, statement: str, values: Any) -> list[str]:
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.engine.connect() as connection:
        rows = await connection.exec_driver_sql(f"{explain} {statement}", values)
        return [str(row[-1]) for row in rows]
