"""What a day is called: its solar term, its festival; for calendar sheets."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from db.vocabulary import Language, Region
from reminders.calendar import SOLAR_TERMS, lunar_date, term_date

_FILE = Path(__file__).with_name("almanac.yaml")


class _Festival(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    fixed: tuple[int, int] | None = None
    lunar: tuple[int, int] | None = None
    offset: int = 0
    regions: tuple[Region, ...] = tuple(Region)
    names: dict[Language, str]

    @model_validator(mode="after")
    def _one_day_in_every_language(self) -> "_Festival":
        if (self.fixed is None) == (self.lunar is None):
            raise ValueError("a festival is either fixed or lunar")
        if self.names.keys() != set(Language):
            raise ValueError("a festival has a name in every language")
        return self

    def falls_in(self, year: int) -> date:
        """In the lunar year that begins in `year`, for a lunar one."""
        day = date(year, *self.fixed) if self.fixed else lunar_date(year, *(self.lunar or (1, 1)))
        return day + timedelta(days=self.offset)


class _Almanac(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: dict[str, dict[Language, str]]
    festivals: tuple[_Festival, ...]

    @model_validator(mode="after")
    def _every_term(self) -> "_Almanac":
        if tuple(self.terms) != SOLAR_TERMS:
            raise ValueError("the almanac names the 24 solar terms, in their order")
        return self


def names_of(day: date, region: Region, language: Language) -> tuple[str, ...]:
    """Its festivals, then its solar term; none on most days."""
    return tuple(name for found, name in _named(region, language, day.year) if found == day)


@cache
def _named(region: Region, language: Language, year: int) -> tuple[tuple[date, str], ...]:
    return tuple(_festivals(region, language, year)) + tuple(_terms(language, year))


def _festivals(region: Region, language: Language, year: int) -> Iterator[tuple[date, str]]:
    for festival in _almanac().festivals:
        if region in festival.regions:
            # A lunar year's last months lie in the next civil year.
            for began in (year - 1, year) if festival.lunar else (year,):
                yield festival.falls_in(began), festival.names[language]


def _terms(language: Language, year: int) -> Iterator[tuple[date, str]]:
    for term, names in _almanac().terms.items():
        yield term_date(term, year), names.get(language, term)


@cache
def _almanac() -> _Almanac:
    return _Almanac.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
