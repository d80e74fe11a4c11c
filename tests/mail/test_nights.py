"""Letters to many that take longer than the evening: they go on in the morning, or not at all."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db import leasing
from db.models import Broadcast, Building, Person, Residency, Unit
from db.vocabulary import DeliveryState, Language, OutboxState, ResidentRole, Weight
from reminders import broadcast
from reminders.audience import Audience
from reminders.broadcast.asking import remind
from reminders.correcting import draft_correction, would_stop
from reminders.outcomes import Errand, Outcome, TryLater
from tests.mail.mailroom import FakeTransport, MailRoom

TAIPEI = ZoneInfo("Asia/Taipei")
EVENING = datetime(2026, 11, 23, 21, 20, tzinfo=TAIPEI).astimezone(UTC)
MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=TAIPEI).astimezone(UTC)
OWNERS = 30


class SlowTransport(FakeTransport):
    """A minute for each."""

    def __init__(self, room: MailRoom) -> None:
        super().__init__()
        self._room = room
        self.left: list[tuple[int, datetime]] = []

    async def send(self, errand: Errand) -> Outcome:
        self.left.append((errand.letter.chat_id, self._room.clock.now().astimezone(TAIPEI)))
        self._room.clock.advance(minutes=1)
        return await super().send(errand)

    def at_night(self) -> list[datetime]:
        return [
            moment
            for _, moment in self.left
            if not (8, 30) <= (moment.hour, moment.minute) < (21, 30)
        ]


@pytest.fixture
async def evening(room: MailRoom) -> MailRoom:
    """Thirty owners at home, ten minutes before quiet hours."""
    room.clock.time = EVENING
    await room.add(Building(id=1, community_id=1, code="1", names={}, aliases=[]))
    await room.add(Unit(id=1, building_id=1, floor="1", door="A"))
    owners = range(100, 100 + OWNERS)
    await room.add(
        *(
            Person(
                id=id_,
                telegram_id=5000 + id_,
                name=f"owner {id_}",
                language=Language.EN,
                created_at=EVENING,
            )
            for id_ in owners
        )
    )
    await room.add(
        *(
            Residency(person_id=id_, unit_id=1, role=ResidentRole.OWNER, since=EVENING)
            for id_ in owners
        )
    )
    return room


async def _broadcast(
    room: MailRoom,
    weight: Weight = Weight.REMINDER,
    *,
    expires_at: datetime | None = None,
    asks: bool = False,
) -> int:
    async with room.database.transaction() as session:
        drafted = await broadcast.draft(
            session,
            community_id=1,
            author_id=None,
            audience=Audience.everybody(),
            texts={Language.EN: "Mind the stove."},
            silent=weight is Weight.REMINDER,
            weight=weight,
            expires_at=expires_at,
            asks=asks,
            now=room.clock.now(),
        )
        await broadcast.confirm(session, drafted, room.clock.now())
    return drafted


async def _carry(room: MailRoom, slow: SlowTransport) -> None:
    await room.drain(transport=slow, at_once=1)


async def test_what_is_begun_in_the_evening_goes_on_in_the_morning(evening: MailRoom) -> None:
    await _broadcast(evening)
    slow = SlowTransport(evening)
    await _carry(evening, slow)
    assert len(slow.left) == 10, "until half past nine"
    async with evening.database.reading() as session:
        assert await leasing.next_due(session, evening.clock.now()) == MORNING
    evening.clock.time = MORNING - timedelta(minutes=1)
    await _carry(evening, slow)
    assert len(slow.left) == 10, "nor by whoever takes over at night"
    evening.clock.time = MORNING
    await _carry(evening, slow)
    assert len({chat_id for chat_id, _ in slow.left}) == len(slow.left) == OWNERS
    assert slow.at_night() == []


async def test_the_same_sender_goes_on(evening: MailRoom) -> None:
    await _broadcast(evening)
    slow = SlowTransport(evening)
    async with evening.sending(transport=slow, at_once=1) as sender:
        await sender.settled()
        evening.clock.time = MORNING
        await sender.settled()
    assert len(slow.left) == OWNERS
    assert slow.at_night() == []


async def test_what_is_confirmed_at_night_waits_and_keeps_nobody_else_waiting(
    evening: MailRoom,
) -> None:
    evening.clock.time = EVENING + timedelta(hours=4)
    await _broadcast(evening, Weight.NOTICE)
    await evening.owe(evening.letter(5100, "We are on our way."))
    slow = SlowTransport(evening)
    await _carry(evening, slow)
    assert slow.sent == [(5100, "We are on our way.")]
    evening.clock.time = MORNING
    await _carry(evening, slow)
    assert len(slow.sent) == 1 + OWNERS


async def test_what_cannot_wait_does_not(evening: MailRoom) -> None:
    evening.clock.time = EVENING + timedelta(hours=4)
    await _broadcast(evening, Weight.URGENT)
    await evening.drain()
    assert len(evening.transport.sent) == OWNERS


async def test_what_is_stale_in_the_morning_is_not_sent_and_named(evening: MailRoom) -> None:
    number = await _broadcast(evening, expires_at=MORNING - timedelta(hours=1))
    slow = SlowTransport(evening)
    await _carry(evening, slow)
    assert len(slow.left) == 10
    async with evening.database.transaction() as session:
        troubles = await broadcast.troubles(session, number)
        assert troubles == {DeliveryState.FAILED: {broadcast.Trouble.LATE: OWNERS - 10}}
        assert await broadcast.settled(session) == [number]
        assert await broadcast.finish(session, number, evening.clock.now())


async def test_it_can_be_stopped_in_its_sleep(evening: MailRoom) -> None:
    number = await _broadcast(evening)
    slow = SlowTransport(evening)
    await _carry(evening, slow)
    async with evening.database.transaction() as session:
        assert await broadcast.cancel(session, number, evening.clock.now())
    evening.clock.time = MORNING
    await _carry(evening, slow)
    assert len(slow.left) == 10
    assert set(await evening.states()) == {OutboxState.SENT, OutboxState.CANCELLED}


async def test_a_correction_stops_what_sleeps_and_goes_to_whoever_was_awake(
    evening: MailRoom,
) -> None:
    number = await _broadcast(evening)
    slow = SlowTransport(evening)
    await _carry(evening, slow)
    async with evening.database.transaction() as session:
        assert await would_stop(session, number) == OWNERS - 10
        right = {Language.EN: "The stove is fine."}
        correction = await draft_correction(session, number, right, None, evening.clock.now())
        assert await broadcast.confirm(session, correction, evening.clock.now()) == 10
        assert await would_stop(session, number) == 0
    evening.clock.time = MORNING
    await _carry(evening, slow)
    had_it, corrected = slow.left[:10], slow.left[10:]
    assert sorted(chat for chat, _ in corrected) == sorted(chat for chat, _ in had_it)


class StoppedMeanwhile(FakeTransport):
    """The broadcast is stopped while its first copy is on its way, and has to be tried again."""

    def __init__(self, room: MailRoom, broadcast_id: int) -> None:
        super().__init__()
        self._room, self._broadcast_id = room, broadcast_id

    async def send(self, errand: Errand) -> Outcome:
        async with self._room.database.transaction() as session:
            await broadcast.cancel(session, self._broadcast_id, self._room.clock.now())
        return TryLater(0.0, False, "busy")


async def test_what_was_stopped_on_its_way_is_not_tried_again(evening: MailRoom) -> None:
    number = await _broadcast(evening)
    await evening.drain(transport=StoppedMeanwhile(evening, number), at_once=1)
    assert set(await evening.states()) == {OutboxState.CANCELLED}
    assert {row.settled_at for row in await evening.rows()} == {evening.clock.now()}


async def test_readers_are_asked_once_more_by_day_only(evening: MailRoom) -> None:
    number = await _broadcast(evening, Weight.URGENT, asks=True)
    await evening.drain()
    evening.clock.time = EVENING + timedelta(days=1)
    async with evening.database.transaction() as session:
        asked = await session.get_one(Broadcast, number)
        again = {Language.EN: "Have you seen it?"}
        assert await remind(session, asked, again, evening.clock.now()) == OWNERS
    slow = SlowTransport(evening)
    await _carry(evening, slow)
    assert len(slow.left) == 10
    evening.clock.time = MORNING + timedelta(days=1)
    await _carry(evening, slow)
    assert len(slow.left) == OWNERS
    assert slow.at_night() == []
