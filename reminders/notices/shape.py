"""What a notice is made of: when it falls due in each region, and its words in each language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from db.vocabulary import HouseholdTag, Language, Region, ResidentRole, Theme, Weight
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


class ApprovalMode(StrEnum):
    """Who has to say yes before it goes out."""

    TEMPLATE = "template"
    """A manager, once a year for these words."""
    SINGLE = "single"
    """A manager, each time."""
    FOUR_EYES = "four_eyes"
    """Each time, and never who wrote it."""
    AFTERWARDS = "afterwards"
    """Nobody: life safety goes at once, and is read by somebody afterwards."""


class Late(StrEnum):
    """What becomes of it where its time went by unsent."""

    UNTIL_EXPIRY = "until_expiry"
    SKIP = "skip"


_FIRST_TO_YIELD = (
    Theme.FESTIVAL,
    Theme.HEALTH,
    Theme.STORM,
    Theme.QUAKE,
    Theme.THEFT,
    Theme.HEAT,
    Theme.COLD,
    Theme.FIRE,
    Theme.MAJOR,
)
"""Where the year holds too many: from what gives way to what stays."""


def _usual_for_its_theme(written: Any) -> Any:
    """What is not written of weight, rank and approval goes by the theme."""
    theme = written.get("theme") if isinstance(written, dict) else None
    if theme not in _FIRST_TO_YIELD:
        return written
    usual: dict[str, Any] = {"rank": 10 * (1 + _FIRST_TO_YIELD.index(theme))}
    if theme == Theme.MAJOR:
        usual |= {"weight": Weight.NOTICE, "approval": ApprovalMode.FOUR_EYES}
    return usual | written


class Readers(_Shape):
    """Whom of those who live there it concerns: all of one kind *or*, the kinds *and*."""

    roles: tuple[ResidentRole, ...] = ()
    languages: tuple[Language, ...] = ()
    tags: tuple[HouseholdTag, ...] = ()


def _somebody_in_particular(written: Any) -> Any:
    if isinstance(written, dict) and not any(written.values()):
        raise PydanticCustomError(
            "audience",
            "an audience names roles, languages or tags; everybody is meant without one",
        )
    return written


Wording: TypeAlias = Literal["default"] | Region
"""Whose words a text holds: everybody's, or one region's."""


class Notice(_Shape):
    id: str
    """`theme.name`, which is also the name of its file."""
    theme: Theme
    weight: Weight = Weight.REMINDER
    rank: int = Field(default=100, ge=1, le=100)
    """The lowest give way where a year holds too many."""
    rule: AnyRule | None = None
    """Without one it is at hand: no date plans it, and a manager takes it out when it is needed."""
    enabled_from: date | None = None
    enabled_until: date | None = None
    """The last day on which it may fall."""
    at: _ClockTime = time(10)
    expiry_hours: _ExpiryHours
    late: Late = Late.UNTIL_EXPIRY
    audience: Annotated[Readers | None, BeforeValidator(_somebody_in_particular)] = None
    """None: everybody who lives there."""
    approval: ApprovalMode = ApprovalMode.TEMPLATE
    asks: bool = False
    """Readers are asked to acknowledge."""
    regions: dict[Region, Variation] = Field(default_factory=dict)
    sources: tuple[_Link, ...] = Field(min_length=1)
    reviewed: date
    """When a person last held the facts against the sources."""
    texts: Annotated[
        dict[Wording, dict[Language, NoticeText]], BeforeValidator(_by_default_in_every_language)
    ]
    """A region's own words may be in one language alone: in the others it reads the default."""

    _usual = model_validator(mode="before")(_usual_for_its_theme)

    @field_validator("enabled_until")
    @classmethod
    def _not_before_it_begins(cls, last: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("enabled_from")
        if first and last and last < first:
            said = {"first": str(first)}
            raise PydanticCustomError("enabled", "it ends before it begins on {first}", said)
        return last

    @field_validator("approval")
    @classmethod
    def _only_what_is_urgent_goes_first(
        cls, approval: ApprovalMode, info: ValidationInfo
    ) -> ApprovalMode:
        weight = info.data.get("weight", Weight.URGENT)  # one that cannot be read is told itself
        if approval is ApprovalMode.AFTERWARDS and weight is not Weight.URGENT:
            raise PydanticCustomError(
                "approval", "only what weighs urgent is sent first and approved afterwards"
            )
        return approval

    @property
    def routine(self) -> bool:
        """A reminder that may come silently, and that one may opt out of."""
        return self.weight is Weight.REMINDER

    def is_for(self, region: Region) -> bool:
        return self._here(region).sent

    def holds_on(self, day: date) -> bool:
        """Whether it may fall on that day at all."""
        begun = self.enabled_from is None or self.enabled_from <= day
        return begun and (self.enabled_until is None or day <= self.enabled_until)

    def schedule(self, region: Region) -> Schedule | None:
        """None: the notice is at hand there, or not for this region."""
        here = self._here(region)
        rule = here.rule or self.rule
        if rule is None or not here.sent:
            return None
        return Schedule(rule, here.at or self.at, self.lasts(region))

    def rules(self) -> Iterator[tuple[tuple[str, ...], Rule]]:
        """Each that is written, with its place."""
        if self.rule is not None:
            yield ("rule",), self.rule
        for region, here in self.regions.items():
            if here.rule is not None:
                yield ("regions", region.value, "rule"), here.rule

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
