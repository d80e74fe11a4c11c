"""An unmodified PTB Application lives in the sandbox: polls, answers, edits, downloads."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox.accounts import GUANJIA_ID
from bot.sandbox.cloud import Cloud
from bot.sandbox.request import SANDBOX_TOKEN, CloudRequest

from .conftest import STAFF, Script, Steersman

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
Context = ContextTypes.DEFAULT_TYPE
seen: dict[str, Any] = {}


async def greet(update: Update, _: Context) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Repair", callback_data="repair")]])
    await update.effective_message.reply_html("Hello, <b>you</b>", reply_markup=keyboard)


async def pressed(update: Update, _: Context) -> None:
    await update.callback_query.answer("Noted", show_alert=True)
    await update.callback_query.edit_message_text(f"You chose {update.callback_query.data}")


async def echo(update: Update, _: Context) -> None:
    await update.message.reply_text(f"Echo: {update.message.text}")


async def keep_photo(update: Update, context: Context) -> None:
    file = await update.message.photo[-1].get_file()
    seen["photo"] = bytes(await file.download_as_bytearray())
    topic = await context.bot.create_forum_topic(STAFF, "#1 Leak")
    await context.bot.send_photo(
        STAFF, seen["photo"], "The ceiling", message_thread_id=topic.message_thread_id
    )


async def note_standing(update: Update, _: Context) -> None:
    seen["standing"] = update.my_chat_member.new_chat_member.status


@pytest.fixture
async def application(cloud: Cloud, steersman: Steersman) -> AsyncIterator[Application]:
    seen.clear()
    application = (
        Application.builder()
        .token(SANDBOX_TOKEN)
        .request(CloudRequest(cloud, SANDBOX_TOKEN))
        .get_updates_request(CloudRequest(cloud, SANDBOX_TOKEN))
        .job_queue(None)
        .build()
    )
    application.add_handlers(
        [
            CommandHandler("start", greet),
            CallbackQueryHandler(pressed),
            MessageHandler(filters.PHOTO, keep_photo),
            MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, echo),
            ChatMemberHandler(note_standing),
        ]
    )
    async with application:
        await application.start()
        await application.updater.start_polling()
        steersman.bot_id = GUANJIA_ID
        steersman.also_wait_for.append(application.update_queue.join)
        yield application
        await application.updater.stop()
        await application.stop()


pytestmark = pytest.mark.usefixtures("application")


async def test_a_start_is_answered_with_buttons(script: Script) -> None:
    answer = await script.say("alice", "/start")
    assert answer["message"]["text"] == "/start"
    [greeting] = answer["sent"]
    assert greeting["html"] == "Hello, <b>you</b>"
    assert greeting["buttons"] == [[{"text": "Repair", "data": "repair"}]]
    assert greeting["from"] == "guanjia"


@pytest.mark.parametrize("button", ["Repair", "repair"])
async def test_a_press_by_label_or_data_edits_and_shows_an_alert(
    script: Script, button: str
) -> None:
    [greeting] = (await script.say("alice", "/start"))["sent"]
    answer = await script.post("tap", who="alice", message_id=greeting["id"], button=button)
    assert answer["answer"] == {"text": "Noted", "alert": True}
    [edited] = answer["edited"]
    assert (edited["id"], edited["text"]) == (greeting["id"], "You chose repair")
    assert edited["edited"]
    assert edited["buttons"] == []


async def test_a_command_addressed_to_the_bot_is_for_the_bot(script: Script) -> None:
    answer = await script.say("bob", "/start@guanjia_sandbox_bot", chat="staff")
    assert [each["text"] for each in answer["sent"]] == ["Hello, you"]


async def test_a_reply_in_a_topic_stays_in_the_topic(script: Script, cloud: Cloud) -> None:
    photo = base64.b64encode(PIXEL).decode()
    await script.say("alice", photo=photo)
    [topic] = cloud.memory.chats[STAFF].topics
    [echoed] = (await script.say("bob", "on my way", chat="staff", topic=topic))["sent"]
    assert (echoed["topic"], echoed["text"]) == (topic, "Echo: on my way")


async def test_a_photo_is_downloaded_and_goes_into_a_new_topic(script: Script) -> None:
    answer = await script.say("alice", "the leak", photo=base64.b64encode(PIXEL).decode())
    assert seen["photo"] == PIXEL
    [shown] = answer["sent"]
    assert (shown["chat"], shown["text"]) == ("staff", "The ceiling")
    assert shown["files"][0]["kind"] == "photo"
    assert (await script.client.get(shown["files"][0]["url"])).content == PIXEL


async def test_blocking_is_heard_of(script: Script) -> None:
    await script.post("block", who="alice")
    assert seen["standing"] == "kicked"
    await script.post("unblock", who="alice")
    assert seen["standing"] == "member"


async def test_an_old_button_can_still_be_pressed(script: Script) -> None:
    [greeting] = (await script.say("alice", "/start"))["sent"]
    old = {"who": "alice", "message_id": greeting["id"], "button": "repair"}
    await script.post("tap", **old)
    refusal = await script.refused("tap", 404, **old)
    assert "no button" in refusal
    answer = await script.post("tap", **old, stale=True)
    assert answer["answer"] == {"text": "Noted", "alert": True}
