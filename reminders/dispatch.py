"""The plan meets the clock: what is approved and due is sent, what came too late expires."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Community, Occurrence
from db.rows import changed
from db.vocabulary import OccurrenceState
from reminders import broadcast
from reminders.audience import Audience
from reminders.notices import Notices
from reminders.planner import NOT_APPROVED, UNSENT
from reminders.quiet_hours import decent_time
from reminders.region import quiet_hours
from reminders.wording import text_hash, wording

_APPROVED = Occurrence.state == OccurrenceState.APPROVED


@dataclass
class Dispatched:
    broadcast_ids: list[int] = field(default_factory=list)
    expired: list[Occurrence] = field(default_factory=list)
    """Never approved in time, or held up too long: managers are told, it is never silent."""


async def send_due(session: AsyncSession, notices: Notices, now: datetime) -> Dispatched:
    """Make a broadcast of every approved occurrence that is due at a decent hour.

    Claim, broadcast and copies are one transaction: whatever crashes, an occurrence has one
    broadcast or none.
    """
    dispatched = Dispatched()
    for occurrence, community in await _due(session, now):
        moment = _decent_time(occurrence, community, now)
        if moment is None or notices.get(occurrence.notice) is None:
            if await _expire(session, occurrence):
                dispatched.expired.append(occurrence)
        elif moment <= now and occurrence.state is OccurrenceState.APPROVED:
            sent = await _send(session, occurrence, community, notices, now)
            dispatched.broadcast_ids += [] if sent is None else [sent]
    return dispatched


async def next_due(session: AsyncSession, now: datetime) -> datetime | None:
    """When `send_due` will next have something to do; never in the past."""
    first_expiry = select(func.min(Occurrence.expires_at)).where(Occurrence.state.in_(UNSENT))
    first_approved = select(func.min(Occurrence.due_at)).where(_APPROVED)
    moments = [] if (expiry := await session.scalar(first_expiry)) is None else [expiry]
    if (due := await session.scalar(first_approved)) is not None:
        # Quiet hours put off the earliest for less than a day: no later one can overtake it.
        for occurrence, community in await _found(
            session, _APPROVED, Occurrence.due_at <= due + timedelta(days=1)
        ):
            moments.append(_decent_time(occurrence, community, now) or occurrence.due_at)
    return max(min(moments), now) if moments else None


async def _due(session: AsyncSession, now: datetime) -> Sequence[tuple[Occurrence, Community]]:
    return await _found(session, Occurrence.state.in_(UNSENT), Occurrence.due_at <= now)


async def _found(
    session: AsyncSession, *conditions: ColumnElement[bool]
) -> Sequence[tuple[Occurrence, Community]]:
    rows = await session.execute(
        select(Occurrence, Community)
        .join(Community, Community.id == Occurrence.community_id)
        .where(*conditions)
        .order_by(Occurrence.due_at, Occurrence.id)
        .execution_options(populate_existing=True)
    )
    return [(occurrence, community) for occurrence, community in rows]


def _decent_time(occurrence: Occurrence, community: Community, now: datetime) -> datetime | None:
    zone = ZoneInfo(community.timezone)
    quiet = quiet_hours(community.region)
    return decent_time(occurrence.due_at, occurrence.expires_at, now, zone, quiet)


async def _expire(session: AsyncSession, occurrence: Occurrence) -> bool:
    return await _leave(session, occurrence, {"state": OccurrenceState.EXPIRED})


async def _send(
    session: AsyncSession,
    occurrence: Occurrence,
    community: Community,
    notices: Notices,
    now: datetime,
) -> int | None:
    """The broadcast's id; None where somebody else was first, or the words had changed."""
    words = await wording(session, occurrence, notices, community)
    if text_hash(words) != occurrence.text_hash:
        # The approval was for other words: it is asked for again.
        await _leave(session, occurrence, NOT_APPROVED | {"text_hash": text_hash(words)})
        return None
    if not await _leave(session, occurrence, {"state": OccurrenceState.SENT}):
        return None
    broadcast_id = await broadcast.draft(
        session,
        community_id=community.id,
        author_id=None,
        audience=Audience.everybody(),
        texts=words,
        silent=notices.by_id[occurrence.notice].routine,
        now=now,
        asks=notices.by_id[occurrence.notice].asks,
        expires_at=occurrence.expires_at,
    )
    await broadcast.confirm(session, broadcast_id, now)
    occurrence.broadcast_id = broadcast_id
    await session.flush()
    return broadcast_id


async def _leave(session: AsyncSession, occurrence: Occurrence, values: dict[str, Any]) -> bool:
    """Take the occurrence out of the state it was seen in; False where somebody else did."""
    seen = (Occurrence.state == occurrence.state, Occurrence.text_hash == occurrence.text_hash)
    taken = await changed(
        session, update(Occurrence).where(Occurrence.id == occurrence.id, *seen).values(values)
    )
    if taken:
        await session.refresh(occurrence)
    return taken
