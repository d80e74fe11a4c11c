"""When a notice goes out, whatever the clock and the process do meanwhile."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.models import Broadcast, OutboxLetter
from db.vocabulary import BroadcastState, Language, Region, Weight
from reminders import broadcast, scheduling
from reminders.audience import Audience
from tests.reminders.neighbourhood import EMERALD, MEI, NOW, SUE, Neighbourhood, community

TAIPEI = community(1, Region.TW, "Asia/Taipei")
DAY = timedelta(days=1)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    """In Taipei."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def notice(**values: Any) -> Broadcast:
    given = {"weight": Weight.NOTICE, "created_at": NOW, "approved_at": at(10)}
    return Broadcast(**given | {"send_at": None, "expires_at": None} | values)


@pytest.mark.parametrize(
    ("values", "now", "goes_out"),
    [
        ({}, at(10), at(10)),
        ({"approved_at": at(3)}, at(3), at(8, 30)),
        ({"approved_at": at(22)}, at(22), at(8, 30, day=25)),
        ({"approved_at": at(22), "weight": Weight.URGENT}, at(22), at(22)),
        ({"send_at": at(18)}, at(10), at(18)),
        ({"send_at": at(8)}, at(10), at(10)),
        ({"send_at": at(18)}, at(23), at(8, 30, day=25)),
        ({"send_at": at(18)}, at(18, 1, day=25), None),
        ({"approved_at": at(22)}, at(21, day=25), at(21, day=25)),
        ({"approved_at": at(22)}, at(23, day=25), None),
        ({"send_at": at(18), "expires_at": at(20)}, at(10), at(18)),
        ({"send_at": at(18), "expires_at": at(20)}, at(19), at(19)),
        ({"send_at": at(18), "expires_at": at(20)}, at(20), None),
        ({"corrects_id": 1, "approved_at": at(22)}, at(22), at(22)),
        ({"corrects_id": 1, "send_at": at(18)}, at(17), at(18)),
        ({"corrects_id": 1, "expires_at": at(8, day=25)}, at(22), None),
    ],
)
def test_it_goes_out_at_its_time_at_a_decent_hour_or_not_at_all(
    values: dict[str, Any], now: datetime, goes_out: datetime | None
) -> None:
    assert scheduling.goes_out_at(notice(**values), TAIPEI, now) == goes_out


moments = st.integers(0, 30 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(moments, moments, moments)
def test_no_time_and_no_pause_makes_it_ring_at_night(
    approved: datetime, send_at: datetime, now: datetime
) -> None:
    row = notice(approved_at=approved, send_at=send_at)
    found = scheduling.goes_out_at(row, TAIPEI, now)
    if found is not None:
        assert found >= max(approved, send_at, now)
        local = (found + timedelta(hours=8)).time()
        assert time(8, 30) <= local < time(21, 30)
        assert scheduling.goes_out_at(row, TAIPEI, found) == found, "when it comes, it is so still"


async def waiting(here: Neighbourhood, send_at: datetime | None, approved: datetime) -> int:
    async with here.database.transaction() as session:
        row = await broadcast.draft(
            session,
            community_id=EMERALD,
            author_id=MEI,
            audience=Audience.everybody(),
            texts={Language.HANT: "明天停水。"},
            silent=False,
            now=NOW,
        )
    await here.change(
        Broadcast,
        row,
        state=BroadcastState.SCHEDULED,
        send_at=send_at,
        approved_at=approved,
        approved_by=SUE,
    )
    return row


async def looked(here: Neighbourhood, now: datetime) -> list[int | None]:
    async with here.database.transaction() as session:
        rows = await scheduling.scheduled(session, EMERALD)
        return [await scheduling.send_if_due(session, each, now) for each in rows]


async def test_it_is_sent_once_however_often_the_clock_is_looked_at(
    neighbourhood: Neighbourhood,
) -> None:
    await waiting(neighbourhood, at(18), at(10))
    assert await looked(neighbourhood, at(17, 59)) == [None]
    assert await looked(neighbourhood, at(18)) == [1]
    assert await looked(neighbourhood, at(17)) == [], "the clock was put back"
    assert await looked(neighbourhood, at(18, 1)) == []
    assert await neighbourhood.count(OutboxLetter) == 1


async def test_a_crash_while_it_is_sent_leaves_it_waiting(neighbourhood: Neighbourhood) -> None:
    row = await waiting(neighbourhood, None, at(10))

    async def send_and_crash() -> None:
        async with neighbourhood.database.transaction() as session:
            found = await session.get_one(Broadcast, row)
            assert await scheduling.send_if_due(session, found, at(10)) == 1
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await send_and_crash()
    assert not await neighbourhood.count(OutboxLetter)
    assert await looked(neighbourhood, at(10, 1)) == [1]
