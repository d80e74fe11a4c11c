"""The letters that warnings called for: which there are of a notice, and what became of them."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Alert, Broadcast, Community, Delivery, Occurrence
from db.vocabulary import BroadcastState, DeliveryState, OccurrenceState, Prepared
from reminders.audience import MAY_HAVE_COME
from reminders.broadcast import stopping
from reminders.notices import Notice
from reminders.placing import UNSENT
from reminders.raising import is_about

_LOOKING_BACK = timedelta(days=14)


def _called_for(community: Community, notice: Notice) -> tuple[ColumnElement[bool], ...]:
    """The occurrences of the notice that a warning called for there."""
    return (
        Occurrence.community_id == community.id,
        Occurrence.rule_id == notice.id,
        Occurrence.alert_id.is_not(None),
    )


async def called(
    session: AsyncSession, community: Community, notice: Notice, now: datetime
) -> list[tuple[Occurrence, Alert]]:
    """The oldest first, each with the warning that it goes on with."""
    found = await session.execute(
        select(Occurrence, Alert)
        .join(Alert, Alert.id == Occurrence.alert_id)
        .where(*_called_for(community, notice), Occurrence.due_at > now - _LOOKING_BACK)
        .order_by(Occurrence.id)
        # What is being sent at this very moment is seen as sent.
        .with_for_update(of=Occurrence)
        .execution_options(populate_existing=True)
    )
    return [(occurrence, alert) for occurrence, alert in found]


async def waits(session: AsyncSession, community: Community, notice: Notice, now: datetime) -> bool:
    rows = await called(session, community, notice, now)
    return any(row.state in UNSENT for row, _ in rows)


async def went_out_since(
    session: AsyncSession, community: Community, notice: Notice, since: datetime
) -> bool:
    found = await session.scalar(
        select(Broadcast.id)
        .join(Occurrence, Occurrence.broadcast_id == Broadcast.id)
        .where(*_called_for(community, notice), Broadcast.confirmed_at >= since)
        .limit(1)
    )
    return found is not None


async def went_out_about(
    session: AsyncSession,
    community: Community,
    notice: Notice,
    alert: Alert,
    now: datetime,
    since: datetime | None = None,
) -> bool:
    """It was raised for this very warning, or goes on with it."""
    rows = await called(session, community, notice, now)
    return any(
        row.state is OccurrenceState.SENT
        and (by.id == alert.id or is_about(row, alert))
        and (since is None or row.due_at >= since)
        for row, by in rows
    )


async def told_by(session: AsyncSession, broadcast_id: int) -> Occurrence | None:
    """The one that a warning called for, of which this letter tells."""
    found = await session.scalars(
        select(Occurrence).where(
            Occurrence.broadcast_id == broadcast_id, Occurrence.alert_id.is_not(None)
        )
    )
    return found.first()


async def stop_saying_over(
    session: AsyncSession, community: Community, notice: Notice, now: datetime
) -> list[Occurrence]:
    """What has not reached its readers yet, in the night perhaps, is not true any more.

    Returns what was to be called over.
    """
    found = await session.execute(
        select(Broadcast.id, Occurrence)
        .join(Occurrence, Occurrence.broadcast_id == Broadcast.corrects_id)
        .where(
            *_called_for(community, notice),
            Broadcast.prepared == Prepared.OVER,
            Broadcast.state == BroadcastState.SENDING,
        )
    )
    return [told for over, told in found.all() if await stopping.cancel(session, over, now)]


async def some_know_no_better(
    session: AsyncSession, community: Community, notice: Notice, since: datetime
) -> bool:
    """Some of its readers were told since that it is over, or did not get it because others were.

    They have to hear that it is not.
    """
    have_it = Delivery.state.in_(MAY_HAVE_COME)
    was_stopped = and_(
        Delivery.state == DeliveryState.WAITING, Delivery.reason == stopping.CANCELLED
    )
    found = await session.scalar(
        select(Broadcast.id)
        .join(Occurrence, Occurrence.broadcast_id == Broadcast.corrects_id)
        .where(
            *_called_for(community, notice),
            Broadcast.prepared == Prepared.OVER,
            Broadcast.confirmed_at >= since,
            select(Delivery.person_id)
            .where(
                or_(
                    and_(Delivery.broadcast_id == Broadcast.id, have_it),
                    and_(Delivery.broadcast_id == Broadcast.corrects_id, was_stopped),
                )
            )
            .exists(),
        )
        .limit(1)
    )
    return found is not None
