"""Routine reminders are approved once a year: for the words, by their hash.

What is planned and says just these words goes out without being asked about; other words need
another approval.
"""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Approval, Community, Occurrence
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import OccurrenceState
from reminders.approvals import valid
from reminders.notices import ApprovalMode, Notice, Notices
from reminders.wording import shipped_hash

HOLDS = timedelta(days=365)


async def waiting(
    session: AsyncSession, community: Community, notices: Notices, now: datetime
) -> list[Notice]:
    """What may be approved for a year there and is not: other words than last year's, too."""
    known = await valid(session, community.id, now)
    return [
        notice
        for notice in notices
        if notice.approval is ApprovalMode.TEMPLATE
        and notice.is_for(community.region)
        and shipped_hash(notice, community) not in known
    ]


async def approve_for_year(
    session: AsyncSession,
    community: Community,
    notice: Notice,
    seen: str,
    person_id: int,
    now: datetime,
) -> int | None:
    """How many are approved by it that were planned already.

    None where the words are not those that were `seen`, or are asked about each time.
    """
    if notice.approval is not ApprovalMode.TEMPLATE or seen != shipped_hash(notice, community):
        return None
    until = now + HOLDS
    given = {"approved_by": person_id, "approved_at": now, "expires_at": until}
    place = {"community_id": community.id, "text_hash": seen}
    renewed = await changed(session, update(Approval).filter_by(**place).values(given))
    if not renewed:
        row = place | given | {"notice": notice.id}
        await write_once(session, table_of(Approval), [row])
    planned = await session.scalars(
        update(Occurrence)
        .where(
            Occurrence.community_id == community.id,
            Occurrence.state == OccurrenceState.PLANNED,
            Occurrence.text_hash == seen,
            Occurrence.due_at < until,
            Occurrence.expires_at > now,
        )
        .values(state=OccurrenceState.APPROVED, approved_by=None, approved_at=now)
        .returning(Occurrence.id)
        .execution_options(synchronize_session=False)
    )
    return len(planned.all())
