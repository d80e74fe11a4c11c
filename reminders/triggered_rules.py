"""Rules that no calendar resolves: an event sets them off.

Official warnings have no rule of their own: `reminders/warnings/watches.yaml` says what they call
for.
"""

from collections.abc import Iterator
from typing import Literal, Never

from pydantic import BaseModel, ConfigDict, Field

from reminders.calendar import DaysOff


class EventRule(BaseModel):
    """Counted from the day of each meeting, as managers enter them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: Literal["meeting"]
    offset_days: int = Field(default=0, ge=-60, le=60)

    def dues(self, kept: DaysOff, year: int) -> Iterator[Never]:
        """Nothing falls due until it happens."""
        del kept, year
        return iter(())
