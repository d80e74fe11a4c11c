"""Bots change and take back what they said, and answer pressed buttons."""

from typing import NoReturn

from bot.sandbox.call import Call, Method, text_part
from bot.sandbox.chats import Chat, Message, bot_api_time
from bot.sandbox.formatting import units
from bot.sandbox.limits import MESSAGE_UNITS, TOAST_UNITS
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json

_DELETABLE_SECONDS = 48 * 3600
_FILES = ("photo", "document", "video", "audio", "voice")


def edit_message_text(call: Call) -> Json:
    chat, message = _own_message(call)
    text, entities = call.written("text", MESSAGE_UNITS, "entities")
    if not text:
        bad_request("message text is empty")
    if "text" not in message.body:
        bad_request("there is no text in the message to edit")
    content = text_part(text, entities)
    if preview := call.object("link_preview_options"):
        content["link_preview_options"] = preview
    old = ("text", "entities", "link_preview_options")
    return _changed(call, chat, message, old, content)


def edit_message_caption(call: Call) -> Json:
    chat, message = _own_message(call)
    caption = call.caption()
    if not any(kind in message.body for kind in _FILES):
        bad_request("there is no caption in the message to edit")
    return _changed(call, chat, message, ("caption", "caption_entities"), caption)


def edit_message_reply_markup(call: Call) -> Json:
    """A new keyboard does not make a message "edited" in anybody's eyes."""
    chat, message = _own_message(call)
    body = _with_keyboard(message.body, call.keyboard())
    if body == message.body:
        _not_modified()
    return call.cloud.change(chat, message, body).body


def _own_message(call: Call) -> tuple[Chat, Message]:
    chat = call.writable_chat()
    message = call.message(chat, "message to edit not found")
    if message.author_id != call.bot.id or message.service:
        bad_request("message can't be edited")
    return chat, message


def _changed(call: Call, chat: Chat, message: Message, old: tuple[str, ...], content: Json) -> Json:
    kept = {name: part for name, part in message.body.items() if name not in old}
    body = _with_keyboard(kept | content, call.keyboard())
    if body == message.body:
        _not_modified()
    body["edit_date"] = bot_api_time(call.cloud.clock.now())
    return call.cloud.change(chat, message, body).body


def _with_keyboard(body: Json, keyboard: Json | None) -> Json:
    bare = {name: part for name, part in body.items() if name != "reply_markup"}
    return bare | {"reply_markup": keyboard} if keyboard else bare


def _not_modified() -> NoReturn:
    bad_request(
        "message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )


def delete_message(call: Call) -> bool:
    chat = call.writable_chat()
    message = call.message(chat, "message to delete not found")
    if not _is_deletable(call, chat, message):
        bad_request("message can't be deleted for everyone")
    call.cloud.delete(chat, message)
    return True


def delete_messages(call: Call) -> bool:
    """Those that are there and may be deleted."""
    chat = call.writable_chat()
    for message_id in call.numbers("message_ids"):
        message = chat.messages.get(message_id)
        if message is not None and _is_deletable(call, chat, message):
            call.cloud.delete(chat, message)
    return True


def _is_deletable(call: Call, chat: Chat, message: Message) -> bool:
    """In a group bots are administrators, who delete as they like: all but a topic's first line."""
    if not chat.is_private:
        return message.id not in chat.topics
    age = bot_api_time(call.cloud.clock.now()) - message.moment
    return age <= _DELETABLE_SECONDS


def answer_callback_query(call: Call) -> bool:
    text = call.text("text")
    if units(text) > TOAST_UNITS:
        bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "alert": call.flag("show_alert")} if text else None
    press = call.cloud.presses.answer(call.bot.id, call.text("callback_query_id"), answer)
    if press is not None and answer is not None:
        call.cloud.happenings.add("answer", press.chat_id, press.message_id, **answer)
    return True


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
}
