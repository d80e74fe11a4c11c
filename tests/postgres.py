"""A database of one's own on the test run's PostgreSQL."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine


async def administer(url: str, statement: str) -> None:
    """Run what no transaction may hold: CREATE DATABASE and its like."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def own_database(url: str, name: str) -> str:
    """The URL of a new, empty database; callable whether or not a loop runs already."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, administer(url, f"CREATE DATABASE {name}")).result()
    return named(url, name)
