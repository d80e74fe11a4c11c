"""Rules that no calendar resolves: a meeting, an official warning or a forecast sets them off."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, Literal, Never

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from db.models import Alert
from db.vocabulary import FeedCode, Language, Metric, Region
from reminders.calendar import DaysOff
from reminders.warnings.bulletin import is_level, rank
from reminders.warnings.places import REGIONS

_WRITTEN = re.compile(r"([a-z_]+):([^>=]+?)(?:>=(\w+))?")


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Triggered(_Shape):
    def dues(self, kept: DaysOff, year: int) -> Iterator[Never]:
        """Nothing falls due until it happens."""
        del kept, year
        return iter(())


class EventRule(Triggered):
    """Counted from the day of each meeting, as managers enter them."""

    event: Literal["meeting"]
    offset_days: int = Field(default=0, ge=-60, le=60)


class Called(_Shape):
    """A kind of official warning, from one level upwards: `ncdr:高溫>=yellow`."""

    feed: FeedCode
    event: str
    least: str | None = None

    @property
    def kind(self) -> str:
        """Whatever its level."""
        return f"{self.feed.value}:{self.event}"

    def names(self, event: str) -> bool:
        """高溫 is 高溫資訊, too: agencies call one thing by several names."""
        return self.event in event

    def is_kind_of(self, alert: Alert) -> bool:
        return alert.feed is self.feed and self.names(alert.event)

    def is_met_by(self, alert: Alert, *, outright: bool = False) -> bool:
        """What is not graded may be as grave, unless that has to be said `outright`."""
        if not self.is_kind_of(alert):
            return False
        least, graded = rank(self.least or ""), rank(alert.level)
        return least is None or (not outright if graded is None else graded >= least)


def _as_called(written: Any) -> Any:
    if isinstance(written, Called):
        return written
    found = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        raise PydanticCustomError(
            "called", "a warning is written feed:kind, or feed:kind>=level, like hko:WTCSGNL>=TC3"
        )
    feed, event, least = found.groups()
    if feed not in [each.value for each in REGIONS]:
        said = {"feed": feed, "known": ", ".join(REGIONS)}
        raise PydanticCustomError("feed", "{feed} warns nobody (only {known} do)", said)
    if least is not None and not is_level(least):
        raise PydanticCustomError("level", "{word} is not a level that we know", {"word": least})
    return {"feed": feed, "event": event, "least": least}


def _in_every_language(names: dict[Language, str]) -> dict[Language, str]:
    missing = ", ".join(each for each in Language if each not in names)
    if missing:
        raise PydanticCustomError("names", "it has no name in {missing}", {"missing": missing})
    return names


_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_CooldownHours = Annotated[int, Field(ge=24, le=60 * 24)]


class Warnings(_Shape):
    names: Annotated[dict[Language, _Name], AfterValidator(_in_every_language)]
    """What managers call it."""
    called: tuple[Annotated[Called, BeforeValidator(_as_called)], ...] = Field(
        alias="any", min_length=1
    )
    cooldown_hours: _CooldownHours | None = None
    """After it went out, so long nothing more of the kind, unless it grows graver. What weighs
    urgent has none."""
    unless: str | None = None
    """The notice of the gravest, which speaks instead of this one where it is called for."""


class AlertRule(Triggered):
    """An official warning that holds where the community is."""

    alert: Warnings

    @property
    def cooldown(self) -> timedelta:
        return timedelta(hours=self.alert.cooldown_hours or 0)

    @property
    def regions(self) -> set[Region]:
        return {REGIONS[each.feed] for each in self.alert.called}

    def wants(self, alert: Alert, *, outright: bool = False) -> bool:
        return any(each.is_met_by(alert, outright=outright) for each in self.alert.called)

    def concerns(self, feed: FeedCode, event: str) -> bool:
        """Whatever its level."""
        return any(each.feed is feed and each.names(event) for each in self.alert.called)


class Weather(_Shape):
    metric: Metric
    op: Literal["ge", "le"]
    value: float = Field(ge=-60, le=60)
    within_hours: int = Field(ge=6, le=72)
    """How far ahead it is looked."""
    cooldown_hours: _CooldownHours
    unless: str
    """The notice of the official warning, which decides while it is in force or news."""


class WeatherRule(Triggered):
    """A forecast where the community is, as long as no official warning says more."""

    weather: Weather

    @property
    def cooldown(self) -> timedelta:
        return timedelta(hours=self.weather.cooldown_hours)

    def is_met_by(self, value: float, margin: float = 0) -> bool:
        """`margin`: what has been met stays so until it is missed by more than that."""
        if self.weather.op == "ge":
            return value >= self.weather.value - margin
        return value <= self.weather.value + margin


AT_HAND = (AlertRule, WeatherRule)
"""Kinds that a manager may be quicker than: what they call for may be taken out by hand, too."""
