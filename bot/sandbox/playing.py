"""What people do in the sandbox: say, press, join, leave, block. Bots hear of it as updates."""

import secrets
from dataclasses import dataclass, field

from bot.sandbox.accounts import Person
from bot.sandbox.call import caption_part, text_part
from bot.sandbox.chats import Chat, Message, bot_api_time
from bot.sandbox.cloud import Cloud
from bot.sandbox.formatting import formatted, units
from bot.sandbox.limits import BUTTON_DATA_BYTES, CAPTION_UNITS, MESSAGE_UNITS
from bot.sandbox.methods.copying import forwarded
from bot.sandbox.presses import Press
from bot.sandbox.refusals import ImpossibleError
from bot.sandbox.shapes import Json, banned, left, member
from bot.sandbox.uploads import Upload


@dataclass
class Speech:
    """What somebody sends at once: words, files, a place, a person, or something forwarded."""

    text: str = ""
    files: list[tuple[str, Upload]] = field(default_factory=list)
    """Kind and file; several are an album."""
    location: Json | None = None
    contact: Json | None = None
    forwarded: Message | None = None


def say(
    cloud: Cloud,
    person: Person,
    chat: Chat,
    speech: Speech,
    *,
    topic: int | None = None,
    reply_to: int | None = None,
) -> list[Message]:
    """The messages it became: one, or the parts of an album."""
    _check_may_write(person, chat, topic)
    parts = _parts(cloud, speech)
    quoted = _message(chat, reply_to) if reply_to is not None else None
    thread_id = topic if topic is not None or quoted is None else quoted.thread_id
    return [_say_one(cloud, person, chat, part, thread_id, quoted) for part in parts]


def _say_one(
    cloud: Cloud, person: Person, chat: Chat, part: Json, topic: int | None, quoted: Message | None
) -> Message:
    message = cloud.post(chat, person.user(), part, thread_id=topic, reply_to=quoted)
    cloud.tell_bots(chat, "message", message.body)
    return message


def _parts(cloud: Cloud, speech: Speech) -> list[Json]:
    if speech.forwarded is not None:
        if speech.forwarded.service:
            raise ImpossibleError(400, "That message cannot be forwarded.")
        return [forwarded(speech.forwarded)]
    if speech.location is not None:
        return [{"location": speech.location}]
    if speech.contact is not None:
        return [{"contact": speech.contact}]
    if speech.files:
        return _file_parts(cloud, speech)
    return [text_part(*_words(speech.text, MESSAGE_UNITS))]


def _file_parts(cloud: Cloud, speech: Speech) -> list[Json]:
    """A caption belongs to the first."""
    caption = caption_part(*_words(speech.text, CAPTION_UNITS)) if speech.text.strip() else {}
    parts = [cloud.shelf.put(kind, upload).content_part() for kind, upload in speech.files]
    parts[0] |= caption
    if len(parts) == 1:
        return parts
    album = str(cloud.memory.next("album", 13_000_000_000_000_001))
    return [part | {"media_group_id": album} for part in parts]


def _words(text: str, limit: int) -> tuple[str, list[Json]]:
    text, entities = formatted(text, "", [])
    if not text:
        raise ImpossibleError(400, "There is nothing to say: give a text or a file.")
    if units(text) > limit:
        raise ImpossibleError(400, f"That is too long: the messenger takes {limit} characters.")
    return text, entities


def edit(cloud: Cloud, person: Person, chat: Chat, message_id: int, text: str) -> Message:
    """Somebody corrects their own words."""
    _check_may_write(person, chat, None)
    message = _message(chat, message_id)
    if message.author_id != person.id or message.service:
        raise ImpossibleError(403, f"{person.key} can only correct their own messages.")
    limit, old, part = (
        (MESSAGE_UNITS, ("text", "entities"), text_part)
        if "text" in message.body
        else (CAPTION_UNITS, ("caption", "caption_entities"), caption_part)
    )
    content = part(*_words(text, limit))
    kept = {name: value for name, value in message.body.items() if name not in old}
    body = kept | content | {"edit_date": bot_api_time(cloud.clock.now())}
    cloud.change(chat, message, body)
    cloud.tell_bots(chat, "edited_message", body)
    return message


def tap(
    cloud: Cloud, person: Person, chat: Chat, message_id: int, button: str, *, stale: bool
) -> Press:
    """Presses the button with this label or this data.

    `stale`: any data will do, as if the button had been on the screen since before it changed.
    """
    check_can_see(person, chat)
    message = _message(chat, message_id)
    if not message.is_from_bot:
        raise ImpossibleError(404, "Only messages of bots have buttons.")
    data = _data_of(message, button, stale=stale)
    press = cloud.presses.add(message.author_id, chat.id, message.id, person.id)
    query = {
        "id": press.id,
        "from": person.user(),
        "message": message.body,
        "chat_instance": str(abs(chat.id) * 7919),
        "data": data,
    }
    cloud.mailbag.put(cloud.memory.bots[message.author_id], "callback_query", query)
    return press


