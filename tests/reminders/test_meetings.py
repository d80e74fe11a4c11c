"""A meeting as written: read, or all that is wrong with it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from db.vocabulary import MeetingKind
from reminders.meetings import (
    MeetingPlan,
    Mistake,
    Times,
    Words,
    kind_of,
    minutes_at,
    read_meeting,
    read_times,
    read_words,
)

TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Tuesday, ten in the morning in Taipei."""


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00+08:00")


EVENING = Times(at("2026-12-20", "19:00"), at("2026-12-20", "21:00"))


def test_a_meeting_is_read_line_by_line() -> None:
    said = "業主懇談會：電梯更新\n\n12-20 19:00-21:30\n 一樓大廳 \n1. 報價說明\n2. 提問"
    assert read_meeting(said, NOW, TAIPEI) == MeetingPlan(
        Words("業主懇談會：電梯更新", "一樓大廳", "1. 報價說明\n2. 提問"),
        Times(at("2026-12-20", "19:00"), at("2026-12-20", "21:30")),
    )


@pytest.mark.parametrize(
    "said",
    [
        "12-20 19:00-21:00",
        "12/20 19:00",
        "2026-12-20 19:00 - 21:00",
        "12月20日 19:00至21:00",
        "2026年12月20日（日）19：00～21：00",
        "12/20 (Sun) 19:00 to 21:00",
        "12/20 Sunday 19:00",
        "12月20日星期天 19:00",
    ],
)
def test_the_ways_of_writing_when(said: str) -> None:
    assert read_times(said, NOW, TAIPEI) == EVENING


@pytest.mark.parametrize(
    ("said", "day"),
    [("1/5 19:00", "2027-01-05"), ("11-24 19:00", "2026-11-24"), ("11-23 9:00", "2027-11-23")],
)
def test_a_date_without_a_year_is_the_next_one(said: str, day: str) -> None:
    times = read_times(said, NOW, TAIPEI)
    assert isinstance(times, Times)
    assert times.starts.astimezone(TAIPEI).date().isoformat() == day


@pytest.mark.parametrize(
    ("said", "mistakes"),
    [
        ("明天晚上七點", (Mistake.WHEN,)),
        ("12-20", (Mistake.WHEN,)),
        ("2-30 19:00", (Mistake.NO_SUCH_DAY,)),
        ("13-1 19:00", (Mistake.NO_SUCH_DAY,)),
        ("12-20 25:00", (Mistake.NO_SUCH_DAY,)),
        ("2027-02-29 19:00", (Mistake.NO_SUCH_DAY,)),
        ("2-29 19:00", (Mistake.TOO_FAR,)),
        ("12/20（六）19:00", (Mistake.WEEKDAY,)),
        ("12/20 Mon 19:00", (Mistake.WEEKDAY,)),
        ("12-20 19:00-18:00", (Mistake.ENDS,)),
        ("12-20 08:00-21:00", (Mistake.ENDS,)),
        ("11-24 09:00", (Mistake.PAST,)),
        ("2025-12-20 19:00", (Mistake.PAST,)),
        ("2025-12-21 (Mon) 19:00-18:00", (Mistake.WEEKDAY, Mistake.ENDS, Mistake.PAST)),
        ("2028-12-20 19:00", (Mistake.TOO_FAR,)),
    ],
)
def test_what_is_wrong_with_the_time_is_said_at_once(
    said: str, mistakes: tuple[Mistake, ...]
) -> None:
    assert read_times(said, NOW, TAIPEI) == mistakes


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = f"{'長' * 81}\n昨天\n{'遠' * 121}\n{'多' * 1501}"
    assert read_meeting(said, NOW, TAIPEI) == (
        Mistake.WHEN,
        Mistake.LONG_TITLE,
        Mistake.LONG_PLACE,
        Mistake.LONG_AGENDA,
    )
    assert read_meeting("懇談會\n12-20 19:00", NOW, TAIPEI) == (Mistake.FORM,)
    assert read_words("Owners' briefing") == (Mistake.FORM,)


def test_an_agenda_is_not_needed() -> None:
    assert read_words("中秋晚會\n中庭") == Words("中秋晚會", "中庭", "")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("第三屆業主大會", MeetingKind.OWNERS_MEETING),
        ("115年區分所有權人會議", MeetingKind.OWNERS_MEETING),
        ("Annual General Meeting", MeetingKind.OWNERS_MEETING),
        ("業主懇談會：電梯更新", MeetingKind.BRIEFING),
        ("充电桩说明会", MeetingKind.BRIEFING),
        ("Owners' briefing: the lifts", MeetingKind.BRIEFING),
        ("中秋晚會", MeetingKind.ACTIVITY),
        ("Christmas party", MeetingKind.ACTIVITY),
    ],
)
def test_the_title_says_what_kind_of_meeting_it_is(title: str, kind: MeetingKind) -> None:
    assert kind_of(title) is kind


def test_the_minutes_are_asked_for_in_the_morning_after() -> None:
    assert minutes_at(EVENING.ends, TAIPEI) == at("2026-12-21", "10:00")
    assert minutes_at(at("2026-12-31", "23:30"), TAIPEI) == at("2027-01-01", "10:00")
