"""How long a manager's word to 100,000 people takes to be owed to each of them."""

import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select

from bot import community_file
from bot.app import prepare
from bot.clock import SystemClock
from db.models import Community, OutboxLetter, Person, Residency, Unit
from db.session import Database
from db.vocabulary import Language, ResidentRole
from reminders import broadcast
from reminders.audience import Audience
from tests.bench.databases import fresh

_CHUNK = 5000


async def measure(url: str, count: int = 100_000) -> dict[str, Any]:
    database = Database(await fresh(url, "broadcasting"))
    await prepare(
        database, SystemClock(), community_file.read(community_file.DEMO), with_cast=False
    )
    await _populate(database, count)
    now = datetime.now(UTC)
    async with database.transaction() as session:
        community = (await session.scalars(select(Community))).one()
        draft = await broadcast.draft(
            session,
            community_id=community.id,
            author_id=None,
            audience=Audience.everybody(),
            texts={language: f"<b>{language.value}</b> …" for language in Language},
            silent=True,
            now=now,
        )
    wall, cpu = time.perf_counter(), time.process_time()
    async with database.transaction() as session:
        total = await broadcast.confirm(session, draft, now)
    spent, used = time.perf_counter() - wall, time.process_time() - cpu
    async with database.reading() as session:
        owed = await session.scalar(select(func.count()).select_from(OutboxLetter))
    await database.close()
    return {"seconds": round(spent, 2), "cpu_s": round(used, 2), "people": total, "owed": owed}


async def _populate(database: Database, count: int) -> None:
    now = datetime.now(UTC)
    languages = list(Language)
    async with database.transaction() as session:
        units = (await session.scalars(select(Unit.id))).all()
        for start in range(0, count, _CHUNK):
            ids = range(start + 1, min(start + _CHUNK, count) + 1)
            await session.execute(
                insert(Person),
                [
                    {
                        "id": n,
                        "telegram_id": 1_000_000 + n,
                        "name": f"Owner {n}",
                        "language": languages[n % 3],
                        "language_chosen": True,
                        "created_at": now,
                    }
                    for n in ids
                ],
            )
            await session.execute(
                insert(Residency),
                [
                    {
                        "person_id": n,
                        "unit_id": units[n % len(units)],
                        "role": ResidentRole.OWNER,
                        "since": now,
                    }
                    for n in ids
                ],
            )
