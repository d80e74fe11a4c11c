"""Updates come until they are acknowledged, to one poller at a time, or to a webhook."""

import asyncio
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.sandbox.cloud import Cloud

from .conftest import ALICE, STAFF, Script
from .waiting import eventually


async def texts(bot: Bot, **wish: Any) -> list[str | None]:
    return [update.message.text for update in await bot.get_updates(**wish) if update.message]


async def test_what_is_only_read_comes_again(guanjia: Bot, cloud: Cloud, script: Script) -> None:
    await script.say("alice", "one")
    await script.say("bob", "two")
    assert await texts(guanjia) == ["one", "two"]
    first, second = await guanjia.get_updates()
    assert second.update_id == first.update_id + 1
    assert await texts(guanjia, offset=second.update_id) == ["two"]
    assert not cloud.idle_for(cloud.guanjia)
    assert await texts(guanjia, offset=second.update_id + 1) == []
    assert cloud.idle_for(cloud.guanjia)


async def test_limit_and_negative_offset(guanjia: Bot, script: Script) -> None:
    for number in range(5):
        await script.say("alice", str(number))
    assert await texts(guanjia, limit=2) == ["0", "1"]
    assert await texts(guanjia, offset=-2) == ["3", "4"]
    assert await texts(guanjia) == ["3", "4"]


async def test_a_long_poll_ends_as_soon_as_something_happens(guanjia: Bot, script: Script) -> None:
    poll = asyncio.create_task(texts(guanjia, timeout=30))
    await asyncio.sleep(0.02)
    assert not poll.done()
    await script.say("alice", "news")
    async with asyncio.timeout(5):
        assert await poll == ["news"]


async def test_a_second_poller_is_turned_away_and_a_cancelled_one_frees_its_place(
    guanjia: Bot,
) -> None:
    first = asyncio.create_task(guanjia.get_updates(timeout=30))
    await asyncio.sleep(0.02)
    with pytest.raises(Conflict, match="only one bot instance"):
        await guanjia.get_updates(timeout=0)
    first.cancel()
    await asyncio.wait({first})
    await guanjia.get_updates(timeout=0)


async def test_unwanted_kinds_are_not_kept(guanjia: Bot, cloud: Cloud, script: Script) -> None:
    await guanjia.get_updates(allowed_updates=["edited_message", "chat_member"])
    said = (await script.say("alice", "unheard"))["message"]
    await script.say("alice", "corrected", edit=said["id"])
    await script.post("join", who="charlie", chat="staff")
    updates = await guanjia.get_updates()
    assert [update.edited_message and update.edited_message.text for update in updates] == [
        "corrected",
        None,
    ]
    assert updates[1].chat_member.new_chat_member.status == "member"


async def test_every_bot_hears_but_only_the_author_hears_the_press(
    guanjia: Bot, cloud: Cloud, script: Script
) -> None:
    other = cloud.bot("8123:another")
    sent = await guanjia.send_message(
        ALICE,
        "x",
        api_kwargs={"reply_markup": {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}},
    )
    await script.say("alice", "to everybody")
    await script.post("tap", who="alice", message_id=sent.id, button="A")
    kinds = [[*update][1] for update in other.queue.values()]
    assert kinds == ["message"]
    assert [[*update][1] for update in cloud.guanjia.queue.values()] == [
        "message",
        "callback_query",
    ]


async def test_a_bot_hears_neither_itself_nor_others(guanjia: Bot, cloud: Cloud) -> None:
    other = cloud.bot("8123:another")
    await guanjia.send_message(STAFF, "x")
    await guanjia.create_forum_topic(STAFF, "#1")
    assert not other.queue
    assert not cloud.guanjia.queue


class Hook:
    """A bot's webhook that refuses the first `refusals` deliveries."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.heard: list[str] = []
        self.secrets: set[str | None] = set()

    async def hear(self, request: Request) -> Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals:
            self.refusals -= 1
            return Response(status_code=503)
        self.heard.append((await request.json())["message"]["text"])
        return Response()


async def test_a_webhook_gets_everything_in_order_with_its_secret(
    guanjia: Bot, cloud: Cloud, script: Script
) -> None:
    hook = Hook(refusals=2)
    app = Starlette(routes=[Route("/hook", hook.hear, methods=["POST"])])
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    await script.say("alice", "before")
    await guanjia.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
    with pytest.raises(Conflict, match="webhook is active"):
        await guanjia.get_updates()
    await script.say("alice", "after")
    await eventually(lambda: cloud.idle_for(cloud.guanjia))
    assert hook.heard == ["before", "after"]
    assert hook.secrets == {"s3cret"}
    info = await guanjia.get_webhook_info()
    assert "503" in info.last_error_message
    await guanjia.delete_webhook()
    assert await guanjia.get_updates() == ()
    server.should_exit = True
    await serving


@pytest.mark.parametrize(
    "url", ["https://example.org/hook", "http://10.0.0.1/", "ftp://127.0.0.1/"]
)
async def test_a_webhook_elsewhere_is_refused(guanjia: Bot, url: str) -> None:
    with pytest.raises(BadRequest, match="loopback"):
        await guanjia.set_webhook(url)
