"""When single reports are one outage: by who reports what, in one building, within how long."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

FAMILIES: dict[str, frozenset[str]] = {
    "water": frozenset({"water_none", "water_pressure", "water_quality", "hot_water_none"}),
    "electricity": frozenset({"power_out", "breaker_tripping", "light_out", "home_electrics"}),
    "elevator": frozenset({"lift_out_of_order", "lift_fault_minor"}),
    "heating": frozenset({"heating_fault"}),
    "gas": frozenset({"gas_supply"}),
    "network_tv": frozenset({"internet_down", "tv_signal"}),
    "entrance": frozenset({"entrance_door_fault", "intercom_fault"}),
    "fire_alarm": frozenset({"fire_alarm_fault"}),
    "sewage": frozenset({"sewage_overflow"}),
    "smell": frozenset({"smell_source"}),
    "rubbish": frozenset({"rubbish_not_collected"}),
    "machine_noise": frozenset({"machine_noise"}),
}
"""What neighbours notice together, and the topics that their words for it are understood as.

A topic of no family is everybody's own matter: three dripping taps are three dripping taps. The
topics of a family are of one team, because one person answers for the whole.
"""

_FAMILY_OF = {topic: family for family, topics in FAMILIES.items() for topic in topics}

WINDOW = timedelta(minutes=30)

HOUSEHOLDS = 3
"""So many different homes within the window are more than chance."""


@dataclass(frozen=True)
class Report:
    ticket_id: int
    household: int
    """Two of one family are one; any number that tells homes apart."""
    topic: str
    at: datetime


def family_of(topic: str | None) -> str | None:
    return _FAMILY_OF.get(topic) if topic else None


def is_spike(reports: Sequence[Report], now: datetime) -> bool:
    """`reports`: all of one family and building, of any age."""
    return len({each.household for each in fresh(reports, now)}) >= HOUSEHOLDS


def fresh(reports: Sequence[Report], now: datetime) -> list[Report]:
    """Those within the window, the oldest first."""
    recent = [each for each in reports if now - WINDOW <= each.at <= now]
    return sorted(recent, key=lambda each: each.ticket_id)


def matter_of(reports: Sequence[Report]) -> str:
    """The topic that most of them speak of; of several, the one reported first."""
    return Counter(each.topic for each in reports).most_common(1)[0][0]
