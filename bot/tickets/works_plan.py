"""Planned works as a manager writes them: what and where, when, and what to tell everybody.

3棟停水
12-02 10:00-12:00
清洗水塔，請先儲水。
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_FARTHEST = timedelta(days=180)

_WHEN = re.compile(
    r"^\s*(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})\s+"
    r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})\s*(.*)$"
)
_END = re.compile(
    r"^\s*(?:(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})\s+)?"
    r"(?:\d{1,2}[:：]\d{2}\s*[-–—~～至到]\s*)?(\d{1,2})[:：](\d{2})\s*(.*)$"
)
_URGENT = re.compile(r"^(?:urgent|緊急|紧急)[\s:：,，]*(.*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Hours:
    starts: datetime
    ends: datetime
    urgent: str | None
    """Why it cannot wait for a quieter hour; None: it can."""


@dataclass(frozen=True)
class WorksPlan:
    about: str
    """The first line: what and where, to be understood."""
    hours: Hours
    words: str


def read_works(text: str, now: datetime, zone: ZoneInfo) -> WorksPlan | str:
    """The plan, or what is wrong with it: form, time, past, reason."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if len(lines) < 3:
        return "form"
    about, when, *words = lines
    hours = read_hours(when, now, zone)
    return hours if isinstance(hours, str) else WorksPlan(about, hours, "\n".join(words))


def read_hours(line: str, now: datetime, zone: ZoneInfo) -> Hours | str:
    """From when until when, or what is wrong: time, past, reason.

    A date without a year is the next one; works that end before they begin end the day after.
    """
    found = _WHEN.match(line)
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
    if starts <= local or starts - local > _FARTHEST:
        return "past"
    return _with_reason(starts, ends, rest)


def read_end(line: str, begun: datetime, now: datetime, zone: ZoneInfo) -> Hours | str:
    """Another end for works under way, or what is wrong: time, past, reason.

    Without a date, the next such hour; when they began may be written before it.
    """
    found = _END.match(line)
    if found is None:
        return "time"
    year, month, day, hour, minute, rest = found.groups()
    local = now.astimezone(zone)
    try:
        ends = datetime(
            int(year or local.year),
            int(month or local.month),
            int(day or local.day),
            int(hour),
            int(minute),
            tzinfo=zone,
        )
    except ValueError:
        return "time"
    if day is None and ends <= local:
        ends += timedelta(days=1)
    if ends <= local or ends - local > _FARTHEST:
        return "past"
    return _with_reason(begun, ends, rest)


def _with_reason(starts: datetime, ends: datetime, rest: str) -> Hours | str:
    urgent = _URGENT.match(rest)
    if (rest and urgent is None) or (urgent and not urgent[1]):
        return "reason" if urgent else "time"
    return Hours(starts, ends, urgent[1] if urgent else None)
