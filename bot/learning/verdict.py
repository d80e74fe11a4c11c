"""What a trial of lessons found, and whether they may count."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MOST_LOST = 0.002
"""Share of right answers, measured by cross-validation, that a lesson may cost: 0.2 points."""

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Theft:
    """A phrase that would no longer be taken for its own topic."""

    phrase: str
    topic: str
    thief: str


@dataclass(frozen=True)
class Verdict:
    accuracy_before: float
    accuracy_after: float
    thefts: tuple[Theft, ...] = ()
    owner: str | None = None
    """The topic whose own words these are: nothing was tried, and nobody can insist."""

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> "Verdict":
        """Raises KeyError, TypeError or ValueError where this is no verdict."""
        return cls(
            float(found["accuracy_before"]),
            float(found["accuracy_after"]),
            tuple(Theft(**each) for each in found["thefts"]),
            found.get("owner"),
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"thefts": [asdict(each) for each in self.thefts]}

    @property
    def passes(self) -> bool:
        lost = self.accuracy_before - self.accuracy_after
        return self.owner is None and not self.thefts and lost <= MOST_LOST + _ROUNDING

    @property
    def points_lost(self) -> float:
        """Per cent of all messages, to one decimal; nothing where it got no worse."""
        return max(0.0, round(100 * (self.accuracy_before - self.accuracy_after), 1))

    @property
    def robbed(self) -> list[tuple[str, int]]:
        """Each topic that would lose phrases and how many, the heaviest loss first."""
        return Counter(theft.topic for theft in self.thefts).most_common()
