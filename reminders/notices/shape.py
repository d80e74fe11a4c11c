"""What a notice is made of: when it falls due in each region, and its words in each language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from db.vocabulary import Language, Region, Theme
from reminders.rules import AnyRule, Rule


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


def _by_default_in_every_language(texts: Any) -> Any:
    if isinstance(texts, dict) and isinstance(texts.get("default", {}), dict):
        written = texts.get("default", {})
        missing = [language.value for language in Language if language.value not in written]
        if missing:
            said = {"missing": ", ".join(missing)}
            raise PydanticCustomError("languages", "nothing is said by default in {missing}", said)
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

    def fields(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Each piece of the words, with the place where it is written."""
        yield ("title",), self.title
        yield ("why",), self.why
        for number, action in enumerate(self.actions):
            yield ("actions", number), action
        if self.office:
            yield ("office",), self.office


class Variation(_Shape):
    """Where a region differs."""

    sent: bool = True
    rule: AnyRule | None = None
    at: _ClockTime | None = None
    expiry_hours: _ExpiryHours | None = None


Wording: TypeAlias = Literal["default"] | Region
"""Whose words a text holds: everybody's, or one region's."""


class Notice(_Shape):
    id: str
    """`theme.name`, which is also the name of its file."""
    theme: Theme
    rule: AnyRule | None = None
    """Without one it is at hand: no date plans it, and a manager takes it out when it is needed."""
    at: _ClockTime = time(10)
    expiry_hours: _ExpiryHours
    regions: dict[Region, Variation] = Field(default_factory=dict)
    sources: tuple[_Link, ...] = Field(min_length=1)
    reviewed: date
    """When a person last held the facts against the sources."""
    texts: Annotated[
        dict[Wording, dict[Language, NoticeText]], BeforeValidator(_by_default_in_every_language)
    ]
    """A region's own words may be in one language alone: in the others it reads the default."""

    @property
    def routine(self) -> bool:
        """A reminder that may come silently, and that one may opt out of."""
        return self.theme is not Theme.MAJOR

    def is_for(self, region: Region) -> bool:
        return self._here(region).sent

    def schedule(self, region: Region) -> Schedule | None:
        """None: the notice is at hand there, or not for this region."""
        here = self._here(region)
        rule = here.rule or self.rule
        if rule is None or not here.sent:
            return None
        return Schedule(rule, here.at or self.at, self.lasts(region))

    def lasts(self, region: Region) -> timedelta:
        """How long after its time it is still worth sending."""
        return timedelta(hours=self._here(region).expiry_hours or self.expiry_hours)

    def _here(self, region: Region) -> Variation:
        return self.regions.get(region, Variation())

    def text(self, region: Region, language: Language) -> NoticeText:
        return self.texts[self.wording_for(region, language)][language]

    def wording_for(self, region: Region, language: Language) -> Wording:
        """Which of the texts the region reads in that language."""
        own = language in self.texts.get(region, {})
        return region if own else "default"
