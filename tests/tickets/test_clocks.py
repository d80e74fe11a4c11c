"""What is due when: office hours over nights, emergencies round the clock, the ladder's rungs."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.clocks import (
    CONFIRM_WINDOW,
    LADDER,
    LAST_QUESTION,
    POLICY,
    Due,
    OfficeHours,
    due,
    next_rung,
    rung_at,
)
from db.vocabulary import Priority

OFFICE = OfficeHours.read("08:30", "21:00", "Asia/Taipei")


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def taipei(text: str) -> datetime:
    """`2026-11-23 10:00` on a wall in Taipei, as the UTC that is stored."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Taipei")).astimezone(UTC)


# --- office hours -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "work", "end"),
    [
        ("2026-11-23 10:00", hours(4), "2026-11-23 14:00"),
        ("2026-11-23 08:30", hours(12.5), "2026-11-23 21:00"),
        ("2026-11-23 20:00", hours(4), "2026-11-24 11:30"),
        ("2026-11-23 21:00", hours(1), "2026-11-24 09:30"),
        ("2026-11-23 23:59", hours(1), "2026-11-24 09:30"),
        ("2026-11-24 00:00", hours(1), "2026-11-24 09:30"),
        ("2026-11-24 03:15", hours(1), "2026-11-24 09:30"),
        ("2026-11-23 20:59", timedelta(minutes=1), "2026-11-23 21:00"),
        ("2026-11-23 10:00", hours(24), "2026-11-25 09:00"),  # 11, 12.5 and half an hour
        ("2026-11-27 20:00", hours(4), "2026-11-28 11:30"),  # Saturday is a day like any other
        ("2026-12-31 20:30", hours(2), "2027-01-01 10:00"),
        ("2028-02-28 20:30", hours(2), "2028-02-29 10:00"),
        ("2026-11-23 10:00", hours(0), "2026-11-23 10:00"),
        ("2026-11-23 22:00", hours(0), "2026-11-24 08:30"),
    ],
)
def test_work_is_counted_only_while_the_office_is_open(
    start: str, work: timedelta, end: str
) -> None:
    assert OFFICE.after(taipei(start), work) == taipei(end)


def test_the_answer_is_in_utc_when_the_question_was() -> None:
    assert OFFICE.after(taipei("2026-11-23 10:00"), hours(1)).tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("Asia/Taipei", "2026-11-24 06:30"),  # it is 17:30: half an hour today, the rest tomorrow
        ("Asia/Hong_Kong", "2026-11-24 06:30"),
        ("Asia/Kolkata", "2026-11-24 06:30"),  # 15:00: three hours today, three tomorrow
        ("Europe/London", "2026-11-23 15:30"),
        ("America/Los_Angeles", "2026-11-23 23:00"),  # 01:30 at night: all of it from nine
    ],
)
def test_every_community_has_its_own_zone(zone: str, end: str) -> None:
    office = OfficeHours.read("09:00", "18:00", zone)
    start = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert office.after(start, hours(6)) == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_the_night_the_clocks_go_forward_costs_nobody_an_hour() -> None:
    office = OfficeHours.read("09:00", "18:00", "Europe/London")
    friday_five = datetime(2026, 3, 28, 17, 0, tzinfo=UTC)  # 17:00 GMT
    assert office.after(friday_five, hours(2)) == datetime(2026, 3, 29, 9, 0, tzinfo=UTC)  # 10 BST


