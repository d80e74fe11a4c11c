"""Polling: nothing is acknowledged before it is stored, and no trouble ends it but one."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.telegram.poller import Poller, TokenRefusedError
from tests.mail.mailroom import until


class FakeTelegram(BaseRequest):
    """Gives out its updates as Telegram does: until their number is asked beyond."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.troubles: deque[tuple[int, dict[str, Any]] | Exception] = deque()
        self.asked: list[dict[str, Any]] = []

    read_timeout = 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_: Any
    ) -> tuple[int, bytes]:
        assert url.endswith("/getUpdates")
        assert request_data
        given = json.loads(json.dumps(request_data.parameters))
        self.asked.append(given)
        if self.troubles:
            trouble = self.troubles.popleft()
            if isinstance(trouble, Exception):
                raise trouble
            code, answer = trouble
            return code, json.dumps({"ok": False} | answer).encode()
        self.updates = [
            each for each in self.updates if each["update_id"] >= given.get("offset", 0)
        ]
        if not self.updates:
            await asyncio.sleep(given["timeout"])
        return 200, json.dumps({"ok": True, "result": self.updates[:100]}).encode()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakeTelegram:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    return FakeTelegram()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses take no time, and are noted."""
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def nap(seconds: float) -> None:
        if seconds < 25:
            pauses.append(seconds)
        await sleep(0 if seconds < 25 else seconds)

    monkeypatch.setattr("bot.telegram.poller.asyncio.sleep", nap)
    return pauses


class Store:
    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.failures = 0

    async def take(self, updates: Sequence[dict[str, Any]]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        self.updates.extend(updates)


@asynccontextmanager
async def polling(cloud: FakeTelegram, store: Store, **settings: Any) -> AsyncIterator[Poller]:
    bot = Bot("1:token", request=cloud, get_updates_request=cloud)
    poller = Poller(bot, store.take, random_share=lambda: 1.0, **settings)
    run = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        poller.stop()
        await run


async def test_updates_are_kept_word_for_word_and_then_acknowledged(cloud: FakeTelegram) -> None:
    cloud.updates = [{"update_id": 40, "news": "unknown to us"}, {"update_id": 41}]
    store = Store()
    async with polling(cloud, store):
        await until(lambda: len(cloud.asked) == 2)
    assert store.updates == [{"update_id": 40, "news": "unknown to us"}, {"update_id": 41}]
    assert "offset" not in cloud.asked[0]
    assert cloud.asked[1]["offset"] == 42
    assert cloud.asked[0]["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


async def test_what_could_not_be_stored_comes_again(
    cloud: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_pause(self: Poller, seconds: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(Poller, "_pause", no_pause)
    cloud.updates = [{"update_id": 40}]
    store = Store()
    store.failures = 2
    async with polling(cloud, store):
        await until(lambda: store.updates)
    assert store.updates == [{"update_id": 40}]
    assert [each.get("offset") for each in cloud.asked[:3]] == [None] * 3


async def test_another_poller_is_named_once_and_waited_for(
    cloud: FakeTelegram, quick: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    conflict = (409, {"description": "Conflict: terminated by other getUpdates request"})
    cloud.troubles.extend([conflict] * 3)
    async with polling(cloud, Store()):
        await until(lambda: len(cloud.asked) == 4)
    assert [pause for pause in quick if pause >= 1] == [5, 10, 20]
    assert [record.message for record in caplog.records] == [
        "Another Guanjia is polling with this token: only one can. Waiting for it."
    ]


async def test_a_broken_network_is_tried_again_ever_more_slowly(
    cloud: FakeTelegram, quick: list[float]
) -> None:
    cloud.troubles.extend([NetworkError("no route")] * 4)
    cloud.troubles.append((502, {"description": "Bad Gateway"}))
    cloud.troubles.append((429, {"description": "Flood", "parameters": {"retry_after": 7}}))
    async with polling(cloud, Store()):
        await until(lambda: len(cloud.asked) == 7)
    assert [pause for pause in quick if pause >= 1] == [1, 2, 4, 8, 16, 7]


async def test_a_refused_token_ends_it_with_a_clear_word(cloud: FakeTelegram) -> None:
    cloud.troubles.append((401, {"description": "Unauthorized"}))
    bot = Bot("1:token", request=cloud, get_updates_request=cloud)
    with pytest.raises(TokenRefusedError, match="check TELEGRAM_BOT_TOKEN"):
        await Poller(bot, Store().take).run()


async def test_it_stops_at_once_in_the_middle_of_a_poll(cloud: FakeTelegram) -> None:
    async with polling(cloud, Store()):
        await until(lambda: cloud.asked)
        before = time.monotonic()
    assert time.monotonic() - before < 0.1
