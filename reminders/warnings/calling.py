"""What the warnings in force call for in a community: notices planned, put off, taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Alert, Community, Occurrence, Tripwire
from db.vocabulary import AlertState, OccurrenceState
from reminders.notices import Notices
from reminders.placing import UNSENT
from reminders.raising import follow_alert, raise_alert, withdraw_for
from reminders.region import earliest
from reminders.told import RISEN
from reminders.warnings import letters, tripwire
from reminders.warnings.bulletin import rank
from reminders.warnings.watches import Watch, watches

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
    BACK = "back"
    """It is in force again, and a letter that it is over was stopped on its way."""


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
    # The gravest first: what became of their letters decides over the milder ones.
    for watch in sorted(
        watches(notices, community.region), key=lambda each: each.graver is not None
    ):
        standing = _Standing([], [], [])
        for alert in filter(watch.is_called_by, alerts):
            (await _place_of(session, community, watch, alert, standing, now)).append(alert)
        if standing.going_on or standing.elsewhere:
            stands = [*standing.going_on, *standing.elsewhere][0]
            calls += [
                Call(Turn.BACK, watch, told, stands)
                for told in await letters.stop_saying_over(session, community, watch.notice, now)
            ]
        calls += await _follow(session, community, watch, standing, now)
        for name in watch.wires(community.area):
            calls += await _listen(session, community, watch, name, standing, now)
    return _told_once(calls)


async def goes_on(
    session: AsyncSession, community: Community, notices: Notices, broadcast_id: int
) -> bool:
    """A warning of the kind of which that letter tells holds: nobody may say that it is over."""
    row = await letters.told_by(session, broadcast_id)
    alerts = await in_force(session, community) if row is not None else []
    return any(
        watch.is_called_by(alert)
        for watch in watches(notices, community.region)
        if row is not None and watch.notice.id == row.rule_id
        for alert in alerts
    )


@dataclass(frozen=True)
class _Standing:
    """The warnings of a watch that are in force."""

    going_on: list[Alert]
    left: list[Alert]
    """To the graver notice, whose letter waits."""
    told: list[Alert]
    """By the graver notice, whose letter went out in this spell."""

    @property
    def elsewhere(self) -> list[Alert]:
        return [*self.told, *self.left]

    def of(self, watch: Watch, wire: str) -> "_Standing":
        """Those that set off this one."""
        mine = (
            [each for each in every if watch.wire_of(each) == wire]
            for every in (self.going_on, self.left, self.told)
        )
        return _Standing(*mine)


async def _place_of(
    session: AsyncSession,
    community: Community,
    watch: Watch,
    alert: Alert,
    standing: _Standing,
    now: datetime,
) -> list[Alert]:
    """It is left to the graver notice as long as that speaks: where its letter was skipped, or came
    too late, the milder one is better than nothing."""
    graver = watch.graver
    if graver is None or not watch.leaves(alert):
        return standing.going_on
    since = (await wire_of(session, community, graver.wire_of(alert))).tripped_at
    if since and await letters.went_out_since(session, community, graver.notice, since):
        return standing.told
    if await letters.waits(session, community, graver.notice, now):
        return standing.left
    return standing.going_on


async def _listen(
    session: AsyncSession,
    community: Community,
    watch: Watch,
    name: str,
    standing: _Standing,
    now: datetime,
) -> list[Call]:
    """What is news by one tripwire."""
    mine = standing.of(watch, name)
    if mine.left and not (mine.going_on or mine.told):
        return []  # whether it is told is not decided yet
    wire = await wire_of(session, community, name)
    calm_since = wire.calm_since
    is_armed = tripwire.armed(wire, watch.rule.cooldown, now, watch.calm)
    if calm_since and wire.tripped_at and not is_armed:
        since = wire.tripped_at
        is_armed = await letters.some_know_no_better(session, community, watch.notice, since)
    tripwire.watch(wire, goes_on=bool(mine.going_on or mine.told), now=now)
    if not is_armed:
        await _keep_with(session, community, watch, wire, mine, now)
    calls: list[Call] = []
    if is_armed and mine.going_on:
        calls = await _call(session, community, watch, wire, mine.going_on, calm_since, now)
    elif mine.going_on and tripwire.risen(wire, _gravest(mine.going_on)):
        calls = await _call_again(session, community, watch, wire, mine.going_on, now)
    if mine.told and (is_armed or tripwire.risen(wire, _gravest(mine.told))):
        # What is left of it afterwards is no news.
        tripwire.trip(wire, _gravest(mine.told), now)
    return calls


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
    calm_since: datetime | None,
    now: datetime,
) -> list[Call]:
    """Nobody is warned late of what was there before anybody listened, nor of what is left of that
    of which the graver notice spoke; and a letter that waits speaks for two kinds of warning."""
    news = [
        each
        for each in going_on
        if not each.known_before
        and not await _spoke_instead(session, community, watch, each, now, calm_since)
    ]
    if not news or await letters.waits(session, community, watch.notice, now):
        tripwire.trip(wire, _gravest(going_on), now)
        return []
    return await _warn(session, community, watch, wire, going_on, news[0], now)


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
    if news.known_before or await letters.waits(session, community, watch.notice, now):
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
    raised = await raise_alert(session, community, watch.notice, news, now, risen=risen, anew=True)
    tripwire.trip(wire, _gravest(going_on), now)
    return [Call(Turn.CALLED, watch, raised, news, risen=risen)]


async def _keep_with(
    session: AsyncSession,
    community: Community,
    watch: Watch,
    wire: Tripwire,
    standing: _Standing,
    now: datetime,
) -> None:
    """The last letter of this spell is about what still stands: it is over when that is."""
    rows = await letters.called(session, community, watch.notice, now)
    sent = [each for each in rows if each[0].state is OccurrenceState.SENT]
    stands = [*standing.going_on, *standing.elsewhere]
    if not (sent and stands and wire.tripped_at):
        return
    row, alert = sent[-1]
    if alert.ended_at is not None and alert.ended_at >= wire.tripped_at:
        row.alert_id = stands[0].id
        await session.flush()


async def _follow(
    session: AsyncSession,
    community: Community,
    watch: Watch,
    standing: _Standing,
    now: datetime,
) -> list[Call]:
    """What was planned before lasts as long as its warning, and goes when that does."""
    calls = []
    going_on, elsewhere = standing.going_on, standing.elsewhere
    rows = await letters.called(session, community, watch.notice, now)
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
            still, left = _going_on(alert), bool(elsewhere)
            calls += [
                Call(Turn.WITHDRAWN, watch, each, alert, risen=still, left=left) for each in gone
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
        elif row.id == last_sent and not (going_on or elsewhere) and _just_cancelled(alert, now):
            calls.append(Call(Turn.OVER, watch, row, alert))
    await session.flush()
    return calls


def _fell_below(row: Occurrence, going_on: Sequence[Alert]) -> bool:
    """It tells of a rise, and what goes on is no longer so grave."""
    told, gravest = rank(row.key.partition(RISEN)[2]), _gravest(going_on)
    return told is not None and (gravest or 0) < told


async def _spoke_instead(
    session: AsyncSession,
    community: Community,
    watch: Watch,
    alert: Alert,
    now: datetime,
    since: datetime | None = None,
) -> bool:
    """The graver notice went out for this very warning, which has gone down since."""
    graver = watch.graver
    return graver is not None and await letters.went_out_about(
        session, community, graver.notice, alert, now, since
    )


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


async def wire_of(session: AsyncSession, community: Community, name: str) -> Tripwire:
    """By the notice's id; see `Watch.wires`. Nobody else sets it off meanwhile."""
    place = {"community_id": community.id, "rule_id": name}
    found = await session.scalar(
        select(Tripwire)
        .filter_by(**place)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        found = Tripwire(**place)
        session.add(found)
    return found
