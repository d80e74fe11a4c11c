"""Running it: the sandbox or Telegram, the page, and a clear sentence where it cannot."""

import asyncio
import logging
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from telegram.error import InvalidToken, NetworkError

from bot import community_file, rostering
from bot import people as admission
from bot.app import Guanjia, prepare, read_library, running
from bot.clock import Clock, SandboxClock, SystemClock
from bot.config import Settings
from bot.post import Voice
from bot.reception import Library
from bot.roster_file import Mistake, RosterError
from bot.sandbox.cloud import Cloud
from bot.sandbox.feeds import FeedShelf
from bot.sandbox.page import page_routes
from bot.sandbox.request import SANDBOX_TOKEN, CloudRequest
from bot.sandbox.script import sandbox_routes
from bot.telegram.http import fast_request
from bot.telegram.setup import introduce
from bot.texts import TextError, Texts, load_texts
from bot.web.health import health_routes
from db import people
from db.leadership import AlreadyRunningError, Leadership
from db.migrate import migrate
from db.models import Community
from db.session import Database
from db.vocabulary import Language, StaffRole
from intents import CatalogueError
from reminders.notices import NoticesError
from reminders.pace import Limits, Pace
from reminders.warnings.source import HttpSource

_log = logging.getLogger(__name__)


class CannotServeError(Exception):
    """Why the program cannot run, in one sentence for whoever started it."""


def _say(line: str) -> None:
    print(line, flush=True)


async def run(settings: Settings) -> int:
    """Until a signal ends it. Raises CannotServeError where it cannot start."""
    settings.data.mkdir(parents=True, exist_ok=True)
    listener = _listen(settings)
    async with AsyncExitStack() as stack:
        stack.callback(listener.close)
        database, leadership = await stack.enter_async_context(_database(settings))
        _say("Reading topics, texts and notices …")
        try:
            library = read_library(settings.learning / "cache", _say)
        except (TextError, CatalogueError, NoticesError, OSError) as error:
            raise CannotServeError(f"{error}\n(python -m bot check tells every mistake)") from error
        start = _sandbox if settings.in_sandbox else _telegram
        async with start(settings, database, library, leadership) as (guanjia, routes):
            await _serve(listener, guanjia, [*routes, *health_routes(guanjia)])
    _say("Stopped; everything said is kept.")
    return 0


