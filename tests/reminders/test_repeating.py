"""A notice that comes again: on which days, once each, under one approval, never all at once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from db.models import Broadcast, OutboxLetter
from db.vocabulary import BroadcastState, Language
from reminders import approving, broadcast, scheduling
from reminders.audience import Audience
from reminders.repeating import A_YEAR, MOST, Every, Repeat
from tests.reminders.neighbourhood import EMERALD, MEI, NOW, SUE, Neighbourhood

WEEKLY = Repeat(Every.DAY, 7, times=4)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """In Taipei; days after November's last are December's."""
    return datetime(2026, 11, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1, hours=-8)


@pytest.mark.parametrize(
    ("repeat", "first", "days"),
    [
        (WEEKLY, date(2026, 12, 21), ["2026-12-21", "2026-12-28", "2027-01-04", "2027-01-11"]),
        (
            Repeat(Every.MONTH, 1, times=4),
            date(2026, 11, 30),
            ["2026-11-30", "2026-12-30", "2027-01-30", "2027-02-28"],
        ),
        (
            Repeat(Every.MONTH, 1, until=date(2028, 4, 1)),
            date(2028, 1, 31),
            ["2028-01-31", "2028-02-29", "2028-03-31"],
        ),
        (
            Repeat(Every.DAY, 10, until=date(2026, 12, 14)),
            date(2026, 11, 24),
            ["2026-11-24", "2026-12-04", "2026-12-14"],
        ),
        (Repeat(Every.DAY, 1, until=date(2026, 11, 1)), date(2026, 11, 24), ["2026-11-24"]),
    ],
)
def test_its_days(repeat: Repeat, first: date, days: list[str]) -> None:
    assert [each.isoformat() for each in repeat.days(first)] == days


firsts = st.dates(date(2026, 1, 1), date(2040, 12, 31))
repeats = st.one_of(
    st.builds(Repeat, st.sampled_from(Every), st.integers(1, 183), st.integers(2, MOST)),
    st.builds(
        Repeat, st.sampled_from(Every), st.integers(1, 183), st.none(), st.dates(date(2026, 1, 1))
    ),
)


@given(repeats, firsts)
def test_its_days_are_in_order_and_within_a_year(repeat: Repeat, first: date) -> None:
    days = repeat.days(first)
    assert days[0] == first
    assert days == sorted(set(days))
    assert len(days) <= min(repeat.times or MOST, MOST)
    assert days[-1] <= first + A_YEAR
    assert Repeat.from_json(repeat.to_json()) == repeat


@pytest.mark.parametrize("times", [1, 53, 0, None])
def test_once_is_not_again_and_there_is_a_most(times: int | None) -> None:
    assert not Repeat(Every.DAY, 7, times).is_possible


async def approved(here: Neighbourhood, send_at: datetime | None = None, **other: Any) -> int:
    """Mei's, approved by Sue at ten on the 24th."""
    async with here.database.transaction() as session:
        row = await broadcast.draft(
            session,
            community_id=EMERALD,
            author_id=MEI,
            audience=Audience.everybody(),
            texts={Language.HANT: "星期一洗地。"},
            silent=False,
            now=NOW,
        )
        found = await session.get_one(Broadcast, row)
        found.repeat, found.send_at = WEEKLY.to_json(), send_at
        found.state, found.approved_by, found.approved_at = BroadcastState.SCHEDULED, SUE, NOW
        for name, value in other.items():
            setattr(found, name, value)
        found.seal = broadcast.seal(found)
    return row


async def looked(here: Neighbourhood, now: datetime) -> list[int | None]:
    async with here.database.transaction() as session:
        rows = await scheduling.scheduled(session, EMERALD)
        return [await scheduling.send_if_due(session, each, now) for each in rows]


async def passed_over(here: Neighbourhood, now: datetime) -> None:
    async with here.database.transaction() as session:
        (row,) = await scheduling.scheduled(session, EMERALD)
        assert await scheduling.pass_over(session, row, now)


async def times(here: Neighbourhood) -> list[tuple[BroadcastState, datetime | None]]:
    return [(row.state, row.send_at) for row in await here.all(Broadcast)]


WAITS, GOES, LEFT_OUT = (
    BroadcastState.SCHEDULED,
    BroadcastState.SENDING,
    BroadcastState.CANCELLED,
)


