"""Files of our own making: kept in the database until they were sent and are old enough to go.

The outbox is drained by whichever process is in charge, so that a path on a disk would not do.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Enclosure
from reminders.outcomes import Attached

_KEPT = timedelta(days=30)


async def keep(
    session: AsyncSession,
    name: str,
    content: bytes,
    now: datetime,
    *,
    until: datetime | None = None,
) -> int:
    """The id that a letter's body names: `{"document": {"enclosure": id}}`, or `"photo"`.

    `until`: it may be wanted so long, though that is after a month.
    """
    expires_at = max(filter(None, (now + _KEPT, until)))
    kept = Enclosure(name=name, content=content, made_at=now, expires_at=expires_at)
    session.add(kept)
    await session.flush()
    return kept.id


async def fetch(session: AsyncSession, enclosure_id: int) -> Attached | None:
    """None where it was forgotten. The content only while the messenger does not have it."""
    columns = select(Enclosure.name, Enclosure.file_id).where(Enclosure.id == enclosure_id)
    found = (await session.execute(columns)).one_or_none()
    if found is None:
        return None
    name, file_id = found
    if file_id is not None:
        return Attached(name, b"", file_id)
    content = select(Enclosure.content).where(Enclosure.id == enclosure_id)
    return Attached(name, (await session.scalars(content)).one(), None)


async def sent_as(session: AsyncSession, enclosure_id: int, file_id: str) -> None:
    """The messenger has it: from now on its own name for it is enough."""
    await session.execute(
        update(Enclosure)
        .where(Enclosure.id == enclosure_id, Enclosure.file_id.is_(None))
        .values(file_id=file_id)
        .execution_options(synchronize_session=False)
    )
