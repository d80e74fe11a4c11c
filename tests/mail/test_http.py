"""The way out: quick, and truthful about whether anything had left the house."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import NetworkError, TelegramError

from bot.telegram.errors import outcome_of
from bot.telegram.http import fast_request
from reminders.outcomes import Doubtful, Offline

MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}


class Server:
    """Answers every call with a message; in another mode it hangs up, or is too slow."""

    def __init__(self) -> None:
        self.mode = "answer"
        self.calls = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.calls += 1
        await request.read()
        if self.mode == "hang up":
            assert request.transport
            request.transport.abort()
        if self.mode == "slow":
            await asyncio.sleep(0.5)
        return web.json_response({"ok": True, "result": MESSAGE})


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def address(server: Server) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_post("/{tail:.*}", server.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    yield f"http://{host}:{port}/bot"
    await runner.cleanup()


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    request = fast_request(pool=8, read_timeout=0.2, connect_timeout=0.5)
    yield Bot("1:token", base_url=address, request=request)
    await request.shutdown()


async def failure(bot: Bot) -> TelegramError:
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(1, "x")
    return caught.value


async def test_messages_go_out_together_and_files_too(bot: Bot, server: Server) -> None:
    await asyncio.gather(*(bot.send_message(1, "x") for _ in range(40)))
    await bot.send_photo(1, b"\x89PNG picture")
    assert server.calls == 41


async def test_it_can_be_shut_down_and_started_again(bot: Bot) -> None:
    await bot.send_message(1, "x")
    await bot.request.shutdown()
    await bot.request.initialize()
    assert (await bot.send_message(1, "x")).message_id == 1


async def test_who_hangs_up_in_the_middle_leaves_us_in_doubt(bot: Bot, server: Server) -> None:
    server.mode = "hang up"
    assert isinstance(outcome_of(await failure(bot), private=True), Doubtful)


async def test_who_does_not_answer_leaves_us_in_doubt(bot: Bot, server: Server) -> None:
    server.mode = "slow"
    assert isinstance(outcome_of(await failure(bot), private=True), Doubtful)


async def test_where_nobody_listens_nothing_was_sent() -> None:
    request = fast_request(pool=2)
    bot = Bot("1:token", base_url="http://127.0.0.1:9/bot", request=request)
    assert isinstance(outcome_of(await failure(bot), private=True), Offline)
    await request.shutdown()


async def test_who_waits_in_vain_for_a_connection_has_sent_nothing(
    address: str, server: Server
) -> None:
    server.mode = "slow"
    request = fast_request(pool=1, read_timeout=2, pool_timeout=0.05)
    bot = Bot("1:token", base_url=address, request=request)
    first = asyncio.create_task(bot.send_message(1, "x"))
    await asyncio.sleep(0.02)
    assert isinstance(outcome_of(await failure(bot), private=True), Offline)
    await first
    await request.shutdown()
    assert server.calls == 1
