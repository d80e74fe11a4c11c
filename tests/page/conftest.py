"""A headless browser before the real page, over a real sandbox with a bot that answers by rote."""

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, ConsoleMessage, Error, Page, async_playwright
from starlette.applications import Starlette

from bot.clock import SandboxClock
from bot.sandbox.cloud import Cloud
from bot.sandbox.page import page_routes
from bot.sandbox.script import sandbox_routes

from .rote_bot import RoteBot

# What a browser reports by itself when the sandbox refuses or is gone; not a missing file.
EXPECTED = re.compile(r"net::ERR_|status of 40[03]")
QUIET = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PATIENCE_MS = 8000


class Site:
    """The sandbox and its page on a loopback port; can go away and come back on the same one."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/"

    async def start(self) -> None:
        listener = socket.create_server(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app, log_level="error", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._serving


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    clock = SandboxClock()
    cloud = Cloud.open(clock, None)
    site = Site(Starlette(routes=[*page_routes(), *sandbox_routes(cloud, RoteBot(cloud, clock))]))
    await site.start()
    yield site
    await site.stop()
    cloud.close()


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests: it is slow to start, and each visit has its own memory anyway."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        await browser.close()


Visit = Callable[..., Awaitable[Page]]


@pytest.fixture
async def visit(site: Site, browser: Browser) -> AsyncIterator[Visit]:
    """Opens the page as somebody would: `visit(width=390, locale="en-GB", color_scheme="dark")`.

    Every error the page meets fails the test at its end.
    """
    troubles: list[str] = []

    async def open_page(width: int = 1400, height: int = 900, **context: Any) -> Page:
        context = {"locale": "en-GB", "viewport": {"width": width, "height": height}} | context
        page = await (await browser.new_context(**context)).new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", note_console)
        page.on("pageerror", note_error)
        await page.goto(site.url)
        await page.locator(".owner .composer").wait_for(state="attached")
        return page

    def note_console(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and not EXPECTED.search(said.text):
            troubles.append(said.text)

    def note_error(error: Error) -> None:
        troubles.append(str(error))

    yield open_page
    # Before the server stops: an open event stream would delay it.
    for context in browser.contexts:
        await context.close()
    assert troubles == []


@pytest.fixture
async def page(visit: Visit) -> Page:
    """The page in English on a wide screen."""
    return await visit()
