"""How long the year's plan takes to make, and to make again when nothing changed."""

import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select

from bot import community_file
from bot.app import prepare
from bot.clock import SystemClock
from db.models import Community, Occurrence
from db.session import Database
from db.vocabulary import Region
from reminders import planner
from reminders.notices import Notices
from tests.bench.databases import fresh

_ZONES = {Region.HK: "Asia/Hong_Kong", Region.CN: "Asia/Shanghai"}


async def measure(url: str) -> dict[str, Any]:
    """Three communities, one of each region, over the whole horizon of 400 days."""
    database = Database(await fresh(url, "planning"))
    await prepare(
        database, SystemClock(), community_file.read(community_file.DEMO), with_cast=False
    )
    async with database.transaction() as session:
        here = (await session.scalars(select(Community))).one()
        shape = {
            column.name: getattr(here, column.name)
            for column in Community.__table__.columns
            if column.name != "id"
        }
        for region, zone in _ZONES.items():
            other = shape | {"code": region.value.lower(), "region": region, "timezone": zone}
            await session.execute(insert(Community), [other])
    first, planned = await _plan(database)
    again, _ = await _plan(database)
    await database.close()
    return {"occurrences": planned, "first_s": first, "again_s": again}


async def _plan(database: Database) -> tuple[float, int]:
    """CPU seconds, and how many occurrences there are then."""
    notices, now = Notices.load(), datetime.now(UTC)
    cpu = time.process_time()
    async with database.transaction() as session:
        await planner.plan(session, notices, now)
    used = time.process_time() - cpu
    async with database.reading() as session:
        count = (await session.scalars(select(func.count()).select_from(Occurrence))).one()
    return round(used, 2), count
