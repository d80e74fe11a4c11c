"""Who was asked to answer a letter: when they are reminded, and in which order they are listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from db.vocabulary import Language
from reminders.quiet_hours import QuietHours, decent_time
from reminders.stairs import height

PATIENCE = timedelta(hours=24)
"""So long after a letter went out, whoever has not answered is asked once more."""


def remind_at(
    confirmed: datetime, expires: datetime | None, zone: ZoneInfo, quiet: QuietHours
) -> datetime | None:
    """At a decent hour, while the letter is still worth reading; None: never."""
    return decent_time(confirmed + PATIENCE, expires or NEVER, confirmed, zone, quiet)


NEVER = datetime.max.replace(tzinfo=UTC)
"""When a letter expires that does not."""


@dataclass(frozen=True)
class Silent:
    """Somebody who was asked and has not answered, and where to find them."""

    person_id: int
    name: str
    language: Language
    building: str
    floor: str
    unit: str
    """Its code: 3-12F."""
    arrived: bool
    """False: they may have nothing in their hands."""


@dataclass(frozen=True)
class Floor:
    building: str
    floor: str
    people: tuple[Silent, ...]


def by_floor(people: Iterable[Silent]) -> list[Floor]:
    """As somebody walks who goes from door to door: a building after the other, bottom up."""
    walked = sorted(people, key=_way)
    return [
        Floor(building, floor, tuple(there))
        for (building, floor), there in groupby(walked, lambda each: (each.building, each.floor))
    ]


def _way(each: Silent) -> tuple[object, ...]:
    return (_numbered(each.building), height(each.floor), each.unit, each.name, each.person_id)


def _numbered(building: str) -> tuple[int, str]:
    """Block 2 before block 10."""
    digits = "".join(filter(str.isdigit, building))
    return (int(digits) if digits else 0, building)
