"""How a notice comes again: every so many days or every month, so many times or until a day."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

MOST = 52
LONGEST_STEP = 183
"""Days: within a year it comes twice at least."""

A_YEAR = timedelta(days=365)
"""Nobody approves anything for longer."""


class Every(StrEnum):
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True)
class Repeat:
    every: Every
    step: int
    """So many days apart; of months each."""
    times: int | None = None
    """How often in all, the first included; None: until that day, which is then said."""
    until: date | None = None

    @property
    def is_possible(self) -> bool:
        ends = self.times if self.until is None else 2
        return 1 <= self.step <= LONGEST_STEP and ends is not None and 2 <= ends <= MOST

    def days(self, first: date) -> list[date]:
        """The first and all that follow, within a year."""
        last = min(self.until or date.max, first + A_YEAR)
        coming = (self._nth(first, n) for n in range(1, self.times or MOST))
        return [first, *(day for day in coming if day <= last)]

    def _nth(self, first: date, n: int) -> date:
        if self.every is Every.DAY:
            return first + timedelta(days=n * self.step)
        years, month = divmod(first.month - 1 + n, 12)
        year = first.year + years
        return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))

    def moments(self, first: datetime) -> list[datetime]:
        """At the same time of the day, in the zone of `first`."""
        return [
            datetime.combine(day, first.timetz(), first.tzinfo) for day in self.days(first.date())
        ]

    def to_json(self) -> dict[str, Any]:
        ends = {"until": self.until.isoformat()} if self.until else {"times": self.times}
        return {"every": self.every.value, "step": self.step, **ends}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Repeat":
        until = stored.get("until")
        return cls(
            Every(stored["every"]),
            stored["step"],
            stored.get("times"),
            date.fromisoformat(until) if until else None,
        )
