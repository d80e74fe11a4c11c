"""A time as it was said, and which moment that is once somebody says what time it is now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

NOON, DAY = 12 * 60, 24 * 60
"""In minutes."""
_OPEN_DAYS = 7
"""Days in which "after Friday" is still meant."""
_MOST_MONTHS = 13


class Bound(StrEnum):
    """How a time limits what is meant: since Monday, before Friday, by Friday, after Friday."""

    SINCE = "since"
    BEFORE = "before"
    BY = "by"
    AFTER = "after"


@dataclass(frozen=True)
class When:
    """A time as it was said. Without any day it is the next one that is still to come."""

    said: str
    day_offset: int | None = None
    weekday: int | None = None
    """0 is Monday."""
    week: int | None = None
    """0 this week, 1 the next; None: the next such day."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    month_offset: int | None = None
    days: int = 1
    """2 for a weekend, 7 for a week."""
    start: int | None = None
    end: int | None = None
    """Minutes after midnight; the end may lie after the next one."""
    either_half: bool = False
    """Nobody said whether it is morning or evening."""
    bound: Bound | None = None
    shift: int | None = None
    """Minutes from now: "in two hours", "three days ago"."""

    @property
    def has_day(self) -> bool:
        return any(each is not None for each in (self.day_offset, self.weekday, self.day))

    @property
    def is_past(self) -> bool:
        """Said of what has happened, not of what is wished."""
        return (
            self.bound is Bound.SINCE
            or (self.day_offset or 0) < 0
            or (self.week or 0) < 0
            or (self.shift or 0) < 0
        )

    def resolve(self, now: datetime) -> tuple[datetime, datetime] | None:
        """Begin and end in now's zone; a clock time begins and ends at once.

        None where the time is over and was not said as past, or is in no calendar.
        """
        if now.tzinfo is None:
            raise ValueError("now must know its time zone")
        try:
            return self._resolve(now)
        except (ValueError, OverflowError):
            return None

    def _resolve(self, now: datetime) -> tuple[datetime, datetime] | None:
        if self.shift is not None:
            moment = now + timedelta(minutes=self.shift)
            return (moment, now) if self.bound is Bound.SINCE else (moment, moment)
        for day in self._days(now.date()):
            for start, end in self._hours():
                found = self._fitting(_at(day, start, now), _at(day, end, now), now)
                if found:
                    return found
        return None

    def _fitting(
        self, start: datetime, end: datetime, now: datetime
    ) -> tuple[datetime, datetime] | None:
        if self.bound is Bound.SINCE:
            if start <= now:
                return start, now
            return (start, end) if self._looks_ahead() else None
        if self.bound is Bound.BEFORE:
            start, end = now, start
        elif self.bound is Bound.BY:
            start = now
        elif self.bound is Bound.AFTER:
            start, end = end, end + timedelta(days=_OPEN_DAYS)
        if self.is_past and start <= end:
            return start, end
        if end <= now and (start, end) != (now, now):
            return None
        return (start, end) if start == end else (max(start, now), end)

    def _looks_ahead(self) -> bool:
        """ "From tomorrow": it was named as a day or an hour to come."""
        return (self.day_offset or 0) > 0 or (self.week or 0) > 0 or self.day_offset == 0

    def _hours(self) -> Iterator[tuple[int, int]]:
        if self.start is None or self.end is None:
            yield 0, self.days * DAY
            return
        last = (self.days - 1) * DAY
        yield self.start, self.end + last
        if self.either_half and self.start < NOON:
            yield self.start + NOON, self.end + NOON + last

    def _days(self, today: date) -> Iterator[date]:
        back = self.bound is Bound.SINCE
        if self.day_offset is not None:
            yield today + timedelta(days=self.day_offset)
        elif self.weekday is not None:
            yield from self._weekdays(today, self.weekday, back)
        elif self.day is not None:
            yield from self._dates(today, self.day, back)
        else:
            yield today
            yield today + timedelta(days=-1 if back else 1)

    def _weekdays(self, today: date, weekday: int, back: bool) -> Iterator[date]:
        this = today + timedelta(days=weekday - today.weekday())
        if self.week is not None:
            yield this + timedelta(weeks=self.week)
        elif back:
            yield from (this - timedelta(weeks=ago) for ago in (0, 1))
        else:
            yield from (this + timedelta(weeks=ahead) for ahead in (0, 1))

    def _dates(self, today: date, day: int, back: bool) -> Iterator[date]:
        if self.month is not None:
            other = -1 if back else 1
            years = (today.year, today.year + other) if self.year is None else (self.year,)
            tried: Iterable[tuple[int, int]] = ((year, self.month) for year in years)
        elif self.month_offset is not None:
            tried = (_months_on(today, self.month_offset),)
        else:
            tried = (_months_on(today, -on if back else on) for on in range(_MOST_MONTHS))
        for year, month in tried:
            try:
                yield date(year, month, day)
            except ValueError:
                continue


def _months_on(today: date, months: int) -> tuple[int, int]:
    years, month = divmod(today.month - 1 + months, 12)
    return today.year + years, month + 1


def _at(day: date, minutes: int, now: datetime) -> datetime:
    """By the clock on the wall, also on the days on which it is changed."""
    days, minutes = divmod(minutes, DAY)
    hour, minute = divmod(minutes, 60)
    on = day + timedelta(days=days)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=now.tzinfo)
