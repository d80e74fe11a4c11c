"""What the bulletins of a feed come to at one place: warnings that begin, go on, and end.

The same warning is issued many times: again, longer, graver, for more places or for fewer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from db.models import Alert
from db.vocabulary import AlertState, FeedCode
from reminders.warnings.bulletin import Bulletin, MessageType, rank
from reminders.warnings.places import SPOKEN, covers

_WITHOUT_AN_END = timedelta(hours=24)
_LONGEST = timedelta(days=7)
"""From one message: agencies say it again while it goes on."""


@dataclass
class Standing:
    """The warnings of one feed that are in force at one place, and which message is whose."""

    feed: FeedCode
    place: str
    alerts: list[Alert]
    members: dict[str, Alert | None] = field(default_factory=dict)
    """Every identifier that was read before; None: it was nothing to this place."""

    def of_event(self, event: str) -> Alert | None:
        return next((each for each in self.alerts if _going_on(each) and each.event == event), None)

    def referred_to(self, bulletin: Bulletin) -> list[Alert]:
        found = (self.members.get(each) for each in bulletin.references)
        unique = {id(each): each for each in found if each is not None and _going_on(each)}
        return list(unique.values())


def _going_on(alert: Alert) -> bool:
    return alert.state is AlertState.IN_FORCE


def fold(standing: Standing, bulletins: Iterable[Bulletin], now: datetime) -> None:
    """Take in what was not read before: the alerts are changed in place, new ones added.

    A feed keeps what has expired, and lists one message twice: neither makes a difference.
    """
    news = [each for each in bulletins if each.identifier not in standing.members]
    news.sort(key=lambda each: (each.issued_at, each.identifier))
    dropped: list[tuple[Alert, Bulletin]] = []
    for identifier, group in groupby(news, key=lambda each: each.identifier):
        parts = list(group)
        here = [part for part in parts if covers(part, standing.place)]
        live = [part for part in here if part.type is not MessageType.CANCEL]
        takes_back = parts[0].type is MessageType.CANCEL
        alert = None
        if live:
            alert = _issue(standing, max(live, key=lambda part: rank(part.level) or 0), now)
        elif here or (takes_back and not parts[0].areas):
            _cancel(standing, parts[0], now)
        elif not takes_back and any(part.areas for part in parts):
            dropped += [(each, parts[0]) for each in standing.referred_to(parts[0])]
        standing.members[identifier] = alert
    for alert, without in dropped:  # it goes on, and no longer for this place
        if alert.updated_at < without.issued_at:
            _end(alert, AlertState.CANCELLED, now)
    expire(standing.alerts, now)


def fold_whole(standing: Standing, bulletins: Sequence[Bulletin], now: datetime) -> None:
    """The same for a feed that tells how things stand: what it does not name is over."""
    named = set()
    for bulletin in bulletins:
        if bulletin.type is not MessageType.CANCEL and not _late(bulletin, now):
            named.add(bulletin.event)
            standing.members[bulletin.identifier] = _begin_or_go_on(standing, bulletin)
    for alert in standing.alerts:
        if _going_on(alert) and alert.event not in named:
            _end(alert, AlertState.CANCELLED, now)


def expire(alerts: Iterable[Alert], now: datetime) -> None:
    for alert in alerts:
        if _going_on(alert) and alert.expires_at is not None and alert.expires_at <= now:
            _end(alert, AlertState.EXPIRED, now)


def _late(bulletin: Bulletin, now: datetime) -> bool:
    end = _end_of(bulletin)
    return end is not None and end <= now


def _end_of(bulletin: Bulletin) -> datetime | None:
    """A message that says no end that can be read, or one far away, is not for ever."""
    if bulletin.feed is FeedCode.HKO:  # it is over when the feed names it no more
        return bulletin.expires_at
    if bulletin.expires_at is None:
        return bulletin.issued_at + _WITHOUT_AN_END
    return min(bulletin.expires_at, bulletin.issued_at + _LONGEST)


def _issue(standing: Standing, bulletin: Bulletin, now: datetime) -> Alert | None:
    """It goes on with the warning of its kind that is in force here, or begins one.

    What has expired, and what is older than the last that was heard, changes nothing.
    """
    known = standing.of_event(bulletin.event)
    if _late(bulletin, now) or (known and bulletin.issued_at < known.updated_at):
        return known
    return _begin_or_go_on(standing, bulletin)


def _begin_or_go_on(standing: Standing, bulletin: Bulletin) -> Alert:
    alert = standing.of_event(bulletin.event) or _again(standing, bulletin)
    if alert is None:
        alert = Alert(
            feed=standing.feed,
            event=bulletin.event,
            area=standing.place,
            first_identifier=bulletin.identifier,
            state=AlertState.IN_FORCE,
            issued_at=bulletin.issued_at,
            known_before=False,
        )
        standing.alerts.append(alert)
    elif (rank(bulletin.level) or 0) > (rank(alert.level) or 0):
        alert.known_before = False  # it was there before, and not so grave
    alert.level = bulletin.level
    alert.updated_at = bulletin.issued_at
    alert.expires_at = _end_of(bulletin)
    alert.headline = {SPOKEN[standing.feed].value: bulletin.headline}
    alert.link = bulletin.link
    return alert


def _again(standing: Standing, bulletin: Bulletin) -> Alert | None:
    """One that seemed to be over, and is not: a feed was empty for a moment."""
    for alert in standing.alerts:
        if (alert.event, alert.first_identifier) == (bulletin.event, bulletin.identifier):
            alert.state, alert.ended_at = AlertState.IN_FORCE, None
            return alert
    return None


def _cancel(standing: Standing, bulletin: Bulletin, now: datetime) -> None:
    """By its references; where it has none that we know, by its kind and its places."""
    if any(each in standing.members for each in bulletin.references):
        taken_back = standing.referred_to(bulletin)
    else:
        same = standing.of_event(bulletin.event)
        taken_back = [same] if same is not None and bulletin.areas else []
    for alert in taken_back:
        if bulletin.issued_at >= alert.updated_at:
            _end(alert, AlertState.CANCELLED, now)


def _end(alert: Alert, state: AlertState, now: datetime) -> None:
    alert.state, alert.ended_at = state, now
