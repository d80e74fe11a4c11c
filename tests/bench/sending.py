"""How many messages a second leave, over real HTTP, 64 in flight, each answered after 50 ms."""

import asyncio
import itertools
import json
import time
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from sqlalchemy import func, select
from telegram.ext import ApplicationBuilder

from bot.clock import SystemClock
from bot.telegram.http import fast_request
from bot.telegram.sender import TelegramTransport
from db.migrate import migrate
from db.models import OutboxLetter
from db.session import Database
from db.vocabulary import LetterKind, MailPriority, OutboxState
from reminders.delivery import Sender
from reminders.outbox import Letter, enqueue
from reminders.pace import Pace

LATENCY = 0.05


async def measure(count: int = 3000) -> dict[str, Any]:
    """The receiving server runs in this process too: its CPU is part of the figure."""
    runner, address = await _slow_server()
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/sending.db")
        await migrate(database)
        await _owe(database, count)
        application = (
            ApplicationBuilder()
            .token("1:bench")
            .base_url(f"{address}/bot")
            .request(fast_request())
            .get_updates_request(fast_request(2))
            .updater(None)
            .job_queue(None)
            .build()
        )
        async with application:
            transport = TelegramTransport(application.bot)
            sender = Sender(database, transport, Pace.unlimited(), SystemClock(), sole=True)
            wall, cpu = time.perf_counter(), time.process_time()
            running = asyncio.create_task(sender.run())
            await sender.settled()
            spent, used = time.perf_counter() - wall, time.process_time() - cpu
            await sender.stop()
            await running
        async with database.reading() as session:
            sent = await session.scalar(
                select(func.count()).where(OutboxLetter.state == OutboxState.SENT)
            )
        await database.close()
    await runner.cleanup()
    return {"per_s": round(count / spent), "cpu_us": round(used / count * 1e6), "sent": sent}


async def _owe(database: Database, count: int) -> None:
    letters = [
        Letter(
            f"bench:{n}", MailPriority.TICKET, LetterKind.TEXT, 1_000_000 + n, {"text": "<b>x</b>"}
        )
        for n in range(count)
    ]
    async with database.transaction() as session:
        await enqueue(session, letters, datetime.now(UTC))


async def _slow_server() -> tuple[web.AppRunner, str]:
    ids = itertools.count(1)

    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("getMe"):
            result: Any = {"id": 1, "is_bot": True, "first_name": "b", "username": "bench_bot"}
        else:
            await request.read()
            await asyncio.sleep(LATENCY)
            result = {"message_id": next(ids), "date": 1, "chat": {"id": 1, "type": "private"}}
        return web.Response(
            text=json.dumps({"ok": True, "result": result}), content_type="application/json"
        )

    app = web.Application()
    app.router.add_post("/{tail:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    return runner, f"http://{host}:{port}"
