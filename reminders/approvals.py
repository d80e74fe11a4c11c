"""Words approved for a year: what says just these may go out without being asked about."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Approval


async def valid(session: AsyncSession, community_id: int, now: datetime) -> frozenset[str]:
    """The hashes of the words that hold there now."""
    hashes = await session.scalars(
        select(Approval.text_hash).where(
            Approval.community_id == community_id, Approval.expires_at > now
        )
    )
    return frozenset(hashes)
