"""The composition root: the one place where the parts meet."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest

from bot.clock import Clock, SandboxClock
from bot.community_file import CommunityFile, load, seat_cast
from bot.config import Settings
from bot.learning.school import School
from bot.learning.trials import Trials
from bot.reception import Library, Reception
from bot.telegram.handlers import Border
from bot.telegram.intake import Intake
from bot.telegram.poller import Poller
from bot.telegram.sender import TelegramTransport
from bot.texts import load_texts, phrase_guard
from bot.ticker import Ticker
from bot.ticking.hands import Hands
from bot.weather_watch import WeatherWatch
from db import people
from db.migrate import migrate
from db.session import Database
from intents import Sources, ready
from intents.shapes import check_words
from reminders.delivery import Sender
from reminders.notices import Notices
from reminders.pace import Pace
from reminders.warnings.source import Source

_log = logging.getLogger(__name__)

SOON = timedelta(seconds=3)
"""What falls due within this is waited for when somebody asks whether all is done."""


def read_library(cache: Path, tell: Callable[[str], None] = lambda _: None) -> Library:
    """Everything the program knows by heart. Raises the first part's errors, all of them.

    What owners mean is learned where `cache` does not have it yet; `tell` hears how far it is.
    """
    check_words()
    sources = Sources.read()  # before they are learned from: what is written after it, is news
    phrase_guard.ready()
    engine = ready(cache, tell=tell)
    texts, notices = load_texts(compare=False), Notices.load()
    return Library(texts, sources, engine.catalogue, engine, notices)


@dataclass
class Guanjia:
    """The running program."""

    settings: Settings
    clock: Clock
    database: Database
    library: Library
    border: Border
    intake: Intake
    poller: Poller
    sender: Sender
    ticker: Ticker
    school: School
    trials: Trials
    weather: WeatherWatch
    username: str
    _unread: Callable[[], bool] | None = None
    broken: "asyncio.Future[str]" = field(default_factory=asyncio.Future)
    """Set, with a sentence for the operator, when a part cannot go on."""

    async def settle(self, timeout: float = 30.0) -> None:  # noqa: ASYNC109 - the sandbox's verb
        """Until everything said so far has been dealt with and all that is due has been sent."""
        async with asyncio.timeout(timeout):
            once_more = True
            while True:
                await self._drain()
                kept = self.database.kept
                await self.ticker.tick()
                await self.weather.settled()
                if await self._busy_soon():
                    continue
                if self.database.kept != kept and once_more:
                    once_more = False  # what was kept during the tick it may not have seen
                    continue
                await self._drain()
                return

    async def _drain(self) -> None:
        while self._unread is not None and self._unread():  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.002)
        await self.intake.settled()
        await self.border.settled()
        await self.sender.settled()

    async def _busy_soon(self) -> bool:
        """Something to be sent at once, or within a moment (an album's letter)."""
        due = await self.sender.next_due()
        if due is None:
            return False
        wait = (due - self.clock.now()).total_seconds()
        if wait > SOON.total_seconds():
            return False
        self.sender.wake()
        await asyncio.sleep(max(0.0, min(wait, SOON.total_seconds())))
        return True

    async def move_clock(self, target: datetime) -> None:
        """Let the time until `target` pass: stop wherever something falls due, and do it."""
        if not isinstance(self.clock, SandboxClock):
            raise TypeError("only the sandbox's clock can be moved")
        await self.settle()
        while (due := await self.ticker.next_due()) is not None and due <= target:
            if due > self.clock.now():
                self.clock.move_to(due)
            await self.settle(timeout=120.0)
            if await self.ticker.next_due() == due:
                _log.error("something is due at %s and stays due", due.isoformat())
                break
        self.clock.move_to(target)
        await self.settle(timeout=120.0)


async def prepare(
    database: Database, clock: Clock, community: CommunityFile, *, with_cast: bool
) -> bool:
    """Tables, and the community where there is none yet; True where it was loaded now."""
    await migrate(database)
    async with database.transaction() as session:
        if await people.communities(session):
            return False
        loaded = await load(session, community, clock.now())
        if with_cast:
            await seat_cast(session, loaded, community, clock.now())
    return True


@asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock,
    database: Database,
    library: Library,
    *,
    token: str,
    requests: Callable[[], BaseRequest],
    pace: Pace,
    warnings: Source,
    unread: Callable[[], bool] | None = None,
    in_charge: Callable[[], bool] = lambda: True,
    ticking: bool = True,
) -> AsyncIterator[Guanjia]:
    """Everything started; stopped in order when the block ends.

    `requests` makes a connection to the messenger: one for calls, one for the long poll.
    `warnings` brings the feeds of official warnings.
    `unread` tells whether the messenger holds updates that were not fetched yet;
    `in_charge` whether this process is the one that ticks and sends.
    Raises telegram.error.InvalidToken where the messenger does not know the token.
    """
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{settings.telegram_api_base}/bot")
        .base_file_url(f"{settings.telegram_api_base}/file/bot")
        .request(requests())
        .get_updates_request(requests())
        .updater(None)
        .job_queue(None)  # with APScheduler installed PTB would start a second scheduler
        .build()
    )
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(application)
        border = Border(application, clock)
        school = School(
            database,
            library.texts,
            clock,
            library.sources,
            library.catalogue,
            library.engine,
            settings.learning,
        )
        trials = Trials(database, school, library.texts, clock)
        reception = Reception(database, library, school, border.reread, application.bot.username)
        border.reception = reception
        sender = Sender(
            database,
            TelegramTransport(application.bot),
            pace,
            clock,
            in_charge=in_charge,
            sole=database.is_sqlite,
        )

        async def process(inbox_id: int, payload: dict[str, Any]) -> None:
            await border.process(inbox_id, payload)
            sender.wake()

        intake = Intake(database, clock, process, on_dead=border.apologise)
        poller = Poller(application.bot, intake.take)
        weather = WeatherWatch(database, library, clock, warnings)
        ticker = Ticker(Hands(database, library, clock, school, trials, weather))
        guanjia = Guanjia(
            settings,
            clock,
            database,
            library,
            border,
            intake,
            poller,
            sender,
            ticker,
            school,
            trials,
            weather,
            application.bot.username,
            unread,
        )
        for beside in (school, trials, weather):
            stack.push_async_callback(beside.stop)
        if in_charge():
            await ticker.tick()  # what fell due while nobody was there, and the year's plan
        await intake.sweep()
        for work, stop in ((sender.run(), sender.stop), (poller.run(), poller.stop)):
            await stack.enter_async_context(_in_background(work, stop, guanjia.broken))
        stack.push_async_callback(intake.stop, 10.0)
        if ticking:
            stack.enter_context(_metronome(guanjia, in_charge))
        yield guanjia


@asynccontextmanager
async def _in_background(
    work: Coroutine[Any, Any, None],
    stop: Callable[[], Awaitable[None] | None],
    broken: "asyncio.Future[str]",
) -> AsyncIterator[None]:
    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a part of the program ended: %s", error, exc_info=error)
            if not broken.done():
                broken.set_result(str(error))

    task = asyncio.create_task(work)
    task.add_done_callback(ended)
    try:
        yield
    finally:
        stopping = stop()
        if stopping is not None:
            await stopping
        await asyncio.wait({task}, timeout=5.0)
        task.cancel()


def _metronome(guanjia: Guanjia, in_charge: Callable[[], bool]) -> "_Stopping":
    """APScheduler only ticks: once a second, never two ticks at once, never one dropped."""
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )

    async def beat() -> None:
        if in_charge():
            await guanjia.ticker.tick()
        else:
            await guanjia.school.refresh()
        await guanjia.intake.sweep()
        guanjia.sender.wake()

    scheduler.add_job(beat, "interval", seconds=1)
    scheduler.start()
    return _Stopping(scheduler)


class _Stopping:
    def __init__(self, scheduler: AsyncIOScheduler) -> None:
        self._scheduler = scheduler

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self._scheduler.shutdown(wait=False)
