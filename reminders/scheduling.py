"""When a letter to many goes out: at its time, at a decent hour, or not at all where it is late.

Nothing is kept but the row: whoever looks at the clock next, after whatever pause, decides anew.
Of those that are repeated one waits at a time: it is written with what becomes of the one before.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Community
from db.once import table_of, write_once
from db.vocabulary import BroadcastState
from reminders.broadcast import cancel, confirm, seal
from reminders.region import earliest, first_decent
from reminders.repeating import Repeat

FARTHEST = timedelta(days=180)
LATEST = timedelta(hours=24)
"""Later than this it is not sent by itself: "tomorrow" in it may have been yesterday."""

_APART = timedelta(hours=12)
"""Nobody gets the same words again sooner, however late they came."""

_ALIKE = (
    *("community_id", "author_id", "audience", "texts", "media", "silent", "weight", "theme"),
    *("asks", "repeat", "submitted_at", "approved_by", "approved_at"),
)
"""What one that is repeated takes over from the one before."""


def wanted_at(
    row: Broadcast, community: Community, approved_at: datetime | None = None
) -> datetime:
    """Its own time, or as soon as it was approved; what cannot wait does not wait for morning."""
    approved = approved_at or row.approved_at
    wanted = max(filter(None, (row.send_at, approved)), default=row.created_at)
    return _begins(row, wanted, community)


def _begins(row: Broadcast, moment: datetime, community: Community) -> datetime:
    """A correction stops what is wrong at any hour; its own copies wait for the morning."""
    return moment if row.corrects_id is not None else earliest(row.weight, moment, community)


def goes_out_at(
    row: Broadcast, community: Community, now: datetime, *, approved_at: datetime | None = None
) -> datetime | None:
    """`now` or later; None where that would be too late for its copies."""
    wanted = wanted_at(row, community, approved_at)
    moment = _begins(row, max(wanted, now), community)
    expires = min(filter(None, (row.expires_at, wanted + LATEST)))
    return moment if earliest(row.weight, moment, community) < expires else None


def is_too_late(row: Broadcast, community: Community, now: datetime) -> bool:
    """Approved this very moment, it could not leave at a decent hour before it expires."""
    return goes_out_at(row, community, now, approved_at=now) is None


def is_past(row: Broadcast, now: datetime) -> bool:
    """Too late even for what cannot wait."""
    return row.expires_at is not None and row.expires_at <= now


SOME_SCHEDULED = select(Broadcast.id).where(Broadcast.state == BroadcastState.SCHEDULED).exists()


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
    total = await confirm(session, row.id, now)
    if total is not None:
        coming = [each for each in await moments(session, row) if each > now + _APART]
        await _follow(session, row, coming[:1], now)
    return total


async def pass_over(session: AsyncSession, row: Broadcast, now: datetime) -> bool:
    """This time of a repeated one is left out: it is too late for it, or somebody says so.

    Of those whose time has come meanwhile the latest is left. False where it is not repeated.
    """
    if row.repeat is None or not await cancel(session, row.id, now):
        return False
    community = await session.get_one(Community, row.community_id)
    await session.refresh(row)
    coming = [each for each in await moments(session, row) if each > wanted_at(row, community)]
    late = [each for each in coming if each <= now < first_decent(each, community) + LATEST]
    ahead = [each for each in coming if each > now]
    await _follow(session, row, [*late[-1:], *ahead][:1], now)
    return True


async def moments(session: AsyncSession, row: Broadcast) -> list[datetime]:
    """When all go out that are repeated with this one, the first included."""
    if row.repeat is None:
        return []
    community = await session.get_one(Community, row.community_id)
    first = await session.get_one(Broadcast, row.repeats_id or row.id)
    begun = (first.send_at or wanted_at(first, community)).replace(second=0, microsecond=0)
    local = begun.astimezone(ZoneInfo(community.timezone))
    return Repeat.from_json(row.repeat).moments(local)


async def times_left(session: AsyncSession, row: Broadcast) -> int:
    """How often one that waits still goes out, this time included."""
    every = await moments(session, row)
    return sum(each >= (row.send_at or each) for each in every)


async def next_of(session: AsyncSession, row: Broadcast) -> Broadcast | None:
    """What waits for its time, of those that are repeated with this one."""
    found = await session.scalars(
        select(Broadcast).where(
            Broadcast.repeats_id == (row.repeats_id or row.id),
            Broadcast.state == BroadcastState.SCHEDULED,
        )
    )
    return found.first()


async def begin_anew(session: AsyncSession, row: Broadcast) -> None:
    """One that came of another is changed: it begins to repeat by itself, as often as was left."""
    if row.repeat is None or row.repeats_id is None or row.send_at is None:
        return
    left = await times_left(session, row)
    repeat = Repeat.from_json(row.repeat)
    shorter = replace(repeat, times=left) if repeat.times else repeat
    row.repeat = shorter.to_json() if left > 1 else None
    row.repeats_id = None


async def _follow(
    session: AsyncSession, row: Broadcast, coming: list[datetime], now: datetime
) -> None:
    """Write the next of a repeated one, once, where this one says what was approved."""
    if not coming or row.seal != seal(row):
        return
    alike = {name: getattr(row, name) for name in _ALIKE}
    after = {name: value for name, value in alike.items() if value is not None}
    after |= {"repeats_id": row.repeats_id or row.id, "send_at": coming[0], "created_at": now}
    sealed = {"state": BroadcastState.SCHEDULED, "seal": seal(Broadcast(**after))}
    await write_once(session, table_of(Broadcast), [after | sealed])
