"""The process is killed in the middle of 5,000 sends, and started again: none twice, none lost.

Run as a program it is that process: it carries what is owed, and notes down each letter that left.
"""

import asyncio
import contextlib
import itertools
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.clock import SystemClock
from db.models import Delivery
from db.session import Database
from db.vocabulary import DeliveryState
from reminders.delivery import Sender
from reminders.outcomes import Errand, Outcome, Rejected, Sent
from reminders.pace import Pace
from tests.bench.broadcasting import confirm, owed_nothing

_LATENCY = 0.02
"""Seconds that the messenger takes: many letters are in flight when the process dies."""

_HOME = str(Path(__file__).resolve().parents[2])


class _Noted:
    """What left is written down at once, as the messenger would know it, whoever dies."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._ids = itertools.count(1)

    async def send(self, errand: Errand) -> Outcome:
        await asyncio.sleep(_LATENCY)
        os.write(self._file, f"{errand.letter.chat_id}\n".encode())
        await asyncio.sleep(_LATENCY)
        return Sent(next(self._ids))

    async def make_topic(self, chat_id: int, title: str) -> int | Outcome:
        return Rejected(f"a broadcast opens no topic: {title} in {chat_id}")


async def measure(url: str, count: int = 5_000) -> dict[str, Any]:
    """Ends the bench where somebody got it twice, or is neither served nor listed."""
    database = await owed_nothing(url, "crashing", count)
    await confirm(database)
    carried_on = database.engine.url.render_as_string(hide_password=False)
    await database.engine.dispose()
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "left"
        await _killed(carried_on, noted, after=count // 2)
        at_death = len(_left(noted))
        started = time.perf_counter()
        process = await _started(carried_on, noted)
        if await process.wait() != 0:
            raise SystemExit("the process that was started again failed")
        spent = time.perf_counter() - started
        left = _left(noted)
    states = await _states(database)
    await database.close()
    twice = [chat for chat, times in left.items() if times > 1]
    listed = states.get(DeliveryState.SENT, 0) + states.get(DeliveryState.IN_DOUBT, 0)
    if twice or listed != count:
        raise SystemExit(f"{len(twice)} got it twice; {count - listed} were lost: {states}")
    return {
        "people": count,
        "left_at_death": at_death,
        "sent": states[DeliveryState.SENT],
        "in_doubt": states.get(DeliveryState.IN_DOUBT, 0),
        "of_these_arrived": len(left) - states[DeliveryState.SENT],
        "twice": len(twice),
        "rest_s": round(spent, 1),
    }


async def _killed(url: str, noted: Path, after: int) -> None:
    process = await _started(url, noted)
    try:
        while len(_left(noted)) < after:
            if process.returncode is not None:
                raise SystemExit(f"the process ended by itself with {process.returncode}")
            await asyncio.sleep(0.01)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _started(url: str, noted: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, url, str(noted), env=os.environ | {"PYTHONPATH": _HOME}
    )


def _left(noted: Path) -> Counter[str]:
    return Counter(noted.read_text().split()) if noted.exists() else Counter()


async def _states(database: Database) -> dict[DeliveryState, int]:
    async with database.reading() as session:
        counted = select(Delivery.state, func.count()).group_by(Delivery.state)
        return dict((await session.execute(counted)).tuples().all())


async def _carry(url: str, noted: str) -> None:
    database = Database(url)
    sender = Sender(database, _Noted(noted), Pace.unlimited(), SystemClock(), sole=True)
    running = asyncio.create_task(sender.run())
    await sender.settled()
    await sender.stop()
    await running
    await database.close()


if __name__ == "__main__":
    asyncio.run(_carry(sys.argv[1], sys.argv[2]))
