"""Updates as the Bot API sends them: dictionaries, with nothing in them but what is needed."""

from typing import Any

Raw = dict[str, Any]

GROUP = -1_002_000_000_001
DATE = 1_795_399_200

ALICE: Raw = {
    "id": 1001,
    "is_bot": False,
    "first_name": "Alice",
    "last_name": "Chan",
    "language_code": "zh-hant",
}
BOB: Raw = {"id": 1002, "is_bot": False, "first_name": "Bob", "last_name": "Lee"}
GUANJIA: Raw = {"id": 42, "is_bot": True, "first_name": "Guanjia", "username": "guanjia_bot"}
ANOTHER_BOT: Raw = {"id": 43, "is_bot": True, "first_name": "Weather", "username": "weather_bot"}

ALICES_CHAT: Raw = {"id": 1001, "type": "private", "first_name": "Alice"}
STAFF_GROUP: Raw = {"id": GROUP, "type": "supergroup", "title": "Desk", "is_forum": True}
PLAIN_GROUP: Raw = {"id": -500, "type": "group", "title": "Old desk"}
CHANNEL: Raw = {"id": -1_003, "type": "channel", "title": "News"}


def file(file_id: str, **more: Any) -> Raw:
    return {"file_id": file_id, "file_unique_id": f"unique-{file_id}"} | more


def picture(file_id: str, size: int) -> Raw:
    return file(file_id, width=size, height=size)


def message(**content: Any) -> Raw:
    """Alice, in her own chat, unless said otherwise (`sender=`, `chat=`)."""
    sender, chat = content.pop("sender", ALICE), content.pop("chat", ALICES_CHAT)
    return {"message_id": 7, "date": DATE, "from": sender, "chat": chat} | content


def said(**content: Any) -> Raw:
    return {"update_id": 1, "message": message(**content)}


def edited(**content: Any) -> Raw:
    return {"update_id": 1, "edited_message": message(edit_date=DATE + 60, **content)}


def in_topic(thread: int, **content: Any) -> Raw:
    """Bob, in a topic of the staff group."""
    given = {"sender": BOB, "chat": STAFF_GROUP, "message_thread_id": thread}
    return said(**given | {"is_topic_message": True} | content)


def topic_header(thread: int) -> Raw:
    """The line a topic begins with; every message in it claims to answer it."""
    created = {"name": "#12 🔴 3-12F 漏水", "icon_color": 7322096}
    return message(
        message_id=thread,
        sender=GUANJIA,
        chat=STAFF_GROUP,
        message_thread_id=thread,
        is_topic_message=True,
        forum_topic_created=created,
    )


def pressed(data: str | None = None, *, on: Raw | None = None, **content: Any) -> Raw:
    """A button under one of our messages; `on` None: under one in Alice's own chat."""
    query: Raw = {"id": "9", "from": ALICE, "chat_instance": "1"} | content
    if data is not None:
        query["data"] = data
    query["message"] = on if on is not None else message(message_id=70, sender=GUANJIA, text="…")
    return {"update_id": 1, "callback_query": query}


def member(status: str, **rights: Any) -> Raw:
    required: dict[str, Raw] = {
        "kicked": {"until_date": 0},
        "administrator": dict.fromkeys(
            (
                "can_be_edited",
                "is_anonymous",
                "can_manage_chat",
                "can_delete_messages",
                "can_manage_video_chats",
                "can_restrict_members",
                "can_promote_members",
                "can_change_info",
                "can_invite_users",
                "can_post_stories",
                "can_edit_stories",
                "can_delete_stories",
            ),
            False,
        ),
    }
    return {"user": GUANJIA, "status": status} | required.get(status, {}) | rights


def place_changed(chat: Raw, new: Raw, sender: Raw = ALICE) -> Raw:
    """The bot's own place in a chat is another now."""
    return {
        "update_id": 1,
        "my_chat_member": {
            "chat": chat,
            "from": sender,
            "date": DATE,
            "old_chat_member": member("left"),
            "new_chat_member": new,
        },
    }
