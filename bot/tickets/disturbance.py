"""The hours in which everybody needs something: planned works keep out of them (零干擾)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Span:
    begins: time
    ends: time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"


_MORNING, _EVENING = Span(time(6, 30), time(9)), Span(time(17, 30), time(22, 30))
_COMING_AND_GOING = (Span(time(7), time(9, 30)), Span(time(17), time(20)))
_NIGHT = Span(time(20), time(23, 59))

USAGE: dict[str, tuple[Span, ...]] = {
    "water": (_MORNING, _EVENING),
    "electricity": (_MORNING, _EVENING),
    "gas": (_MORNING, _EVENING),
    "heating": (Span(time(0), time(9)), Span(time(17), time(23, 59))),
    "elevator": _COMING_AND_GOING,
    "entrance": _COMING_AND_GOING,
    "network_tv": (Span(time(18), time(23, 59)),),
    "machine_noise": (Span(time(0), time(9)), Span(time(12), time(14)), _NIGHT),
}
"""By the family of topics (`spikes.FAMILIES`), in the community's own time, every day."""


def disturbed(family: str, starts: datetime, ends: datetime, zone: ZoneInfo) -> list[Span]:
    """The hours of use that the works would fall into; none: they disturb nobody."""
    begin, end = starts.astimezone(zone), ends.astimezone(zone)
    found: list[Span] = []
    day = begin.date()
    while day <= end.date():
        for span in USAGE.get(family, ()):
            opens = datetime.combine(day, span.begins, zone)
            closes = datetime.combine(day, span.ends, zone)
            if begin < closes and opens < end and span not in found:
                found.append(span)
        day += timedelta(days=1)
    return found
