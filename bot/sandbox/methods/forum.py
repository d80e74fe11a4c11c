"""Bots keep order in a forum: topics made, renamed, closed, opened again, deleted; cards pinned."""

from typing import NoReturn

from bot.sandbox.call import Call, Method
from bot.sandbox.chats import Chat, Topic
from bot.sandbox.cloud import without_reply
from bot.sandbox.limits import TOPIC_NAME_CHARACTERS
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json

_COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def create_forum_topic(call: Call) -> Json:
    chat = _forum(call)
    name = _name(call)
    colour = call.number("icon_color") or _COLOURS[0]
    if colour not in _COLOURS:
        bad_request("wrong icon color specified")
    icon: Json = {"icon_color": colour}
    if emoji := call.text("icon_custom_emoji_id"):
        icon["icon_custom_emoji_id"] = emoji
    topic = call.cloud.open_topic(chat, call.bot.user(), name, icon)
    return {"message_thread_id": topic.thread_id, "name": name, **icon}


def edit_forum_topic(call: Call) -> bool:
    chat = _forum(call)
    topic = call.topic(chat)
    changes: Json = {}
    if call.text("name") and (name := _name(call)) != topic.name:
        changes["name"] = topic.name = name
    if "icon_custom_emoji_id" in call.parameters:
        emoji = call.text("icon_custom_emoji_id")
        if emoji != (topic.icon_custom_emoji_id or ""):
            changes["icon_custom_emoji_id"] = emoji
            topic.icon_custom_emoji_id = emoji or None
    if not changes:
        _not_modified()
    return _tell(call, chat, topic, "forum_topic_edited", changes)


def close_forum_topic(call: Call) -> bool:
    return _set_closed(call, "forum_topic_closed", closed=True)


def reopen_forum_topic(call: Call) -> bool:
    return _set_closed(call, "forum_topic_reopened", closed=False)


def _set_closed(call: Call, service: str, *, closed: bool) -> bool:
    chat = _forum(call)
    topic = call.topic(chat)
    if topic.is_closed == closed:
        _not_modified()
    topic.is_closed = closed
    return _tell(call, chat, topic, service, {})


def _tell(call: Call, chat: Chat, topic: Topic, service: str, change: Json) -> bool:
    call.cloud.post(chat, call.bot.user(), {service: change}, thread_id=topic.thread_id)
    call.cloud.change_topic(chat, topic)
    return True


def delete_forum_topic(call: Call) -> bool:
    chat = _forum(call)
    call.cloud.delete_topic(chat, call.topic(chat).thread_id)
    return True


def pin_chat_message(call: Call) -> bool:
    chat = call.writable_chat()
    message = call.message(chat, "message to pin not found")
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    call.cloud.memory.keep_chat(chat)
    call.cloud.change(chat, message, message.body)
    call.cloud.post(
        chat,
        call.bot.user(),
        {"pinned_message": without_reply(message.body)},
        thread_id=message.thread_id,
        is_silent=call.flag("disable_notification"),
    )
    return True


def unpin_chat_message(call: Call) -> bool:
    """Without a message: the one pinned last."""
    chat = call.writable_chat()
    message_id = call.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        bad_request("message to unpin not found")
    _unpin(call, chat, message_id)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    chat = call.writable_chat()
    for message_id in list(chat.pinned):
        _unpin(call, chat, message_id)
    return True


def _unpin(call: Call, chat: Chat, message_id: int) -> None:
    chat.pinned.remove(message_id)
    call.cloud.memory.keep_chat(chat)
    message = chat.messages[message_id]
    call.cloud.change(chat, message, message.body)


def _forum(call: Call) -> Chat:
    chat = call.writable_chat()
    if chat.is_private:
        bad_request("the chat is not a forum")
    return chat


def _name(call: Call) -> str:
    name = call.text("name").strip()
    if not name:
        bad_request("topic name must be non-empty")
    if len(name) > TOPIC_NAME_CHARACTERS:
        bad_request("topic name is too long")
    return name


def _not_modified() -> NoReturn:
    bad_request("TOPIC_NOT_MODIFIED")


METHODS: dict[str, Method] = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
