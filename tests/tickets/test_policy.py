"""How much time there is: by priority, in working hours or round the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.calendars import Calendar
from bot.tickets.clocks import CONFIRM_WINDOW, LAST_QUESTION
from bot.tickets.policy import SHIPPED, Due, due
from bot.tickets.priority import impact_of, priority_of, urgency_of
from db.vocabulary import Impact, Priority, Urgency
from tests.tickets.test_calendars import calendars, moments, taipei

OFFICE = Calendar.office("08:30", "21:00", "Asia/Taipei")
AT_NIGHT = taipei("2026-11-23 23:00")


@pytest.mark.parametrize(
    ("priority", "expected"),
    [
        (Priority.P1, Due(taipei("2026-11-23 23:05"), taipei("2026-11-24 01:00"))),
        (Priority.P2, Due(taipei("2026-11-24 08:45"), taipei("2026-11-24 12:30"))),
        (Priority.P3, Due(taipei("2026-11-24 12:30"), taipei("2026-11-25 20:00"))),
        (Priority.P4, Due(taipei("2026-11-24 16:30"), taipei("2026-11-27 11:00"))),
    ],
)
def test_danger_does_not_wait_for_the_office_and_everything_else_does(
    priority: Priority, expected: Due
) -> None:
    assert due(SHIPPED[priority], AT_NIGHT, OFFICE) == expected


def test_every_priority_has_its_targets() -> None:
    assert set(SHIPPED) == set(Priority)


@given(st.sampled_from(list(Priority)), calendars(), moments)
def test_an_answer_is_always_owed_before_the_remedy(
    priority: Priority, office: Calendar, opened: datetime
) -> None:
    limits = due(SHIPPED[priority], opened, office)
    assert opened < limits.response < limits.resolution


@given(calendars(), moments)
def test_the_worse_it_is_the_sooner_it_is_owed(office: Calendar, opened: datetime) -> None:
    owed = [due(SHIPPED[priority], opened, office) for priority in sorted(Priority)]
    assert [each.response for each in owed] == sorted(each.response for each in owed)
    assert [each.resolution for each in owed] == sorted(each.resolution for each in owed)


def test_a_danger_at_three_at_night_on_a_public_holiday_is_answered_at_once() -> None:
    """中秋節 in Hong Kong, where the office is shut until Monday."""
    office = Calendar(
        (Calendar.office("09:00", "18:00", "Asia/Hong_Kong").week[0],) * 5 + ((), ()),
        ZoneInfo("Asia/Hong_Kong"),
    )
    three = datetime(2026, 9, 25, 19, 0, tzinfo=UTC)
    assert due(SHIPPED[Priority.P1], three, office) == Due(
        three + timedelta(minutes=5), three + timedelta(hours=2)
    )


def test_the_last_question_comes_before_silence_closes() -> None:
    assert timedelta(0) < LAST_QUESTION < CONFIRM_WINDOW


# --- impact and urgency -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        (Impact.UNIT, Urgency.CRITICAL, Priority.P1),
        (Impact.UNIT, Urgency.LOW, Priority.P4),
        (Impact.BUILDING, Urgency.NORMAL, Priority.P3),
        (Impact.ESTATE, Urgency.LOW, Priority.P3),
        (Impact.ESTATE, Urgency.NORMAL, Priority.P2),
        (Impact.ESTATE, Urgency.HIGH, Priority.P2),  # no danger merely by being everywhere
        (Impact.ESTATE, Urgency.CRITICAL, Priority.P1),
    ],
)
def test_how_soon_it_hurts_and_how_far_it_reaches_make_the_priority(
    impact: Impact, urgency: Urgency, priority: Priority
) -> None:
    assert priority_of(impact, urgency) is priority


@pytest.mark.parametrize("priority", list(Priority))
def test_a_priority_that_a_topic_named_is_kept(priority: Priority) -> None:
    for impact in (Impact.UNIT, Impact.BUILDING):
        assert priority_of(impact, urgency_of(priority)) is priority


@pytest.mark.parametrize(
    ("building", "unit", "impact"),
    [(3, 36, Impact.UNIT), (3, None, Impact.BUILDING), (None, None, Impact.UNIT)],
)
def test_a_shared_part_troubles_the_building(
    building: int | None, unit: int | None, impact: Impact
) -> None:
    assert impact_of(building, unit) is impact