async def test_each_time_is_a_notice_of_its_own_under_the_same_approval(
    neighbourhood: Neighbourhood,
) -> None:
    first = await approved(neighbourhood, at(30))
    assert await looked(neighbourhood, at(29)) == [None]
    for day in (30, 37, 44, 51):
        assert await looked(neighbourhood, at(day)) == [1]
        assert await looked(neighbourhood, at(day, 9, 1)) in ([None], [])
    assert await looked(neighbourhood, at(58)) == [], "four times, and no more"
    rows = await neighbourhood.all(Broadcast)
    assert [row.send_at for row in rows] == [at(30), at(37), at(44), at(51)]
    assert {row.repeats_id for row in rows[1:]} == {first}
    assert {(row.approved_by, row.approved_at) for row in rows} == {(SUE, NOW)}
    assert await neighbourhood.count(OutboxLetter) == 4


async def test_what_goes_out_at_once_comes_again_at_that_hour(
    neighbourhood: Neighbourhood,
) -> None:
    await approved(neighbourhood)
    assert await looked(neighbourhood, NOW) == [1]
    assert await times(neighbourhood) == [(GOES, None), (WAITS, at(31, 10))]


async def test_after_a_pause_the_latest_goes_out_and_not_all_that_were_missed(
    neighbourhood: Neighbourhood,
) -> None:
    await approved(neighbourhood, at(24, 11))
    await passed_over(neighbourhood, at(38, 20))
    assert await times(neighbourhood) == [(LEFT_OUT, at(24, 11)), (WAITS, at(38, 11))]
    assert await looked(neighbourhood, at(38, 20)) == [1]
    assert (await times(neighbourhood))[2:] == [(WAITS, at(45, 11))]


async def test_a_pause_longer_than_a_day_sends_nothing_late(neighbourhood: Neighbourhood) -> None:
    await approved(neighbourhood, at(24, 11))
    await passed_over(neighbourhood, at(42))
    assert await looked(neighbourhood, at(42)) == [None]
    assert (await times(neighbourhood))[1:] == [(WAITS, at(45, 11))]


async def test_late_and_on_time_do_not_come_within_half_a_day(
    neighbourhood: Neighbourhood,
) -> None:
    daily = Repeat(Every.DAY, 1, times=4).to_json()
    await approved(neighbourhood, at(25), repeat=daily)
    assert await looked(neighbourhood, at(26, 8, 59)) == [1], "yesterday's"
    assert (await times(neighbourhood))[1:] == [(WAITS, at(27))]


async def test_the_last_left_out_is_the_end(neighbourhood: Neighbourhood) -> None:
    await approved(neighbourhood, at(24, 11))
    await passed_over(neighbourhood, at(60))
    assert await times(neighbourhood) == [(LEFT_OUT, at(24, 11))]


async def test_a_crash_leaves_neither_half(neighbourhood: Neighbourhood) -> None:
    row = await approved(neighbourhood)

    async def send_and_crash() -> None:
        async with neighbourhood.database.transaction() as session:
            await scheduling.send_if_due(session, await session.get_one(Broadcast, row), NOW)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await send_and_crash()
    assert await times(neighbourhood) == [(WAITS, None)]
    assert await looked(neighbourhood, NOW) == [1]
    assert len(await times(neighbourhood)) == 2


async def test_two_of_one_time_cannot_be(neighbourhood: Neighbourhood) -> None:
    first = await approved(neighbourhood)
    await looked(neighbourhood, NOW)
    with pytest.raises(IntegrityError):
        await approved(neighbourhood, at(31, 10), repeats_id=first)


async def test_what_is_not_what_was_approved_does_not_come_again(
    neighbourhood: Neighbourhood,
) -> None:
    row = await approved(neighbourhood)
    await neighbourhood.change(Broadcast, row, texts={"zh-Hant": "改過的。"})
    assert await looked(neighbourhood, NOW) == [1]
    assert len(await times(neighbourhood)) == 1


async def test_one_that_is_changed_begins_anew_as_often_as_was_left(
    neighbourhood: Neighbourhood,
) -> None:
    await approved(neighbourhood)
    await looked(neighbourhood, NOW)
    async with neighbourhood.database.transaction() as session:
        (row,) = await scheduling.scheduled(session, EMERALD)
        assert await approving.reopen(session, row.id)
        assert row.repeats_id is None
        assert row.repeat == Repeat(Every.DAY, 7, times=3).to_json()
        assert await scheduling.next_of(session, row) is None
