"""Other people's bots live in the sandbox over HTTP: a real server, an unmodified aiogram."""

import asyncio
import base64
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.sandbox.accounts import SANDBOX_TOKEN
from bot.sandbox.cloud import Cloud

from .conftest import ALICE, CHARLIE, STAFF, Script, Steersman
from .waiting import eventually

TOKEN = "8123456:somebody-elses-bot"
KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Ring", callback_data="ring")]]
)


@pytest.fixture
async def foreigner(address: str) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot(TOKEN, session=session) as bot:
        yield bot


def dispatcher(heard: list[Any]) -> Dispatcher:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("<b>Welcome</b>", parse_mode="HTML", reply_markup=KEYBOARD)

    @dispatcher.callback_query()
    async def press(query: CallbackQuery) -> None:
        await query.answer("Ding!")
        assert isinstance(query.message, Message)
        await query.message.edit_text("Rung")

    @dispatcher.message(F.photo)
    async def photo(message: Message, bot: Bot) -> None:
        assert message.photo
        content = await bot.download(message.photo[-1], BytesIO())
        assert content
        heard.append(content.read())
        await message.answer_document(BufferedInputFile(heard[-1], "same.bin"), caption="back")

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.reply(f"Echo: {message.text}")

    return dispatcher


@pytest.fixture
async def heard(foreigner: Bot, cloud: Cloud, steersman: Steersman) -> AsyncIterator[list[Any]]:
    """What the polling foreigner got hold of."""
    heard: list[Any] = []
    polling = dispatcher(heard)
    task = asyncio.create_task(
        polling.start_polling(foreigner, handle_signals=False, polling_timeout=5)
    )
    await eventually(lambda: 8123456 in cloud.memory.bots)
    steersman.bot_id = 8123456
    yield heard
    await polling.stop_polling()
    await task


async def answered(script: Script, chat: str, count: int) -> list[dict[str, Any]]:
    """The messages of a chat once there are so many: aiogram acknowledges before it answers."""
    messages: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        while len(messages) < count:
            messages = (await script.get(f"chats/{chat}/messages"))["messages"]
            await asyncio.sleep(0.01)
    return messages


async def test_a_foreign_bot_greets_rings_and_echoes(heard: list[Any], script: Script) -> None:
    await script.say("alice", "/start")
    greeting = (await answered(script, "alice", 2))[1]
    assert (greeting["from"], greeting["html"]) == ("sandbox_8123456_bot", "<b>Welcome</b>")
    await script.post("tap", who="alice", message_id=greeting["id"], button="Ring")
    await script.say("alice", "好")
    messages = await answered(script, "alice", 4)
    assert (messages[3]["text"], messages[3]["reply_to"]) == ("Echo: 好", messages[2]["id"])
    assert messages[1]["text"] == "Rung"


async def test_a_foreign_bot_downloads_and_uploads(heard: list[Any], script: Script) -> None:
    content = bytes(range(256)) * 40
    await script.say("alice", photo=base64.b64encode(content).decode())
    answer = (await answered(script, "alice", 2))[1]
    assert heard == [content]
    [file] = answer["files"]
    assert (answer["text"], file["name"], file["size"]) == ("back", "same.bin", len(content))
    assert (await script.client.get(file["url"])).content == content


async def test_a_foreign_bot_works_in_the_forum(foreigner: Bot, script: Script) -> None:
    topic = await foreigner.create_forum_topic(STAFF, "#1")
    sent = await foreigner.send_message(STAFF, "x", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    await foreigner.close_forum_topic(STAFF, topic.message_thread_id)
    chats = (await script.get("chats"))["chats"]
    assert chats[-1]["topics"][0]["closed"]


async def test_refusals_reach_a_foreign_bot(foreigner: Bot, script: Script) -> None:
    with pytest.raises(TelegramForbiddenError, match="can't initiate"):
        await foreigner.send_message(CHARLIE, "x")
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await foreigner.send_message(ALICE, "x" * 4097)
    await script.post("fault", method="sendMessage", code=429, retry_after=7)
    with pytest.raises(TelegramRetryAfter) as limit:
        await foreigner.send_message(ALICE, "x")
    assert limit.value.retry_after == 7


@pytest.fixture
async def http(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, timeout=10) as client:
        yield client


def sending(**body: Any) -> dict[str, Any]:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    return {"chat_id": ALICE, "text": "x", "reply_markup": markup, **body}


async def test_bodies_of_every_kind_are_read(http: httpx.AsyncClient) -> None:
    form = {"chat_id": "1001", "text": '{"a":1}', "reply_markup": '{"force_reply":true}'}
    path = f"/bot{TOKEN}/sendmessage"
    answers = [
        await http.post(path, json=sending(text='{"a":1}')),
        await http.post(path, data=form),
        await http.post(path, data=form, files={"unused": b"x"}),
        await http.get(path, params=form),
    ]
    for answer in answers:
        assert answer.json()["result"]["text"] == '{"a":1}'


async def test_wrong_addresses(http: httpx.AsyncClient) -> None:
    for path, status, description in (
        ("/botnonsense/getMe", 401, "Unauthorized"),
        (f"/bot{SANDBOX_TOKEN}x/getMe", 401, "Unauthorized"),
        (f"/bot{TOKEN}/fly", 404, "Not Found: method not found"),
        (f"/file/bot{TOKEN}/photos/none.jpg", 404, "Not Found"),
    ):
        answer = await http.get(path)
        assert (answer.status_code, answer.json()["error_code"]) == (status, status)
        assert answer.json()["description"] == description


async def test_bodies_that_make_no_sense_are_refused(http: httpx.AsyncClient) -> None:
    path = f"/bot{TOKEN}/sendMessage"
    json_type = {"content-type": "application/json"}
    for response in (
        await http.post(path, content=b"{", headers=json_type),
        await http.post(path, content=b"[]", headers=json_type),
        await http.post(path, json=sending(chat_id="nobody")),
        await http.post(path, json=sending(chat_id=None)),
        await http.post(path, json=sending(reply_markup="{")),
        await http.post(path, json=sending(reply_markup=[])),
        await http.post(path, json=sending(reply_markup={"inline_keyboard": [["x"]]})),
        await http.post(path, json=sending(message_thread_id="x")),
        await http.post(path, json=sending(entities="x")),
        await http.post(path, json=sending(entities=[{"type": "bold"}])),
        await http.post(path, json=sending(reply_parameters=[1])),
        await http.post(path, json=sending(reply_parameters={"message_id": "x"})),
        await http.post(path, json=sending(parse_mode=1)),
    ):
        assert response.status_code == 400, response.text
        assert response.json()["ok"] is False


async def test_who_hangs_up_frees_the_place_of_the_poll(
    http: httpx.AsyncClient, cloud: Cloud
) -> None:
    path = f"/bot{TOKEN}/getUpdates"
    with pytest.raises(httpx.ReadTimeout):
        await http.post(path, json={"timeout": 30}, timeout=0.3)
    bot = cloud.bot(TOKEN)
    await eventually(lambda: not bot.is_polled)
    assert (await http.post(path, json={"timeout": 0})).json()["ok"]


async def test_a_broken_connection_is_broken(http: httpx.AsyncClient, script: Script) -> None:
    await script.post("fault", method="sendMessage", code=0, after_delivery=True)
    with pytest.raises(httpx.RemoteProtocolError):
        await http.post(f"/bot{TOKEN}/sendMessage", json=sending())
    assert len((await script.get("chats/alice/messages"))["messages"]) == 1
