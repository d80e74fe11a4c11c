"""When is worked: nights, lunches, holidays, make-up workdays, and clocks that are changed."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.calendars import ALWAYS, Calendar, Span, Spans, read
from db.clocks import WEEKDAYS
from db.vocabulary import Region

OFFICE = Calendar.office("08:30", "21:00", "Asia/Taipei")


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
    office = Calendar.office("09:00", "18:00", zone)
    start = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert office.after(start, hours(6)) == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_the_night_the_clocks_go_forward_costs_nobody_an_hour() -> None:
    office = Calendar.office("09:00", "18:00", "Europe/London")
    friday_five = datetime(2026, 3, 28, 17, 0, tzinfo=UTC)  # 17:00 GMT
    assert office.after(friday_five, hours(2)) == datetime(2026, 3, 29, 9, 0, tzinfo=UTC)  # 10 BST


def test_the_night_the_clocks_go_back_gives_nobody_an_hour() -> None:
    office = Calendar.office("09:00", "18:00", "Europe/London")
    five = datetime(2026, 10, 24, 16, 0, tzinfo=UTC)  # 17:00 BST
    assert office.after(five, hours(2)) == datetime(2026, 10, 25, 10, 0, tzinfo=UTC)  # 10 GMT


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("09:00", "09:00"), ("21:00", "08:30"), ("25:00", "26:00"), ("nine", "18:00"), ("", "")],
)
def test_an_office_that_never_works_is_refused(opens: str, closes: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Calendar.office(opens, closes, "Asia/Taipei")


# After the hour at which clocks are changed: nobody's office is open then.
openings = st.integers(min_value=4 * 60, max_value=12 * 60)
zones = st.sampled_from(
    ["Asia/Taipei", "Asia/Hong_Kong", "Asia/Shanghai", "Europe/London", "America/New_York"]
).map(ZoneInfo)
offices = st.builds(
    lambda opens, length, zone: Calendar(((Span(opens, opens + length),),) * 7, zone),
    openings,
    st.integers(min_value=30, max_value=11 * 60),
    zones,
)


@st.composite
def days(draw: st.DrawFn, at_least: int = 0) -> Spans:
    """The spans of a day: several, with pauses between them, or none."""
    turns = draw(
        st.lists(st.integers(4 * 60, 24 * 60), min_size=2 * at_least, max_size=6, unique=True)
    )
    turns = sorted(turns)[: len(turns) // 2 * 2]
    return tuple(Span(*pair) for pair in zip(turns[::2], turns[1::2], strict=True))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any week with a working hour in it, holidays kept or not, and days unlike the rest."""
    week = [draw(days()) for _ in range(6)] + [draw(days(at_least=1))]
    exceptions = draw(st.dictionaries(st.dates(date(2024, 1, 1), date(2030, 1, 1)), days()))
    region = draw(st.sampled_from([None, *Region]))
    return Calendar(tuple(draw(st.permutations(week))), draw(zones), region, exceptions)


moments = st.integers(0, 6 * 365 * 24 * 60 * 60).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
works = st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=60))


@given(calendars(), moments, works)
def test_what_is_due_falls_due_while_somebody_is_there(
    office: Calendar, start: datetime, work: timedelta
) -> None:
    end = office.after(start, work)
    assert office.is_open(end) or office.is_open(end - timedelta(seconds=1))
    assert end >= start + work
    assert office.between(start, end) == work


@given(calendars(), moments, works, works)
def test_more_work_is_never_due_sooner(
    office: Calendar, start: datetime, work: timedelta, more: timedelta
) -> None:
    assert office.after(start, work) <= office.after(start, work + more)


@given(calendars(), moments, st.timedeltas(timedelta(0), timedelta(days=3)), works)
def test_what_came_later_is_never_due_sooner(
    office: Calendar, start: datetime, later: timedelta, work: timedelta
) -> None:
    assert office.after(start, work) <= office.after(start + later, work)


@given(calendars(), moments, works, works)
def test_work_done_in_two_parts_takes_as_long_as_in_one(
    office: Calendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    in_two = office.after(office.after(start, first), second)
    in_one = office.after(start, first + second)
    # At the stroke of closing time the night may or may not be counted: nothing in between.
    assert in_two == in_one or (not office.is_open(in_one) and in_one < in_two)
    assert office.between(in_one, in_two) == timedelta(0)


@given(calendars(), moments, st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), max_size=4))
def test_what_is_worked_in_parts_is_worked_in_all(
    office: Calendar, start: datetime, parts: list[timedelta]
) -> None:
    worked, moment = timedelta(0), start
    for part in parts:
        worked += office.between(moment, moment + part)
        moment += part
    assert office.between(start, moment) == worked <= moment - start


@given(moments, works)
def test_round_the_clock_every_hour_counts(start: datetime, work: timedelta) -> None:
    assert ALWAYS.after(start, work) == start + work
    assert ALWAYS.between(start, start + work) == work
    assert ALWAYS.is_open(start)


def test_time_does_not_run_backwards() -> None:
    assert OFFICE.between(taipei("2026-11-24 10:00"), taipei("2026-11-23 10:00")) == timedelta(0)


