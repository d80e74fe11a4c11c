"""Which routine reminders somebody wants to be spared. What rings is sent to everybody."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OptOut
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import Theme

THEMES = tuple(theme for theme in Theme if theme is not Theme.MAJOR)
"""What one may be spared: never what owners have to know."""


async def declined(session: AsyncSession, person_id: int) -> frozenset[Theme]:
    return frozenset(
        await session.scalars(select(OptOut.theme).where(OptOut.person_id == person_id))
    )


async def turn_over(session: AsyncSession, person_id: int, theme: Theme, now: datetime) -> bool:
    """Opt out of it, or in again. True where the person is spared it now."""
    if await changed(session, delete(OptOut).filter_by(person_id=person_id, theme=theme)):
        return False
    row = {"person_id": person_id, "theme": theme, "since": now}
    await write_once(session, table_of(OptOut), [row])
    return True
