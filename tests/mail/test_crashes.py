"""The process dies at any line: nothing is lost, a ticket's message comes twice at most, marked,
and a reminder is parked rather than repeated."""

import asyncio
from collections.abc import Callable

import pytest

from db import settling
from db.models import Broadcast, Delivery, ForumTopic, Person
from db.vocabulary import BroadcastState, DeliveryState, LetterKind, OutboxState
from reminders.delivery import revive
from reminders.outcomes import Doubtful, Errand, Outcome, Rejected, Sent, Unreachable
from tests.mail.mailroom import ALICE, BOB, STAFF_GROUP, FakeTransport, MailRoom


class Killer(FakeTransport):
    """Kills the sender at one point of a letter's way."""

    def __init__(self, point: str) -> None:
        super().__init__()
        self.point = point
        self.kill: Callable[[], object] = lambda: None

    async def send(self, errand: Errand) -> Outcome:
        if self.point == "before it is sent":
            self.kill()
            await asyncio.sleep(5)
        outcome = await super().send(errand)
        if self.point == "before the answer":
            self.kill()
            await asyncio.sleep(5)
        if self.point == "before it is written down":
            self.kill()
        return outcome

    async def make_topic(self, chat_id: int, title: str) -> int | Outcome:
        if self.point == "before the topic is written down":
            thread = await super().make_topic(chat_id, title)
            self.kill()
            await asyncio.sleep(5)
            return thread
        return await super().make_topic(chat_id, title)


async def die(room: MailRoom, point: str) -> FakeTransport:
    """Send what is due and be killed at that point: no stopping, no clearing up."""
    transport = Killer(point)
    sender = room.sender(transport=transport)
    run = asyncio.create_task(sender.run())
    transport.kill = run.cancel
    with pytest.raises(asyncio.CancelledError):
        await run
    return transport


POINTS = ["before it is sent", "before the answer", "before it is written down"]


@pytest.mark.parametrize("point", POINTS)
async def test_a_ticket_message_is_repeated_once_and_marked(room: MailRoom, point: str) -> None:
    await room.owe(room.letter(ALICE, "first"), room.letter(ALICE, "second"))
    before = await die(room, point)
    assert len(before.sent) == (0 if point == POINTS[0] else 1)

    await room.drain()
    assert room.transport.sent == []  # the lease runs: the other may be alive

    room.clock.advance(seconds=61)
    await room.drain()
    assert room.transport.words(ALICE) == ["first", "second"]
    assert [errand.letter.repeated for errand in room.transport.errands] == [True, False]
    assert await room.states() == [OutboxState.SENT] * 2


@pytest.mark.parametrize("point", POINTS)
async def test_a_reminder_is_parked(room: MailRoom, point: str) -> None:
    await owe_broadcast(room)
    await die(room, point)
    room.clock.advance(seconds=61)
    await room.drain()
    assert room.transport.sent == []
    assert await room.states() == [OutboxState.IN_DOUBT]
    assert (await room.get(Delivery, (1, 1))).state is DeliveryState.IN_DOUBT


async def test_who_is_alone_need_not_wait_for_the_lease(room: MailRoom) -> None:
    await room.owe(room.letter(ALICE, "first"))
    await die(room, "before the answer")
    await room.drain(sole=True)
    assert room.transport.words(ALICE) == ["first"]


async def test_a_letter_on_which_we_die_every_time_is_parked_in_the_end(room: MailRoom) -> None:
    await room.owe(room.letter(ALICE, "first"))
    deaths = 0
    while (await room.states()) != [OutboxState.IN_DOUBT]:
        async with room.database.transaction() as session:
            if await settling.recover(session, room.clock.now(), at_once=True):
                continue
        await die(room, "before it is sent")
        deaths += 1
    assert deaths == 11


async def test_a_topic_made_in_vain_is_made_again(room: MailRoom) -> None:
    await room.owe(room.letter(STAFF_GROUP, "one", topic_id=1))
    await die(room, "before the topic is written down")
    await room.drain(sole=True)
    assert (await room.get(ForumTopic, 1)).thread_id == 101
    assert room.transport.words(STAFF_GROUP) == ["one"]


async def test_an_edit_after_a_crash_is_simply_made(room: MailRoom) -> None:
    await room.owe(card(room, "new"))
    await room.drain()
    await room.owe(card(room, "assigned"))
    await die(room, "before the answer")
    await room.drain(sole=True)
    assert [errand.letter.card_message_id for errand in room.transport.errands] == [None, 1]
    assert room.transport.words(ALICE) == ["new", "assigned"]


def card(room: MailRoom, words: str) -> object:
    return room.letter(ALICE, words, kind=LetterKind.CARD, card_id=1)


async def test_a_letter_long_under_way_keeps_its_lease(
    room: MailRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reminders.delivery._INSPECTION", 0.0)
    room.transport.latency = lambda: 0.3
    await room.owe(room.letter(ALICE, "slow"))
    async with room.sending(glance=0.02):
        await asyncio.sleep(0.1)
        room.clock.advance(seconds=50)
        await asyncio.sleep(0.1)
        (row,) = await room.rows()
        assert row.lease_until > room.clock.now().replace(microsecond=0)
        room.clock.advance(seconds=50)  # the clock may even jump: what flies is not taken for lost
    assert await room.states() == [OutboxState.SENT]
    assert len(room.transport.errands) == 1


# --- what a broadcast's list says ----------------------------------------------------------------


async def owe_broadcast(room: MailRoom, *outcomes: Outcome) -> None:
    await room.add(
        Broadcast(
            id=1,
            community_id=1,
            audience={"kind": "all", "ids": []},
            texts={},
            state=BroadcastState.SENDING,
            silent=True,
            created_at=room.clock.now(),
        )
    )
    await room.add(Delivery(broadcast_id=1, person_id=1, state=DeliveryState.WAITING))
    room.transport.answer("cold", *outcomes)
    await room.owe(room.letter(ALICE, "cold", broadcast_id=1, person_id=1, repeatable=False))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Sent(5), DeliveryState.SENT),
        (Unreachable("blocked"), DeliveryState.UNREACHABLE),
        (Rejected("too long"), DeliveryState.FAILED),
        (Doubtful("read timeout"), DeliveryState.IN_DOUBT),
    ],
)
async def test_a_broadcast_knows_what_became_of_each_copy(
    room: MailRoom, outcome: Outcome, state: DeliveryState
) -> None:
    await owe_broadcast(room, outcome)
    await room.drain()
    delivery = await room.get(Delivery, (1, 1))
    assert (delivery.state, delivery.settled_at) == (state, room.clock.now())
    assert delivery.message_id == (5 if state is DeliveryState.SENT else None)


async def test_the_copies_waiting_for_an_unreachable_reader_are_settled_too(
    room: MailRoom,
) -> None:
    room.transport.answer("hello", Unreachable("blocked"))
    await room.owe(room.letter(ALICE, "hello", person_id=1), room.letter(BOB, "hi"))
    await owe_broadcast(room)
    await room.drain()
    delivery = await room.get(Delivery, (1, 1))
    assert (delivery.state, delivery.reason) == (DeliveryState.UNREACHABLE, "blocked")
    async with room.database.transaction() as session:
        await revive(session, 1)
    assert (await room.get(Person, 1)).unreachable_since is None
