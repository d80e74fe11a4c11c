"""Plan and clock meet: what is approved goes out once, at a decent hour, or expires."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from db.models import Broadcast, Community, Occurrence, OutboxLetter, Person
from db.vocabulary import BroadcastState, Language, OccurrenceState
from reminders.deciding import approve, reword, take_out
from reminders.dispatch import Dispatched, Unsent, next_moments, send_due
from reminders.notices import Notices
from reminders.outbox import ADDRESSEE
from reminders.planner import plan
from tests.reminders.altered_notices import said_differently, without
from tests.reminders.neighbourhood import ALICE, BOB, EMERALD, HARBOUR, MEI, NOW, SUE, Neighbourhood

DUE = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
"""大雪 2026, ten in the morning; the notice expires 96 hours later."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """December 2026, in Taipei."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def elders_only(notices: Notices) -> Notices:
    return Notices({"cold.elders": notices.by_id["cold.elders"]})


@pytest.fixture
async def approved(neighbourhood: Neighbourhood, elders_only: Notices) -> Neighbourhood:
    """The notice of 大雪 2026 is approved in Taiwan, and only planned in Hong Kong."""
    async with neighbourhood.database.transaction() as session:
        await plan(session, elders_only, NOW)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    async with neighbourhood.database.transaction() as session:
        assert await approve(session, row.id, MEI, NOW)
    return neighbourhood


async def dispatched(neighbourhood: Neighbourhood, notices: Notices, now: datetime) -> Dispatched:
    async with neighbourhood.database.transaction() as session:
        return await send_due(session, notices, now)


@cache
def shipped() -> Notices:
    return Notices.load()


async def due_next(neighbourhood: Neighbourhood, now: datetime) -> datetime | None:
    async with neighbourhood.database.reading() as session:
        return min((await next_moments(session, shipped(), now)).values(), default=None)


async def state(neighbourhood: Neighbourhood, where: int = EMERALD) -> OccurrenceState:
    return (await neighbourhood.occurrence("cold.elders", "大雪@2026", where)).state


