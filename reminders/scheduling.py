"""When a letter to many goes out: at its time, at a decent hour, or not at all where it is late.

Nothing is kept but the row: whoever looks at the clock next, after whatever pause, decides anew.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Community
from db.vocabulary import BroadcastState, Weight
from reminders.broadcast import confirm
from reminders.region import quiet_hours

FARTHEST = timedelta(days=180)
LATEST = timedelta(hours=24)
"""Later than this it is not sent by itself: "tomorrow" in it may have been yesterday."""


def first_decent(moment: datetime, community: Community) -> datetime:
    """When nobody is woken by it any more: the moment itself in the daytime."""
    zone = ZoneInfo(community.timezone)
    return quiet_hours(community.region).first_decent(moment, zone).astimezone(UTC)


def wanted_at(
    row: Broadcast, community: Community, approved_at: datetime | None = None
) -> datetime:
    """Its own time, or as soon as it was approved; what cannot wait does not wait for morning."""
    approved = approved_at or row.approved_at
    wanted = max(filter(None, (row.send_at, approved)), default=row.created_at)
    return wanted if row.weight is Weight.URGENT else first_decent(wanted, community)


def goes_out_at(
    row: Broadcast, community: Community, now: datetime, *, approved_at: datetime | None = None
) -> datetime | None:
    """`now` or later; None where that would be too late."""
    wanted = wanted_at(row, community, approved_at)
    moment = max(wanted, now)
    if row.weight is not Weight.URGENT:
        moment = first_decent(moment, community)
    expires = min(filter(None, (row.expires_at, wanted + LATEST)))
    return moment if moment < expires else None


def is_too_late(row: Broadcast, community: Community, now: datetime) -> bool:
    """Approved this very moment, it could not leave at a decent hour before it expires."""
    return goes_out_at(row, community, now, approved_at=now) is None


def is_past(row: Broadcast, now: datetime) -> bool:
    """Too late even for what cannot wait."""
    return row.expires_at is not None and row.expires_at <= now


async def scheduled(session: AsyncSession, community_id: int | None = None) -> Sequence[Broadcast]:
    """What is approved and waits for its time, there or anywhere; the next first."""
    found = select(Broadcast).where(Broadcast.state == BroadcastState.SCHEDULED)
    if community_id is not None:
        found = found.where(Broadcast.community_id == community_id)
    return (await session.scalars(found.order_by(Broadcast.send_at, Broadcast.id))).all()


async def send_if_due(session: AsyncSession, row: Broadcast, now: datetime) -> int | None:
    """To how many it goes, where its time has come; None where it has not, or has passed."""
    community = await session.get_one(Community, row.community_id)
    moment = goes_out_at(row, community, now)
    if moment is None or moment > now:
        return None
    return await confirm(session, row.id, now)
