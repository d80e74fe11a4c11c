"""Which moment an appointment is for, as somebody of the staff wrote it."""

import re
from datetime import datetime

from bot.tickets import short_dates
from intents.times import When, read_times

_SPACED_BEFORE = re.compile(r"\s+(?=[之以]?前)")
"""「17:00 前」 is 「17:00前」."""

_EITHER_WAY = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}")
"""3/12 is the third of December or the twelfth of March: where it was left out, so is the day."""


def appointment_in(written: str, now: datetime, *, month_first: bool = False) -> datetime | None:
    """In now's zone; None where no hour to come was said, or more than one could be meant.

    `month_first`: as for `short_dates.written_out`.
    """
    said = short_dates.written_out(
        _SPACED_BEFORE.sub("", written), now.date(), month_first=month_first
    )
    wanted = [when for when in read_times(said) if not when.is_past]
    if len(wanted) != 1 or not _is_one_moment(wanted[0]):
        return None
    if _EITHER_WAY.search(said) and not wanted[0].has_day:
        return None
    meant = wanted[0].resolve(now)
    return meant[0] if meant and meant[0] > now else None


def _is_one_moment(when: When) -> bool:
    """No span ("in the afternoon"), no limit ("by five"), and said of which half of the day."""
    clock_time = when.start is not None and when.start == when.end
    exact = clock_time or when.shift is not None
    return exact and not when.either_half and when.bound is None
