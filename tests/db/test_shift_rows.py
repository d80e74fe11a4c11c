"""Shifts as rows: a roster is entered whole or not at all, and twice is once."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.roster_file import Mistake, RosterError, Wrong
from bot.rostering import Entered, come_on, enter, go_off
from bot.tickets.duty import is_on_duty
from db import duty, people
from db.models import Community, Membership, Person, Shift, Team
from db.vocabulary import ShiftKind
from tests.db.estate import NOW, Estate

Switch = Callable[[AsyncSession, Community, Person, datetime], Awaitable[None]]

BOBS_DAY = "bob 12/1 08:00-17:00"


async def entered(estate: Estate, text: str, *, by: int | None = None) -> Entered:
    async with estate.database.transaction() as session:
        here = await session.get_one(Community, estate.community.id)
        return await enter(session, here, text, NOW, by)


async def refused(estate: Estate, text: str) -> list[Mistake]:
    with pytest.raises(RosterError) as error:
        await entered(estate, text)
    return list(error.value.mistakes)


async def shifts(estate: Estate) -> list[tuple[str, datetime, datetime]]:
    async with estate.database.reading() as session:
        rows = await session.scalars(select(Shift).order_by(Shift.starts_at, Shift.id))
        return [(each.kind.value, each.starts_at, each.ends_at) for each in rows]


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=UTC)


async def test_from_its_first_shift_on_a_team_keeps_a_roster(estate: Estate) -> None:
    found = await entered(estate, BOBS_DAY, by=estate.mei.id)
    assert (len(found.added), found.known, found.removed) == (1, 0, 0)
    async with estate.database.reading() as session:
        (row,) = (await session.scalars(select(Shift))).all()
        repairs = await session.get_one(Team, estate.repairs.id)
        security = await session.get_one(Team, estate.security.id)
    assert (row.person_id, row.team_id) == (estate.bob.id, estate.repairs.id)
    assert (row.entered_by, row.entered_at) == (estate.mei.id, NOW)
    assert (row.starts_at, row.ends_at) == (utc(1, 0), utc(1, 9))
    assert repairs.keeps_roster
    assert not security.keeps_roster


async def test_leave_alone_makes_no_roster(estate: Estate) -> None:
    await entered(estate, "bob leave 12/1")
    async with estate.database.reading() as session:
        assert not (await session.get_one(Team, estate.repairs.id)).keeps_roster


async def test_who_leads_is_on_duty_by_their_shifts_from_the_first_on(estate: Estate) -> None:
    await entered(estate, "sue 12/1 08:00-17:00")
    async with estate.database.reading() as session:
        posts = await session.scalars(select(Membership))
        said = {post.person_id: post.on_duty for post in posts}
    assert said == {estate.bob.id: True, estate.sue.id: False, estate.mei.id: True}


async def test_the_same_roster_twice_changes_nothing(estate: Estate) -> None:
    await entered(estate, f"{BOBS_DAY}\nbob leave 12/3")
    before = await shifts(estate)
    again = await entered(estate, f"{BOBS_DAY}\nbob leave 12/3")
    assert (again.added, again.known) == ((), 2)
    assert await shifts(estate) == before


async def test_a_shift_over_one_that_is_there_is_refused_and_named(estate: Estate) -> None:
    await entered(estate, BOBS_DAY)
    found = await refused(estate, "sue 12/1 08:00-17:00\nbob 12/1 16:00-20:00")
    assert found == [Mistake(2, Wrong.TAKEN, hint="2026-12-01 08:00 – 17:00")]
    assert len(await shifts(estate)) == 1, "nothing half done: sue's was not entered either"
    night = await refused(estate, "bob 11/30 22:00-09:00")
    assert [each.wrong for each in night] == [Wrong.TAKEN]


async def test_what_is_taken_back_makes_room(estate: Estate) -> None:
    await entered(estate, f"{BOBS_DAY}\nbob 12/2 08:00-17:00")
    found = await entered(estate, "bob none 12/1\nbob 12/1 10:00-19:00")
    assert (len(found.added), found.removed) == (1, 1)
    assert [begin for _, begin, _ in await shifts(estate)] == [utc(1, 2), utc(2, 0)]
    same = await entered(estate, "bob none 12/1\nbob 12/1 10:00-19:00")
    assert (len(same.added), same.removed) == (1, 1)


async def test_who_is_there_and_who_comes(estate: Estate) -> None:
    await entered(estate, f"{BOBS_DAY}\nsue leave 12/1\nbob 12/2 08:00-17:00")
    async with estate.database.reading() as session:
        now = await duty.shifts_at(session, estate.community.id, utc(1, 4))
        week = await duty.shifts_between(
            session, estate.community.id, utc(1, 4), utc(1, 4) + timedelta(days=7)
        )
        his = await duty.shifts_between(
            session, estate.community.id, utc(1, 0), utc(9, 0), [estate.bob.id]
        )
        assert not await duty.shifts_at(session, estate.community.id, utc(1, 20))
        assert not await duty.shifts_at(session, estate.elsewhere.id, utc(1, 4))
    assert {each.kind for each in now} == {ShiftKind.DUTY, ShiftKind.LEAVE}
    assert [each.kind.value for each in week] == ["leave", "duty", "duty"]
    assert {each.person_id for each in his} == {estate.bob.id}
    assert len(his) == 2


async def switched(estate: Estate, switch: Switch, now: datetime) -> bool:
    """Whether Bob is on duty after he has pressed."""
    async with estate.database.transaction() as session:
        here = await session.get_one(Community, estate.community.id)
        bob = await people.by_id(session, estate.bob.id)
        assert bob is not None
        await switch(session, here, bob, now)
    async with estate.database.reading() as session:
        running = await duty.shifts_at(session, estate.community.id, now)
        roster = await people.roster(session, estate.community.id, now)
        his = next(each for each in roster if each.post.person_id == estate.bob.id)
        return is_on_duty(his.post, running, now, by_roster=his.by_roster)


async def test_without_a_roster_their_word_counts(estate: Estate) -> None:
    assert not await switched(estate, go_off, NOW)
    assert await switched(estate, come_on, NOW)
    assert await shifts(estate) == []


async def test_on_the_roster_their_word_is_a_shift_or_a_leave(estate: Estate) -> None:
    await entered(estate, "bob 11/20 08:00-17:00\nbob 11/23 14:00-17:00")
    assert await switched(estate, come_on, NOW)
    assert await switched(estate, come_on, NOW), "twice is once"
    begin, end = NOW, NOW + timedelta(hours=4)
    assert ("duty", begin, end) in await shifts(estate), "until the shift that comes"

    later = NOW + timedelta(hours=1)
    assert not await switched(estate, go_off, later)
    assert ("leave", later, end) in await shifts(estate)
    back = later + timedelta(hours=1)
    assert await switched(estate, come_on, back)
    assert ("leave", later, back) in await shifts(estate)
    assert not await switched(estate, go_off, back)
    assert await switched(estate, come_on, back), "in the same minute"
