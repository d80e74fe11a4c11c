"""One call of a Bot API method: who calls, and the parameters, read as Telegram reads them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Message, Topic
from bot.sandbox.cloud import Cloud
from bot.sandbox.formatting import formatted, units
from bot.sandbox.limits import CAPTION_UNITS, check_encoding, check_upload, inline_keyboard
from bot.sandbox.refusals import RefusalError, bad_request, forbidden
from bot.sandbox.shapes import Json
from bot.sandbox.uploads import StoredFile, Upload


@dataclass(frozen=True, slots=True)
class Call:
    """Parameters come as JSON values, or as strings of JSON from a form: both are understood."""

    cloud: Cloud
    bot: BotAccount
    parameters: Mapping[str, Any]
    uploads: Mapping[str, Upload]

    # --- plain values -----------------------------------------------------------------------

    def text(self, name: str) -> str:
        """Empty when it is not given."""
        value = self.parameters.get(name)
        if value is None:
            return ""
        text = value if isinstance(value, str) else json.dumps(value)
        check_encoding(text)
        return text

    def number(self, name: str) -> int | None:
        value = self.parameters.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            bad_request(f'can\'t parse "{name}": a number is expected')

    def decimal(self, name: str) -> float:
        try:
            return float(self.parameters[name])
        except (KeyError, TypeError, ValueError):
            bad_request(f'can\'t parse "{name}": a number is expected')

    def flag(self, name: str) -> bool:
        return str(self.parameters.get(name, "")).lower() in ("true", "1", "yes")

    def structure(self, name: str) -> Any:
        """An object or a list; None when it is not given."""
        value = self.parameters.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            bad_request(f"can't parse {name} JSON object")

    def object(self, name: str) -> Json:
        """An object; empty when it is not given."""
        value = self.structure(name)
        if value is not None and not isinstance(value, dict):
            bad_request(f"can't parse {name}: an Object is expected")
        return value or {}

    def objects(self, name: str) -> list[Json]:
        """A list of objects; empty when it is not given."""
        value = self.structure(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            bad_request(f"can't parse {name}: an Array of Objects is expected")
        return value

    def numbers(self, name: str) -> list[int]:
        value = self.structure(name)
        if not isinstance(value, list) or not all(isinstance(each, int) for each in value):
            bad_request(f'can\'t parse "{name}": an Array of numbers is expected')
        return value

    # --- places -----------------------------------------------------------------------------

    def chat(self, name: str = "chat_id") -> Chat:
        """A chat that the bot may know of."""
        wanted = self.parameters.get(name)
        if wanted is None or wanted == "":
            bad_request("chat_id is empty")
        memory = self.cloud.memory
        chat_id = as_number(wanted) or 0
        if chat_id in memory.moved_chats:
            raise RefusalError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=memory.moved_chats[chat_id],
            )
        chat = memory.chats.get(chat_id)
        if chat is None and chat_id in memory.people:
            forbidden("bot can't initiate conversation with a user")
        if chat is None:
            bad_request("chat not found")
        return chat

    def writable_chat(self) -> Chat:
        """The chat to do something in."""
        chat = self.chat()
        if chat.is_private and self.cloud.memory.people[chat.id].has_blocked:
            forbidden("bot was blocked by the user")
        if self.bot.id in chat.bots_outside:
            forbidden("bot is not a member of the supergroup chat")
        return chat

    def thread(self, chat: Chat) -> int | None:
        """The topic to write in; bots administer, so a closed one is open to them."""
        thread_id = self.number("message_thread_id")
        if thread_id and thread_id not in chat.topics:
            bad_request("message thread not found")
        return thread_id or None

    def topic(self, chat: Chat) -> Topic:
        topic = chat.topics.get(self.number("message_thread_id") or 0)
        if topic is None:
            bad_request("message thread not found")
        return topic

    def message(self, chat: Chat, missing: str, name: str = "message_id") -> Message:
        message = chat.messages.get(self.number(name) or 0)
        if message is None:
            bad_request(missing)
        return message

    def replied_message(self, chat: Chat) -> Message | None:
        reply = self.object("reply_parameters")
        message_id = reply.get("message_id") or self.number("reply_to_message_id")
        if not message_id:
            return None
        message = chat.messages.get(as_number(message_id) or 0)
        lenient = reply.get("allow_sending_without_reply")
        if message is None and not (lenient or self.flag("allow_sending_without_reply")):
            bad_request("message to be replied not found")
        return message

    # --- contents ---------------------------------------------------------------------------

    def keyboard(self) -> Json | None:
        return inline_keyboard(self.structure("reply_markup"))

    def written(self, name: str, limit: int, entities: str) -> tuple[str, list[Json]]:
        """A text and its entities, no longer than `limit`."""
        text = self.text(name)
        text, found = formatted(text, self.text("parse_mode"), self.objects(entities))
        if units(text) > limit:
            kind = "message caption" if name == "caption" else "message"
            bad_request(f"{kind} is too long")
        return text, found

    def caption(self) -> Json:
        text, entities = self.written("caption", CAPTION_UNITS, "caption_entities")
        return caption_part(text, entities)

    def file(self, name: str) -> StoredFile:
        """The file that parameter `name` uploads or names by its id; `name` is also its kind."""
        return self.named_file(name, self.text(name))

    def named_file(self, kind: str, reference: str) -> StoredFile:
        """`reference` is `attach://…`, a file id, or empty for the upload called `kind`."""
        upload = self.uploads.get(reference.removeprefix("attach://") or kind)
        if upload is not None:
            check_upload(upload, kind)
            return self.cloud.shelf.put(kind, upload)
        if not reference:
            bad_request(f"there is no {kind} in the request")
        file = self.cloud.shelf.find(reference)
        if file is None:
            bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file


Method = Callable[[Call], Any | Awaitable[Any]]
"""Does what a call asks for and gives the result as JSON, now or later."""


def as_number(value: object) -> int | None:
    """The number a chat or a person goes by; None for names."""
    if isinstance(value, int):
        return value
    text = str(value)
    return int(text) if text.removeprefix("-").isdecimal() else None


def caption_part(text: str, entities: list[Json]) -> Json:
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def text_part(text: str, entities: list[Json]) -> Json:
    return {"text": text, "entities": entities} if entities else {"text": text}
