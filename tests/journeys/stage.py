"""A stage for conversations: the whole bot in memory, and verbs to play them with.

await stage.say("alice", "12樓電梯壞了")
await stage.tap("bob", "accept", chat="staff")
"""

import html
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from bot.app import Guanjia
from db.vocabulary import Language

_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Message:
    """One message as a person sees it."""

    id: int
    chat: str
    topic: int | None
    sender: str
    text: str
    labels: tuple[str, ...]
    data: tuple[str, ...]
    urls: tuple[str, ...]
    edited: bool
    files: tuple[dict[str, Any], ...]
    reply_to: int | None
    silent: bool

    @classmethod
    def read(cls, raw: dict[str, Any]) -> "Message":
        keys = [key for row in raw["buttons"] for key in row]
        return cls(
            id=raw["id"],
            chat=raw["chat"],
            topic=raw["topic"],
            sender=raw["from"],
            text=raw["text"] or "",
            labels=tuple(key["text"] for key in keys),
            data=tuple(key.get("data") or "" for key in keys),
            urls=tuple(key["url"] for key in keys if key.get("url")),
            edited=raw["edited"],
            files=tuple(raw["files"]),
            reply_to=raw["reply_to"],
            silent=raw["silent"],
        )


@dataclass(frozen=True)
class Heard:
    """What came of something said: new messages, edited ones, the note over a button."""

    said: Message | None
    sent: list[Message]
    edited: list[Message]
    answer: dict[str, Any] | None

    def to(self, chat: str) -> list[Message]:
        return [message for message in self.sent if message.chat == chat]

    def one_to(self, chat: str) -> Message:
        found = self.to(chat)
        assert len(found) == 1, f"to {chat}: {[message.text for message in found]}"
        return found[0]

    def last_to(self, chat: str) -> Message:
        found = self.to(chat)
        assert found, f"nothing to {chat}, only {[(m.chat, m.text) for m in self.sent]}"
        return found[-1]

    def edits_in(self, chat: str) -> list[Message]:
        return [message for message in self.edited if message.chat == chat]

    @property
    def note(self) -> str:
        return (self.answer or {}).get("text") or ""


@dataclass
class Stage:
    """The bot, its sandbox, and the language this conversation is played in."""

    guanjia: Guanjia
    client: httpx.AsyncClient
    language: Language = Language.HANT
    seen: list[Message] = field(default_factory=list)

    async def say(self, who: str, text: str = "", **more: Any) -> Heard:
        return await self._play("say", {"as": who, "text": text, **more})

    async def tap(
        self,
        who: str,
        button: str,
        *,
        message: Message | None = None,
        chat: str | None = None,
        **more: Any,
    ) -> Heard:
        """`button` is a text's name (`accept` is `buttons.accept`), a label, or data.

        Without `message`, the newest one in the chat that bears the button.
        """
        target = message or await self.newest_with(button, chat or who)
        label = self.find_label(target, button) or button
        body = {"as": who, "message_id": target.id, "button": label, **more}
        if target.chat != who:
            body["chat"] = target.chat
        return await self._play("tap", body)

    def find_label(self, message: Message, button: str) -> str | None:
        """The label or data on this message that a button's name means, in any language."""
        if button in message.labels or button in message.data:
            return button
        patterns = [self._pattern(button, language) for language in Language]
        for label in message.labels:
            if any(pattern and pattern.fullmatch(label) for pattern in patterns):
                return label
        return next((data for data in message.data if data.startswith(f"{button}:")), None)

    def _pattern(self, button: str, language: Language) -> re.Pattern[str] | None:
        name = f"buttons.{button}"
        if name not in self.guanjia.library.texts:
            return None
        blank = dict.fromkeys(
            ("number", "title", "unit", "building", "people", "name", "when", "count"), "\x00"
        )
        words = self.guanjia.library.texts.words(name, language, blank)
        return re.compile(".*".join(re.escape(part) for part in words.split("\0")))

    async def approve_as(self, who: str) -> Heard:
        """The second pair of eyes on a manager's own notice: it goes out."""
        return await self.tap(who, "approve_broadcast")

    async def newest_with(self, button: str, chat: str) -> Message:
        for message in reversed(await self.messages(chat)):
            if self.find_label(message, button):
                return message
        said = [(m.text, m.labels) for m in (await self.messages(chat))[-4:]]
        raise AssertionError(f"no message in {chat} bears {button}; the last are {said}")

    async def messages(self, chat: str, after: int = 0) -> list[Message]:
        answer = await self.client.get(f"/sandbox/chats/{chat}/messages", params={"after": after})
        return [Message.read(each) for each in answer.json()["messages"]]

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.client.post(f"/sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    async def _play(self, verb: str, body: dict[str, Any]) -> Heard:
        raw = await self.post(verb, **body)
        return Heard(
            said=Message.read(raw["message"]) if raw.get("message") else None,
            sent=[Message.read(each) for each in raw["sent"]],
            edited=[Message.read(each) for each in raw["edited"]],
            answer=raw.get("answer"),
        )

    async def wait(self, how_long: str) -> Heard:
        """Let time pass."""
        raw = await self.post("clock", advance=how_long)
        return Heard(
            None,
            [Message.read(m) for m in raw["sent"]],
            [Message.read(m) for m in raw["edited"]],
            None,
        )

    async def go_to(self, moment: str) -> Heard:
        raw = await self.post("clock", set=moment)
        return Heard(
            None,
            [Message.read(m) for m in raw["sent"]],
            [Message.read(m) for m in raw["edited"]],
            None,
        )

    def words(self, name: str, **values: Any) -> str:
        """A text of the bot, in the language being played, as a person reads it."""
        rendered = self.guanjia.library.texts.render(name, self.language, values)
        return html.unescape(_TAGS.sub("", rendered)).strip()

    @property
    def now(self) -> datetime:
        return self.guanjia.clock.now()
