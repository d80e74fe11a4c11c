"""Rules that wait for a warning, the forecast or a meeting: read as written, due on no date."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from db.vocabulary import FeedCode, Region
from reminders.calendar import DaysOff
from reminders.rules import AnyRule, Rule, occurrences
from reminders.triggered_rules import (
    AlertLevel,
    AlertRule,
    EventRule,
    Metric,
    Watched,
    WeatherRule,
)

_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)

_ALERT = {
    "alert": {
        "any": ["ncdr:低溫>=yellow", "hko:WCOLD", "cma:寒潮>=blue"],
        "cooldown_hours": 120,
    }
}
_WEATHER = {
    "weather": {
        "metric": "tmax",
        "op": "ge",
        "value": 36,
        "within_hours": 36,
        "cooldown_hours": 72,
    }
}
_EVENT = {"event": "meeting", "offset_days": -7}


def test_a_rule_that_waits_for_a_warning() -> None:
    rule = _RULE.validate_python(_ALERT)
    assert isinstance(rule, AlertRule)
    assert rule.alert.any == (
        Watched(FeedCode.NCDR, "低溫", AlertLevel.YELLOW),
        Watched(FeedCode.HKO, "WCOLD", None),
        Watched(FeedCode.CMA, "寒潮", AlertLevel.BLUE),
    )
    assert rule.alert.cooldown_hours == 120


def test_a_rule_that_watches_the_forecast() -> None:
    rule = _RULE.validate_python(_WEATHER)
    assert isinstance(rule, WeatherRule)
    assert (rule.weather.metric, rule.weather.op, rule.weather.value) == (Metric.TMAX, "ge", 36)
    assert (rule.weather.within_hours, rule.weather.cooldown_hours) == (36, 72)


def test_a_rule_that_counts_from_a_meeting() -> None:
    rule = _RULE.validate_python(_EVENT)
    assert isinstance(rule, EventRule)
    assert rule.offset_days == -7


@pytest.mark.parametrize("region", Region)
@pytest.mark.parametrize("written", [_ALERT, _WEATHER, _EVENT], ids=["alert", "weather", "event"])
def test_no_date_plans_it(written: dict[str, Any], region: Region) -> None:
    rule = _RULE.validate_python(written)
    assert occurrences(rule, DaysOff(region), date(2027, 1, 1), date(2028, 12, 31)) == []
    assert _RULE.validate_python(rule) == rule, "what was read may be put into another notice"
