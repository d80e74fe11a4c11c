"""How many owners' messages a core takes: inbox → classify → ticket → outbox, all committed."""

import os
import resource
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select
from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from bot import community_file
from bot.app import prepare, read_library
from bot.clock import SystemClock
from bot.config import Settings
from bot.learning.school import School
from bot.reception import Reception
from bot.telegram.handlers import Border
from bot.telegram.intake import Intake
from db.models import Community, OutboxLetter, Person, Residency, Ticket, Unit
from db.session import Database
from db.vocabulary import Language, ResidentRole
from tests.bench.databases import fresh
from tests.bench.nowhere import NowhereRequest, message

OWNERS = 200
_FIRST_ACCOUNT = 50_000

SAID = (
    "12樓電梯壞了",
    "家裡廚房水龍頭一直漏水",
    "3棟一樓大廳的燈不亮",
    "門禁卡刷不開",
    "The lift on floor 12 is broken",
    "走廊的垃圾沒有人收",
    "冷氣不冷，請派人來看",
    "廁所馬桶堵住了",
)


def _said_by(n: int) -> str:
    """Not what the same owner said last: that would be the same matter, and no new ticket."""
    return SAID[(n + n // OWNERS) % len(SAID)]


async def measure_echo(count: int = 5000) -> dict[str, Any]:
    """The bare framework: parse, filter, handler, reply; nothing remembered."""
    application = (
        ApplicationBuilder()
        .token("1:bench")
        .request(NowhereRequest())
        .get_updates_request(NowhereRequest())
        .updater(None)
        .job_queue(None)
        .build()
    )

    async def echo(update: Update, _: Any) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        payloads = [message(n, _FIRST_ACCOUNT + n % OWNERS, _said_by(n)) for n in range(count)]
        wall, cpu = time.perf_counter(), time.process_time()
        for payload in payloads:
            await application.process_update(Update.de_json(payload, application.bot))
        return _rates(count, wall, cpu)


async def measure(url: str, count: int = 1000) -> dict[str, Any]:
    async with _house(await fresh(url, "receiving")) as (database, intake):
        await _feed(intake, 1, 200)
        wall, cpu = time.perf_counter(), time.process_time()
        await _feed(intake, 201, count)
        rates = _rates(count, wall, cpu)
        async with database.reading() as session:
            tickets = await session.scalar(select(func.count()).select_from(Ticket))
            letters = await session.scalar(select(func.count()).select_from(OutboxLetter))
        return rates | {"tickets": tickets, "letters": letters}


async def measure_memory(url: str, count: int = 10_000) -> dict[str, Any]:
    async with _house(await fresh(url, "memory")) as (_, intake):
        before = _resident()
        await _feed(intake, 1, count)
        return {
            "before_mb": before,
            "after_mb": _resident(),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "updates": count,
        }


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def _rates(count: int, wall: float, cpu: float) -> dict[str, Any]:
    spent, used = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "per_s": round(count / spent),
        "per_cpu_s": round(count / used),
        "cpu_us": round(used / count * 1e6),
    }


async def _feed(intake: Intake, first: int, count: int) -> None:
    """In batches of a hundred, as Telegram gives them."""
    for start in range(first, first + count, 100):
        ids = range(start, min(start + 100, first + count))
        await intake.take([message(n, _FIRST_ACCOUNT + n % OWNERS, _said_by(n)) for n in ids])
    await intake.settled()


@asynccontextmanager
async def _house(url: str) -> AsyncIterator[tuple[Database, Intake]]:
    """The bot without its sender: what a message costs until everything it causes is written."""
    database, clock = Database(url), SystemClock()
    await prepare(database, clock, community_file.read(community_file.DEMO), with_cast=True)
    await _settle_owners(database)
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        application = (
            ApplicationBuilder()
            .token("1:bench")
            .base_url(f"{settings.telegram_api_base}/bot")
            .request(NowhereRequest())
            .get_updates_request(NowhereRequest())
            .updater(None)
            .job_queue(None)
            .build()
        )
        async with application:
            border = Border(application, clock)
            library = read_library(settings.learning / "cache")
            school = School(
                database,
                library.texts,
                clock,
                library.sources,
                library.catalogue,
                library.engine,
                settings.learning,
            )
            border.reception = Reception(database, library, school, border.reread, "bench_bot")
            intake = Intake(database, clock, border.process)
            yield database, intake
            await intake.stop()
    await database.close()


async def _settle_owners(database: Database) -> None:
    async with database.transaction() as session:
        community = (await session.scalars(select(Community))).one()
        units = (await session.scalars(select(Unit).limit(OWNERS))).all()
        for n, unit in enumerate(units):
            person = Person(
                telegram_id=_FIRST_ACCOUNT + n,
                name=f"Owner {_FIRST_ACCOUNT + n}",
                language=Language.HANT,
                language_chosen=True,
                community_id=community.id,
                created_at=datetime.now(UTC),
            )
            session.add(person)
            await session.flush()
            session.add(
                Residency(
                    person_id=person.id,
                    unit_id=unit.id,
                    role=ResidentRole.OWNER,
                    since=datetime.now(UTC),
                )
            )
