"""SQLite without a thread: each call runs where it is made.

aiosqlite hands every call to a thread and waits, four times a statement; with fifteen statements
to an owner's message that cost more than all the rest together. SQLite answers such statements in
microseconds, so they are run in place. Statements that take long (a broadcast's, a migration's)
belong in `Database.long_transaction`, which does use the thread.
"""

import sqlite3
from typing import Any, Self


class InlineCursor:
    """What SQLAlchemy's aiosqlite dialect asks of a cursor."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._cursor.close()

    async def execute(self, statement: str, parameters: Any = ()) -> Self:
        self._cursor.execute(statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Any) -> Self:
        self._cursor.executemany(statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def fetchone(self) -> Any:
        return self._cursor.fetchone()

    async def fetchmany(self, size: int = 1) -> list[Any]:
        return self._cursor.fetchmany(size)

    async def close(self) -> None:
        self._cursor.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)  # description, rowcount, lastrowid, arraysize


class InlineConnection:
    """What SQLAlchemy's aiosqlite dialect asks of a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._conn = connection
        self._connection: sqlite3.Connection | None = connection

    def cursor(self) -> InlineCursor:
        return InlineCursor(self._conn.cursor())

    async def commit(self) -> None:
        self._conn.commit()

    async def rollback(self) -> None:
        self._conn.rollback()

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        self._connection = None
        self._conn.close()

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        self._conn.create_function(*arguments, **options)

    @property
    def isolation_level(self) -> str | None:
        return self._conn.isolation_level


async def connect(database: str, **options: Any) -> InlineConnection:
    """No isolation level: the driver starts no transactions, ours can start as IMMEDIATE."""
    options.setdefault("check_same_thread", False)
    return InlineConnection(sqlite3.connect(database, isolation_level=None, **options))