# --- several spans, holidays, make-up workdays ------------------------------------------------

WORKING_WEEK = {day: [["08:30", "12:00"], ["13:30", "18:00"]] for day in WEEKDAYS[:5]}


def week_of(region: Region, zone: str, **exceptions: list[list[str]]) -> Calendar:
    """Monday to Friday with an hour and a half at noon; holidays are kept."""
    return read(WORKING_WEEK, exceptions, keeps_holidays=True, zone=zone, region=region)


def wall(calendar: Calendar, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


MAINLAND = week_of(Region.CN, "Asia/Shanghai")
TAIWAN = week_of(Region.TW, "Asia/Taipei")
HONG_KONG = week_of(Region.HK, "Asia/Hong_Kong")


@pytest.mark.parametrize(
    ("calendar", "start", "work", "end"),
    [
        (TAIWAN, "2026-11-23 11:00", hours(2), "2026-11-23 14:30"),  # over lunch
        (TAIWAN, "2026-11-23 12:30", hours(1), "2026-11-23 14:30"),
        (TAIWAN, "2026-11-27 17:30", hours(1), "2026-11-30 09:00"),  # over the weekend
        # Friday evening before 春節: Saturday the 14th makes up for a day of the break.
        (MAINLAND, "2026-02-13 17:50", hours(4), "2026-02-14 13:50"),
        (MAINLAND, "2026-02-13 17:50", hours(24), "2026-02-25 17:50"),  # 10 min, Saturday, Tuesday
        (MAINLAND, "2026-02-14 18:00", hours(1), "2026-02-24 09:30"),
        # 小年夜 to the day that makes up for New Year's Day: the 4th to the 10th.
        (TAIWAN, "2027-02-03 17:50", hours(1), "2027-02-11 09:20"),
        # A make-up Saturday that Taiwan worked.
        (TAIWAN, "2025-02-07 17:30", hours(1), "2025-02-08 09:00"),
        # Good Friday to the Tuesday after Ching Ming and Easter Monday fell on each other.
        (HONG_KONG, "2026-04-02 17:30", hours(1), "2026-04-08 09:00"),
    ],
)
def test_holidays_are_left_out_and_make_up_workdays_are_not(
    calendar: Calendar, start: str, work: timedelta, end: str
) -> None:
    assert calendar.after(wall(calendar, start), work) == wall(calendar, end)


def test_an_exception_goes_before_everything_else() -> None:
    """A typhoon day; a holiday that is worked; a make-up Saturday that is not."""
    office = week_of(
        Region.CN,
        "Asia/Shanghai",
        **{"2026-02-12": [], "2026-02-17": [["10:00", "11:00"]], "2026-02-14": []},
    )
    assert office.after(wall(office, "2026-02-11 17:00"), hours(2)) == wall(
        office, "2026-02-13 09:30"
    )
    assert office.after(wall(office, "2026-02-13 18:00"), hours(1)) == wall(
        office, "2026-02-17 11:00"
    )


def test_who_keeps_no_holidays_works_on_them_and_not_on_the_day_that_makes_up() -> None:
    office = read(WORKING_WEEK, {}, keeps_holidays=False, zone="Asia/Shanghai", region=Region.CN)
    assert office.spans(date(2026, 2, 17)) == office.week[1]
    assert office.spans(date(2026, 2, 14)) == ()


def test_a_night_is_two_spans() -> None:
    nights = read(
        {day: [["22:00", "24:00"], ["00:00", "06:00"]] for day in WEEKDAYS},
        {},
        keeps_holidays=False,
        zone="Asia/Taipei",
        region=Region.TW,
    )
    assert nights.after(wall(nights, "2026-11-23 23:00"), hours(3)) == wall(
        nights, "2026-11-24 02:00"
    )
    assert not nights.is_open(wall(nights, "2026-11-23 12:00"))


# --- mistakes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "no day of the week has a working hour"),
        ({"mon": []}, "no day of the week has a working hour"),
        ({"monday": [["08:30", "12:00"]]}, "'monday' is no day of the week"),
        ({"mon": [["12:00", "08:30"]]}, "mon: 12:00-08:30 runs backwards"),
        ({"mon": [["22:00", "06:00"]]}, "until 24:00 and from 00:00"),
        ({"mon": [["09:00", "09:00"]]}, "runs backwards"),
        ({"mon": [["8:30", "12:00"]]}, "mon: '8:30' is no time of day"),
        ({"mon": [["08:30", "24:30"]]}, "'24:30' is no time of day"),
        (
            {"tue": [["08:30", "12:00"], ["11:00", "18:00"]]},
            "tue: 08:30-12:00 and 11:00-18:00 overlap; make them one span",
        ),
    ],
)
def test_a_week_that_cannot_be_meant_is_refused_with_the_mend(
    given: dict[str, list[list[str]]], named: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(named)):
        read(given, {}, keeps_holidays=False, zone="Asia/Taipei", region=Region.TW)


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"mon.*runs backwards.*'2027-13-01' is no date"):
        read(
            {"mon": [["12:00", "08:30"]]},
            {"2027-13-01": []},
            keeps_holidays=False,
            zone="Asia/Taipei",
            region=Region.TW,
        )
