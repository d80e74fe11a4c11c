"""Where people and bots talk: private chats and the staff forum, with topics and messages."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.accounts import Person
from bot.sandbox.shapes import Json, service_of

STAFF_KEY = "staff"
STAFF_ID = -1002000000001
STAFF_TITLE = "翠湖花園 · 管家工作群"


@dataclass
class Topic:
    thread_id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    is_closed: bool = False


@dataclass
class Message:
    """A message as bots see it (`body`, never changed in place) and what only clients see."""

    body: Json
    is_silent: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    """Emoji by the bot that put them there."""

    @property
    def id(self) -> int:
        return int(self.body["message_id"])

    @property
    def thread_id(self) -> int | None:
        return self.body.get("message_thread_id")

    @property
    def author_id(self) -> int:
        return int(self.body["from"]["id"])

    @property
    def is_from_bot(self) -> bool:
        return bool(self.body["from"]["is_bot"])

    @property
    def service(self) -> str | None:
        return service_of(self.body)

    @property
    def moment(self) -> int:
        return int(self.body["date"])

    def document(self) -> Json:
        return {"body": self.body, "is_silent": self.is_silent, "reactions": self.reactions}


@dataclass
class Chat:
    id: int
    key: str
    card: Json
    """The `chat` inside this chat's messages."""
    members: list[int] = field(default_factory=list)
    """People only; see `bots_outside` for bots."""
    administrators: list[int] = field(default_factory=list)
    """The first one made the group."""
    bots_outside: list[int] = field(default_factory=list)
    """Bots are in every chat until they leave."""
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        return bool(self.card["type"] == "private")

    def in_topic(self, thread_id: int | None) -> list[Message]:
        return [each for each in self.messages.values() if each.thread_id == thread_id]

    def document(self) -> Json:
        """What is kept of the chat itself; topics and messages are kept one by one."""
        return {
            "id": self.id,
            "key": self.key,
            "card": self.card,
            "members": self.members,
            "administrators": self.administrators,
            "bots_outside": self.bots_outside,
            "pinned": self.pinned,
        }


def private_chat(person: Person) -> Chat:
    card: Json = {"id": person.id, "type": "private", "first_name": person.first_name}
    if person.last_name:
        card["last_name"] = person.last_name
    return Chat(person.id, person.key, card, members=[person.id])


def group_card(chat_id: int, title: str) -> Json:
    return {"id": chat_id, "type": "supergroup", "title": title, "is_forum": True}


def staff_group(staff: list[Person]) -> Chat:
    """The forum of the property company; `staff[0]` made it, all of them administer it."""
    ids = [person.id for person in staff]
    card = group_card(STAFF_ID, STAFF_TITLE)
    return Chat(STAFF_ID, STAFF_KEY, card, members=list(ids), administrators=ids)


def bot_api_time(moment: datetime) -> int:
    return int(moment.timestamp())
