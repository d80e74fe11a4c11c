"""What is written in a feed, taken with care: bytes to JSON, dates of every habit, short words."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from reminders.warnings.unreadable import Problem, UnreadableError

LOCAL = timezone(timedelta(hours=8))
"""Taiwan, Hong Kong and the mainland have had this one offset since 1992."""

_CHINESE_CLOCK = re.compile(
    r"(\d{4})/(\d{1,2})/(\d{1,2})\s+(上午|下午)?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")

LONGEST_NAME = 200


def as_json(raw: bytes) -> Any:
    """Raises UnreadableError for what is not JSON."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        raise UnreadableError(Problem.MALFORMED) from error


def moment(written: object) -> datetime | None:
    """ISO 8601, or `2026/7/7 下午 05:03:00`; without an offset it is UTC+8. None: no time."""
    text = str(written).strip() if isinstance(written, str) else ""
    try:
        read = _chinese(text) or datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=LOCAL)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _chinese(text: str) -> datetime | None:
    found = _CHINESE_CLOCK.fullmatch(text)
    if found is None:
        return None
    year, month, day, half, hour, minute, second = found.groups()
    hours = int(hour)
    if half is not None:
        if not 1 <= hours <= 12:
            raise ValueError("a half of the day has twelve hours")
        hours = hours % 12 + (12 if half == "下午" else 0)
    return datetime(
        int(year), int(month), int(day), hours, int(minute), int(second or 0), tzinfo=LOCAL
    )


def words(written: object, longest: int = LONGEST_NAME) -> str:
    """One line of plain text; empty for what is no text."""
    if not isinstance(written, str):
        return ""
    return " ".join(_CONTROL.sub(" ", written).split())[:longest]
