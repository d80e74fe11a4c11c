"""What was read of a feed goes into the tables: which warnings are in force where."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Alert, AlertIdentifier, Community, Forecast
from db.once import table_of, write_once
from db.vocabulary import AlertState, FeedCode
from reminders.warnings.bulletin import Bulletin
from reminders.warnings.folding import Standing, expire, fold, fold_whole
from reminders.warnings.forecasts import Expected
from reminders.warnings.places import place_for

_REMEMBERED = timedelta(days=30)
"""No feed lists a warning so long after it was issued."""
_READ_BEFORE = ""
"""The identifier that marks a place for which the feed was read before."""


@dataclass(frozen=True)
class Reading:
    """What one look at a feed brought."""

    bulletins: Sequence[Bulletin] = ()
    identifiers: frozenset[str] = frozenset()
    """Of all that was read, and need not be read again."""
    left_over: frozenset[str] = frozenset()
    """Of what there was too much of: it is read the next time."""
    whole: bool = False
    """It tells how things stand; what it does not name is over."""
    etag: str | None = None


@dataclass(frozen=True)
class Places:
    """Where a feed is listened to, and what of it has been read for all of these places."""

    names: frozenset[str]
    new: frozenset[str] = field(default_factory=frozenset)
    """Those for which it is read for the first time: what it lists now is no news to them."""
    known: frozenset[str] = field(default_factory=frozenset)


def places_of(communities: Collection[Community], feed: FeedCode) -> frozenset[str]:
    found = (place_for(each.area, feed) for each in communities)
    return frozenset(place for place in found if place is not None)


async def places(
    session: AsyncSession, communities: Collection[Community], feed: FeedCode
) -> Places:
    names = places_of(communities, feed)
    seen = await session.execute(
        select(AlertIdentifier.identifier, AlertIdentifier.area).where(
            AlertIdentifier.feed == feed, AlertIdentifier.area.in_(names)
        )
    )
    where: dict[str, set[str]] = {}
    for identifier, area in seen:
        where.setdefault(identifier, set()).add(area)
    before = where.pop(_READ_BEFORE, set())
    known = (identifier for identifier, areas in where.items() if areas == names)
    return Places(names, names - before, frozenset(known))


async def take_in(
    session: AsyncSession, feed: FeedCode, where: Places, reading: Reading, now: datetime
) -> None:
    """Nothing that was read before makes a difference, so that two may do it at once."""
    for place in sorted(where.names):
        standing = await _standing(session, feed, place, reading.bulletins)
        before = set(map(id, standing.alerts))
        if reading.whole:
            fold_whole(standing, reading.bulletins, now)
        else:
            fold(standing, reading.bulletins, now)
        begun = [each for each in standing.alerts if id(each) not in before]
        for alert in begun:
            alert.known_before = place in where.new
        session.add_all(begun)
        await session.flush()
        seen = {each: alert.id if alert else None for each, alert in standing.members.items()}
        others = reading.identifiers | {_READ_BEFORE}
        if place in where.new:
            others |= reading.left_over
        await _remember(session, feed, place, dict.fromkeys(others) | seen, now)
    await session.execute(
        delete(AlertIdentifier).where(
            AlertIdentifier.feed == feed,
            AlertIdentifier.identifier != _READ_BEFORE,
            AlertIdentifier.seen_at < now - _REMEMBERED,
        )
    )


async def _standing(
    session: AsyncSession, feed: FeedCode, place: str, bulletins: Sequence[Bulletin]
) -> Standing:
    named = {each.identifier for each in bulletins}.union(*(each.references for each in bulletins))
    in_force = await session.scalars(
        select(Alert)
        .where(
            Alert.feed == feed,
            Alert.area == place,
            or_(Alert.state == AlertState.IN_FORCE, Alert.first_identifier.in_(named)),
        )
        .order_by(Alert.id)
        .execution_options(populate_existing=True)
    )
    alerts = list(in_force)
    by_id = {each.id: each for each in alerts}
    members = await session.execute(
        select(AlertIdentifier.identifier, AlertIdentifier.alert_id).where(
            AlertIdentifier.feed == feed,
            AlertIdentifier.area == place,
            AlertIdentifier.identifier.in_(named),
        )
    )
    # A warning that is over is no longer to be cancelled: only that it was read is of interest.
    found = {identifier: by_id.get(alert_id or 0) for identifier, alert_id in members}
    return Standing(feed, place, alerts, found)


async def _remember(
    session: AsyncSession,
    feed: FeedCode,
    place: str,
    identifiers: Mapping[str, int | None],
    now: datetime,
) -> None:
    rows = [
        {
            "feed": feed,
            "area": place,
            "identifier": identifier,
            "alert_id": alert_id,
            "seen_at": now,
        }
        for identifier, alert_id in identifiers.items()
    ]
    await write_once(session, table_of(AlertIdentifier), rows)


async def take_in_forecasts(
    session: AsyncSession, feed: FeedCode, where: Places, expected: Collection[Expected]
) -> None:
    """What was said before of these places counts no more."""
    await session.execute(
        delete(Forecast).where(Forecast.feed == feed, Forecast.area.in_(where.names))
    )
    rows = [
        {
            "feed": feed,
            "area": each.place,
            "day": each.day,
            "metric": each.metric,
            "value": each.value,
            "issued_at": each.issued_at,
        }
        for each in expected
        if each.place in where.names
    ]
    await write_once(session, table_of(Forecast), rows)


async def end_expired(session: AsyncSession, now: datetime) -> None:
    due = await session.scalars(
        select(Alert).where(Alert.state == AlertState.IN_FORCE, Alert.expires_at <= now)
    )
    expire(due, now)
    await session.flush()


async def first_expiry(session: AsyncSession) -> datetime | None:
    found: datetime | None = await session.scalar(
        select(func.min(Alert.expires_at)).where(Alert.state == AlertState.IN_FORCE)
    )
    return found
