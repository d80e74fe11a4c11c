"""Letters: the one way in which anybody is told anything.

A letter is written in the transaction of the fact it tells, and the sender (`reminders.delivery`)
gets it there. Its key names the event and the reader, so that the same news is owed once, however
often it is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox
from db.vocabulary import LetterKind, MailPriority

ADDRESSEE = "\ue000"
"""Stands in a shared body for the reader's name. It is from the private use area: nobody types it,
and no escaping touches it."""


class Key(TypedDict, total=False):
    """A button: a label, and what it sends back or where it leads."""

    text: str
    data: str
    url: str


class Body(TypedDict, total=False):
    """What a letter says; which fields it needs follows from its kind."""

    text: str
    """HTML. The caption, where there is a picture or a document."""
    buttons: list[list[Key]]
    photo: dict[str, Any]
    """{"file_id": …}, {"enclosure": id}, or {"qr": an address to be shown as a QR picture}."""
    document: dict[str, Any]
    """{"file_id": …}, {"enclosure": id} of `reminders.enclosures`, {"paper": an order for
    `reminders.printing.order`}, or {"table": one for `roll_order`}: what names people is printed
    on its way, and kept nowhere."""
    copy: dict[str, Any]
    """{"chat_id": …, "message_ids": […], "words": …}: to be passed on without their author.

    With words they are copied without their captions: the note says them.
    """
    note: str
    """HTML, sent as a message of its own before a copy."""
    reply_to: int | None
    origin: dict[str, int]
    """{"chat_id": …, "message_id": …}: the message that a text passes on."""
    message_id: int
    """Of BUTTONS: the message under which they are put."""
    pin: bool
    """Pin the message when it is first sent."""
    timely: dict[str, str]
    """Of a letter to many, as `reminders.timely.Timely` describes it: when its copies may go."""


@dataclass(frozen=True)
class Letter:
    """One message owed to one chat."""

    key: str
    priority: MailPriority
    kind: LetterKind
    chat_id: int
    body: Mapping[str, Any]
    """As `Body` describes it."""
    topic_id: int | None = None
    """Set: it goes into this ticket's topic, which is made where there is none."""
    card_id: int | None = None
    """Set for a CARD: the message is sent once and edited from then on."""
    ticket_id: int | None = None
    """Set: a reply to the message sent finds this ticket."""
    person_id: int | None = None
    """The reader. None in a group."""
    broadcast_id: int | None = None
    silent: bool = False
    repeatable: bool = True
    """In doubt whether it arrived: True sends it again, marked; False parks and lists it."""
    not_before: datetime | None = None
    fresh: bool = False
    """Of a card made just now: no older view of it can be waiting."""


async def enqueue(session: AsyncSession, letters: Sequence[Letter], now: datetime) -> None:
    """Owe these letters; those whose key is owed already are left as they are.

    A letter for a card replaces those still waiting for the same card.
    """
    await outbox.add(session, [_row(letter, now) for letter in letters])
    cards = {
        letter.card_id for letter in letters if letter.card_id is not None and not letter.fresh
    }
    if cards:
        await outbox.keep_newest(session, cards, now)


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    columns = {name: value for name, value in vars(letter).items() if name != "fresh"}
    return columns | {
        "priority": int(letter.priority),
        "body": dict(letter.body),
        "created_at": now,
    }
