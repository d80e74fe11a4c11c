"""Figures beside their aims, and the table they are printed in."""

import statistics
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

SHARED = Path(__file__).parents[3] / "shared" / "data"
"""Data that is not the project's: read where it lies, left out where it does not."""

_WIDTH = 56
_T = TypeVar("_T")


@dataclass(frozen=True)
class Figure:
    """`aim` is the most that `value` may be, or the least where `at_least`."""

    what: str
    value: float
    unit: str
    aim: float | None = None
    note: str = ""
    at_least: bool = False
    pace: float = 1.0
    """How often the yardstick of this machine contains the reference's: 2 is half as fast."""

    @property
    def verdict(self) -> str:
        """Empty where there is no aim."""
        if self.aim is None:
            return ""
        if self.value >= self.aim if self.at_least else self.value <= self.aim:
            return "met"
        if not self.at_least and self.value / self.pace <= self.aim:
            return "met at reference pace"
        return "MISSED"


@dataclass(frozen=True)
class Table:
    """Some figures of one theme."""

    title: str
    figures: Sequence[Figure]

    def show(self) -> None:
        print(f"\n{self.title}")
        for each in self.figures:
            sign = "≥" if each.at_least else "≤"
            aim = f"{sign} {_short(each.aim)}" if each.aim is not None else ""
            measured = f"{_short(each.value)} {each.unit}".rstrip()
            line = f"  {_padded(each.what)} {measured:>11}  {aim:<8} {each.verdict:<23}{each.note}"
            print(line.rstrip())

    def as_row(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            each.what: {"value": round(each.value, 4), "unit": each.unit, "aim": each.aim}
            for each in self.figures
        }


def _short(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"


def _padded(text: str) -> str:
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return text.ljust(_WIDTH - wide)


def percent(claims: Iterable[bool]) -> float:
    counted = list(claims)
    return 100 * sum(counted) / len(counted) if counted else 0.0


@dataclass(frozen=True)
class Times:
    """Milliseconds a call: of the processor, and of the clock on the wall."""

    cpu: list[float]
    wall: list[float]

    def __len__(self) -> int:
        return len(self.cpu)


def timed(call: Callable[[_T], object], said: Iterable[_T], what: str) -> Times:
    """One call for each, with a progress bar."""
    times = Times([], [])
    for each in steps(said, what):
        wall, cpu = time.perf_counter(), time.process_time()
        call(each)
        times.cpu.append((time.process_time() - cpu) * 1000)
        times.wall.append((time.perf_counter() - wall) * 1000)
    return times


def quantile(values: Sequence[float], share: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]


def steps(some: Iterable[_T], what: str) -> Iterable[_T]:
    """A bar on the terminal; nothing where nobody watches."""
    return tqdm(some, desc=what, leave=False, disable=None)


@contextmanager
def telling(what: str) -> Iterator[Callable[[str], None]]:
    """A line on the terminal that says how far long work is."""
    with tqdm(bar_format="{desc} {elapsed}", leave=False, disable=None) as line:
        line.set_description_str(f"{what} …")

        def tell(step: str) -> None:
            line.set_description_str(f"{what}: {step} …")

        yield tell
