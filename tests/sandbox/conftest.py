"""A sandbox, its script interface, and two ways for a bot to live in it: inside and over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from telegram import Bot

from bot.clock import SandboxClock
from bot.sandbox.cloud import Cloud
from bot.sandbox.request import SANDBOX_TOKEN, CloudRequest
from bot.sandbox.script import sandbox_routes

from .waiting import eventually

STAFF = -1002000000001
ALICE, BOB, SUE, MEI, CHARLIE = 1001, 1002, 1003, 1004, 1005


class Stopwatch:
    """Real time, wound by hand."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


class Steersman:
    """Waits for one bot, and moves the clock; `overdue` is what falls due when it moves."""

    def __init__(self, cloud: Cloud, clock: SandboxClock) -> None:
        self.cloud = cloud
        self.clock = clock
        self.bot_id: int | None = None
        self.also_wait_for: list[Callable[[], Awaitable[object]]] = []
        self.overdue: list[Callable[[], Awaitable[object]]] = []

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109 # as Steering has it
        if self.bot_id is not None:
            bot = self.cloud.memory.bots[self.bot_id]
            await eventually(lambda: self.cloud.idle_for(bot), timeout)
        for wait in self.also_wait_for:
            await wait()

    async def move_clock(self, target: datetime) -> None:
        self.clock.move_to(target)
        for send in self.overdue:
            await send()


class Script:
    """The script interface, spoken by somebody who minds the status."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def post(self, verb: str, **wish: Any) -> dict[str, Any]:
        return self._good(await self.client.post(f"/sandbox/{verb}", json=as_wish(wish)))

    async def get(self, path: str) -> dict[str, Any]:
        return self._good(await self.client.get(f"/sandbox/{path}"))

    async def refused(self, verb: str, status: int, **wish: Any) -> str:
        response = await self.client.post(f"/sandbox/{verb}", json=as_wish(wish))
        assert response.status_code == status, response.text
        return str(response.json()["error"])

    async def say(self, who: str, text: str = "", **wish: Any) -> dict[str, Any]:
        return await self.post("say", who=who, text=text, **wish)

    def _good(self, response: httpx.Response) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer


def as_wish(wish: dict[str, Any]) -> dict[str, Any]:
    """`as` is a word of Python; `who` is not."""
    return {"as" if name == "who" else name: value for name, value in wish.items()}


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock()


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def cloud(clock: SandboxClock, stopwatch: Stopwatch) -> Iterator[Cloud]:
    cloud = Cloud.open(clock, None, seconds=stopwatch)
    yield cloud
    cloud.close()


@pytest.fixture
def steersman(cloud: Cloud, clock: SandboxClock) -> Steersman:
    return Steersman(cloud, clock)


@pytest.fixture
def site(cloud: Cloud, steersman: Steersman) -> Starlette:
    return Starlette(routes=sandbox_routes(cloud, steersman))


@pytest.fixture
async def script(site: Starlette) -> AsyncIterator[Script]:
    transport = httpx.ASGITransport(site)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield Script(client)


def bot_in(cloud: Cloud) -> Bot:
    return Bot(
        SANDBOX_TOKEN,
        request=CloudRequest(cloud, SANDBOX_TOKEN),
        get_updates_request=CloudRequest(cloud, SANDBOX_TOKEN),
    )


@pytest.fixture
async def guanjia(cloud: Cloud) -> AsyncIterator[Bot]:
    """Guanjia's account, with nobody behind it but the test."""
    async with bot_in(cloud) as bot:
        yield bot


@pytest.fixture
async def address(cloud: Cloud, site: Starlette) -> AsyncIterator[str]:
    """The sandbox on a real loopback port."""
    config = uvicorn.Config(
        site,
        host="127.0.0.1",
        port=0,
        log_level="critical",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    cloud.happenings.close()
    server.should_exit = True
    await serving


@pytest.fixture
def journal_path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sandbox.db"
