"""The feeds beside this file, read as the sources' bytes."""

from datetime import UTC, datetime
from pathlib import Path

from db.vocabulary import FeedCode
from reminders.warnings import cap, cma, hko
from reminders.warnings.bulletin import Bulletin

FEEDS = Path(__file__).parent / "feeds"


def raw(name: str) -> bytes:
    return (FEEDS / name).read_bytes()


def bulletins(*names: str) -> list[Bulletin]:
    """All that the named files say."""
    found: list[Bulletin] = []
    for name in names:
        if name.startswith("hko"):
            found += hko.read(raw(name))
        elif name.startswith("cma"):
            found += map(cma.plain, cap.read(raw(name), FeedCode.CMA))
        else:
            found += cap.read(raw(name), FeedCode.NCDR)
    return found


def at(clock: str, day: str = "2026-07-07") -> datetime:
    """A time of the day of the samples, in Taipei."""
    return datetime.fromisoformat(f"{day}T{clock}:00+08:00").astimezone(UTC)
