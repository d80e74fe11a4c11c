"""Whether lessons may count, by what a trial of them found."""

from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any

from intents import LeftOut, Trial

MOST_LOST = 0.002
"""Share of right answers, measured by cross-validation, that a lesson may cost: 0.2 points."""

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Verdict(Trial):
    """On lessons that were tried together, or on one that cannot be taught."""

    @classmethod
    def impossible(cls, lesson: LeftOut) -> "Verdict":
        """Nothing was tried, and nobody can insist."""
        return cls(0.0, 0.0, left_out=(lesson,))

    @property
    def on_the_others(self) -> "Verdict":
        """The same on all but the lessons that cannot be taught."""
        return replace(self, left_out=())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def passes(self) -> bool:
        lost = self.accuracy_before - self.accuracy_after
        return not self.left_out and not self.thefts and lost <= MOST_LOST + _ROUNDING

    @property
    def points_lost(self) -> float:
        """Per cent of all messages, to one decimal; nothing where it got no worse."""
        return max(0.0, round(100 * (self.accuracy_before - self.accuracy_after), 1))

    @property
    def robbed(self) -> list[tuple[str, int]]:
        """Each topic that would lose phrases and how many, the heaviest loss first."""
        return Counter(theft.topic for theft in self.thefts).most_common()
