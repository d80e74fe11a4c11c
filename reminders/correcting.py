"""What was said to many and was wrong is put right: in reply to it, and to those who have it."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Community, Delivery, Occurrence
from db.vocabulary import BroadcastState, DeliveryState, Language, Prepared, Weight
from reminders import broadcast
from reminders.audience import Audience, may_have
from reminders.notices import Notices
from reminders.rules import BREAK, LongBreakRule


async def draft_correction(
    session: AsyncSession,
    broadcast_id: int,
    texts: Mapping[Language, str],
    author_id: int | None,
    now: datetime,
    *,
    prepared: Prepared | None = None,
) -> int:
    """The new broadcast's id; as loud as the first was. Its readers are not chosen: they are those
    who have the first in their hands, or may have it. What is `prepared` asks for no answer, and
    wakes nobody to say that all is well again."""
    wrong = await session.get_one(Broadcast, broadcast_id)
    is_calm = wrong.weight is Weight.URGENT and prepared in (Prepared.OVER, Prepared.MOVED)
    return await broadcast.draft(
        session,
        community_id=wrong.community_id,
        author_id=author_id,
        audience=Audience.from_json(wrong.audience),
        texts=texts,
        silent=wrong.silent,
        now=now,
        weight=Weight.NOTICE if is_calm else wrong.weight,
        theme=wrong.theme,
        asks=wrong.asks and prepared is None,
        corrects_id=wrong.id,
        meeting_id=wrong.meeting_id,
        framed=prepared is not None,
        prepared=prepared,
    )


async def said_already(
    session: AsyncSession, broadcast_id: int, texts: Mapping[Language, str]
) -> Broadcast | None:
    """The correction in just these words: sent or waiting, else drafted."""
    found = await session.scalars(
        select(Broadcast)
        .where(
            Broadcast.corrects_id == broadcast_id,
            Broadcast.state != BroadcastState.CANCELLED,
        )
        .order_by(Broadcast.id)
    )
    written = {language.value: text for language, text in texts.items()}
    alike = [each for each in found if each.texts == written]
    return min(alike, key=lambda each: each.state is BroadcastState.DRAFT, default=None)


async def would_stop(session: AsyncSession, broadcast_id: int) -> int:
    """To how many it is still to go: once its correction goes out, they get neither."""
    counted = (
        select(func.count())
        .select_from(Delivery)
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .where(
            Delivery.broadcast_id == broadcast_id,
            Delivery.state == DeliveryState.WAITING,
            Broadcast.state == BroadcastState.SENDING,
            ~may_have(broadcast_id),
        )
    )
    return (await session.execute(counted)).scalar_one()


async def letter_of(session: AsyncSession, occurrence: Occurrence) -> int | None:
    """The broadcast that said it, by itself or among others."""
    if occurrence.merged_into_id is None:
        return occurrence.broadcast_id
    lead = await session.get_one(Occurrence, occurrence.merged_into_id)
    return lead.broadcast_id


async def break_told(session: AsyncSession, broadcast_id: int) -> Occurrence | None:
    """The long break that a letter speaks of."""
    leads = select(Occurrence.id).where(Occurrence.broadcast_id == broadcast_id)
    found = await session.scalars(
        select(Occurrence).where(
            or_(Occurrence.broadcast_id == broadcast_id, Occurrence.merged_into_id.in_(leads)),
            Occurrence.key.startswith(BREAK),
        )
    )
    return found.first()


def first_day(told: Occurrence, notices: Notices, community: Community) -> datetime | None:
    """When the break begins, as the plan has it by now."""
    notice = notices.get(told.notice)
    schedule = notice.schedule(community.region) if notice else None
    if schedule is None or not isinstance(schedule.rule, LongBreakRule) or told.wanted_at is None:
        return None
    zone = ZoneInfo(community.timezone)
    reminded_on = told.wanted_at.astimezone(zone).date()
    begins = reminded_on - timedelta(days=schedule.rule.offset_days)
    return datetime.combine(begins, time(), zone).astimezone(UTC)
