"""Brings a database to the tables of today, from nothing or from any earlier version.

A new migration, after a change of the models: `python -m db.migrate "what changed"`.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db.models import Base
from db.session import Database

_FOLDER = Path(__file__).parent / "migrations"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database) -> None:
    """Upgrade to the newest version; does nothing where it is there already."""
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), "head"))


async def is_current(database: Database) -> bool:
    def compare(sync: Connection) -> bool:
        script = ScriptDirectory.from_config(_config(sync))
        here = MigrationContext.configure(sync).get_current_revision()
        return here == script.get_current_head()

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


async def differences(database: Database) -> list[object]:
    """What the models say that the migrated tables do not; empty when they agree."""

    def compare(sync: Connection) -> list[object]:
        context = MigrationContext.configure(sync, opts={"compare_type": False})
        return list(compare_metadata(context, Base.metadata))

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


async def _write_revision(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/revision.db")
        await migrate(database)
        async with database.engine.begin() as connection:
            await connection.run_sync(
                lambda sync: command.revision(_config(sync), message=message, autogenerate=True)
            )
        await database.close()


if __name__ == "__main__":
    asyncio.run(_write_revision(" ".join(sys.argv[1:])))