def _data_of(message: Message, wanted: str, *, stale: bool) -> str:
    buttons = [button for row in buttons_of(message) for button in row]
    by_label = (each for each in buttons if each["text"] == wanted)
    by_data = (each for each in buttons if each.get("callback_data") == wanted)
    button = next(by_label, None) or next(by_data, None)
    if button is None:
        if stale and 1 <= len(wanted.encode()) <= BUTTON_DATA_BYTES:
            return wanted
        labels = ", ".join(f"“{each['text']}”" for each in buttons) or "none"
        raise ImpossibleError(404, f"There is no button “{wanted}”. The buttons are: {labels}.")
    if "callback_data" not in button:
        target = button.get("url", "something outside the chat")
        raise ImpossibleError(400, f"“{button['text']}” opens {target}: there is nothing to press.")
    return str(button["callback_data"])


def buttons_of(message: Message) -> list[list[Json]]:
    rows: list[list[Json]] = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def join(cloud: Cloud, person: Person, chat: Chat) -> None:
    _check_is_group(chat)
    if person.id in chat.members:
        raise ImpossibleError(400, f"{person.key} is in the group already.")
    chat.members.append(person.id)
    _membership_changed(cloud, person, chat, "new_chat_members", [person.user()])


def leave(cloud: Cloud, person: Person, chat: Chat) -> None:
    _check_is_group(chat)
    if person.id not in chat.members:
        raise ImpossibleError(400, f"{person.key} is not in the group.")
    chat.members.remove(person.id)
    if person.id in chat.administrators[1:]:  # who made the group stays its owner
        chat.administrators.remove(person.id)
    _membership_changed(cloud, person, chat, "left_chat_member", person.user())


def _membership_changed(
    cloud: Cloud, person: Person, chat: Chat, service: str, content: object
) -> None:
    cloud.memory.keep_chat(chat)
    message = cloud.post(chat, person.user(), {service: content})
    cloud.tell_bots(chat, "message", message.body)
    standings = [left(person.user()), member(person.user())]
    old, new = standings if service == "new_chat_members" else reversed(standings)
    change = _member_change(cloud, person, chat, old, new)
    cloud.tell_bots(chat, "chat_member", change)
    cloud.happenings.add("chat", chat.id)


def set_blocked(cloud: Cloud, person: Person, *, is_blocked: bool) -> None:
    """Blocks all bots, or none; they hear of it."""
    if not person.has_started:
        raise ImpossibleError(400, f"{person.key} has not written to the bot yet.")
    if person.has_blocked == is_blocked:
        state = "blocked" if is_blocked else "not blocked"
        raise ImpossibleError(400, f"For {person.key} the bot is {state} already.")
    person.has_blocked = is_blocked
    cloud.memory.keep_person(person)
    chat = cloud.memory.chats[person.id]
    for bot in cloud.memory.bots.values():
        standings = [member(bot.user()), banned(bot.user())]
        old, new = standings if is_blocked else reversed(standings)
        change = _member_change(cloud, person, chat, old, new)
        cloud.mailbag.put(bot, "my_chat_member", change)
    cloud.happenings.add("chat", chat.id)


def _member_change(cloud: Cloud, person: Person, chat: Chat, old: Json, new: Json) -> Json:
    return {
        "chat": chat.card,
        "from": person.user(),
        "date": bot_api_time(cloud.clock.now()),
        "old_chat_member": old,
        "new_chat_member": new,
    }


def migrate(cloud: Cloud, chat: Chat) -> None:
    """The group gets a new number, and both numbers tell of it; everything in it stays."""
    _check_is_group(chat)
    old_id, old_card = chat.id, chat.card
    new_id = -1_002_000_000_000 - secrets.randbelow(900_000_000) - 1_000
    mover = cloud.memory.people[chat.administrators[0]].user()
    notice = cloud.post(chat, mover, {"migrate_to_chat_id": new_id})
    farewell = notice.body
    cloud.memory.drop_message(chat, notice)
    cloud.memory.move_chat(chat, new_id)
    cloud.tell_bots(chat, "message", farewell | {"chat": old_card})
    welcome = cloud.post(chat, mover, {"migrate_from_chat_id": old_id})
    cloud.tell_bots(chat, "message", welcome.body)
    cloud.happenings.add("chat", chat.id)


def delete_topic(cloud: Cloud, chat: Chat, topic: int) -> None:
    _check_topic(chat, topic)
    cloud.delete_topic(chat, topic)


def check_can_see(person: Person, chat: Chat) -> None:
    if person.id not in chat.members:
        raise ImpossibleError(403, f"{person.key} is not in the chat “{chat.key}”.")


def _check_may_write(person: Person, chat: Chat, topic: int | None) -> None:
    check_can_see(person, chat)
    if chat.is_private and person.has_blocked:
        raise ImpossibleError(403, f"{person.key} has blocked the bot: unblock it first.")
    if topic is None:
        return
    _check_topic(chat, topic)
    if chat.topics[topic].is_closed and person.id not in chat.administrators:
        raise ImpossibleError(403, f"Topic {topic} is closed: only administrators write there.")


def _check_topic(chat: Chat, topic: int) -> None:
    if topic not in chat.topics:
        known = ", ".join(map(str, chat.topics)) or "none"
        raise ImpossibleError(404, f"There is no topic {topic} here. The topics are: {known}.")


def _check_is_group(chat: Chat) -> None:
    if chat.is_private:
        raise ImpossibleError(400, f"“{chat.key}” is nobody's group but a private chat.")


def _message(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise ImpossibleError(404, f"There is no message {message_id} in the chat “{chat.key}”.")
    return message
