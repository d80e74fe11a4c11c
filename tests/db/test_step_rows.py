"""A complaint's steps as rows: two who take one at the same moment take it once."""

from sqlalchemy.ext.asyncio import AsyncSession

from db import steps, tickets
from db.vocabulary import ComplaintStep
from tests.db.estate import NOW, Estate, at_once


async def test_of_two_who_take_a_step_at_once_one_does(estate: Estate) -> None:
    complaint = estate.ticket(private=True)
    await estate.add(complaint)

    async def take(session: AsyncSession, words: str, person_id: int) -> bool:
        await tickets.by_number(session, complaint.id)
        return await steps.take(session, complaint.id, ComplaintStep.ACT, words, person_id, NOW)

    done = await at_once(
        estate.database,
        lambda session: take(session, "first", estate.sue.id),
        lambda session: take(session, "second", estate.mei.id),
    )
    assert done == (True, False)
    async with estate.database.reading() as session:
        (only,) = await steps.taken(session, complaint.id)
    assert (only.words, only.done_by) == ("first", estate.sue.id)


async def test_each_step_of_each_complaint_is_its_own(estate: Estate) -> None:
    first, second = estate.ticket(private=True), estate.ticket(private=True)
    await estate.add(first, second)
    async with estate.database.transaction() as session:
        for complaint in (first, second):
            for step in (ComplaintStep.ACT, ComplaintStep.HELP):
                assert await steps.take(session, complaint.id, step, None, None, NOW)
        assert {each.step for each in await steps.taken(session, second.id)} == {
            ComplaintStep.ACT,
            ComplaintStep.HELP,
        }
