"""Which moment an appointment is for; and how long it, and an answer, are waited for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.tickets import patience
from bot.tickets.appointments import appointment_in
from bot.tickets.checks import when_to_look
from bot.tickets.clocks import APPOINTMENT_AHEAD, APPOINTMENT_GRACE
from db.models import Ticket
from db.vocabulary import Priority, TicketState

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Taipei"))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("明天下午三點", "2026-11-24T15:00"),
        ("下午三點到府上", "2026-11-23T15:00"),
        ("12月1日 15:00", "2026-12-01T15:00"),
        ("两个小时后", "2026-11-23T12:00"),
        ("tomorrow 3pm", "2026-11-24T15:00"),
        ("1 December 15:00", "2026-12-01T15:00"),
    ],
)
def test_an_hour_that_was_said_is_the_appointment(said: str, meant: str) -> None:
    assert appointment_in(said, NOW) == datetime.fromisoformat(f"{meant}+08:00")


@pytest.mark.parametrize(
    "said",
    [
        "都可以",
        "明天",
        "明天下午",  # no hour
        "明天三點",  # which half of the day?
        "明天下午兩點到四點",
        "明天五點前",
        "明天下午三點或後天下午三點",
        "昨天下午三點",
        "兩個小時前",
        "12/1 15:00",  # which of the two is the month?
        "1/12 3pm",
        "2025年1月1日 15:00",
    ],
)
def test_what_names_no_one_hour_to_come_is_asked_for_again(said: str) -> None:
    assert appointment_in(said, NOW) is None


def ticket(state: TicketState, **fields: object) -> Ticket:
    given = {
        "priority": Priority.P3,
        "opened_at": NOW,
        "due_from": NOW,
        "first_response_due": NOW + 100 * DAY,
        "resolution_due": NOW + 1000 * DAY,
        "escalation_level": 0,
    }
    return Ticket(state=state, **given | fields)


@pytest.mark.parametrize(("waited", "look"), [(0, 2), (1.9, 2), (2, 7), (6.9, 7), (7, 7), (9, 7)])
def test_an_answer_is_asked_for_on_day_two_and_waited_for_until_day_seven(
    waited: float, look: int
) -> None:
    asked = ticket(TicketState.PENDING_CUSTOMER, paused_at=NOW)
    assert patience.answer(asked, NOW + waited * DAY) == NOW + look * DAY
    assert when_to_look(asked, NOW + waited * DAY) == NOW + look * DAY


AHEAD, HOUR, MISSED = DAY - APPOINTMENT_AHEAD, DAY, DAY + APPOINTMENT_GRACE


@pytest.mark.parametrize(
    ("passed", "look"),
    [(0 * DAY, AHEAD), (AHEAD, HOUR), (HOUR, MISSED), (MISSED, MISSED), (9 * DAY, MISSED)],
)
def test_an_appointment_is_looked_at_ahead_at_its_hour_and_when_it_is_missed(
    passed: timedelta, look: timedelta
) -> None:
    booked = ticket(TicketState.SCHEDULED, paused_at=NOW, promise_due=NOW + DAY)
    assert patience.appointment(booked, NOW + passed) == NOW + look
    answered = ticket(
        TicketState.SCHEDULED, paused_at=NOW, promise_due=NOW + DAY, first_response_at=NOW
    )
    assert when_to_look(answered, (NOW + passed).astimezone(UTC)) == NOW + look, "and only then"


@pytest.mark.parametrize("state", [TicketState.IN_PROGRESS, TicketState.PENDING_THIRD_PARTY])
def test_what_is_at_work_waits_for_neither(state: TicketState) -> None:
    at_work = ticket(state, promise_due=NOW + DAY)
    assert patience.answer(at_work, NOW) is None
    assert patience.appointment(at_work, NOW) is None
