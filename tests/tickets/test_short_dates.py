"""Dates written short: read where they can mean one day, and left alone where they cannot."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.tickets.appointments import appointment_in
from bot.tickets.promises import promised_in
from bot.tickets.short_dates import written_out

TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=TAIPEI)
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("said", "month_first", "meant"),
    [
        ("12/1 15:00", True, date(2026, 12, 1)),
        ("12/1 15:00 過去", True, date(2026, 12, 1)),
        ("12/1（週二）下午三點", True, date(2026, 12, 1)),
        ("12/1下午3點到", True, date(2026, 12, 1)),
        ("12-01 15:00", True, date(2026, 12, 1)),
        ("1/12 15:00", True, date(2027, 1, 12)),
        ("11/23 15:00", True, TODAY),
        ("11/22 15:00", True, date(2027, 11, 22)),
        ("25/12 15:00", True, date(2026, 12, 25)),
        ("25/12 3pm", False, date(2026, 12, 25)),
        ("12/25 at 3pm", False, date(2026, 12, 25)),
        ("12/12 15:00", False, date(2026, 12, 12)),
    ],
)
def test_a_short_date_is_the_next_such_day(said: str, month_first: bool, meant: date) -> None:
    assert meant.isoformat() in written_out(said, TODAY, month_first=month_first)


@pytest.mark.parametrize(
    ("said", "month_first"),
    [
        ("12/1 3pm", True),  # English: which of the two is the month?
        ("12/1 下午三點", False),  # Hong Kong: the same
        ("3-12F 15:00", True),
        ("3-12 15:00", True),
        ("10:00-12:00 15:00", True),
        ("3-14點", True),
        ("3/14點", True),
        ("31/31 15:00", True),
        ("2026/12/1 15:00", True),
        ("收據 12/1 已寄出", True),
    ],
)
def test_what_is_no_date_or_could_be_two_stays_as_it_is(said: str, month_first: bool) -> None:
    assert written_out(said, TODAY, month_first=month_first) == said


@pytest.mark.parametrize("said", ["12/1 15:00", "12/1 15:00 過去", "12/1下午三點到"])
def test_the_day_belongs_to_the_hour_that_is_promised(said: str) -> None:
    then = datetime(2026, 12, 1, 15, 0, tzinfo=TAIPEI)
    assert promised_in(said, NOW, TAIPEI, month_first=True) == then
    assert appointment_in(said, NOW, month_first=True) == then


@pytest.mark.parametrize("said", ["12/1 3pm", "at 15:00 on 12/1", "1/12下午三點到"])
def test_an_hour_of_a_day_that_could_be_two_is_not_todays(said: str) -> None:
    assert promised_in(said, NOW, TAIPEI) is None
    assert appointment_in(said, NOW) is None


@pytest.mark.parametrize(
    ("said", "hour"),
    [("五點前給您答覆", 17), ("今天 17:00 前", 17), ("by 5", 17), ("十二點前", 12)],
)
def test_before_an_hour_is_a_promise_and_no_appointment(said: str, hour: int) -> None:
    assert promised_in(said, NOW, TAIPEI) == NOW.replace(hour=hour)
    assert appointment_in(said, NOW) is None
