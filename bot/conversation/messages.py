"""What somebody said, in our own words: the border makes these, nothing below it knows Telegram."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.buttons import Press


class Media(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"
    ANIMATION = "animation"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    UNKNOWN = "unknown"
    """Anything that cannot be passed on (polls, games …): the person is told so."""


@dataclass(frozen=True)
class Speaker:
    """An account of the messenger, as it presents itself."""

    telegram_id: int
    name: str
    language_code: str | None


@dataclass(frozen=True)
class Incoming:
    """One thing said or pressed."""

    speaker: Speaker
    chat_id: int
    private: bool
    inbox_id: int
    """The stored update: buttons point at it to find these words again."""
    message_id: int | None = None
    thread_id: int | None = None
    text: str = ""
    """The text, or the caption of a picture."""
    media: Media | None = None
    file_id: str | None = None
    album: str | None = None
    reply_to: int | None = None
    edited: bool = False
    press: Press | None = None
    stale_press: bool = False
    """True: a button was pressed whose meaning this version does not know."""

    @property
    def command(self) -> str | None:
        """`/start@bot x` is `start`; None where this is no command."""
        if not self.text.startswith("/"):
            return None
        words = self.text[1:].split(maxsplit=1)
        return words[0].split("@", 1)[0].lower() if words else ""

    @property
    def argument(self) -> str:
        """What follows the command."""
        parts = self.text.split(maxsplit=1)
        return parts[1].strip() if len(parts) > 1 else ""


class Change(StrEnum):
    """What happened to the bot's place in a chat."""

    REACHABLE = "reachable"
    BLOCKED = "blocked"
    JOINED = "joined"
    LEFT = "left"


@dataclass(frozen=True)
class ChatChange:
    """The bot was blocked, unblocked, added to a group, removed from it, or a group moved."""

    speaker: Speaker
    chat_id: int
    private: bool
    change: Change
    title: str = ""
    is_forum: bool = field(default=False)
    may_manage_topics: bool = field(default=False)


@dataclass(frozen=True)
class ChatMoved:
    """A group became a supergroup: same people, another id."""

    old_chat_id: int
    new_chat_id: int
