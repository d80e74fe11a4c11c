"""Rules that no calendar resolves: an official warning, the forecast, or an event sets them off."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, Never

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from db.vocabulary import FeedCode
from reminders.calendar import DaysOff


class AlertLevel(StrEnum):
    """Lowest first."""

    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class Metric(StrEnum):
    """What of the forecast is watched, in °C."""

    TMAX = "tmax"
    TMIN = "tmin"


@dataclass(frozen=True)
class Watched:
    """`ncdr:低溫>=yellow`: a warning of a feed, perhaps from a level upwards."""

    feed: FeedCode
    event: str
    """As the source calls it."""
    at_least: AlertLevel | None


_WATCHED = re.compile(r"(\w+):([^\s:<>=]+)(?:>=(\w+))?")


def _watched(written: Any) -> Any:
    if isinstance(written, Watched):
        return written
    found = _WATCHED.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        raise PydanticCustomError("watched", 'a warning is written like "ncdr:低溫>=yellow"')
    feed, event, level = found.groups()
    _one_of(FeedCode, feed, "a source of warnings")
    if level is not None:
        _one_of(AlertLevel, level, "a level of warnings")
    return Watched(FeedCode(feed), event, AlertLevel(level) if level else None)


def _one_of(names: type[StrEnum], written: str, what: str) -> None:
    known = [name.value for name in names]
    if written not in known:
        said = {"written": written, "what": what, "known": ", ".join(known)}
        raise PydanticCustomError("name", "{written} is not {what}: {known}", said)


_CooldownHours = Annotated[int, Field(ge=1, le=30 * 24)]
"""How long the rule is quiet after it went off."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Triggered(_Shape):
    """Nothing falls due until it happens."""

    def dues(self, kept: DaysOff, year: int) -> Iterator[Never]:
        del kept, year
        return iter(())


class AlertTrigger(_Shape):
    any: tuple[Annotated[Watched, BeforeValidator(_watched)], ...] = Field(min_length=1)
    """One of them is enough; those of other regions are never in force here."""
    cooldown_hours: _CooldownHours


class AlertRule(_Triggered):
    alert: AlertTrigger


class WeatherTrigger(_Shape):
    metric: Metric
    op: Literal["ge", "le"]
    value: float = Field(ge=-40, le=60, allow_inf_nan=False)
    within_hours: int = Field(ge=6, le=7 * 24)
    """How far ahead the forecast is read."""
    cooldown_hours: _CooldownHours


class WeatherRule(_Triggered):
    weather: WeatherTrigger


class EventRule(_Triggered):
    """Counted from the day of each meeting, as managers enter them."""

    event: Literal["meeting"]
    offset_days: int = Field(default=0, ge=-60, le=60)
