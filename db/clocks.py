"""Questions about clocks: whose hours count, which policy holds, which rungs were told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Calendar, Community, Policy, Rung
from db.once import insert_once, table_of, write_once
from db.vocabulary import ClockKind

OFFICE = "office"
"""The code of a community's own calendar; a team may have another."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


async def office_calendar(session: AsyncSession, community: Community) -> Calendar:
    """The community's own; made of its office hours where no file has set one yet."""
    found = await calendar(session, community.id, OFFICE)
    if found is None:
        row = {
            "community_id": community.id,
            "code": OFFICE,
            "hours": office_week(community),
            "keeps_holidays": False,
            "exceptions": {},
        }
        await write_once(session, table_of(Calendar), [row])
        found = await calendar(session, community.id, OFFICE)
        assert found is not None
    return found


def office_week(community: Community) -> dict[str, list[list[str]]]:
    """One span, every day."""
    return {day: [[community.office_opens, community.office_closes]] for day in WEEKDAYS}


async def calendar(session: AsyncSession, community_id: int, code: str) -> Calendar | None:
    return (
        await session.scalars(
            select(Calendar).where(Calendar.community_id == community_id, Calendar.code == code)
        )
    ).one_or_none()


async def policy(
    session: AsyncSession, community_id: int, version: int | None = None
) -> Sequence[Policy]:
    """The rows of one version, the newest unless another is asked for; empty: as shipped."""
    newest = select(func.max(Policy.version)).where(Policy.community_id == community_id)
    wanted = newest.scalar_subquery() if version is None else version
    return (
        await session.scalars(
            select(Policy)
            .where(Policy.community_id == community_id, Policy.version == wanted)
            .order_by(Policy.priority)
        )
    ).all()


async def rungs_told(
    session: AsyncSession, ticket_id: int
) -> Mapping[tuple[ClockKind, datetime], int]:
    """The highest rung told of each clock, by its kind and when it was started."""
    rows = await session.execute(
        select(Rung.clock, Rung.since, func.max(Rung.level))
        .where(Rung.ticket_id == ticket_id)
        .group_by(Rung.clock, Rung.since)
    )
    return {(clock, since): level for clock, since, level in rows}


async def climb(
    session: AsyncSession,
    ticket_id: int,
    clock: ClockKind,
    since: datetime,
    level: int,
    now: datetime,
) -> bool:
    """True where this rung had not been told."""
    row = {
        "ticket_id": ticket_id,
        "clock": clock,
        "since": since,
        "level": level,
        "told_at": now,
    }
    done = await session.execute(
        insert_once(session, table_of(Rung)).returning(table_of(Rung).c.level), row
    )
    return done.first() is not None
