"""Where everything that is not sent yet comes to stand, once the year is spaced."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from db.models import Occurrence
from db.vocabulary import OccurrenceState, Weight
from reminders.history import theme_of
from reminders.spacing import Name, Past, Wish, spaced
from reminders.wanted import Wanted

UNSENT = (OccurrenceState.PLANNED, OccurrenceState.APPROVED)
_ENDED = (OccurrenceState.EXPIRED, OccurrenceState.WITHDRAWN)


@dataclass(frozen=True)
class Standing:
    """How an occurrence stands in the plan."""

    due_at: datetime
    into: Name | None = None
    """The one whose letter says both."""
    parts: tuple[Name, ...] = ()
    """What its own letter says besides."""


@dataclass(frozen=True)
class Picture:
    """A community's plan as it is, and as the rules would have it."""

    wanted: Mapping[Name, Wanted]
    known: Mapping[Name, Occurrence]
    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @cached_property
    def _by_id(self) -> dict[int, Occurrence]:
        return {row.id: row for row in self.known.values()}

    def lead_of(self, row: Occurrence) -> Occurrence | None:
        if row.state is not OccurrenceState.MERGED or row.merged_into_id is None:
            return None
        return self._by_id.get(row.merged_into_id)

    def is_told(self, row: Occurrence) -> bool:
        """By a letter of its own, or within another."""
        if row.state is OccurrenceState.MERGED:
            lead = self.lead_of(row)
            return lead is None or lead.state is OccurrenceState.SENT
        return row.state is OccurrenceState.SENT

    def is_held(self, row: Occurrence) -> bool:
        """Its time has come, and it is neither sent nor over: its letter stays as it is."""
        letter = self.lead_of(row) or row
        if letter.state not in UNSENT or letter.due_at > self.now:
            return False
        wanted = self.wanted.get(_name(letter))
        return wanted is not None and letter.wanted_at in (None, wanted.due_at)

    def is_open(self, name: Name) -> bool:
        """It may be placed: it is new, or waits, or its day has come to lie ahead again.

        Nothing is created in the past: a first run, or a new notice, sends nothing late.
        """
        row, ahead = self.known.get(name), self.wanted[name].due_at > self.now
        if row is None:
            return ahead
        if row.state in _ENDED:
            return ahead
        waits = row.state in (*UNSENT, OccurrenceState.MERGED)
        return waits and not self.is_told(row) and not self.is_held(row)


def standings(
    picture: Picture, sent: Sequence[Past], length: Callable[[Name], int]
) -> dict[Name, Standing]:
    """Of all that is open, and of what is held; what is sent or over is not touched."""
    open_ = [name for name in picture.wanted if picture.is_open(name)]
    routine = [name for name in open_ if picture.wanted[name].notice.weight is Weight.REMINDER]
    past = [*sent, *_leaving(picture)]
    wishes = [_wish(picture.wanted[name], picture.zone, length(name)) for name in routine]
    found = {name: Standing(picture.wanted[name].due_at) for name in open_}
    parts: dict[Name, list[Name]] = {}
    for placed in spaced(wishes, past, picture.today):
        wanted = picture.wanted[placed.name]
        if placed.into is not None:
            parts.setdefault(placed.into, []).append(placed.name)
        elif placed.day is not None:
            found[placed.name] = Standing(wanted.on(placed.day, picture.zone))
    for lead, names in parts.items():
        due_at = found[lead].due_at
        in_order = sorted(names, key=lambda name: (picture.wanted[name].due_at, name))
        found[lead] = Standing(due_at, parts=tuple(in_order))
        found |= {name: Standing(due_at, into=lead) for name in names}
    return found | _held(picture)


def _held(picture: Picture) -> dict[Name, Standing]:
    """Those whose time has come, just as they stand."""
    rows = [row for name in picture.wanted if (row := picture.known.get(name))]
    found = {}
    for row in (each for each in rows if picture.is_held(each)):
        lead = picture.lead_of(row)
        parts = [_name(each) for each in rows if picture.lead_of(each) is row]
        in_order = sorted(parts, key=lambda name: (picture.wanted[name].due_at, name))
        into = _name(lead) if lead else None
        found[_name(row)] = Standing(row.due_at, into=into, parts=tuple(in_order))
    return found


def _name(row: Occurrence) -> Name:
    return row.rule_id, row.key


def _wish(wanted: Wanted, zone: ZoneInfo, length: int) -> Wish:
    return Wish(
        wanted.name,
        wanted.day(zone),
        wanted.last_day(zone),
        wanted.notice.theme,
        wanted.notice.rank,
        length,
        wanted.notice.audience,
    )


def _leaving(picture: Picture) -> Iterator[Past]:
    """What is approved and due goes out today."""
    for row in picture.known.values():
        if row.state is not OccurrenceState.APPROVED or not picture.is_held(row):
            continue
        if picture.wanted[_name(row)].notice.weight is Weight.REMINDER:
            said = [row, *(each for each in picture.known.values() if picture.lead_of(each) is row)]
            yield Past(picture.today, frozenset(theme_of(each.notice) for each in said))
