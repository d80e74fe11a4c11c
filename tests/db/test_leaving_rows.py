"""Leaving, where two managers let each other go at the same time: one stays."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from db import leaving, people
from db.models import Membership
from db.vocabulary import StaffRole
from tests.db.estate import NOW, Estate, at_once


async def let_go(session: AsyncSession, estate: Estate, who: int) -> bool:
    """False where that was the last one."""
    if await leaving.managers_kept(session, estate.community.id) == {who}:
        return False
    await leaving.end_posts(session, estate.community.id, who, NOW)
    return True


async def test_one_manager_always_stays(estate: Estate) -> None:
    await estate.add(
        Membership(
            person_id=estate.sue.id, community_id=estate.community.id, role=StaffRole.MANAGER
        )
    )
    gone = await at_once(
        estate.database,
        partial(let_go, estate=estate, who=estate.sue.id),
        partial(let_go, estate=estate, who=estate.mei.id),
    )
    assert gone == (True, False)
    async with estate.database.reading() as session:
        left = await people.managers_of(session, estate.community.id)
    assert [each.name for each in left] == ["mei"]
