"""Planned works as a manager writes them: what and where, when, and what to tell everybody.

3棟停水
12-02 10:00-12:00
清洗水塔，請先儲水。
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_WHEN = re.compile(
    r"^\s*(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})\s+"
    r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})\s*(.*)$"
)
_URGENT = re.compile(r"^(?:urgent|緊急|紧急)[\s:：,，]*(.*)$", re.IGNORECASE)


@dataclass(frozen=True)
class WorksPlan:
    about: str
    """The first line: what and where, to be understood."""
    starts: datetime
    ends: datetime
    words: str
    urgent: str | None
    """Why it cannot wait for a quieter hour; None: it can."""


def read_works(text: str, now: datetime, zone: ZoneInfo) -> WorksPlan | str:
    """The plan, or what is wrong with it: form, time, past, reason.

    A date without a year is the next one; works that end before they begin end the day after.
    """
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if len(lines) < 3:
        return "form"
    about, when, *words = lines
    found = _WHEN.match(when)
    if found is None:
        return "time"
    year, month, day, hour, minute, until, past, rest = found.groups()
    local = now.astimezone(zone)
    try:
        starts = datetime(
            int(year or local.year), int(month), int(day), int(hour), int(minute), tzinfo=zone
        )
        if year is None and starts < local:
            starts = starts.replace(year=local.year + 1)
        ends = starts.replace(hour=int(until), minute=int(past))
    except ValueError:
        return "time"
    if ends <= starts:
        ends += timedelta(days=1)
    if starts <= local or starts - local > timedelta(days=180):
        return "past"
    urgent = _URGENT.match(rest)
    if (rest and urgent is None) or (urgent and not urgent[1]):
        return "reason" if urgent else "time"
    return WorksPlan(about, starts, ends, "\n".join(words), urgent[1] if urgent else None)
