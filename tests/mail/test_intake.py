"""Updates are handled once, in the order of their chat, whatever fails."""

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.telegram.intake import Intake, lane_of
from db import inbox
from db.session import Database
from tests.mail.mailroom import ALICE, BOB, FakeClock, until

pytestmark = pytest.mark.usefixtures("quick_pauses")


@pytest.fixture
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.intake._FIRST_PAUSE", 0.005)


def said(update_id: int, chat_id: int, words: str = "hello") -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {"chat": {"id": chat_id}, "from": {"id": 1}, "text": words},
    }


class Desk:
    """Handles updates as the bot does: claims, acts, in one transaction; notes what it did."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.done: dict[int, list[int]] = defaultdict(list)
        self.failures: dict[int, int] = {}
        self.dead: list[int] = []
        self.at_work = self.most_at_work = 0
        self.dice = random.Random(3)

    async def process(self, row_id: int, update: dict[str, Any]) -> None:
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        try:
            await asyncio.sleep(self.dice.random() / 300)
            async with self.database.transaction() as session:
                if await inbox.claim(session, row_id):
                    await self.act(update)
        finally:
            self.at_work -= 1

    async def act(self, update: dict[str, Any]) -> None:
        number = update["update_id"]
        if self.failures.get(number, 0) > 0:
            self.failures[number] -= 1
            raise KeyError(update["message"]["text"])
        self.done[lane_of(update)].append(number)

    async def bury(self, row_id: int, update: dict[str, Any]) -> None:
        self.dead.append(update["update_id"])


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
async def intake(database: Database, clock: FakeClock, desk: Desk) -> AsyncIterator[Intake]:
    intake = Intake(database, clock, desk.process, on_dead=desk.bury)
    yield intake
    await intake.stop(1)


async def settled(intake: Intake) -> None:
    await asyncio.wait_for(intake.settled(), 10)


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 5}, "from": {"id": 6}}}, 5),
        ({"update_id": 1, "edited_message": {"chat": {"id": -5}}}, -5),
        ({"update_id": 1, "channel_post": {"chat": {"id": -7}}}, -7),
        ({"callback_query": {"from": {"id": 6}, "message": {"chat": {"id": -5}}}}, -5),
        ({"callback_query": {"from": {"id": 6}, "inline_message_id": "x"}}, 6),
        ({"my_chat_member": {"chat": {"id": 6}, "from": {"id": 6}}}, 6),
        ({"message_reaction": {"chat": {"id": -5}, "user": {"id": 6}}}, -5),
        ({"poll_answer": {"user": {"id": 6}}}, 6),
        ({"update_id": 1, "poll": {"id": "9"}}, 0),
    ],
)
def test_every_update_has_its_lane(update: dict[str, Any], lane: int) -> None:
    assert lane_of(update) == lane


async def test_chats_go_side_by_side_and_each_in_order(intake: Intake, desk: Desk) -> None:
    updates = [said(number, 5000 + number % 50) for number in range(200)]
    for start in range(0, 200, 40):
        await intake.take(updates[start : start + 40])
    await settled(intake)
    assert sum(map(len, desk.done.values())) == 200
    assert all(numbers == sorted(numbers) for numbers in desk.done.values())
    assert 2 < desk.most_at_work <= 32


async def test_what_comes_twice_is_handled_once(intake: Intake, desk: Desk) -> None:
    await intake.take([said(1, ALICE), said(2, ALICE)])
    await settled(intake)
    await intake.take([said(2, ALICE), said(3, ALICE)])
    await settled(intake)
    assert desk.done[ALICE] == [1, 2, 3]


async def test_a_failure_is_tried_again_before_the_chat_goes_on(
    intake: Intake, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.failures = {1: 3}
    await intake.take([said(1, ALICE, "my secret"), said(2, ALICE), said(3, BOB)])
    await settled(intake)
    assert desk.done == {ALICE: [1, 2], BOB: [3]}
    (record,) = caplog.records
    assert record.getMessage().startswith("Update 1 failed: KeyError")
    assert "secret" not in caplog.text


async def test_the_others_go_on_while_one_chat_fails(
    intake: Intake, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.intake._FIRST_PAUSE", 30.0)
    desk.failures = {1: 1}
    await intake.take([said(1, ALICE), said(2, ALICE), said(3, BOB)])
    await until(lambda: desk.done[BOB])
    assert desk.done[ALICE] == []


async def test_a_hopeless_update_is_buried_and_the_chat_goes_on(
    intake: Intake, desk: Desk, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "bot.telegram.intake")
    desk.failures = {1: 99}
    await intake.take([said(1, ALICE), said(2, ALICE)])
    await settled(intake)
    assert (desk.dead, desk.done[ALICE], desk.failures[1]) == ([1], [2], 94)
    async with database.reading() as session:
        assert [each.update_id for each in await inbox.dead(session)] == [1]


async def test_what_was_stored_before_a_crash_is_handled_after_it(
    database: Database, clock: FakeClock, desk: Desk
) -> None:
    async def die(row_id: int, update: dict[str, Any]) -> None:
        async with database.transaction() as session:
            assert await inbox.claim(session, row_id)
            await asyncio.sleep(60)

    before = Intake(database, clock, die)
    await before.take([said(1, ALICE), said(2, ALICE)])
    await asyncio.sleep(0.05)
    await before.stop(0)
    after = Intake(database, clock, desk.process)
    await after.sweep()
    await settled(after)
    assert desk.done[ALICE] == [1, 2]


async def test_stopping_finishes_what_is_begun_and_begins_nothing(
    database: Database, clock: FakeClock, desk: Desk
) -> None:
    intake = Intake(database, clock, desk.process)
    await intake.take([said(number, ALICE) for number in range(20)])
    await asyncio.sleep(0.03)
    await intake.stop(5)
    handled = len(desk.done[ALICE])
    assert handled < 20
    async with database.reading() as session:
        found = await inbox.head(session, ALICE)
    assert found
    assert found.update_id == handled


async def test_two_processes_share_an_inbox_without_doubling_or_overtaking(
    database: Database, clock: FakeClock, desk: Desk
) -> None:
    """Two of everything over one database; on PostgreSQL two pools of connections as well."""
    other_database = Database(database.engine.url.render_as_string(hide_password=False))
    if database.is_sqlite:  # one process is all that SQLite is for: share its writer's lock
        other_database._writer = database._writer
    other = Desk(other_database)
    other.done = desk.done
    first = Intake(database, clock, desk.process)
    second = Intake(other_database, clock, other.process)
    updates = [said(number, 5000 + number % 5) for number in range(60)]
    await first.take(updates[:30])
    await second.take(updates[25:])
    await asyncio.gather(first.sweep(), second.sweep())
    await asyncio.gather(settled(first), settled(second))
    await asyncio.gather(first.stop(1), second.stop(1))
    await other_database.close()
    everything = [number for numbers in desk.done.values() for number in numbers]
    assert sorted(everything) == list(range(60))
    assert all(numbers == sorted(numbers) for numbers in desk.done.values())
