"""Reads when: tomorrow 3pm, 聽日下晝, 下週三兩點到四點, since Monday.

Nothing here looks at a clock: `times_in` finds what was said, `When.resolve` is told now.
"""

from intents.times.reading import read_times, times_in, when_in
from intents.times.when import Bound, When

__all__ = ["Bound", "When", "read_times", "times_in", "when_in"]
