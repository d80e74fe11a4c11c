"""On which days a notice falls due: a rule in words a calendar understands, resolved to dates."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator
from pydantic_core import PydanticCustomError

from reminders.calendar import SOLAR_TERMS, DaysOff, long_breaks, lunar_date, term_date
from reminders.feasts import Holiday, holidays_kept, name_of
from reminders.triggered_rules import AlertRule, EventRule, WeatherRule

_COMMON_YEAR = 2023
_SHORT_LUNAR_MONTH = 29
BREAK = "break:"
"""Begins the key of a long break: `break:lunar_new_year@2027`, wherever its days are moved to."""


@dataclass(frozen=True, order=True)
class Due:
    """One day a rule falls on; the key names its anchor, so that a moved date keeps its key."""

    local_date: date
    key: str
    provisional: bool = field(default=False, compare=False)
    """The day hangs on holidays that the government has not announced yet."""


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_WEEK = list(Weekday)


class Rule(Protocol):
    """What every kind of rule can tell."""

    def dues(self, kept: DaysOff, year: int) -> Iterator[Due]:
        """The days whose anchor lies in `year`; the offset may carry them out of it."""
        ...


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Anchored(_Shape):
    """Counted from a day that comes once a year."""

    offset_days: int = Field(default=0, ge=-60, le=60)

    def _due(self, anchor: str, day: date, year: int) -> Due:
        shift = f"{self.offset_days:+}" if self.offset_days else ""
        return Due(day + timedelta(days=self.offset_days), f"{anchor}{shift}@{year}")


class SolarTermRule(_Anchored):
    solar_term: str

    @field_validator("solar_term")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in SOLAR_TERMS:
            raise PydanticCustomError("term", "{name} is not a solar term", {"name": name})
        return name

    def dues(self, kept: DaysOff, year: int) -> Iterator[Due]:
        yield self._due(self.solar_term, term_date(self.solar_term, year), year)


class LunarDay(_Shape):
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1)

    @field_validator("day")
    @classmethod
    def _comes_every_year(cls, day: int) -> int:
        if day > _SHORT_LUNAR_MONTH:
            raise PydanticCustomError(
                "lunar_day",
                "a lunar month may end on the 29th, so day {day} does not come every year "
                "(New Year's Eve is month 1, day 1, offset_days -1)",
                {"day": day},
            )
        return day


class LunarRule(_Anchored):
    lunar: LunarDay

    def dues(self, kept: DaysOff, year: int) -> Iterator[Due]:
        month, day = self.lunar.month, self.lunar.day
        anchor = "lny" if (month, day) == (1, 1) else f"lunar-{month:02}-{day:02}"
        yield self._due(anchor, lunar_date(year, month, day), year)


class CivilDay(_Shape):
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1)

    @field_validator("day")
    @classmethod
    def _comes_every_year(cls, day: int, info: Any) -> int:
        month = info.data.get("month")
        if month and day > monthrange(_COMMON_YEAR, month)[1]:
            raise PydanticCustomError(
                "civil_day",
                "month {month} does not have a day {day} every year",
                {"month": month, "day": day},
            )
        return day


class FixedRule(_Anchored):
    fixed: CivilDay

    def dues(self, kept: DaysOff, year: int) -> Iterator[Due]:
        month, day = self.fixed.month, self.fixed.day
        yield self._due(f"{month:02}-{day:02}", date(year, month, day), year)


class NthWeekday(_Shape):
    month: int = Field(ge=1, le=12)
    weekday: Weekday
    n: Literal[1, 2, 3, 4, -1]
    """-1 is the last of the month."""


class NthRule(_Anchored):
    nth: NthWeekday

    def dues(self, kept: DaysOff, year: int) -> Iterator[Due]:
        month, weekday, n = self.nth.month, self.nth.weekday, self.nth.n
        matching = list(_weekdays(year, month, weekday))
        day = matching[n - 1] if n > 0 else matching[n]
        yield self._due(f"{month:02}-{weekday}-{n}", day, year)


class Weeks(_Shape):
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(min_length=1)
    weekday: Weekday
    every: int = Field(default=1, ge=1, le=5)
    """Every second week counts from the first such weekday of the year's months."""


class WeeklyRule(_Shape):
    weekly: Weeks

    def dues(self, kept: DaysOff, year: int) -> Iterator[Due]:
        months = sorted(set(self.weekly.months))
        days = [day for month in months for day in _weekdays(year, month, self.weekly.weekday)]
        for day in days[:: self.weekly.every]:
            iso = day.isocalendar()
            yield Due(day, f"weekly@{iso.year}-W{iso.week:02}")


class BreakLength(_Shape):
    min_days: int = Field(ge=3, le=9)


class LongBreakRule(_Shape):
    long_break: BreakLength
    offset_days: int = Field(default=0, ge=-60, le=60)

    def dues(self, kept: DaysOff, year: int) -> Iterator[Due]:
        for pause in long_breaks(kept, year, self.long_break.min_days):
            yield Due(
                pause.first + timedelta(days=self.offset_days),
                f"{BREAK}{name_of(pause, kept.region)}",
                provisional=kept.is_provisional(pause.last.year),
            )


class HolidayRule(_Anchored):
    """Counted from a public holiday, in the regions that keep it."""

    holiday: Holiday

    def dues(self, kept: DaysOff, year: int) -> Iterator[Due]:
        for day in holidays_kept(self.holiday, kept, year):
            yield self._due(self.holiday.value, day, year)


_KINDS = (
    "solar_term",
    "lunar",
    "fixed",
    "nth",
    "weekly",
    "long_break",
    "holiday",
    "event",
    "alert",
    "weather",
)


def _kind(written: Any) -> str | None:
    """Which kind of rule is written; None unless it is exactly one."""
    if not isinstance(written, dict):
        return next((kind for kind in _KINDS if hasattr(written, kind)), None)
    kinds = [kind for kind in _KINDS if kind in written]
    return kinds[0] if len(kinds) == 1 else None


AnyRule = Annotated[
    Annotated[SolarTermRule, Tag("solar_term")]
    | Annotated[LunarRule, Tag("lunar")]
    | Annotated[FixedRule, Tag("fixed")]
    | Annotated[NthRule, Tag("nth")]
    | Annotated[WeeklyRule, Tag("weekly")]
    | Annotated[LongBreakRule, Tag("long_break")]
    | Annotated[HolidayRule, Tag("holiday")]
    | Annotated[EventRule, Tag("event")]
    | Annotated[AlertRule, Tag("alert")]
    | Annotated[WeatherRule, Tag("weather")],
    Discriminator(
        _kind,
        custom_error_type="rule",
        custom_error_message=f"a rule is exactly one of {', '.join(_KINDS)}",
    ),
]


def occurrences(rule: Rule, kept: DaysOff, first_day: date, last_day: date) -> list[Due]:
    """Every day from `first_day` to `last_day` on which the rule falls due, in order."""
    # An offset may carry a day over the year's end, either way.
    years = range(first_day.year - 1, last_day.year + 2)
    dues = (due for year in years for due in rule.dues(kept, year))
    return sorted(due for due in dues if first_day <= due.local_date <= last_day)


def _weekdays(year: int, month: int, weekday: Weekday) -> Iterator[date]:
    for day in range(1, monthrange(year, month)[1] + 1):
        if date(year, month, day).weekday() == _WEEK.index(weekday):
            yield date(year, month, day)
