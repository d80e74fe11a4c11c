"""What people declare of their household, and take back: never inferred, never shown to others."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import HouseholdMark
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import HouseholdTag


async def declared(session: AsyncSession, person_id: int) -> dict[int, frozenset[HouseholdTag]]:
    """Unit → what the person said of their household there."""
    rows = await session.execute(
        select(HouseholdMark.unit_id, HouseholdMark.tag).where(HouseholdMark.person_id == person_id)
    )
    found: dict[int, frozenset[HouseholdTag]] = {}
    for unit_id, tag in rows:
        found[unit_id] = found.get(unit_id, frozenset()) | {tag}
    return found


async def turn_over(
    session: AsyncSession, person_id: int, unit_id: int, tag: HouseholdTag, now: datetime
) -> bool:
    """Declare it, or take it back where it was declared. True where it is declared now."""
    place = {"person_id": person_id, "unit_id": unit_id, "tag": tag}
    if await changed(session, delete(HouseholdMark).filter_by(**place)):
        return False
    await write_once(session, table_of(HouseholdMark), [place | {"since": now}])
    return True