def test_the_night_the_clocks_go_back_gives_nobody_an_hour() -> None:
    office = OfficeHours.read("09:00", "18:00", "Europe/London")
    five = datetime(2026, 10, 24, 16, 0, tzinfo=UTC)  # 17:00 BST
    assert office.after(five, hours(2)) == datetime(2026, 10, 25, 10, 0, tzinfo=UTC)  # 10 GMT


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("09:00", "09:00"), ("21:00", "08:30"), ("25:00", "26:00"), ("nine", "18:00"), ("", "")],
)
def test_an_office_that_never_works_is_refused(opens: str, closes: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        OfficeHours.read(opens, closes, "Asia/Taipei")


spans = st.builds(
    lambda opens, length, zone: OfficeHours(
        time(opens // 60, opens % 60),
        time((opens + length) // 60, (opens + length) % 60),
        ZoneInfo(zone),
    ),
    # After the hour at which clocks are changed: nobody's office is open then.
    opens=st.integers(min_value=4 * 60, max_value=12 * 60),
    length=st.integers(min_value=30, max_value=11 * 60),
    zone=st.sampled_from(
        ["Asia/Taipei", "Asia/Hong_Kong", "Asia/Shanghai", "Europe/London", "America/New_York"]
    ),
)
moments = st.integers(0, 6 * 365 * 24 * 60 * 60).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
works = st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=60))


@given(spans, moments, works)
def test_what_is_due_falls_due_while_somebody_is_there(
    office: OfficeHours, start: datetime, work: timedelta
) -> None:
    end = office.after(start, work)
    on_the_wall = end.astimezone(office.zone).replace(tzinfo=None).time()
    assert office.opens <= on_the_wall <= office.closes
    assert end >= start + work


@given(spans, moments, works, works)
def test_more_work_is_never_due_sooner(
    office: OfficeHours, start: datetime, work: timedelta, more: timedelta
) -> None:
    assert office.after(start, work) <= office.after(start, work + more)


@given(spans, moments, st.timedeltas(timedelta(0), timedelta(days=3)), works)
def test_what_came_later_is_never_due_sooner(
    office: OfficeHours, start: datetime, later: timedelta, work: timedelta
) -> None:
    assert office.after(start, work) <= office.after(start + later, work)


@given(spans, moments, works, works)
def test_work_done_in_two_parts_takes_as_long_as_in_one(
    office: OfficeHours, start: datetime, first: timedelta, second: timedelta
) -> None:
    in_two = office.after(office.after(start, first), second)
    in_one = office.after(start, first + second)
    # At the stroke of closing time the night may or may not be counted: nothing in between.
    assert in_two == in_one or in_one.astimezone(office.zone).time() == office.closes


# --- targets ----------------------------------------------------------------------------------

AT_NIGHT = taipei("2026-11-23 23:00")


@pytest.mark.parametrize(
    ("priority", "expected"),
    [
        (Priority.P1, Due(taipei("2026-11-23 23:05"), taipei("2026-11-24 01:00"))),
        (Priority.P2, Due(taipei("2026-11-23 23:15"), taipei("2026-11-24 03:00"))),
        (Priority.P3, Due(taipei("2026-11-24 12:30"), taipei("2026-11-25 20:00"))),
        (Priority.P4, Due(taipei("2026-11-24 16:30"), taipei("2026-11-27 11:00"))),
    ],
)
def test_danger_does_not_wait_for_the_office_and_a_bulb_does(
    priority: Priority, expected: Due
) -> None:
    assert due(priority, AT_NIGHT, OFFICE) == expected


def test_every_priority_has_its_targets() -> None:
    assert set(POLICY) == set(Priority)


@given(st.sampled_from(list(Priority)), spans, moments)
def test_an_answer_is_always_owed_before_the_remedy(
    priority: Priority, office: OfficeHours, opened: datetime
) -> None:
    limits = due(priority, opened, office)
    assert opened < limits.response < limits.resolution


@given(spans, moments)
def test_the_worse_it_is_the_sooner_it_is_owed(office: OfficeHours, opened: datetime) -> None:
    owed = [due(priority, opened, office) for priority in sorted(Priority)]
    assert [each.response for each in owed] == sorted(each.response for each in owed)
    assert [each.resolution for each in owed] == sorted(each.resolution for each in owed)


def test_the_last_question_comes_before_silence_closes() -> None:
    assert timedelta(0) < LAST_QUESTION < CONFIRM_WINDOW


# --- the ladder -------------------------------------------------------------------------------

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DUE = START + timedelta(minutes=100)
"""So that a minute is a per cent."""


def minute(number: float) -> datetime:
    return START + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("told", "at", "reached", "following"),
    [
        (0, 0, 0, 50),
        (0, 49.9, 0, 50),
        (0, 50, 50, 80),
        (50, 50, 50, 80),
        (50, 79, 50, 80),
        (50, 80, 80, 100),
        (80, 99.9, 80, 100),
        (80, 100, 100, 150),
        (100, 149, 100, 150),
        (100, 150, 150, None),
        (150, 150, 150, None),
        (150, 100_000, 150, None),
        # The program was down while rungs passed: they count as one, the highest.
        (0, 85, 80, 100),
        (0, 120, 100, 150),
        (0, 999, 150, None),
        (50, 999, 150, None),
        # Told once at a time that is no more (the deadline moved): it is not told again.
        (80, 10, 0, 100),
        (150, 10, 0, None),
        # A clock that was set back.
        (0, -10, 0, 50),
    ],
)
def test_each_rung_is_told_once(told: int, at: float, reached: int, following: int | None) -> None:
    expected = None if following is None else minute(following)
    assert next_rung(START, DUE, told, minute(at)) == (reached, expected)


@pytest.mark.parametrize("level", LADDER)
def test_a_rung_is_a_share_of_the_time_allowed(level: int) -> None:
    assert rung_at(START, DUE, level) == minute(level)


@given(
    st.sampled_from([0, *LADDER]),
    st.timedeltas(timedelta(seconds=1), timedelta(days=30)),
    st.timedeltas(timedelta(0), timedelta(days=60)),
)
def test_the_next_rung_lies_ahead_and_is_above_all_that_was_told(
    told: int, allowed: timedelta, passed: timedelta
) -> None:
    now = START + passed
    reached, following = next_rung(START, START + allowed, told, now)
    assert reached in (0, *LADDER)
    if following is not None:
        assert following > now
        assert following > rung_at(START, START + allowed, max(told, reached))


@given(st.lists(st.timedeltas(timedelta(seconds=1), timedelta(hours=3)), max_size=40))
def test_whenever_the_clock_looks_the_ladder_is_climbed_once(pauses: list[timedelta]) -> None:
    told, heard, now = 0, list[int](), START
    for pause in pauses:
        now += pause
        reached, _ = next_rung(START, DUE, told, now)
        if reached > told:
            told = reached
            heard.append(reached)
    assert heard == sorted(set(heard))
    assert told == max((level for level in LADDER if minute(level) <= now), default=0)
