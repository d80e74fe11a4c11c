"""What the script interface shows of the sandbox: plain JSON for scripts, tests and the page."""

from datetime import UTC, datetime

from bot.sandbox.accounts import GUANJIA_ID, BotAccount, Person
from bot.sandbox.chats import Chat, Message
from bot.sandbox.cloud import Cloud
from bot.sandbox.formatting import to_html
from bot.sandbox.happenings import Happening, Witness
from bot.sandbox.playing import buttons_of
from bot.sandbox.shapes import Json
from bot.sandbox.uploads import KINDS

GUANJIA = "guanjia"


def message_view(cloud: Cloud, chat: Chat, message: Message) -> Json:
    body = message.body
    text = body.get("text") or body.get("caption") or ""
    entities = body.get("entities") or body.get("caption_entities") or []
    view: Json = {
        "id": message.id,
        "chat": chat.key,
        "topic": message.thread_id,
        "from": _author(cloud, message),
        "text": text,
        "html": to_html(text, entities),
        "buttons": [[_button(each) for each in row] for row in buttons_of(message)],
        "edited": "edit_date" in body,
        "files": _files(cloud, body),
        "date": datetime.fromtimestamp(message.moment, UTC).isoformat(),
        "reply_to": _reply_to(message),
        "silent": message.is_silent,
        "pinned": message.id in chat.pinned,
        "service": message.service,
        "album": body.get("media_group_id"),
        "forwarded": "forward_origin" in body,
        "reactions": [emoji for each in message.reactions.values() for emoji in each],
    }
    if message.service:
        view["text"] = _service_words(body)
    for part in ("location", "contact"):
        if part in body:
            view[part] = body[part]
    return view


def _author(cloud: Cloud, message: Message) -> str:
    author_id = message.author_id
    if author_id == GUANJIA_ID:
        return GUANJIA
    if message.is_from_bot:
        return str(message.body["from"]["username"])
    return cloud.memory.people[author_id].key


def _button(button: Json) -> Json:
    action = {"data": button["callback_data"]} if "callback_data" in button else {}
    address = {"url": button["url"]} if "url" in button else {}
    return {"text": button["text"], **action, **address}


def _files(cloud: Cloud, body: Json) -> list[Json]:
    return [_file(cloud, kind, body[kind]) for kind in KINDS if kind in body]


def _file(cloud: Cloud, kind: str, part: Json | list[Json]) -> Json:
    file_id = (part[-1] if isinstance(part, list) else part)["file_id"]
    file = cloud.shelf.find(file_id)
    assert file is not None, "a message shows only files that are on the shelf"
    return {
        "kind": kind,
        "name": file.name,
        "url": f"/sandbox/files/{file.id}",
        "size": file.size,
        "mime": file.mime,
    }


def _reply_to(message: Message) -> int | None:
    quoted = message.body.get("reply_to_message")
    # What replies to nothing in a topic is bound to the topic's first line; nobody sees that.
    if quoted is None or quoted["message_id"] == message.thread_id:
        return None
    return int(quoted["message_id"])


def _service_words(body: Json) -> str:
    for topic in ("forum_topic_created", "forum_topic_edited"):
        if topic in body:
            return str(body[topic].get("name", ""))
    if "pinned_message" in body:
        pinned = body["pinned_message"]
        return str(pinned.get("text") or pinned.get("caption") or "")
    return ""


def chat_view(cloud: Cloud, chat: Chat) -> Json:
    if chat.is_private:
        person = cloud.memory.people[chat.id]
        return {
            "chat": chat.key,
            "id": chat.id,
            "type": "private",
            "title": _full_name(person),
            "person": person_view(cloud, person),
        }
    return {
        "chat": chat.key,
        "id": chat.id,
        "type": chat.card["type"],
        "title": chat.card["title"],
        "members": [cloud.memory.people[each].key for each in chat.members],
        "topics": [
            {"topic": each.thread_id, "name": each.name, "closed": each.is_closed}
            for each in chat.topics.values()
        ],
    }


def person_view(cloud: Cloud, person: Person) -> Json:
    groups = [chat for chat in cloud.memory.chats.values() if not chat.is_private]
    return {
        "as": person.key,
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "language_code": person.language_code,
        "started": person.has_started,
        "blocked": person.has_blocked,
        "groups": [chat.key for chat in groups if person.id in chat.members],
    }


def bot_view(bot: BotAccount) -> Json:
    return {"id": bot.id, "username": bot.username, "waiting": len(bot.queue)}


def _full_name(person: Person) -> str:
    """The family name first where it is Chinese."""
    if person.last_name and not person.last_name.isascii():
        return person.last_name + person.first_name
    return " ".join(part for part in (person.first_name, person.last_name) if part)


def witness_view(cloud: Cloud, witness: Witness) -> Json:
    """What bots said and changed meanwhile, as it stands now."""
    return {
        "sent": _said_by_bots(cloud, list(witness.sent)),
        "edited": _said_by_bots(cloud, list(witness.edited)),
    }


def _said_by_bots(cloud: Cloud, places: list[tuple[int, int]]) -> list[Json]:
    found = [_find(cloud, *place) for place in places]
    return [
        message_view(cloud, *each)
        for each in found
        if each is not None and each[1].is_from_bot and not each[1].service
    ]


def _find(cloud: Cloud, chat_id: int, message_id: int) -> tuple[Chat, Message] | None:
    moved = cloud.memory.moved_chats.get(chat_id, chat_id)
    chat = cloud.memory.chats.get(moved)
    message = chat.messages.get(message_id) if chat else None
    return (chat, message) if chat and message else None


def happening_view(cloud: Cloud, happening: Happening) -> Json | None:
    """None for what is of no interest any more."""
    told: Json = {"id": happening.number, "type": happening.type, **happening.details}
    if happening.type == "clock":
        return told | {"now": clock_view(cloud)}
    chat_id = happening.chat_id or 0
    chat = cloud.memory.chats.get(cloud.memory.moved_chats.get(chat_id, chat_id))
    told["chat"] = chat.key if chat else None
    if happening.type in ("message", "edited"):
        found = _find(cloud, chat_id, happening.message_id or 0)
        return told | {"message": message_view(cloud, *found)} if found else None
    if happening.message_id is not None:
        told["message_id"] = happening.message_id
    return told


def clock_view(cloud: Cloud) -> str:
    return cloud.clock.now().isoformat(timespec="milliseconds")
