"""Files of our own making: carried once, named from then on, forgotten in time."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot

from bot.telegram.sender import TelegramTransport
from db import retention
from db.models import Enclosure
from db.vocabulary import LetterKind, OutboxState
from reminders import enclosures
from reminders.outbox import Letter
from tests.mail.mailroom import ALICE, BOB, START, MailRoom
from tests.mail.test_transport import Recorder

PLAN = b"BEGIN:VCALENDAR"


@pytest.fixture
def telegram() -> Recorder:
    return Recorder()


async def kept(room: MailRoom, name: str = "plan.ics", content: bytes = PLAN) -> int:
    async with room.database.transaction() as session:
        return await enclosures.keep(session, name, content, START)


def bearing(room: MailRoom, chat_id: int, enclosure: int, **fields: Any) -> Letter:
    body = {"text": "the plan", "document": {"enclosure": enclosure}}
    return room.letter(chat_id, "", **({"kind": LetterKind.DOCUMENT, "body": body} | fields))


def over(telegram: Recorder) -> TelegramTransport:
    return TelegramTransport(Bot("1:token", request=telegram))


async def test_a_file_is_carried_once_and_named_from_then_on(
    room: MailRoom, telegram: Recorder
) -> None:
    plan = await kept(room)
    await room.owe(bearing(room, ALICE, plan))
    await room.drain(transport=over(telegram))
    assert telegram.uploads == [PLAN]

    await room.owe(bearing(room, BOB, plan), bearing(room, ALICE, plan))
    await room.drain(transport=over(telegram))
    assert telegram.uploads == [PLAN], "the messenger has it already"
    assert [given["document"] for _, given in telegram.calls[1:]] == ["F1", "F1"]
    assert await room.states() == [OutboxState.SENT] * 3


async def test_a_file_is_kept_as_long_as_it_is_wanted(room: MailRoom) -> None:
    """The calendar of a meeting in two months; what is wanted sooner stays its thirty days."""
    async with room.database.transaction() as session:
        numbers = [
            await enclosures.keep(session, "meeting.ics", PLAN, START, until=START + wanted)
            for wanted in (timedelta(days=60), timedelta(days=2))
        ]
    async with room.database.transaction() as session:
        later = START + timedelta(days=59)
        await retention.forget(session, later, updates_before=START, letters_before=START)
        there = [await enclosures.fetch(session, number) is not None for number in numbers]
    assert there == [True, False]


async def test_a_picture_of_our_own_is_carried_too(room: MailRoom, telegram: Recorder) -> None:
    body = {"text": "60 days", "photo": {"enclosure": await kept(room, "plan.png", b"PNG")}}
    await room.owe(room.letter(ALICE, "", kind=LetterKind.PHOTO, body=body))
    await room.drain(transport=over(telegram))
    assert telegram.methods == ["sendPhoto"]
    assert telegram.uploads == [b"PNG"]


async def test_a_letter_whose_file_was_forgotten_is_rejected(
    room: MailRoom, telegram: Recorder
) -> None:
    plan = await kept(room)
    async with room.database.transaction() as session:
        long_ago = START - timedelta(days=1)
        later = START + timedelta(days=30)
        await retention.forget(session, START, updates_before=long_ago, letters_before=long_ago)
        assert await session.get(Enclosure, plan), "not yet"
        await retention.forget(session, later, updates_before=long_ago, letters_before=long_ago)
    await room.owe(bearing(room, ALICE, plan))
    await room.drain(transport=over(telegram))
    assert await room.states() == [OutboxState.REJECTED]
    assert not telegram.calls
