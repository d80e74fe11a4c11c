"""What can become of a letter when it is sent: outcomes are values, and the sender acts on them.

The border (`Transport`) turns whatever the messenger answers into one of these; nothing else of
the messenger is known here.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from db.leasing import LeasedLetter
from db.settling import MadeMessage


@dataclass(frozen=True)
class Sent:
    """It stands in the chat, or what it asked for is so."""

    message_id: int | None = None


@dataclass(frozen=True)
class TryLater:
    """It was not sent; it may be in `after` seconds."""

    after: float
    whole_chat: bool
    """True: nothing at all goes to this chat before then."""
    reason: str


@dataclass(frozen=True)
class Offline:
    """The messenger could not be reached, and no fault of the letter's: nothing was sent."""

    reason: str


@dataclass(frozen=True)
class Unreachable:
    """The reader blocked the bot, left, or never spoke to it."""

    reason: str


@dataclass(frozen=True)
class Rejected:
    """The messenger will never take it as it is: our fault, or the group's settings."""

    reason: str
    unparsable: bool = False
    """True: it is the markup; the plain words may still go."""


@dataclass(frozen=True)
class Doubtful:
    """The connection broke after the message left: nobody knows whether it arrived."""

    reason: str


@dataclass(frozen=True)
class Migrated:
    """To be mended first: the group goes by another id now."""

    new_chat_id: int


@dataclass(frozen=True)
class TopicGone:
    """To be mended first: somebody deleted the ticket's topic."""


@dataclass(frozen=True)
class CardGone:
    """To be mended first: the card's message is not there to be edited."""


Outcome = (
    Sent | TryLater | Offline | Unreachable | Rejected | Doubtful | Migrated | TopicGone | CardGone
)


@dataclass
class Attached:
    """A file of our own making that a letter bears."""

    name: str
    content: bytes
    """Empty once the messenger has it: `file_id` is enough then."""
    file_id: str | None = None
    """The messenger's own name for it; set by whoever sends it first."""


class Errand:
    """One letter on its way, and what of it is out already."""

    def __init__(self, letter: LeasedLetter, next_slot: Callable[[int], Awaitable[None]]) -> None:
        self.letter = letter
        self.plain = False
        """True: the markup was refused, send the words without it."""
        self.done: int = letter.body.get("done", 0)
        """How many of its parts arrived: a long text or a copy under a note has several."""
        self.made: list[MadeMessage] = []
        self.attached: Attached | None = None
        """The file that the letter's body names, once it was fetched."""
        self._next_slot = next_slot

    async def next_slot(self) -> None:
        """Wait for the chat's next turn; before every call after the first."""
        await self._next_slot(self.letter.chat_id)


class Transport(Protocol):
    """The messenger, as the sender sees it. Failures are outcomes, not exceptions."""

    async def send(self, errand: Errand) -> Outcome: ...

    async def make_topic(self, chat_id: int, title: str) -> int | Outcome:
        """The new thread's id."""
        ...
