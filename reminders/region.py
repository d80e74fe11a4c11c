"""How each region speaks and whom it rings: terms, emergency numbers, holidays, quiet hours."""

from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, field_validator

from db.models import Community
from db.vocabulary import Language, Region, Weight
from reminders.quiet_hours import QuietHours

_FILE = Path(__file__).with_name("terms.yaml")

_Key = TypeVar("_Key", Language, Region)
_Value = TypeVar("_Value")


class _Filled(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Terms(_Filled):
    """The words that differ between regions, in one language."""

    office: str
    """The people who run the place: 管理中心, 管理處, 物業服務中心."""
    estate: str
    gas: str
    water_heater: str
    lift: str
    fee: str
    guard: str
    air_conditioner: str
    electric_heater: str
    extension_lead: str
    e_bike: str
    fire_door: str
    """The door that keeps smoke out of the stairs."""
    metre: str
    elders: str
    smoke_alarm: str


class Numbers(_Filled):
    """Telephone numbers a text may name; any other short number in it is a mistake."""

    fire: str
    police: str
    ambulance: str
    fraud: str
    others: tuple[str, ...]

    @property
    def all(self) -> frozenset[str]:
        return frozenset({self.fire, self.police, self.ambulance, self.fraud, *self.others})


class _Hours(_Filled):
    opens: time
    closes: time


class _Locale(_Filled):
    holidays: str
    quiet_hours: _Hours
    numbers: Numbers
    terms: dict[Language, Terms]

    @field_validator("terms")
    @classmethod
    def _every_language(cls, terms: dict[Language, Terms]) -> dict[Language, Terms]:
        return _complete(terms, Language)


def terms(region: Region, language: Language) -> Terms:
    return _locales()[region].terms[language]


def numbers(region: Region) -> Numbers:
    return _locales()[region].numbers


def quiet_hours(region: Region) -> QuietHours:
    hours = _locales()[region].quiet_hours
    return QuietHours(opens=hours.opens, closes=hours.closes)


def first_decent(moment: datetime, community: Community) -> datetime:
    """When nobody there is woken by it any more: the moment itself in the daytime."""
    zone = ZoneInfo(community.timezone)
    return quiet_hours(community.region).first_decent(moment, zone).astimezone(UTC)


def earliest(weight: Weight, moment: datetime, community: Community) -> datetime:
    """What is urgent waits for no morning."""
    return moment if weight is Weight.URGENT else first_decent(moment, community)


def holiday_country(region: Region) -> str:
    """The country code whose public holidays the region keeps."""
    return _locales()[region].holidays


@cache
def _locales() -> dict[Region, _Locale]:
    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return _complete(TypeAdapter(dict[Region, _Locale]).validate_python(read), Region)


def _complete(filled: dict[_Key, _Value], keys: type[_Key]) -> dict[_Key, _Value]:
    if missing := [key.value for key in keys if key not in filled]:
        raise ValueError(f"nothing is said for {', '.join(missing)}")
    return filled
