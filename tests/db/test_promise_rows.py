"""Rows of promises: one for each hour of a ticket, whoever writes it first."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db import promises
from db.vocabulary import PromiseState
from tests.db.estate import NOW, Estate, at_once

IN_AN_HOUR = NOW + timedelta(hours=1)


async def test_two_who_promise_one_hour_at_once_promise_once(estate: Estate) -> None:
    leak = estate.ticket()
    await estate.add(leak)

    async def promise(session: AsyncSession) -> bool:
        return await promises.write(session, leak.id, estate.bob.id, "in an hour", NOW, IN_AN_HOUR)

    assert await at_once(estate.database, promise, promise) == (True, False)


async def test_the_nearest_open_promise_comes_first(estate: Estate) -> None:
    leak = estate.ticket()
    await estate.add(leak)
    async with estate.database.transaction() as session:
        for hours in (3, 1, 2):
            due = NOW + timedelta(hours=hours)
            await promises.write(session, leak.id, estate.bob.id, "then", NOW, due)
    async with estate.database.transaction() as session:
        nearest = await promises.at(session, leak.id, IN_AN_HOUR)
        assert nearest is not None
        nearest.state = PromiseState.KEPT
    async with estate.database.reading() as session:
        left = await promises.open_of(session, leak.id)
        assert [each.due_at - NOW for each in left] == [timedelta(hours=2), timedelta(hours=3)]
        assert await promises.by_id(session, left[0].id) is left[0]
