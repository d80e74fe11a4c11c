"""A manager's word to 100,000 people: owed to each of them, carried to all, at an even pace."""

import asyncio
import itertools
import resource
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from bot import community_file
from bot.app import prepare
from bot.clock import SystemClock
from db.models import Community, OutboxLetter, Person, Residency, Unit
from db.session import Database
from db.vocabulary import Language, OutboxState, ResidentRole
from reminders import broadcast
from reminders.audience import Audience
from reminders.delivery import Sender
from reminders.outcomes import Errand, Outcome, Rejected, Sent
from reminders.pace import Pace
from tests.bench.databases import fresh

_CHUNK = 5000


class _Noon:
    """At night nothing would leave."""

    def now(self) -> datetime:
        return datetime(2027, 1, 4, 12, 0, tzinfo=ZoneInfo("Asia/Taipei")).astimezone(UTC)


NOON = _Noon()


class Nowhere:
    """Carries every letter at once, and writes down when it left."""

    def __init__(self) -> None:
        self.left: list[float] = []
        self._ids = itertools.count(1)

    async def send(self, errand: Errand) -> Outcome:
        self.left.append(time.monotonic())
        return Sent(next(self._ids))

    async def make_topic(self, chat_id: int, title: str) -> int | Outcome:
        return Rejected(f"a broadcast opens no topic: {title} in {chat_id}")


async def measure(url: str, count: int = 100_000) -> dict[str, Any]:
    """Owed, then carried as fast as we can: what our own part of each letter costs."""
    database = await owed_nothing(url, "broadcasting", count)
    wall, cpu = time.perf_counter(), time.process_time()
    total = await confirm(database)
    owing, owing_cpu = time.perf_counter() - wall, time.process_time() - cpu
    before = _memory()
    wall, cpu = time.perf_counter(), time.process_time()
    await _carry(database, Nowhere(), Pace.unlimited())
    spent, used = time.perf_counter() - wall, time.process_time() - cpu
    sent = await _sent(database)
    await database.close()
    return {
        "seconds": round(owing, 2),
        "cpu_s": round(owing_cpu, 2),
        "people": total,
        "carried": sent,
        "carried_per_s": round(sent / spent),
        "carried_cpu_us": round(used / sent * 1e6),
        "more_mb": round(_memory() - before),
    }


async def measure_pace(url: str, count: int = 500) -> dict[str, Any]:
    """At the pace Telegram bears: how many leave in the fullest second."""
    database = await owed_nothing(url, "pacing", count)
    await confirm(database)
    nowhere, pace = Nowhere(), Pace()
    started = time.perf_counter()
    await _carry(database, nowhere, pace)
    spent = time.perf_counter() - started
    await database.close()
    fullest = fullest_second(nowhere.left)
    if fullest > 30:
        raise SystemExit(f"{fullest} letters left within one second: Telegram bears 30")
    return {
        "limit_per_s": pace.limits.per_second,
        "per_s": round(len(nowhere.left) / spent, 1),
        "fullest_second": fullest,
    }


def fullest_second(moments: Sequence[float]) -> int:
    """The most of them that lie within any span of one second, its end left out."""
    ordered, first, most = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


async def owed_nothing(url: str, name: str, count: int) -> Database:
    database = Database(await fresh(url, name))
    await prepare(
        database, SystemClock(), community_file.read(community_file.DEMO), with_cast=False
    )
    await _populate(database, count)
    return database


async def confirm(database: Database) -> int | None:
    now = NOON.now()
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
        return await broadcast.confirm(session, draft, now)


async def _carry(database: Database, nowhere: Nowhere, pace: Pace) -> None:
    sender = Sender(database, nowhere, pace, NOON, sole=True)
    running = asyncio.create_task(sender.run())
    await sender.settled()
    await sender.stop()
    await running


async def _sent(database: Database) -> int:
    async with database.reading() as session:
        letters = select(func.count()).where(OutboxLetter.state == OutboxState.SENT)
        return (await session.scalars(letters)).one()


def _memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
