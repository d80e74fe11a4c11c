"""When somebody works: several spans a day, public holidays, make-up workdays, exceptions."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from db.clocks import WEEKDAYS
from db.models import Calendar as CalendarRow
from db.models import Community, Ticket
from db.vocabulary import Region
from reminders.calendar import is_make_up_workday, is_public_holiday

_MIDNIGHT = 24 * 60
_DAY = timedelta(days=1)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


@dataclass(frozen=True, order=True)
class Span:
    """Minutes after midnight; 1440 is the midnight at the end of the day."""

    opens: int
    closes: int


Spans = tuple[Span, ...]

_WHOLE_DAY = (Span(0, _MIDNIGHT),)


@dataclass(frozen=True)
class Calendar:
    """The working hours of a community, or of one of its teams, in its own zone."""

    week: tuple[Spans, ...]
    """Monday first."""
    zone: ZoneInfo
    region: Region | None = None
    """Whose public holidays are kept; None: none."""
    exceptions: Mapping[date, Spans] = field(default_factory=dict, hash=False)
    _worked: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Days that were asked for, with their spans in UTC: every ticket asks for the same ones."""

    @classmethod
    def office(cls, opens: str, closes: str, zone: str) -> "Calendar":
        """One span, every day. Raises ValueError where the office would never be open."""
        span = Span(minutes(opens), minutes(closes))
        if span.opens >= span.closes:
            raise ValueError(f"an office that opens at {opens} and closes at {closes} never works")
        return cls(((span,),) * 7, ZoneInfo(zone))

    def spans(self, day: date) -> Spans:
        """What is worked on one day; on a make-up workday (調休), what a Monday has."""
        if day in self.exceptions:
            return self.exceptions[day]
        usual = self.week[day.weekday()]
        if self.region is None:
            return usual
        if is_make_up_workday(self.region, day):
            return self.week[0] or usual
        return () if is_public_holiday(self.region, day) else usual

    def after(self, start: datetime, work: timedelta) -> datetime:
        """The moment by which so much has been worked; in the zone of the question."""
        moment = start.astimezone(UTC)
        if self._never_shuts:
            return (moment + work).astimezone(start.tzinfo)
        for opens, closes in self._open_from(moment):
            begin = max(moment, opens)
            if begin + work <= closes:
                return (begin + work).astimezone(start.tzinfo)
            work -= closes - begin
        raise AssertionError("a calendar goes on for ever")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much is worked from one moment to a later one."""
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        if first >= last:
            return timedelta()
        if self._never_shuts:
            return last - first
        worked = timedelta()
        for opens, closes in self._open_from(first):
            if opens >= last:
                break
            worked += min(closes, last) - max(opens, first)
        return worked

    def is_open(self, moment: datetime) -> bool:
        opens, _ = next(self._open_from(moment.astimezone(UTC)))
        return opens <= moment

    @property
    def _never_shuts(self) -> bool:
        return self.region is None and not self.exceptions and self.week == (_WHOLE_DAY,) * 7

    def _open_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans that are not over yet, in order and in UTC; there is always another."""
        day = moment.astimezone(self.zone).date()
        while True:
            for opens, closes in self._on(day):
                if moment < closes:
                    yield opens, closes
            day += _DAY

    def _on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        found = self._worked.get(day)
        if found is None:
            ends = [
                (self._at(day, span.opens), self._at(day, span.closes)) for span in self.spans(day)
            ]
            # The night the clocks go forward may swallow a span whole.
            found = self._worked[day] = tuple(pair for pair in ends if pair[0] < pair[1])
        return found

    def _at(self, day: date, minute: int) -> datetime:
        on_the_wall = datetime.combine(day, time(), self.zone) + timedelta(minutes=minute)
        return on_the_wall.astimezone(UTC)


ALWAYS = Calendar((_WHOLE_DAY,) * 7, ZoneInfo("UTC"))
"""Round the clock: what a danger is counted in."""


def minutes(clock: str) -> int:
    """From HH:MM; 24:00 is the end of the day."""
    if not _CLOCK.fullmatch(clock):
        raise ValueError(f'{clock!r} is no time of day; write it as "08:30"')
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def read(
    hours: Mapping[str, Sequence[Sequence[str]]],
    exceptions: Mapping[str, Sequence[Sequence[str]]],
    *,
    keeps_holidays: bool,
    zone: str,
    region: Region,
) -> Calendar:
    """A calendar as its row holds it. Raises ValueError with every mistake, and its mend."""
    wrong = [
        f"{name!r} is no day of the week; write {', '.join(WEEKDAYS)}"
        for name in hours
        if name not in WEEKDAYS
    ]
    week = tuple(_spans(name, hours.get(name, ()), wrong) for name in WEEKDAYS)
    special = {}
    for day, spans in exceptions.items():
        try:
            special[date.fromisoformat(day)] = _spans(day, spans, wrong)
        except ValueError:
            wrong.append(f"{day!r} is no date; write it as 2027-02-05")
    if not wrong and not any(week):
        wrong.append(
            'no day of the week has a working hour; give at least one, like mon: ["08:30-18:00"]'
        )
    if wrong:
        raise ValueError("; ".join(wrong))
    return Calendar(week, ZoneInfo(zone), region if keeps_holidays else None, special)


def _spans(where: str, pairs: Iterable[Sequence[str]], wrong: list[str]) -> Spans:
    """One day's spans in order; what is wrong with them is added to `wrong`."""
    spans = []
    for pair in pairs:
        try:
            opens, closes = pair
            span = Span(minutes(opens), minutes(closes))
        except ValueError as error:
            wrong.append(f"{where}: {error}")
            continue
        if span.opens >= span.closes:
            wrong.append(
                f"{where}: {opens}-{closes} runs backwards; the earlier time comes first, "
                "and a night is two spans, until 24:00 and from 00:00"
            )
        else:
            spans.append(span)
    spans.sort()
    wrong.extend(
        f"{where}: {_worded(first)} and {_worded(second)} overlap; make them one span"
        for first, second in pairwise(spans)
        if second.opens < first.closes
    )
    return tuple(spans)


def _worded(span: Span) -> str:
    return "-".join(f"{at // 60:02}:{at % 60:02}" for at in (span.opens, span.closes))


def of_row(row: CalendarRow | None, community: Community) -> Calendar:
    """The calendar that a row describes; None: every hour counts."""
    if row is None:
        return ALWAYS
    return _read_once(
        json.dumps(row.hours),
        json.dumps(row.exceptions),
        row.keeps_holidays,
        community.timezone,
        community.region,
    )


@lru_cache(maxsize=256)
def _read_once(
    hours: str, exceptions: str, keeps_holidays: bool, zone: str, region: Region
) -> Calendar:
    given: tuple[dict[str, Any], dict[str, Any]] = (json.loads(hours), json.loads(exceptions))
    return read(*given, keeps_holidays=keeps_holidays, zone=zone, region=region)


def calendar_of(ticket: Ticket) -> Calendar:
    """What the clocks of a ticket count."""
    return of_row(ticket.calendar, ticket.community)
