"""Who is in charge: of several processes over one database, exactly one ticks and sends.

On PostgreSQL it is whoever holds an advisory lock, and another takes over when it is gone. SQLite
is for one process only, and a second one over the same file is refused.
"""

import asyncio
import fcntl
import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from db.session import Database

_log = logging.getLogger(__name__)

_LOCK = 0x6775616E6A6961  # "guanjia"
_HEARTBEAT = 0.5
_STALE = 2.0
"""Seconds without a heartbeat after which we no longer believe that the lock is ours."""


class AlreadyRunningError(Exception):
    """Another process works with the same SQLite file."""

    def __init__(self, lock_file: Path, holder: str) -> None:
        who = f"process {holder}" if holder else "another process"
        super().__init__(
            f"Guanjia is running already in {lock_file.parent} ({who}). "
            "Stop it, or choose another folder with --data."
        )


class Leadership:
    """`start` it before anything ticks or sends, ask `held` before each time it does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file: IO[str] | None = None
        self._task: asyncio.Task[None] | None = None
        self._beat = float("-inf")
        self._alone = False

    @property
    def held(self) -> bool:
        return self._alone or time.monotonic() < self._beat + _STALE

    async def start(self) -> None:
        """On SQLite raises AlreadyRunningError; on PostgreSQL stands for election from now on."""
        if self._database.is_sqlite:
            self._lock_file()
            self._alone = True
            return
        self._task = asyncio.create_task(self._campaign())

    async def stop(self) -> None:
        """Let go, so that another may take over at once."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._file is not None:
            self._file.close()
            self._file = None
        self._alone, self._beat = False, float("-inf")

    # --- SQLite ---------------------------------------------------------------------------------

    def _lock_file(self) -> None:
        name = self._database.engine.url.database
        if not name or name == ":memory:":
            return  # nobody else can open it
        path = Path(f"{name}.lock").absolute()
        file = path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise AlreadyRunningError(path, holder) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    # --- PostgreSQL -----------------------------------------------------------------------------

    async def _campaign(self) -> None:
        while True:
            try:
                async with self._database.engine.connect() as connection:
                    await self._hold(await _dedicated(connection))
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                if self.held:
                    _log.warning("No longer in charge: %s", type(error).__name__)
            finally:
                self._beat = float("-inf")
            await asyncio.sleep(_HEARTBEAT)

    async def _hold(self, connection: AsyncConnection) -> None:
        """Until the connection breaks. The lock lives and dies with it."""
        question = text("SELECT pg_try_advisory_lock(:lock)")
        try:
            mine = False
            while True:
                asked = time.monotonic()
                async with asyncio.timeout(_STALE / 2):
                    if mine:
                        await connection.execute(text("SELECT 1"))
                    else:
                        mine = bool(await connection.scalar(question, {"lock": _LOCK}))
                if mine:
                    self._beat = asked
                await asyncio.sleep(_HEARTBEAT)
        finally:
            # Never back into the pool with the lock on it.
            await connection.invalidate()


async def _dedicated(connection: AsyncConnection) -> AsyncConnection:
    """A connection in no transaction, whose death the server notices within seconds."""
    connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
    for setting, seconds in (("idle", 2), ("interval", 1), ("count", 3)):
        await connection.execute(text(f"SET tcp_keepalives_{setting} = {seconds}"))
    return connection
