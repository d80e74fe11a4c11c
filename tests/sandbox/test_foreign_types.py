"""Types that other people generated from the Bot API's page accept every answer and update."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiogram.methods
import pytest
from aiogram.methods.base import TelegramMethod
from aiogram.types import Update as ForeignUpdate
from pydantic import TypeAdapter
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.request import RequestData

from bot.sandbox.cloud import Cloud
from bot.sandbox.methods import NAMES
from bot.sandbox.request import SANDBOX_TOKEN, CloudRequest

from .conftest import ALICE, BOB, STAFF, Script

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])


def foreign_method(name: str) -> type[TelegramMethod[Any]]:
    found: type[TelegramMethod[Any]] = getattr(aiogram.methods, name[0].upper() + name[1:])
    return found


class StrictRequest(CloudRequest):
    """Has aiogram judge what PTB asks and what the sandbox answers."""

    def __init__(self, cloud: Cloud, token: str) -> None:
        super().__init__(cloud, token)
        self.judged: set[str] = set()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **timeouts: Any
    ) -> tuple[int, bytes]:
        status, payload = await super().do_request(url, method, request_data, **timeouts)
        if method == "POST":
            self._judge(url.rpartition("/")[2], request_data, payload)
        return status, payload

    def _judge(self, name: str, asked: RequestData | None, payload: bytes) -> None:
        kind = foreign_method(name)
        unknown = set(asked.parameters if asked else ()) - set(kind.model_fields)
        assert unknown == set(), name
        answer = json.loads(payload)
        assert answer["ok"], answer
        TypeAdapter(kind.__returning__).validate_python(answer["result"])
        self.judged.add(name)


@pytest.fixture
def strict(cloud: Cloud) -> StrictRequest:
    return StrictRequest(cloud, SANDBOX_TOKEN)


Deed = Callable[[Bot, Message, int], Awaitable[Any]]

DEEDS: dict[str, Deed] = {
    "getMe": lambda bot, _, __: bot.get_me(),
    "sendMessage": lambda bot, message, _: bot.send_message(
        ALICE,
        "<b>bold</b> <a href='https://example.org'>link</a> /start @someone a@b.tw",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        reply_parameters=ReplyParameters(message.id),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
        protect_content=True,
    ),
    "sendPhoto": lambda bot, _, topic: bot.send_photo(
        STAFF, b"x", "c", message_thread_id=topic, reply_markup=KEYBOARD
    ),
    "sendDocument": lambda bot, _, __: bot.send_document(ALICE, b"x", filename="plan.pdf"),
    "sendVideo": lambda bot, _, __: bot.send_video(ALICE, b"x"),
    "sendVoice": lambda bot, _, __: bot.send_voice(ALICE, b"x"),
    "sendAudio": lambda bot, _, __: bot.send_audio(ALICE, b"x"),
    "sendSticker": lambda bot, _, __: bot.send_sticker(ALICE, b"x"),
    "sendLocation": lambda bot, _, __: bot.send_location(ALICE, 25.0, 121.5),
    "sendContact": lambda bot, _, __: bot.send_contact(ALICE, "+886900000000", "Bob"),
    "sendMediaGroup": lambda bot, _, __: bot.send_media_group(
        ALICE, [InputMediaPhoto(b"x", "<b>c</b>", parse_mode="HTML"), InputMediaPhoto(b"y")]
    ),
    "sendChatAction": lambda bot, _, __: bot.send_chat_action(ALICE, "typing"),
    "setMessageReaction": lambda bot, message, _: bot.set_message_reaction(
        ALICE, message.id, [ReactionTypeEmoji("👍")]
    ),
    "copyMessage": lambda bot, message, _: bot.copy_message(BOB, ALICE, message.id),
    "copyMessages": lambda bot, message, _: bot.copy_messages(BOB, ALICE, [message.id]),
    "forwardMessage": lambda bot, message, _: bot.forward_message(BOB, ALICE, message.id),
    "forwardMessages": lambda bot, message, _: bot.forward_messages(BOB, ALICE, [message.id]),
    "editMessageText": lambda _, message, __: message.edit_text("changed", reply_markup=KEYBOARD),
    "editMessageCaption": lambda bot, _, __: captioned(bot),
    "editMessageReplyMarkup": lambda _, message, __: message.edit_reply_markup(KEYBOARD),
    "deleteMessage": lambda _, message, __: message.delete(),
    "deleteMessages": lambda bot, message, _: bot.delete_messages(ALICE, [message.id, 999]),
    "createForumTopic": lambda bot, _, __: bot.create_forum_topic(STAFF, "#2", icon_color=7322096),
    "editForumTopic": lambda bot, _, topic: bot.edit_forum_topic(STAFF, topic, "renamed"),
    "closeForumTopic": lambda bot, _, topic: bot.close_forum_topic(STAFF, topic),
    "reopenForumTopic": lambda bot, _, topic: reopened(bot, topic),
    "deleteForumTopic": lambda bot, _, topic: bot.delete_forum_topic(STAFF, topic),
    "pinChatMessage": lambda _, message, __: message.pin(),
    "unpinChatMessage": lambda _, message, __: unpinned(message),
    "unpinAllChatMessages": lambda bot, _, __: bot.unpin_all_chat_messages(ALICE),
    "getChat": lambda bot, message, _: pinned_chat(bot, message),
    "getChatMember": lambda bot, _, __: everybodys_standing(bot),
    "getChatAdministrators": lambda bot, _, __: bot.get_chat_administrators(STAFF),
    "getChatMemberCount": lambda bot, _, __: bot.get_chat_member_count(STAFF),
    "leaveChat": lambda bot, _, __: bot.leave_chat(STAFF),
    "getFile": lambda bot, _, __: found_file(bot),
    "setMyCommands": lambda bot, _, __: bot.set_my_commands([BotCommand("start", "Begin")]),
    "getMyCommands": lambda bot, _, __: commands_by_place(bot),
    "deleteMyCommands": lambda bot, _, __: bot.delete_my_commands(language_code="en"),
    "setMyName": lambda bot, _, __: bot.set_my_name("Steward", "en"),
    "getMyName": lambda bot, _, __: bot.get_my_name("en"),
    "setMyDescription": lambda bot, _, __: bot.set_my_description("Says what it does"),
    "getMyDescription": lambda bot, _, __: bot.get_my_description(),
    "setMyShortDescription": lambda bot, _, __: bot.set_my_short_description("Does it"),
    "getMyShortDescription": lambda bot, _, __: bot.get_my_short_description(),
    "getUpdates": lambda bot, _, __: bot.get_updates(timeout=0, allowed_updates=["message"]),
    "setWebhook": lambda bot, _, __: bot.set_webhook("http://127.0.0.1:9/", secret_token="s"),
    "deleteWebhook": lambda bot, _, __: bot.delete_webhook(drop_pending_updates=True),
    "getWebhookInfo": lambda bot, _, __: bot.get_webhook_info(),
}


async def captioned(bot: Bot) -> None:
    photo = await bot.send_photo(ALICE, b"x", "before")
    await photo.edit_caption("<i>after</i>", parse_mode="HTML")


async def reopened(bot: Bot, topic: int) -> None:
    await bot.close_forum_topic(STAFF, topic)
    await bot.reopen_forum_topic(STAFF, topic)


async def unpinned(message: Message) -> None:
    await message.pin()
    await message.unpin()


async def pinned_chat(bot: Bot, message: Message) -> None:
    await message.pin()
    assert (await bot.get_chat(ALICE)).pinned_message.message_id == message.id
    assert (await bot.get_chat(STAFF)).is_forum


async def everybodys_standing(bot: Bot) -> None:
    standings = [
        (await bot.get_chat_member(STAFF, user)).status for user in (bot.id, 1004, 1002, ALICE)
    ]
    assert standings == ["administrator", "creator", "administrator", "left"]
    assert (await bot.get_chat_member(STAFF, bot.id)).can_manage_topics


async def found_file(bot: Bot) -> None:
    sent = await bot.send_document(ALICE, b"plan", filename="plan.pdf")
    file = await sent.document.get_file()
    assert file.file_path.endswith(".pdf")
    assert bytes(await file.download_as_bytearray()) == b"plan"


async def commands_by_place(bot: Bot) -> None:
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("start", "Begin")], private, "en")
    assert [each.command for each in await bot.get_my_commands(private, "en")] == ["start"]
    assert await bot.get_my_commands() == ()


def test_every_method_is_judged() -> None:
    assert sorted({*DEEDS, "answerCallbackQuery"}) == sorted(NAMES)


@pytest.mark.parametrize("name", DEEDS)
async def test_a_method_speaks_as_documented(
    cloud: Cloud, guanjia: Bot, strict: StrictRequest, name: str
) -> None:
    topic = (await guanjia.create_forum_topic(STAFF, "#1")).message_thread_id
    async with Bot(SANDBOX_TOKEN, request=strict, get_updates_request=strict) as bot:
        message = await bot.send_message(ALICE, "the message")
        await DEEDS[name](bot, message, topic)
    assert name in strict.judged


async def test_pressed_buttons_are_answered_as_documented(
    guanjia: Bot, strict: StrictRequest, script: Script
) -> None:
    async with Bot(SANDBOX_TOKEN, request=strict, get_updates_request=strict) as bot:
        sent = await bot.send_message(ALICE, "x", reply_markup=KEYBOARD)
        await script.post("tap", who="alice", message_id=sent.id, button="A")
        [update] = await bot.get_updates()
        await update.callback_query.answer("Ding!", show_alert=True)
    assert {"answerCallbackQuery", "getUpdates"} <= strict.judged


async def test_every_kind_of_update_is_as_documented(
    guanjia: Bot, cloud: Cloud, script: Script
) -> None:
    await guanjia.get_updates(allowed_updates=list(ForeignUpdate.model_fields)[1:])
    sent = await guanjia.send_message(ALICE, "x", reply_markup=KEYBOARD)
    topic = (await guanjia.create_forum_topic(STAFF, "#1")).message_thread_id
    said = (await script.say("alice", "a /command https://example.org #tag"))["message"]
    await script.say("alice", "corrected", edit=said["id"])
    for kind in ("photo", "document", "voice", "video", "sticker", "audio"):
        await script.say("alice", **{kind: "eA=="})
    await script.say("alice", album=["eA==", "eQ=="])
    await script.say("alice", location={"latitude": 1.0, "longitude": 2.0})
    await script.say("alice", contact={"phone_number": "1", "first_name": "Bob"})
    await script.say("alice", forward_from={"chat": "alice", "message_id": said["id"]})
    await script.say("bob", "in the topic", chat="staff", topic=topic)
    await script.post("tap", who="alice", message_id=sent.id, button="A")
    await script.post("block", who="alice")
    await script.post("unblock", who="alice")
    await script.post("join", who="charlie", chat="staff")
    await script.post("leave", who="charlie", chat="staff")
    await script.post("migrate", chat="staff")
    updates = list(cloud.guanjia.queue.values())
    for update in updates:
        judged = ForeignUpdate.model_validate(json.loads(json.dumps(update)))
        [kind] = set(update) - {"update_id"}
        assert getattr(judged, kind) is not None
    assert {kind for update in updates for kind in update} - {"update_id"} == {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat_member",
    }


async def test_albums_of_documents_keep_their_kind(guanjia: Bot) -> None:
    media = [InputMediaDocument(b"x", filename="a.pdf"), InputMediaDocument(b"y")]
    sent = await guanjia.send_media_group(ALICE, media)
    assert sent[0].document.file_name == "a.pdf"
    copies = await guanjia.copy_messages(BOB, ALICE, [each.id for each in sent])
    assert len(copies) == 2
