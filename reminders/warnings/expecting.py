"""What forecasts call for in a community where no official warning is in force: only the official
warning is sure, and where there is one it decides."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Alert, Community, Forecast, Occurrence
from db.vocabulary import Metric, OccurrenceState
from reminders.notices import Notice, Notices
from reminders.placing import UNSENT
from reminders.raising import FORECAST, raise_forecast
from reminders.region import first_decent
from reminders.triggered_rules import AlertRule, WeatherRule
from reminders.warnings import tripwire
from reminders.warnings.calling import Turn, in_force, wire_of
from reminders.warnings.places import FORECASTS, place_for

FRESH = timedelta(hours=6)
"""An older forecast counts as none."""
MARGIN = 1.0
"""°C. What was expected still is until the forecast has gone back by more than that."""
_FELT = {Metric.TMAX: time(15), Metric.TMIN: time(6)}
"""When a day is hottest, and coldest."""
_PASSES = timedelta(hours=3)


@dataclass(frozen=True)
class Outlook:
    """What became of a notice by the forecast."""

    turn: Turn
    notice: Notice
    occurrence: Occurrence
    forecast: Forecast | None = None
    """None: taken back."""


async def answer(
    session: AsyncSession, community: Community, notices: Notices, now: datetime
) -> list[Outlook]:
    """Bring the community's notices up to date with what is expected there.

    Asked again without any news it does nothing.
    """
    found: list[Outlook] = []
    watched = list(_watched(notices, community))
    if not watched:
        return found
    alerts = await in_force(session, community)
    fresh = await _fresh(session, community, now)
    for notice, rule in watched:
        ahead = [each for each in fresh if _is_ahead(each, rule, community, now)]
        if not ahead:  # nobody knows: neither heat nor its end
            continue
        decided = await _is_decided(session, community, notices, rule, alerts, now)
        going_on = any(rule.is_met_by(each.value, MARGIN) for each in ahead)
        if decided or not going_on:
            rows = await _withdrawn(session, community, notice)
            found += [Outlook(Turn.WITHDRAWN, notice, row) for row in rows]
        wire = await wire_of(session, community, notice.id)
        is_armed = tripwire.armed(wire, rule.cooldown, now)
        tripwire.watch(wire, goes_on=going_on, now=now)
        met = next((each for each in ahead if rule.is_met_by(each.value)), None)
        if met is None or decided or not is_armed:
            continue
        until = _felt(met.day, met.metric, community) + _PASSES
        if until <= first_decent(now, community):
            continue
        row = await raise_forecast(session, community, notice, met, until, now)
        tripwire.trip(wire, None, now)
        found.append(Outlook(Turn.CALLED, notice, row, met))
    return found


def _watched(notices: Notices, community: Community) -> Iterator[tuple[Notice, WeatherRule]]:
    for notice in notices:
        schedule = notice.schedule(community.region)
        if schedule is not None and isinstance(schedule.rule, WeatherRule):
            yield notice, schedule.rule


async def _fresh(session: AsyncSession, community: Community, now: datetime) -> list[Forecast]:
    """The nearest day first; of one day, what the official services say before others."""
    found = await session.scalars(
        select(Forecast)
        .where(Forecast.feed.in_(FORECASTS), Forecast.issued_at > now - FRESH)
        .execution_options(populate_existing=True)
    )
    order = list(FORECASTS)
    here = [each for each in found if place_for(community.area, each.feed) == each.area]
    by_day: dict[tuple[date, Metric], Forecast] = {}
    for each in sorted(here, key=lambda each: order.index(each.feed)):
        by_day.setdefault((each.day, each.metric), each)
    return sorted(by_day.values(), key=lambda each: each.day)


def _is_ahead(each: Forecast, rule: WeatherRule, community: Community, now: datetime) -> bool:
    if each.metric is not rule.weather.metric:
        return False
    ahead = _felt(each.day, each.metric, community) - now
    return timedelta() < ahead <= timedelta(hours=rule.weather.within_hours)


def _felt(day: date, metric: Metric, community: Community) -> datetime:
    local = datetime.combine(day, _FELT[metric], ZoneInfo(community.timezone))
    return local.astimezone(UTC)


async def _is_decided(
    session: AsyncSession,
    community: Community,
    notices: Notices,
    rule: WeatherRule,
    alerts: Collection[Alert],
    now: datetime,
) -> bool:
    """An official warning of the same is in force, or its notice was called for a while ago."""
    official = notices.get(rule.weather.unless)
    if official is None or not isinstance(official.rule, AlertRule):
        return False
    if any(official.rule.wants(each) for each in alerts):
        return True
    wire = await wire_of(session, community, official.id)
    told = wire.tripped_at
    return told is not None and timedelta() <= now - told < official.rule.cooldown


async def _withdrawn(
    session: AsyncSession, community: Community, notice: Notice
) -> list[Occurrence]:
    rows = await session.scalars(
        select(Occurrence)
        .where(
            Occurrence.community_id == community.id,
            Occurrence.rule_id == notice.id,
            Occurrence.key.startswith(FORECAST),
            Occurrence.state.in_(UNSENT),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = list(rows)
    for row in found:
        row.state = OccurrenceState.WITHDRAWN
    await session.flush()
    return found
