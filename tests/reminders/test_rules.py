"""Rules of every kind, resolved to days."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from db.vocabulary import Region
from reminders.calendar import DaysOff
from reminders.rules import AnyRule, Due, Rule, occurrences

_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)


def _in_2027(written: dict[str, Any], region: Region = Region.TW) -> list[Due]:
    rule = _RULE.validate_python(written)
    return occurrences(rule, DaysOff(region), date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ({"solar_term": "小寒"}, Due(date(2027, 1, 5), "小寒@2027")),
        ({"solar_term": "清明", "offset_days": -7}, Due(date(2027, 3, 29), "清明-7@2027")),
        ({"solar_term": "立夏", "offset_days": 2}, Due(date(2027, 5, 8), "立夏+2@2027")),
        (
            {"lunar": {"month": 1, "day": 1}, "offset_days": -5},
            Due(date(2027, 2, 1), "lny-5@2027"),
        ),
        (
            {"lunar": {"month": 8, "day": 15}, "offset_days": -3},
            Due(date(2027, 9, 12), "lunar-08-15-3@2027"),
        ),
        ({"fixed": {"month": 6, "day": 1}}, Due(date(2027, 6, 1), "06-01@2027")),
        (
            {"nth": {"month": 9, "weekday": "fri", "n": 3}},
            Due(date(2027, 9, 17), "09-fri-3@2027"),
        ),
        (
            {"nth": {"month": 5, "weekday": "sun", "n": -1}},
            Due(date(2027, 5, 30), "05-sun--1@2027"),
        ),
    ],
)
def test_a_rule_that_falls_once_a_year(written: dict[str, Any], due: Due) -> None:
    assert _in_2027(written) == [due]


def test_every_second_monday_of_high_summer() -> None:
    weeks = {"weekly": {"months": [7, 8], "weekday": "mon", "every": 2}}
    assert [(due.local_date.month, due.local_date.day, due.key) for due in _in_2027(weeks)] == [
        (7, 5, "weekly@2027-W27"),
        (7, 19, "weekly@2027-W29"),
        (8, 2, "weekly@2027-W31"),
        (8, 16, "weekly@2027-W33"),
        (8, 30, "weekly@2027-W35"),
    ]


def test_two_days_before_every_long_break() -> None:
    rule = {"long_break": {"min_days": 4}, "offset_days": -2}
    assert _in_2027(rule) == [
        Due(date(2027, 2, 2), "break:lunar_new_year@2027"),
        Due(date(2027, 4, 1), "break:tomb_sweeping@2027"),
    ]
    assert [due.key for due in _in_2027(rule, Region.HK)] == [
        "break:lunar_new_year@2027",
        "break:03-26@2027",
    ]


def test_a_break_keeps_its_key_when_its_days_are_moved() -> None:
    rule = _RULE.validate_python({"long_break": {"min_days": 4}, "offset_days": -2})
    moved = DaysOff.of(Region.CN, {"2027-02-03": "off", "2027-02-04": "off"})
    before, after = (
        occurrences(rule, kept, date(2027, 1, 1), date(2027, 3, 1))
        for kept in (DaysOff(Region.CN), moved)
    )
    assert before == [Due(date(2027, 2, 3), "break:lunar_new_year@2027")]
    assert after == [Due(date(2027, 2, 1), "break:lunar_new_year@2027")]


def test_a_day_that_the_government_may_still_move_is_told() -> None:
    rule = _RULE.validate_python({"long_break": {"min_days": 3}})
    (mainland, *_) = occurrences(rule, DaysOff(Region.CN), date(2040, 2, 1), date(2040, 3, 1))
    (taiwan, *_) = occurrences(rule, DaysOff(Region.TW), date(2040, 2, 1), date(2040, 3, 1))
    assert (mainland.provisional, taiwan.provisional) == (True, False)


def test_a_public_holiday_counts_where_it_is_kept() -> None:
    rule = {"holiday": "double_ninth", "offset_days": -3}
    assert _in_2027(rule, Region.HK) == [Due(date(2027, 10, 5), "double_ninth-3@2027")]
    assert _in_2027(rule, Region.TW) == []


def test_an_offset_may_carry_a_day_into_the_year_before() -> None:
    rule = _RULE.validate_python({"fixed": {"month": 1, "day": 3}, "offset_days": -10})
    assert occurrences(rule, DaysOff(Region.TW), date(2026, 12, 1), date(2026, 12, 31)) == [
        Due(date(2026, 12, 24), "01-03-10@2027")
    ]


def test_the_window_includes_its_first_and_last_day() -> None:
    rule = _RULE.validate_python({"fixed": {"month": 6, "day": 1}})
    day = date(2027, 6, 1)
    assert len(occurrences(rule, DaysOff(Region.TW), day, day)) == 1
    assert occurrences(rule, DaysOff(Region.TW), date(2027, 6, 2), date(2028, 5, 31)) == []


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ({}, "a rule is exactly one of"),
        ({"solar_term": "小寒", "fixed": {"month": 1, "day": 1}}, "a rule is exactly one of"),
        ({"solar_term": "小暑天"}, "小暑天 is not a solar term"),
        ({"fixed": {"month": 2, "day": 30}}, "month 2 does not have a day 30 every year"),
        ({"fixed": {"month": 2, "day": 29}}, "month 2 does not have a day 29 every year"),
        ({"lunar": {"month": 12, "day": 30}}, "day 30 does not come every year"),
        ({"nth": {"month": 5, "weekday": "sun", "n": 5}}, "nth"),
        ({"weekly": {"months": [], "weekday": "mon"}}, "weekly"),
        ({"long_break": {"min_days": 2}}, "min_days"),
        ({"holiday": "carnival"}, "holiday"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(written: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        _RULE.validate_python(written)
