"""Which routine letters a community has had, of this year and of the last weeks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import Broadcast, Community, Occurrence
from db.vocabulary import Theme, Weight
from reminders.spacing import BUDGET, Past
from reminders.wording import merged_into


def theme_of(notice_id: str) -> Theme:
    """A notice bears its theme in its name, also when it is not shipped any more."""
    return Theme(notice_id.partition(".")[0])


ROUTINE = (Broadcast.weight == Weight.REMINDER, Broadcast.occasion.is_not(None))
"""Letters of the plan: news of works, and corrections, have their own reasons to be sent."""


@dataclass(frozen=True)
class Crowded:
    """Which letters count of those that one person had, wherever they have a home."""

    week_began: datetime
    year_began: datetime
    of_its_themes: frozenset[int] = frozenset()
    """Those of the last fortnight from elsewhere that are about the same."""


async def crowded(
    session: AsyncSession, community: Community, themes: Collection[Theme], moment: datetime
) -> Crowded:
    """What may make one letter more of these themes too much for somebody on that day."""
    zone = ZoneInfo(community.timezone)
    today = moment.astimezone(zone).date()
    week = today - timedelta(days=BUDGET.days_between - 1)
    fortnight = today - timedelta(days=BUDGET.days_between_same_theme - 1)
    return Crowded(
        _midnight(week, zone),
        _midnight(date(today.year, 1, 1), zone),
        await _of_these_themes(session, community, themes, _midnight(fortnight, zone)),
    )


async def _of_these_themes(
    session: AsyncSession, community: Community, themes: Collection[Theme], since: datetime
) -> frozenset[int]:
    sent = await session.execute(
        select(Broadcast.id, Broadcast.theme).where(
            Broadcast.community_id != community.id,
            *ROUTINE,
            Broadcast.confirmed_at >= since,
        )
    )
    about = {row.id: {row.theme} for row in sent}
    merged = await _merged_themes(session, list(about))
    wanted = frozenset(themes)
    return frozenset(id_ for id_ in about if wanted & (about[id_] | merged.get(id_, set())))


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone)


async def letters_sent(session: AsyncSession, community: Community, now: datetime) -> list[Past]:
    zone = ZoneInfo(community.timezone)
    sent = await session.execute(
        select(Broadcast.id, Broadcast.confirmed_at, Broadcast.occasion)
        .where(
            Broadcast.community_id == community.id,
            *ROUTINE,
            Broadcast.confirmed_at >= _since(now.astimezone(zone)),
        )
        .order_by(Broadcast.confirmed_at)
    )
    rows = sent.all()
    merged = await _merged_themes(session, [row.id for row in rows])
    return [
        Past(
            row.confirmed_at.astimezone(zone).date(),
            frozenset(merged.get(row.id, set()) | {theme_of(row.occasion)}),
        )
        for row in rows
    ]


def _since(now: datetime) -> datetime:
    new_year = _midnight(date(now.year, 1, 1), now.tzinfo)
    return min(new_year, now - timedelta(days=BUDGET.days_between_same_theme + 1))


async def _merged_themes(session: AsyncSession, broadcast_ids: list[int]) -> dict[int, set[Theme]]:
    lead = aliased(Occurrence)
    parts = await session.execute(
        select(Broadcast.id, Occurrence.notice)
        .join(lead, lead.broadcast_id == Broadcast.id)
        .join(Occurrence, Occurrence.merged_into_id == lead.id)
        .where(Broadcast.id.in_(broadcast_ids))
    )
    themes: dict[int, set[Theme]] = {}
    for broadcast_id, notice in parts:
        themes.setdefault(broadcast_id, set()).add(theme_of(notice))
    return themes


async def themes_in(session: AsyncSession, occurrence: Occurrence) -> frozenset[Theme]:
    """What its letter would be about, with what is merged into it."""
    parts = await merged_into(session, occurrence)
    return frozenset(theme_of(each.notice) for each in (occurrence, *parts))


async def themes_of(session: AsyncSession, letter: Broadcast) -> frozenset[Theme]:
    """What a letter is about; nothing where nobody may be spared it."""
    if letter.theme is None:
        return frozenset()
    merged = await _merged_themes(session, [letter.id])
    return frozenset({letter.theme} | merged.get(letter.id, set()))


async def notices_sent(
    session: AsyncSession, community: Community, now: datetime
) -> list[datetime]:
    """When the plan's own letters of the last day rang.

    What a manager sends is their affair, and an official warning takes nobody's place.
    """
    rang = await session.scalars(
        select(Broadcast.confirmed_at)
        .where(
            Broadcast.community_id == community.id,
            Broadcast.weight == Weight.NOTICE,
            Broadcast.author_id.is_(None),
            Broadcast.occasion.is_not(None),
            Broadcast.confirmed_at > now - timedelta(days=1),
            ~exists().where(
                Occurrence.broadcast_id == Broadcast.id, Occurrence.alert_id.is_not(None)
            ),
        )
        .order_by(Broadcast.confirmed_at)
    )
    return [moment for moment in rang if moment is not None]