async def test_an_approved_notice_goes_out_when_it_is_due(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    assert await dispatched(approved, elders_only, DUE - timedelta(seconds=1)) == Dispatched()
    done = await dispatched(approved, elders_only, DUE)
    (row,) = await approved.all(Broadcast)
    assert done == Dispatched(broadcast_ids=[row.id])
    assert (row.author_id, row.silent, row.state) == (None, True, BroadcastState.SENDING)
    assert row.total == 1
    occurrence = await approved.occurrence("cold.elders", "大雪@2026")
    assert (occurrence.state, occurrence.broadcast_id) == (OccurrenceState.SENT, row.id)
    assert (await approved.letters())[ALICE].silent
    said = await approved.said_to(ALICE)
    assert said.startswith(f"{ADDRESSEE}，您好：\n\n<b>冷天早晨，慢慢來</b>\n\n")
    assert said.endswith("翠湖管理中心　敬上（電話 2345 6789）")


async def test_it_goes_out_once(approved: Neighbourhood, elders_only: Notices) -> None:
    await dispatched(approved, elders_only, DUE)
    assert (await dispatched(approved, elders_only, DUE)).broadcast_ids == []
    assert await approved.count(Broadcast) == 1


async def test_two_dispatchers_at_once_send_it_once(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    both = await asyncio.gather(*(dispatched(approved, elders_only, DUE) for _ in range(2)))
    assert sorted(len(done.broadcast_ids) for done in both) == [0, 1]
    assert await approved.count(Broadcast) == 1
    assert await approved.count(OutboxLetter) == 1


async def test_after_a_crash_it_goes_out_once(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    async def send_and_crash() -> None:
        async with approved.database.transaction() as session:
            await send_due(session, elders_only, DUE)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await send_and_crash()
    assert await state(approved) is OccurrenceState.APPROVED
    assert await approved.count(OutboxLetter) == 0
    await dispatched(approved, elders_only, DUE)
    assert await approved.count(Broadcast) == 1


async def test_what_nobody_approved_is_not_sent_and_expires_in_the_open(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    done = await dispatched(approved, elders_only, DUE)
    assert done.expired == []
    assert await state(approved, HARBOUR) is OccurrenceState.PLANNED
    done = await dispatched(approved, elders_only, DUE + timedelta(hours=96))
    assert [(each.occurrence.community_id, each.why) for each in done.expired] == [
        (HARBOUR, Unsent.UNAPPROVED)
    ]
    assert await state(approved, HARBOUR) is OccurrenceState.EXPIRED
    assert (await dispatched(approved, elders_only, DUE + timedelta(hours=97))).expired == []


async def test_a_late_one_waits_for_the_morning(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    assert (await dispatched(approved, elders_only, at(7, 23))).broadcast_ids == []
    assert (await dispatched(approved, elders_only, at(8, 8, 29))).broadcast_ids == []
    assert await state(approved) is OccurrenceState.APPROVED
    assert len((await dispatched(approved, elders_only, at(8, 8, 30))).broadcast_ids) == 1


async def test_an_approved_one_that_comes_too_late_expires(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    row = await approved.occurrence("cold.elders", "大雪@2026")
    await approved.change(Occurrence, row.id, expires_at=at(8, 7))
    done = await dispatched(approved, elders_only, at(7, 22))
    assert [(each.occurrence.id, each.why) for each in done.expired] == [(row.id, Unsent.LATE)]
    assert await approved.count(Broadcast) == 0


async def test_words_changed_since_the_approval_are_not_sent(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    changed = said_differently(elders_only, "cold.elders")
    assert await dispatched(approved, changed, DUE) == Dispatched()
    row = await approved.occurrence("cold.elders", "大雪@2026")
    assert (row.state, row.approved_by) == (OccurrenceState.PLANNED, None)
    async with approved.database.transaction() as session:
        assert await approve(session, row.id, MEI, DUE)
    assert len((await dispatched(approved, changed, DUE)).broadcast_ids) == 1


async def test_a_notice_that_is_gone_is_not_sent(approved: Neighbourhood, notices: Notices) -> None:
    done = await dispatched(approved, without(notices, "cold.elders"), DUE)
    assert done.broadcast_ids == []
    assert await state(approved) is OccurrenceState.EXPIRED


async def test_the_managers_own_words_are_sent(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    row = await approved.occurrence("cold.elders", "大雪@2026")
    async with approved.database.transaction() as session:
        await reword(session, elders_only, row.id, Language.HANT, "泡壺熱茶 <3", MEI, NOW)
        await approve(session, row.id, SUE, NOW)
    await dispatched(approved, elders_only, DUE)
    assert "泡壺熱茶 &lt;3" in await approved.said_to(ALICE)


async def test_everybody_there_on_the_day_is_written_to(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    await approved.moves_in(BOB, unit=2)
    await dispatched(approved, elders_only, DUE)
    assert set(await approved.letters()) == {ALICE, BOB}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOW, DUE),
        (DUE, DUE),
        (at(7, 12), at(7, 12)),
        (at(7, 23), at(8, 8, 30)),
        (at(8, 3), at(8, 8, 30)),
    ],
)
async def test_the_clock_is_told_when_to_come_back(
    approved: Neighbourhood, now: datetime, expected: datetime
) -> None:
    assert await due_next(approved, now) == expected


async def test_the_clock_comes_back_for_what_expires(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    await dispatched(approved, elders_only, DUE)
    expiry = DUE + timedelta(hours=96)
    assert await due_next(approved, DUE) == expiry
    await dispatched(approved, elders_only, expiry)
    later = await due_next(approved, expiry)
    assert later is not None
    assert later > expiry + timedelta(days=300), "next year's, when it expires unapproved"


async def test_with_nothing_planned_there_is_nothing_to_come_back_for(
    neighbourhood: Neighbourhood,
) -> None:
    assert await due_next(neighbourhood, NOW) is None


async def test_a_clock_that_follows_next_due_never_stands_still(
    approved: Neighbourhood, elders_only: Notices
) -> None:
    """As the sandbox does: jump to what is next, send it, until the year is over."""
    now, jumps = NOW, 0
    while (moment := await due_next(approved, now)) and moment < NOW + timedelta(days=500):
        assert moment > now or jumps == 0
        now, jumps = moment, jumps + 1
        await dispatched(approved, elders_only, now)
    assert jumps == 3
    assert await approved.count(Broadcast) == 1


async def test_a_major_matter_rings_and_reaches_those_who_asked_for_quiet(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await neighbourhood.change(Person, ALICE, quiet=True)
    async with neighbourhood.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        row = await take_out(session, notices.by_id["major.lift_works"], community, NOW)
        assert await approve(session, row.id, MEI, NOW)
    await dispatched(neighbourhood, notices, NOW)
    (sent,) = await neighbourhood.all(Broadcast)
    assert (sent.silent, sent.total) == (False, 1)
    assert not (await neighbourhood.letters())[ALICE].silent
