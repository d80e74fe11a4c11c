"""A letter that asks: answered once, its silent readers reminded once, and listed by floor."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from db import leasing, settling
from db.models import Broadcast, Delivery, LetterBody, OutboxLetter, Person, Residency
from db.settling import MadeMessage, SentLetter
from db.vocabulary import (
    Acknowledgement,
    BroadcastState,
    DeliveryState,
    Language,
    OutboxState,
    ReachedBy,
)
from reminders import broadcast
from reminders.answering import Silent, by_floor, remind_at
from reminders.audience import Audience
from reminders.broadcast import answers, asking
from reminders.outbox import ADDRESSEE
from reminders.quiet_hours import QuietHours
from tests.reminders.neighbourhood import ALICE, BOB, EMERALD, MEI, NOW, SUE, Neighbourhood

TAIPEI = ZoneInfo("Asia/Taipei")
LATER = NOW + timedelta(days=1)
TEXTS = {Language.HANT: "明天停水。", Language.EN: "No water tomorrow."}
AGAIN = {Language.HANT: "還沒收到您的回覆。", Language.EN: "We have no answer yet."}


# --- when --------------------------------------------------------------------------------------


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("confirmed", "expires", "reminded"),
    [
        (at(24, 10), None, at(25, 10)),
        (at(24, 10), at(26, 10), at(25, 10)),
        (at(24, 10), at(25, 9), None),
        (at(24, 3), None, at(25, 8) + timedelta(minutes=30)),
        (at(24, 22), at(26, 8), None),
    ],
)
def test_a_day_later_at_a_decent_hour_while_it_is_worth_reading(
    confirmed: datetime, expires: datetime | None, reminded: datetime | None
) -> None:
    assert remind_at(confirmed, expires, TAIPEI, QuietHours()) == reminded


# --- in which order ----------------------------------------------------------------------------


def somebody(unit: str) -> Silent:
    building, _, door = unit.partition("-")
    return Silent(1, "Ann", Language.EN, f"Block {building}", door[:-1], unit, arrived=True)


def test_floors_come_like_the_stairs_a_building_after_the_other() -> None:
    units = ["10-1A", "2-10A", "2-B1A", "2-GA", "2-2B", "2-2A", "2-B2A"]
    floors = by_floor(map(somebody, units))
    assert [each.unit for floor in floors for each in floor.people] == [
        "2-B2A",
        "2-B1A",
        "2-GA",
        "2-2A",
        "2-2B",
        "2-10A",
        "10-1A",
    ]
    assert len(floors) == 6


# --- in the database ---------------------------------------------------------------------------


@pytest.fixture
async def asked(neighbourhood: Neighbourhood) -> int:
    """Alice, Bob and Sue were asked, and have the letter; its number."""
    for who, unit in ((ALICE, 3), (BOB, 2), (SUE, 3)):
        await neighbourhood.moves_in(who, unit=unit)
    async with neighbourhood.database.transaction() as session:
        number = await broadcast.draft(
            session,
            community_id=EMERALD,
            author_id=MEI,
            audience=Audience.everybody(),
            texts=TEXTS,
            silent=False,
            asks=True,
            now=NOW,
        )
        assert await broadcast.confirm(session, number, NOW) == 3
        await session.execute(
            update(Delivery).values(state=DeliveryState.SENT, message_id=Delivery.person_id + 100)
        )
        await session.execute(update(OutboxLetter).values(state=OutboxState.SENT))
        await session.execute(update(Broadcast).values(state=BroadcastState.DONE))
    return number


async def says(neighbourhood: Neighbourhood, number: int, who: int, said: Acknowledgement) -> bool:
    async with neighbourhood.database.transaction() as session:
        return await answers.answer(session, number, who, said, LATER)


async def remind(neighbourhood: Neighbourhood, now: datetime = LATER) -> list[int]:
    """How many were reminded, of each letter whose time had come."""
    async with neighbourhood.database.transaction() as session:
        return [
            await asking.remind(session, claimed.asked, AGAIN, now) if claimed.in_time else 0
            for number in await asking.due(session, now)
            if (claimed := await asking.claim(session, number, now))
        ]


async def reminders(neighbourhood: Neighbourhood) -> list[OutboxLetter]:
    async with neighbourhood.database.reading() as session:
        found = await session.scalars(
            select(OutboxLetter)
            .where(OutboxLetter.key.startswith("remind:"))
            .order_by(OutboxLetter.person_id)
        )
        return list(found)


async def copy_of(neighbourhood: Neighbourhood, number: int, who: int) -> Delivery:
    async with neighbourhood.database.reading() as session:
        return await session.get_one(Delivery, (number, who))


async def test_every_copy_bears_the_buttons_in_its_language(
    neighbourhood: Neighbourhood, asked: int
) -> None:
    async with neighbourhood.database.reading() as session:
        sent = await session.get_one(Broadcast, asked)
    assert sent.remind_at == LATER
    hant, english = (asking.buttons(sent, each)[0] for each in TEXTS)
    assert [key["data"] for key in hant] == [f"ack:{asked}", f"hlp:{asked}"]
    assert hant[0]["text"] != english[0]["text"]


@pytest.mark.parametrize("said", Acknowledgement)
async def test_of_two_presses_at_once_one_counts(
    neighbourhood: Neighbourhood, asked: int, said: Acknowledgement
) -> None:
    pressed = await asyncio.gather(*(says(neighbourhood, asked, ALICE, said) for _ in range(5)))
    assert sorted(pressed) == [False] * 4 + [True]


async def test_who_understood_may_need_help_and_not_the_other_way(
    neighbourhood: Neighbourhood, asked: int
) -> None:
    assert await says(neighbourhood, asked, ALICE, Acknowledgement.UNDERSTOOD)
    assert await says(neighbourhood, asked, ALICE, Acknowledgement.NEEDS_HELP)
    assert not await says(neighbourhood, asked, ALICE, Acknowledgement.UNDERSTOOD)
    assert not await says(neighbourhood, asked, MEI, Acknowledgement.UNDERSTOOD), "not asked"
    assert (await copy_of(neighbourhood, asked, ALICE)).answer is Acknowledgement.NEEDS_HELP


async def test_the_silent_are_reminded_once_in_reply_to_the_letter(
    neighbourhood: Neighbourhood, asked: int
) -> None:
    await says(neighbourhood, asked, BOB, Acknowledgement.UNDERSTOOD)
    assert await remind(neighbourhood, LATER - timedelta(minutes=1)) == []
    both = await asyncio.gather(remind(neighbourhood), remind(neighbourhood))
    assert sorted(both) == [[], [2]]
    assert await remind(neighbourhood, LATER + timedelta(days=30)) == []

    alices, sues = await reminders(neighbourhood)
    assert (alices.person_id, sues.person_id) == (ALICE, SUE)
    assert alices.body == {"reply_to": ALICE + 100}
    assert alices.broadcast_id is None
    assert not alices.repeatable
    async with neighbourhood.database.reading() as session:
        shared = (await session.get_one(LetterBody, alices.body_id)).body
    assert ADDRESSEE in shared["text"]
    assert AGAIN[Language.HANT] in shared["text"]
    assert shared["buttons"]


async def test_what_becomes_of_the_reminder_is_not_what_became_of_the_letter(
    neighbourhood: Neighbourhood, asked: int
) -> None:
    await remind(neighbourhood)
    async with neighbourhood.database.transaction() as session:
        alices, _, sues = await leasing.lease(session, 3, LATER, LATER + timedelta(minutes=1))
        assert alices.body["reply_to"] == ALICE + 100
        sent = SentLetter(alices, 900, (MadeMessage(900),))
        await settling.mark_sent(session, [sent], LATER)
        await settling.give_up(session, sues, OutboxState.IN_DOUBT, "nobody knows", LATER)
    for who in (ALICE, SUE):
        copy = await copy_of(neighbourhood, asked, who)
        assert (copy.state, copy.message_id) == (DeliveryState.SENT, who + 100)


async def test_an_answer_comes_before_a_reminder_that_still_waits(
    neighbourhood: Neighbourhood, asked: int
) -> None:
    await remind(neighbourhood)
    await says(neighbourhood, asked, ALICE, Acknowledgement.UNDERSTOOD)
    states = {each.person_id: each.state for each in await reminders(neighbourhood)}
    assert states[ALICE] is OutboxState.SUPERSEDED
    assert states[BOB] is OutboxState.PENDING


async def test_who_moved_out_or_cannot_be_written_to_is_not_reminded(
    neighbourhood: Neighbourhood, asked: int
) -> None:
    async with neighbourhood.database.transaction() as session:
        gone = update(Residency).where(Residency.person_id == ALICE)
        await session.execute(gone.values(until=NOW))
        blocked = update(Person).where(Person.id == BOB)
        await session.execute(blocked.values(unreachable_since=NOW))
    assert await remind(neighbourhood) == [1]
    async with neighbourhood.database.reading() as session:
        sent = await session.get_one(Broadcast, asked)
        missing = await answers.silent(session, sent, Language.EN)
        counted = await answers.count(session, sent)
    assert {each.person_id for each in missing} == {BOB, SUE}
    assert (counted.silent, counted.asked) == (2, 2)


async def test_nobody_is_reminded_of_what_has_expired_but_the_office_is_told(
    neighbourhood: Neighbourhood, asked: int
) -> None:
    async with neighbourhood.database.transaction() as session:
        await session.execute(update(Broadcast).values(expires_at=LATER + timedelta(hours=1)))
    assert await remind(neighbourhood, LATER + timedelta(hours=2)) == [0]
    assert not await reminders(neighbourhood)


async def test_a_stopped_letter_reminds_nobody(neighbourhood: Neighbourhood, asked: int) -> None:
    async with neighbourhood.database.transaction() as session:
        await session.execute(update(Broadcast).values(state=BroadcastState.CANCELLED))
    assert await remind(neighbourhood) == []
    async with neighbourhood.database.reading() as session:
        assert await asking.moments(session, LATER) == {}


async def test_at_night_it_waits_for_the_morning(neighbourhood: Neighbourhood, asked: int) -> None:
    night = datetime(2026, 11, 26, 3, tzinfo=TAIPEI)
    assert await remind(neighbourhood, night) == []
    async with neighbourhood.database.reading() as session:
        moments = await asking.moments(session, night.astimezone(UTC))
    assert moments == {asked: datetime(2026, 11, 26, 8, 30, tzinfo=TAIPEI)}


async def test_who_was_reached_is_off_the_list_and_stays_counted(
    neighbourhood: Neighbourhood, asked: int
) -> None:
    await says(neighbourhood, asked, BOB, Acknowledgement.UNDERSTOOD)
    async with neighbourhood.database.transaction() as session:
        reached = [
            await answers.reach(session, asked, who, ReachedBy.PHONE, LATER)
            for who in (ALICE, ALICE, BOB)
        ]
        sent = await session.get_one(Broadcast, asked)
        counted = await answers.count(session, sent)
        missing = await answers.silent(session, sent, Language.EN)
    assert reached == [True, False, False]
    assert (counted.understood, counted.reached, counted.silent) == (1, 1, 1)
    assert [each.person_id for each in missing] == [SUE]
