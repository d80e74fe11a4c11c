"""One database, two ways in: `transaction` to change it, `reading` to look."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from db import inline_sqlite

_READS_ONLY = {"guanjia_reads_only": True}


class Database:
    """The engine and its rules; opened by the composition root, closed by `close`."""

    def __init__(self, url: str) -> None:
        """`url` is `sqlite+aiosqlite:///path` or `postgresql+asyncpg://…`."""
        self.engine = _open(url)
        self._reads = self.engine.execution_options(
            **_READS_ONLY if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        )
        # SQLite has one writer. Waiting here is fair and costs nothing; waiting inside SQLite
        # is a sleep with back-off that holds a thread.
        self._writer = asyncio.Lock() if self.is_sqlite else None
        self.kept = 0
        """How many transactions were committed here: whoever counts them sees that one was."""

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session whose changes are committed when the block ends, or not at all.

        Nothing that waits for the network belongs inside: on SQLite it holds up every writer.
        """
        if self._writer is None:
            async with self._session(self.engine) as session:
                yield session
            return
        async with self._writer, self._session(self.engine) as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one consistent state and blocks nobody."""
        async with AsyncSession(self._reads, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        async with (
            AsyncSession(engine, expire_on_commit=False, autoflush=True) as session,
            session.begin(),
        ):
            yield session
        self.kept += 1

    async def close(self) -> None:
        await self.engine.dispose()


def _open(url: str) -> AsyncEngine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=20, max_overflow=10, pool_pre_ping=True)
    engine = create_async_engine(
        url,
        pool_size=40,  # a connection for every lane: opening one costs more than keeping it
        connect_args={"timeout": 15, "async_creator_fn": inline_sqlite.connect},
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later may find the writer's place taken and
    # fail at once, whatever the timeout: take the place at the start.
    reads_only = connection.get_execution_options().get("guanjia_reads_only")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
