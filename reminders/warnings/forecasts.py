"""Forecasts as three services write them: the highest and the lowest temperature of coming days.

Taiwan's CWA (F-C0032-001, by county), the Hong Kong Observatory (`fnd`), and Open-Meteo (by
coordinates), which needs an address of one's own: its free one is not for business.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.vocabulary import FeedCode, Metric
from reminders.warnings.places import folded
from reminders.warnings.unreadable import Problem, UnreadableError
from reminders.warnings.written import LOCAL, as_json, moment, words

_HOTTEST, _COLDEST = 60.0, -60.0
_MOST = 1_000


@dataclass(frozen=True)
class Expected:
    """What a service expects of a day at a place."""

    place: str
    day: date
    metric: Metric
    value: float
    """°C"""
    issued_at: datetime


def read(feed: FeedCode, raw: bytes, place: str, now: datetime) -> list[Expected]:
    """Of `place`, or of every place that the service tells of at once.

    Raises UnreadableError where nothing in it makes sense.
    """
    page = as_json(raw)
    if not isinstance(page, Mapping):
        raise UnreadableError(Problem.MALFORMED)
    match feed:
        case FeedCode.CWA:
            return _read_cwa(page, now)
        case FeedCode.HKO_FORECAST:
            return _read_hko(page, now)
        case _:
            return _read_open_meteo(page, place, now)


def _read_cwa(page: Mapping[str, Any], now: datetime) -> list[Expected]:
    """It does not say when it was issued: every six hours, and it is read every hour."""
    records = page.get("records")
    listed = records.get("location") if isinstance(records, Mapping) else None
    if not isinstance(listed, list):
        raise UnreadableError(Problem.MALFORMED)
    highest: dict[tuple[str, date, Metric], float] = {}
    for place, metric, begins, value in _cwa_parts(listed[:_MOST]):
        key = (place, begins.astimezone(LOCAL).date(), metric)
        choose = max if metric is Metric.TMAX else min
        highest[key] = choose(highest.get(key, value), value)
    if listed and not highest:
        raise UnreadableError(Problem.MALFORMED)
    return [Expected(*key, value, now) for key, value in highest.items()]


def _cwa_parts(listed: Iterable[Any]) -> Iterator[tuple[str, Metric, datetime, float]]:
    """Half days: the lowest of a night is expected at its end, the highest of a day in it."""
    metrics = {"MaxT": (Metric.TMAX, "startTime"), "MinT": (Metric.TMIN, "endTime")}
    for location in filter(_is_mapping, listed):
        place = folded(words(location.get("locationName")))
        for element in filter(_is_mapping, _list(location.get("weatherElement"))):
            metric, edge = metrics.get(str(element.get("elementName")), (None, ""))
            for part in filter(_is_mapping, _list(element.get("time"))):
                said = part.get("parameter")
                value = _degrees(said.get("parameterName") if _is_mapping(said) else None)
                at = moment(part.get(edge))
                if place and metric and value is not None and at is not None:
                    yield place, metric, at, value


def _read_hko(page: Mapping[str, Any], now: datetime) -> list[Expected]:
    listed, issued_at = page.get("weatherForecast"), moment(page.get("updateTime"))
    if not isinstance(listed, list):
        raise UnreadableError(Problem.MALFORMED)
    found = []
    for each in filter(_is_mapping, listed[:_MOST]):
        day = _day(each.get("forecastDate"))
        for name, metric in (("forecastMaxtemp", Metric.TMAX), ("forecastMintemp", Metric.TMIN)):
            said = each.get(name)
            value = _degrees(said.get("value") if _is_mapping(said) else None)
            if day is not None and value is not None and issued_at is not None:
                found.append(Expected("", day, metric, value, min(issued_at, now)))
    if listed and not found:
        raise UnreadableError(Problem.MALFORMED)
    return found


def _read_open_meteo(page: Mapping[str, Any], place: str, now: datetime) -> list[Expected]:
    """Lists side by side; it is computed anew for every question."""
    daily = page.get("daily")
    if not isinstance(daily, Mapping):
        raise UnreadableError(Problem.MALFORMED)
    days = _list(daily.get("time"))[:_MOST]
    found = []
    for name, metric in (("temperature_2m_max", Metric.TMAX), ("temperature_2m_min", Metric.TMIN)):
        for written, said in zip(days, _list(daily.get(name)), strict=False):
            day, value = _day(written), _degrees(said)
            if day is not None and value is not None:
                found.append(Expected(place, day, metric, value, now))
    if days and not found:
        raise UnreadableError(Problem.MALFORMED)
    return found


def _is_mapping(written: object) -> bool:
    return isinstance(written, Mapping)


def _list(written: object) -> list[Any]:
    return written if isinstance(written, list) else []


def _day(written: object) -> date | None:
    """20261127, or 2026-11-27."""
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _degrees(written: object) -> float | None:
    """None: no number, or none that a thermometer shows."""
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return None
    try:
        value = float(written)
    except ValueError:
        return None
    return value if _COLDEST <= value <= _HOTTEST else None
