"""A rule that waits for a meeting: read as written, due on no date."""

from datetime import date

import pytest
from pydantic import TypeAdapter

from db.vocabulary import Region
from reminders.calendar import DaysOff
from reminders.rules import AnyRule, Rule, occurrences
from reminders.triggered_rules import EventRule

_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)

_EVENT = {"event": "meeting", "offset_days": -7}


def test_a_rule_that_counts_from_a_meeting() -> None:
    rule = _RULE.validate_python(_EVENT)
    assert isinstance(rule, EventRule)
    assert rule.offset_days == -7


@pytest.mark.parametrize("region", Region)
def test_no_date_plans_it(region: Region) -> None:
    rule = _RULE.validate_python(_EVENT)
    assert occurrences(rule, DaysOff(region), date(2027, 1, 1), date(2028, 12, 31)) == []
    assert _RULE.validate_python(rule) == rule, "what was read may be put into another notice"