def _listen(settings: Settings) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        raise CannotServeError(
            f"port {settings.port} on {settings.host} cannot be used ({error.strerror}); "
            "choose another with --port"
        ) from error
    return listener


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[tuple[Database, Leadership]]:
    _say("Preparing the database …")
    database = Database(settings.database)
    leadership = Leadership(database)
    try:
        await leadership.start()
        file = community_file.read(community_file.DEMO)
        clock = SystemClock()
        if await prepare(database, clock, file, with_cast=settings.in_sandbox):
            _say(f"Loaded the demo community {file.names.hant} / {file.names.en}.")
        yield database, leadership
    except AlreadyRunningError as error:
        raise CannotServeError(str(error)) from error
    except (SQLAlchemyError, ConnectionError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise CannotServeError(f"the database cannot be reached: {reason}") from error
    finally:
        await leadership.stop()
        await database.close()


Running = AsyncIterator[tuple[Guanjia, list[BaseRoute]]]


@asynccontextmanager
async def _sandbox(
    settings: Settings, database: Database, library: Library, leadership: Leadership
) -> Running:
    clock = SandboxClock()
    cloud = Cloud.open(clock, settings.data / "sandbox.db")
    feeds = FeedShelf()
    async with running(
        settings,
        clock,
        database,
        library,
        token=SANDBOX_TOKEN,
        requests=lambda: CloudRequest(cloud, SANDBOX_TOKEN),
        pace=Pace.unlimited(),  # a Telegram in memory has no limits to keep to
        warnings=feeds,
        unread=lambda: not cloud.idle_for(cloud.guanjia),
        in_charge=lambda: leadership.held,
    ) as guanjia:
        await introduce(guanjia.border.bot, library.texts, database)
        _say(f"Ready. The sandbox: http://{settings.host}:{settings.port}")
        yield guanjia, [*page_routes(), *sandbox_routes(cloud, guanjia, feeds)]
    cloud.close()


@asynccontextmanager
async def _telegram(
    settings: Settings, database: Database, library: Library, leadership: Leadership
) -> Running:
    clock: Clock = SystemClock()
    token = settings.telegram_bot_token.get_secret_value()
    try:
        async with (
            aclosing(HttpSource(settings.feeds)) as warnings,
            running(
                settings,
                clock,
                database,
                library,
                token=token,
                requests=fast_request,
                pace=Pace(Limits(per_second=settings.send_per_second)),
                warnings=warnings,
                in_charge=lambda: leadership.held,
            ) as guanjia,
        ):
            await introduce(guanjia.border.bot, library.texts, database)
            _say(f"Ready. On Telegram as @{guanjia.username}.")
            await _tell_first_manager(database, library.texts, guanjia.username)
            yield guanjia, []
    except InvalidToken as error:
        raise CannotServeError(
            "Telegram does not know this TELEGRAM_BOT_TOKEN; copy it again from BotFather"
        ) from error
    except NetworkError as error:
        raise CannotServeError(
            f"{settings.telegram_api_base} cannot be reached: {error.message}"
        ) from error


async def _tell_first_manager(database: Database, texts: Texts, username: str) -> None:
    """A fresh installation: the operator gets the link that makes the first manager."""
    async with database.transaction() as session:
        for community in await people.communities(session):
            if not await people.managers_of(session, community.id):
                token = await admission.invite(
                    session,
                    SystemClock().now(),
                    community_id=community.id,
                    by=None,
                    staff_role=StaffRole.MANAGER,
                )
                link = f"https://t.me/{username}?start={token}"
                voice = Voice(texts, community, SystemClock().now())
                _say(voice.words("manager.first_manager", community.language, link=link))


class _Server(uvicorn.Server):
    """Leaves the signals alone: they are ours."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(listener: socket.socket, guanjia: Guanjia, routes: list[BaseRoute]) -> None:
    config = uvicorn.Config(
        Starlette(routes=routes),
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, _stop, server)
    watch = asyncio.create_task(_stop_when_broken(server, guanjia))
    try:
        await server.serve(sockets=[listener])
    finally:
        watch.cancel()
    if guanjia.broken.done():
        raise CannotServeError(guanjia.broken.result())


async def _stop_when_broken(server: uvicorn.Server, guanjia: Guanjia) -> None:
    """A part that cannot go on (the token was revoked) ends the program with its sentence."""
    await asyncio.shield(guanjia.broken)
    server.should_exit = True


def _stop(server: uvicorn.Server) -> None:
    if not server.should_exit:
        _say("Stopping …")
    server.should_exit = True


async def load_community(settings: Settings, path: Path) -> str:
    file = community_file.read(path)
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        await migrate(database)
        async with database.transaction() as session:
            await community_file.load(session, file, SystemClock().now())
    finally:
        await database.close()
    return f"Loaded {file.names.hant} / {file.names.en}."


async def enter_roster(settings: Settings, path: Path, code: str | None) -> str:
    """Raises CannotServeError with a line for every mistake; then nothing was entered."""
    text = _read_roster(path)
    database, now = Database(settings.database), SystemClock().now()
    try:
        async with database.transaction() as session:
            community = await _the_community(session, code)
            try:
                found = await rostering.enter(session, community, text, now, by=None)
            except RosterError as error:
                voice = Voice(load_texts(compare=False), community, now)
                told = (f"{path.name}: {_worded(voice, each)}" for each in error.mistakes)
                raise CannotServeError("\n".join(told)) from error
    finally:
        await database.close()
    return f"Entered {len(found.added)}, known already {found.known}, taken back {found.removed}."


def _read_roster(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotServeError(f"{path.name}: {error}") from error


def _worded(voice: Voice, mistake: Mistake) -> str:
    return voice.words(
        f"duty.wrong_{mistake.wrong.value}",
        Language.EN,
        line=mistake.line,
        said=mistake.said,
        hint=mistake.hint,
    )


async def _the_community(session: AsyncSession, code: str | None) -> Community:
    there = await people.communities(session)
    found = [each for each in there if code in (None, each.code)]
    if len(found) != 1:
        known = ", ".join(each.code for each in there)
        raise CannotServeError(f"say which community with --community: {known}")
    return found[0]


async def invite(settings: Settings, role: str, code: str | None) -> str:
    """The token of an invitation, for `https://t.me/<bot>?start=<token>`."""
    database = Database(settings.database)
    try:
        async with database.transaction() as session:
            community = await _the_community(session, code)
            token = await admission.invite(
                session,
                SystemClock().now(),
                community_id=community.id,
                by=None,
                staff_role=StaffRole(role),
            )
    finally:
        await database.close()
    return f"Valid for 7 days, once: https://t.me/<your bot>?start={token}"
