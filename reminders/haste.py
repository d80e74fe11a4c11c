"""Whether what a person puts before many waits for a second pair of eyes, or is read afterwards."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db import incidents
from db.models import Amendment, Broadcast, Community, Incident, Meeting
from db.vocabulary import Weight
from reminders import amending, scheduling


class Haste(StrEnum):
    ASKED = "asked"
    """Somebody else reads it first."""
    UNASKED = "unasked"
    """It goes without being asked about, and wakes nobody: by day, or in the morning."""
    URGENT = "urgent"
    """It goes now, and rings."""


async def haste_of(
    session: AsyncSession, row: Broadcast, community: Community, now: datetime
) -> Haste:
    """Of what is said in our own frame. What is about to begin is not asked about; only where it
    would begin before the morning are people woken for it."""
    amendment = await session.get(Amendment, row.id)
    if amendment is not None:
        if amendment.urgent:
            return Haste.URGENT
        if not amending.cannot_wait(min(await _begins(session, amendment)), now):
            return Haste.ASKED
        too_late = scheduling.is_too_late(row, community, now)
        return Haste.URGENT if too_late else Haste.UNASKED
    planned = await incidents.announced_by(session, row.id)
    if row.weight is Weight.URGENT or (planned is not None and planned.urgent):
        return Haste.URGENT
    is_prepared = row.framed and row.corrects_id is not None  # the words are ours
    return Haste.UNASKED if is_prepared else Haste.ASKED


async def _begins(session: AsyncSession, amendment: Amendment) -> list[datetime]:
    """As everybody knows it, and as it is to be."""
    about: Meeting | Incident
    if amendment.meeting_id is not None:
        about = await session.get_one(Meeting, amendment.meeting_id)
    else:
        about = await session.get_one(Incident, amendment.works_id)
    return [each for each in (about.starts_at, amendment.starts_at) if each is not None]
