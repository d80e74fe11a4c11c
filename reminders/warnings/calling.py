"""What the warnings in force call for in a community: notices planned, put off, taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Alert, Community, Occurrence, Tripwire
from db.vocabulary import AlertState, OccurrenceState
from reminders.notices import Notice, Notices
from reminders.placing import UNSENT
from reminders.raising import follow_alert, raise_alert, withdraw_for
from reminders.region import earliest
from reminders.told import RISEN
from reminders.warnings import tripwire
from reminders.warnings.bulletin import rank
from reminders.warnings.watches import Watch, watches

_LOOKING_BACK = timedelta(days=14)
_NEWS = timedelta(hours=1)
"""So long it is news that a warning was cancelled; whoever tells it tells it once."""


class Turn(StrEnum):
    """What became of a notice."""

    CALLED = "called"
    """Planned; it waits for an approval, unless it has that of the year."""
    WITHDRAWN = "withdrawn"
    """The warning is over, and nothing was sent."""
    OVER = "over"
    """The warning was cancelled after the notice had gone out."""


@dataclass(frozen=True)
class Call:
    turn: Turn
    watch: Watch
    occurrence: Occurrence
    alert: Alert
    risen: bool = False
    """It was called for before, and the warning is graver now; withdrawn, it goes on and is
    slighter."""
    left: bool = False
    """Withdrawn, for a graver notice speaks instead."""


async def answer(
    session: AsyncSession, community: Community, notices: Notices, now: datetime
) -> list[Call]:
    """Bring the community's notices up to date with the warnings in force there.

    Asked again without any news it does nothing.
    """
    alerts = await in_force(session, community)
    calls: list[Call] = []
    for watch in watches(notices, community.region):
        going_on = [each for each in alerts if watch.wants(each)]
        left = [each for each in alerts if watch.leaves(each)]
        calls += await _follow(session, community, watch, going_on, now)
        wire = await wire_of(session, community, watch.notice)
        is_armed = tripwire.armed(wire, watch.rule.cooldown, now)
        tripwire.watch(wire, goes_on=bool(going_on or left), now=now)
        if is_armed and going_on:
            calls += await _call(session, community, watch, wire, going_on, now)
        elif going_on and tripwire.risen(wire, _gravest(going_on)):
            calls += await _call_again(session, community, watch, wire, going_on, now)
        if left and (is_armed or tripwire.risen(wire, _gravest(left))):
            # Told by the graver one; what is left of it afterwards is no news.
            tripwire.trip(wire, _gravest(left), now)
    return _told_once(calls)


def _told_once(calls: list[Call]) -> list[Call]:
    """That a warning is over, of one notice: the graver one where both went out."""
    over = {(each.watch.notice.id, each.alert.id) for each in calls if each.turn is Turn.OVER}
    return [
        each
        for each in calls
        if each.turn is not Turn.OVER
        or (each.watch.rule.alert.unless or "", each.alert.id) not in over
    ]


async def in_force(session: AsyncSession, community: Community) -> list[Alert]:
    """The official warnings that hold where it is."""
    found = await session.scalars(
        select(Alert).where(Alert.state == AlertState.IN_FORCE).order_by(Alert.issued_at, Alert.id)
    )
    return [each for each in found if community.area.get(each.feed) == each.area]


def _gravest(going_on: Iterable[Alert]) -> int | None:
    return max((found for each in going_on if (found := rank(each.level))), default=None)


async def _call(
    session: AsyncSession,
    community: Community,
    watch: Watch,
    wire: Tripwire,
    going_on: Sequence[Alert],
    now: datetime,
) -> list[Call]:
    news = next((each for each in going_on if not each.known_before), None)
    if news is None:  # it was there before anybody listened: nobody is warned late
        tripwire.trip(wire, _gravest(going_on), now)
        return []
    return await _warn(session, community, watch, wire, going_on, news, now)


async def _call_again(
    session: AsyncSession,
    community: Community,
    watch: Watch,
    wire: Tripwire,
    going_on: Sequence[Alert],
    now: datetime,
) -> list[Call]:
    """It has grown graver: news to everybody but those whose letter still waits."""
    gravest = _gravest(going_on)
    news = next(each for each in going_on if rank(each.level) == gravest)
    rows = [row for row, _ in await _called(session, community, watch.notice, now)]
    if news.known_before or any(row.state in UNSENT for row in rows):
        wire.rank = gravest
        return []
    return await _warn(session, community, watch, wire, going_on, news, now, risen=True)


async def _warn(
    session: AsyncSession,
    community: Community,
    watch: Watch,
    wire: Tripwire,
    going_on: Sequence[Alert],
    news: Alert,
    now: datetime,
    *,
    risen: bool = False,
) -> list[Call]:
    """Nothing yet of what ends before anybody could be told: it may be prolonged."""
    if _ends_before_the_morning(community, watch, news, now):
        return []
    raised = await raise_alert(session, community, watch.notice, news, now, risen=risen)
    tripwire.trip(wire, _gravest(going_on), now)
    return [Call(Turn.CALLED, watch, raised, news, risen=risen)]


async def _follow(
    session: AsyncSession,
    community: Community,
    watch: Watch,
    going_on: Sequence[Alert],
    now: datetime,
) -> list[Call]:
    """What was planned before lasts as long as its warning, and goes when that does."""
    calls = []
    rows = await _called(session, community, watch.notice, now)
    last_sent = max((row.id for row, _ in rows if row.state is OccurrenceState.SENT), default=0)
    for row, alert in rows:
        stands = alert if alert in going_on else next(iter(going_on), None)
        fell = stands is not None and _fell_below(row, going_on)
        if row.state in UNSENT and fell:
            row.state = OccurrenceState.WITHDRAWN
            calls.append(Call(Turn.WITHDRAWN, watch, row, alert, risen=True))
        elif row.state in UNSENT and stands is not None:
            # Perhaps another of its kind.
            await follow_alert(session, community, watch.notice, row, stands, now)
        elif row.state in UNSENT:
            gone = await withdraw_for(
                session, alert_id=alert.id, rule_id=watch.notice.id, community_id=community.id
            )
            fell, left = _going_on(alert), watch.leaves(alert) and _going_on(alert)
            calls += [
                Call(Turn.WITHDRAWN, watch, each, alert, risen=fell, left=left) for each in gone
            ]
        elif fell:
            continue
        elif row.state is OccurrenceState.WITHDRAWN and alert in going_on and row.expires_at > now:
            if await _spoke_instead(session, community, watch, alert, now):
                continue
            # Its feed was empty for a moment: it is what it was.
            approved = row.approved_at is not None
            row.state = OccurrenceState.APPROVED if approved else OccurrenceState.PLANNED
            await follow_alert(session, community, watch.notice, row, alert, now)
            calls.append(Call(Turn.CALLED, watch, row, alert))
        elif row.id == last_sent and not going_on and _just_cancelled(alert, now):
            calls.append(Call(Turn.OVER, watch, row, alert))
    await session.flush()
    return calls


def _fell_below(row: Occurrence, going_on: Sequence[Alert]) -> bool:
    """It tells of a rise, and what goes on is no longer so grave."""
    told, gravest = rank(row.key.partition(RISEN)[2]), _gravest(going_on)
    return told is not None and (gravest or 0) < told


async def _spoke_instead(
    session: AsyncSession, community: Community, watch: Watch, alert: Alert, now: datetime
) -> bool:
    """The graver notice went out for this very warning, which has gone down since."""
    if watch.graver is None:
        return False
    rows = await _called(session, community, watch.graver.notice, now)
    return any(row.state is OccurrenceState.SENT and by.id == alert.id for row, by in rows)


async def _called(
    session: AsyncSession, community: Community, notice: Notice, now: datetime
) -> list[tuple[Occurrence, Alert]]:
    found = await session.execute(
        select(Occurrence, Alert)
        .join(Alert, Alert.id == Occurrence.alert_id)
        .where(
            Occurrence.community_id == community.id,
            Occurrence.rule_id == notice.id,
            Occurrence.due_at > now - _LOOKING_BACK,
        )
        .order_by(Occurrence.id)
        # What is being sent at this very moment is seen as sent.
        .with_for_update(of=Occurrence)
        .execution_options(populate_existing=True)
    )
    return [(occurrence, alert) for occurrence, alert in found]


def _ends_before_the_morning(
    community: Community, watch: Watch, alert: Alert, now: datetime
) -> bool:
    begins = earliest(watch.notice.weight, now, community)
    return alert.expires_at is not None and alert.expires_at <= begins


def _going_on(alert: Alert) -> bool:
    return alert.state is AlertState.IN_FORCE


def _just_cancelled(alert: Alert, now: datetime) -> bool:
    return (
        alert.state is AlertState.CANCELLED
        and alert.ended_at is not None
        and now - alert.ended_at < _NEWS
    )


async def wire_of(session: AsyncSession, community: Community, notice: Notice) -> Tripwire:
    place = {"community_id": community.id, "rule_id": notice.id}
    found = await session.get(Tripwire, place)
    if found is None:
        found = Tripwire(**place)
        session.add(found)
    return found
