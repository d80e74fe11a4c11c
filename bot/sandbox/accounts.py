"""Who lives in the sandbox: the cast that is always there, people met later, and bots."""

import asyncio
import re
from dataclasses import asdict, dataclass, field, fields

from bot.sandbox.shapes import Json

GUANJIA_ID = 7000
SANDBOX_TOKEN = f"{GUANJIA_ID}:the-steward-needs-no-secret-here"
"""Guanjia's own bot in the sandbox: known to everybody, good for nothing else."""

FIRST_NEWCOMER_ID = 1101
_TOKEN = re.compile(r"([1-9][0-9]{0,15}):\S+")
_TAKEN = frozenset({"staff", "guanjia"})  # a chat's and a bot's name
_KEY = re.compile(r"[a-z][a-z0-9_]{1,31}")

NOT_UNLESS_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of update that a bot gets only when it names them."""


@dataclass
class Person:
    id: int
    key: str
    first_name: str
    last_name: str | None = None
    language_code: str = "en"
    has_started: bool = False
    """Bots may not write first."""
    has_blocked: bool = False

    def user(self) -> Json:
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        return user | {"language_code": self.language_code}


@dataclass
class Webhook:
    url: str
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass
class BotAccount:
    """A bot, what it told the servers about itself, and the updates it has not acknowledged."""

    id: int
    token: str
    username: str
    first_name: str
    allowed_updates: list[str] = field(default_factory=list)
    """Empty: all but NOT_UNLESS_ASKED."""
    webhook: Webhook | None = None
    commands: dict[str, list[Json]] = field(default_factory=dict)
    """By scope and language, as `commands_key` writes them."""
    words: dict[str, str] = field(default_factory=dict)
    """Name and descriptions, by `what:language`."""
    queue: dict[int, Json] = field(default_factory=dict, compare=False)
    is_polled: bool = field(default=False, compare=False)
    arrived: asyncio.Event = field(default_factory=asyncio.Event, compare=False)

    def user(self) -> Json:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }

    def wants(self, kind: str) -> bool:
        if self.allowed_updates:
            return kind in self.allowed_updates
        return kind not in NOT_UNLESS_ASKED

    def document(self) -> Json:
        """What outlives the process; the queue is kept update by update."""
        kept = {each.name: getattr(self, each.name) for each in fields(self) if each.compare}
        return kept | {"webhook": asdict(self.webhook) if self.webhook else None}

    @classmethod
    def from_document(cls, document: Json) -> "BotAccount":
        webhook = Webhook(**document["webhook"]) if document["webhook"] else None
        return cls(**document | {"webhook": webhook})


def cast() -> list[Person]:
    """Everybody who is there from the first day."""
    return [
        Person(1001, "alice", "雅麗", "陳", "zh-hant", has_started=True),
        Person(1002, "bob", "保", "李", "zh-hant", has_started=True),
        Person(1003, "sue", "敏", "蘇", "zh-hant", has_started=True),
        Person(1004, "mei", "怡", "梅", "zh-hant", has_started=True),
        Person(1005, "charlie", "Charlie"),
    ]


def guanjia() -> BotAccount:
    return BotAccount(GUANJIA_ID, SANDBOX_TOKEN, "guanjia_sandbox_bot", "管家 Guanjia")


def bot_number(token: str) -> int | None:
    """None when it is no token."""
    match = _TOKEN.fullmatch(token)
    return int(match[1]) if match else None


def foreign_bot(number: int, token: str) -> BotAccount:
    """The bot that a token seen for the first time makes."""
    return BotAccount(number, token, f"sandbox_{number}_bot", f"Bot {number}")


def newcomer(number: int, key: str) -> Person | None:
    """Somebody never seen before; None when nobody can be called that."""
    if not _KEY.fullmatch(key) or key in _TAKEN:
        return None
    return Person(number, key, key.capitalize())
