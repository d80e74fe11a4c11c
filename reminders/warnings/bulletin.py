"""One message of an official source, whatever the form in which it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from db.vocabulary import FeedCode


class MessageType(StrEnum):
    ALERT = "alert"
    UPDATE = "update"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Area:
    """A place that a message speaks of, as its source names it."""

    name: str
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Bulletin:
    """What a source said once. A warning is what several bulletins make of a place."""

    feed: FeedCode
    identifier: str
    type: MessageType
    event: str
    level: str
    """yellow, orange, red, severe, WRAINA; empty where the source grades nothing."""
    areas: tuple[Area, ...]
    """None at all: the whole of the source's region, or (in a cancellation) whatever it takes
    back."""
    issued_at: datetime
    expires_at: datetime | None = None
    references: frozenset[str] = frozenset()
    """The identifiers of the messages that this one goes on with, or takes back."""
    headline: str = ""
    link: str | None = None


_RANKS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("blue", "minor", "TC1", "WFNTSA"), 1),
        **dict.fromkeys(("yellow", "moderate", "WRAINA", "WFIREY", "TC3"), 2),
        **dict.fromkeys(("orange", "severe", "WRAINR", "TC8NE", "TC8NW", "TC8SE", "TC8SW"), 3),
        **dict.fromkeys(("red", "purple", "extreme", "WRAINB", "WFIRER", "TC9", "TC10"), 4),
    }
)
"""How grave a level is, from one to four."""


def rank(level: str) -> int | None:
    """None: ungraded, or a word that we do not know."""
    return _RANKS.get(level)


def is_level(word: str) -> bool:
    return word in _RANKS
