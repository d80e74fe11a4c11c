"""What a notice is made of: when it falls due in each region, and its words in each language."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from db.vocabulary import Language, Region
from reminders.rules import AnyRule, Rule


class Theme(StrEnum):
    FIRE = "fire"
    THEFT = "theft"
    COLD = "cold"
    HEAT = "heat"
    FESTIVAL = "festival"
    STORM = "storm"


@dataclass(frozen=True)
class Schedule:
    """When a notice falls due in one region, and how long after it is still worth sending."""

    rule: Rule
    at: time
    expiry: timedelta


def _clock_time(written: Any) -> Any:
    # Unquoted, YAML reads 10:00 as the number 600.
    if not isinstance(written, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", written):
        raise PydanticCustomError("clock_time", 'a time is written in quotes, like "10:00"')
    return written


def _every_language(texts: Any) -> Any:
    if isinstance(texts, dict):
        missing = [language.value for language in Language if language.value not in texts]
        if missing:
            said = {"missing": ", ".join(missing)}
            raise PydanticCustomError("languages", "nothing is said in {missing}", said)
    return texts


_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_ClockTime = Annotated[time, BeforeValidator(_clock_time)]
_ExpiryHours = Annotated[int, Field(ge=1, le=14 * 24)]
_Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoticeText(_Shape):
    """The words in one language; Jinja2 with `terms`, `numbers`, `community`, `office_phone`."""

    title: _Words
    why: _Words
    """The hazard, and why it matters here and now."""
    actions: tuple[_Words, ...] = Field(min_length=2, max_length=5)
    office: _Words | None = None
    """What the office itself can do about it."""


class Variation(_Shape):
    """Where a region differs."""

    sent: bool = True
    rule: AnyRule | None = None
    at: _ClockTime | None = None
    expiry_hours: _ExpiryHours | None = None


_InEveryLanguage = Annotated[dict[Language, NoticeText], BeforeValidator(_every_language)]


class Notice(_Shape):
    id: str
    """`theme.name`, which is also the name of its file."""
    theme: Theme
    rule: AnyRule
    at: _ClockTime
    expiry_hours: _ExpiryHours
    regions: dict[Region, Variation] = Field(default_factory=dict)
    sources: tuple[_Link, ...] = Field(min_length=1)
    reviewed: date
    """When a person last held the facts against the sources."""
    texts: dict[Literal["default"] | Region, _InEveryLanguage]

    def schedule(self, region: Region) -> Schedule | None:
        """None: the notice is not for this region."""
        here = self.regions.get(region, Variation())
        if not here.sent:
            return None
        hours = here.expiry_hours or self.expiry_hours
        return Schedule(here.rule or self.rule, here.at or self.at, timedelta(hours=hours))

    def text(self, region: Region, language: Language) -> NoticeText:
        return self.texts[self.wording_for(region)][language]

    def wording_for(self, region: Region) -> Literal["default"] | Region:
        """Which of the texts the region reads."""
        return region if region in self.texts else "default"
