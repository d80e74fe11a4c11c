"""The clocks of a ticket: which run, which stand still, and the rungs of their ladders."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets import deadlines
from bot.tickets.calendars import ALWAYS, Calendar
from bot.tickets.clocks import APPOINTMENT_GRACE
from bot.tickets.deadlines import LADDER, Deadline, missed, next_due, running, turned
from bot.tickets.lifecycle import ACTIVE, OVER, PAUSED
from db.clocks import WEEKDAYS
from db.models import Calendar as CalendarRow
from db.models import Community, Promise, Ticket
from db.vocabulary import ClockKind, Priority, Region, TicketState
from tests.tickets.test_calendars import calendars, moments, taipei

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DUE = START + timedelta(minutes=100)
"""So that a minute is a per cent."""

CLOCK = Deadline(ClockKind.RESPONSE, START, DUE, ALWAYS)
OFFICE = Calendar.office("08:30", "21:00", "Asia/Taipei")


def minute(number: float) -> datetime:
    return START + timedelta(minutes=number)


# --- the ladder -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "reached", "following"),
    [
        (-10, 0, 50),  # a clock that was set back
        (0, 0, 50),
        (49.9, 0, 50),
        (50, 50, 80),
        (79, 50, 80),
        (80, 80, 100),
        (99.9, 80, 100),
        (100, 100, 150),
        (149, 100, 150),
        (150, 150, 200),
        (200, 200, None),
        (100_000, 200, None),
    ],
)
def test_what_is_reached_and_what_comes_next(
    at: float, reached: int, following: int | None
) -> None:
    assert CLOCK.reached(minute(at)) == reached
    assert CLOCK.ahead(minute(at)) == (None if following is None else minute(following))


@pytest.mark.parametrize("level", LADDER)
def test_a_rung_is_a_share_of_the_time_allowed(level: int) -> None:
    assert dict(CLOCK.rungs)[level] == minute(level)


def test_nobody_is_nudged_at_night() -> None:
    """Four hours from 20:00: half of them have passed at 09:30, the other half by 11:30."""
    clock = Deadline(
        ClockKind.RESPONSE, taipei("2026-11-23 20:00"), taipei("2026-11-24 11:30"), OFFICE
    )
    assert [moment for _, moment in clock.rungs] == [
        taipei(f"2026-11-24 {time}") for time in ("09:30", "10:42", "11:30", "13:30", "15:30")
    ]


def test_a_pause_counts_for_nobody() -> None:
    """An hour's pause in a hundred minutes: half the time allowed is over at 110."""
    paused = timedelta(minutes=60)
    clock = Deadline(ClockKind.RESOLUTION, START, DUE + paused, ALWAYS, paused)
    assert dict(clock.rungs)[50] == minute(110)
    assert dict(clock.rungs)[100] == minute(160)
    assert dict(clock.rungs)[150] == minute(210)


@given(calendars(), moments, st.timedeltas(timedelta(minutes=1), timedelta(hours=60)))
def test_the_rungs_come_one_after_the_other_and_the_third_is_the_deadline(
    office: Calendar, since: datetime, allowed: timedelta
) -> None:
    clock = Deadline(ClockKind.RESOLUTION, since, office.after(since, allowed), office)
    rungs = [moment for _, moment in clock.rungs]
    assert rungs == sorted(rungs)
    assert rungs[LADDER.index(100)] == clock.due
    assert since < rungs[0]


@given(
    calendars(),
    moments,
    st.timedeltas(timedelta(minutes=1), timedelta(hours=60)),
    st.timedeltas(timedelta(days=-2), timedelta(days=60)),
)
def test_the_next_rung_lies_ahead(
    office: Calendar, since: datetime, allowed: timedelta, passed: timedelta
) -> None:
    clock = Deadline(ClockKind.RESOLUTION, since, office.after(since, allowed), office)
    now = since + passed
    ahead = clock.ahead(now)
    if ahead is None:
        assert clock.reached(now) == LADDER[-1]
    else:
        assert ahead > now
        assert clock.reached(ahead) > clock.reached(now)


# --- which run --------------------------------------------------------------------------------

OPENED = START


def ticket(state: TicketState = TicketState.NEW, **fields: Any) -> Ticket:
    """An answer is owed within 100 minutes, the remedy within 1000."""
    given: dict[str, Any] = {
        "priority": Priority.P3,
        "opened_at": OPENED,
        "due_from": OPENED,
        "first_response_due": minute(100),
        "resolution_due": minute(1000),
    }
    return Ticket(state=state, **given | fields)


def kinds(of: Ticket) -> set[ClockKind]:
    return {each.kind for each in running(of)}


@pytest.mark.parametrize("state", sorted(OVER | {TicketState.RESOLVED}))
def test_no_clock_runs_once_it_is_done(state: TicketState) -> None:
    done = ticket(
        state,
        awaiting_reply_since=OPENED,
        next_response_due=minute(5),
        promise_due=minute(5),
    )
    assert running(done) == ()
    assert next_due(done) is None


def test_an_exercise_has_no_clock() -> None:
    assert running(ticket(drill=True)) == ()


def test_a_new_ticket_owes_an_answer_and_the_remedy() -> None:
    assert kinds(ticket()) == {ClockKind.RESPONSE, ClockKind.RESOLUTION}
    assert next_due(ticket()) == minute(100)


@pytest.mark.parametrize("state", sorted(ACTIVE - {TicketState.RESOLVED}))
def test_the_remedy_waits_for_the_owner_and_not_for_a_contractor(state: TicketState) -> None:
    answered = ticket(state, first_response_at=minute(5))
    assert kinds(answered) == (set() if state in PAUSED else {ClockKind.RESOLUTION})
    assert (next_due(answered) is None) is (state in PAUSED)


def test_an_appointment_keeps_its_promise_running() -> None:
    row = Promise(due_at=minute(60), made_at=minute(10))
    booked = ticket(
        TicketState.SCHEDULED, first_response_at=minute(5), promise_due=minute(60), promise=row
    )
    (promise,) = running(booked)
    assert (promise.kind, promise.since, promise.due) == (
        ClockKind.PROMISE,
        minute(10),
        minute(60),
    )
    assert next_due(booked) == minute(60)
    assert promise.reached(minute(600)) == 0, "nobody is nudged"
    assert missed(booked, minute(60) + APPOINTMENT_GRACE) == ()
    assert missed(booked, minute(61) + APPOINTMENT_GRACE) == (promise,)


def test_what_the_owner_wrote_last_is_owed_an_answer() -> None:
    wrote = ticket(
        TicketState.IN_PROGRESS,
        first_response_at=minute(5),
        awaiting_reply_since=minute(20),
        next_response_due=minute(80),
    )
    assert kinds(wrote) == {ClockKind.NEXT_RESPONSE, ClockKind.RESOLUTION}
    assert next_due(wrote) == minute(80)


def test_the_hours_of_the_calendar_count() -> None:
    row = CalendarRow(
        code="office",
        hours={"mon": [["10:00", "12:00"]]},
        keeps_holidays=False,
        exceptions={},
    )
    here = Community(timezone="Asia/Taipei", region=Region.TW)
    response, _ = running(
        ticket(
            calendar=row,
            community=here,
            due_from=taipei("2026-11-23 11:00"),
            first_response_due=taipei("2026-11-30 11:00"),
        )
    )
    assert dict(response.rungs)[50] == taipei("2026-11-23 12:00")
    assert dict(response.rungs)[80] == taipei("2026-11-30 10:36")


# --- pauses and answers -----------------------------------------------------------------------


def go(of: Ticket, state: TicketState, now: datetime) -> None:
    for field, value in turned(of, state, now).items():
        setattr(of, field, value)
    of.state = state


def test_the_time_that_stood_still_is_given_back() -> None:
    waiting = ticket(TicketState.IN_PROGRESS, first_response_at=minute(5))
    go(waiting, TicketState.PENDING_CUSTOMER, minute(100))
    assert waiting.paused_at == minute(100)
    go(waiting, TicketState.IN_PROGRESS, minute(400))
    assert (waiting.paused_at, waiting.paused_seconds) == (None, 300 * 60)
    assert waiting.resolution_due == minute(1300)
    go(waiting, TicketState.SCHEDULED, minute(500))
    go(waiting, TicketState.IN_PROGRESS, minute(600))
    assert waiting.paused_seconds == 400 * 60
    assert waiting.resolution_due == minute(1400)
    (clock,) = running(waiting)
    assert dict(clock.rungs)[50] == minute(900)


def test_what_it_waits_for_next_is_waited_for_afresh() -> None:
    waiting = ticket(TicketState.SCHEDULED, paused_at=minute(100))
    go(waiting, TicketState.PENDING_CUSTOMER, minute(200))
    assert (waiting.paused_at, waiting.paused_seconds) == (minute(200), 100 * 60)


PAUSING = st.sampled_from(
    [
        TicketState.IN_PROGRESS,
        TicketState.PENDING_CUSTOMER,
        TicketState.PENDING_THIRD_PARTY,
        TicketState.SCHEDULED,
    ]
)


@given(steps=st.lists(st.tuples(st.integers(0, 3_000), PAUSING), max_size=12))
def test_no_minute_that_stood_still_is_lost_or_counted_twice(
    steps: list[tuple[int, TicketState]],
) -> None:
    """From whatever it waits for to whatever it waits for next, by day and by night."""
    row = CalendarRow(
        hours={day: [["08:30", "21:00"]] for day in WEEKDAYS}, keeps_holidays=False, exceptions={}
    )
    here = Community(timezone="Asia/Taipei", region=Region.TW)
    due = OFFICE.after(START, timedelta(days=100))
    lived = ticket(
        TicketState.IN_PROGRESS, calendar=row, community=here, resolution_due=due, paused_seconds=0
    )
    now, stood = START, timedelta()
    for minutes, state in [*steps, (0, TicketState.IN_PROGRESS)]:
        later = now + timedelta(minutes=minutes)
        if lived.state in PAUSED:
            stood += OFFICE.between(now, later)
        now = later
        go(lived, state, now)
    assert lived.paused_seconds == stood.total_seconds()
    assert lived.resolution_due == OFFICE.after(due, stood)


def test_no_time_that_stood_still_moves_nothing() -> None:
    row = CalendarRow(
        hours={day: [["08:30", "21:00"]] for day in WEEKDAYS}, keeps_holidays=False, exceptions={}
    )
    here = Community(timezone="Asia/Taipei", region=Region.TW)
    closing = OFFICE.after(START, timedelta(hours=11))
    due = ticket(
        TicketState.PENDING_CUSTOMER,
        calendar=row,
        community=here,
        resolution_due=closing,
        paused_at=START,
        paused_seconds=0,
    )
    go(due, TicketState.IN_PROGRESS, START)
    assert due.resolution_due == closing


def test_a_contractor_stops_nobody_s_clock() -> None:
    waiting = ticket(TicketState.IN_PROGRESS)
    go(waiting, TicketState.PENDING_THIRD_PARTY, minute(100))
    assert waiting.paused_at is None
    go(waiting, TicketState.IN_PROGRESS, minute(900))
    assert waiting.resolution_due == minute(1000)


def test_waiting_does_not_mend_what_was_missed() -> None:
    late = ticket(TicketState.PENDING_CUSTOMER, paused_at=minute(1001))
    go(late, TicketState.IN_PROGRESS, minute(5000))
    assert late.resolution_due == minute(1000)
    assert late.paused_at is None


@pytest.mark.parametrize("state", sorted(OVER))
def test_whatever_ends_it_ends_the_pause(state: TicketState) -> None:
    waiting = ticket(TicketState.PENDING_CUSTOMER, paused_at=minute(100))
    go(waiting, state, minute(200))
    assert waiting.paused_at is None


@pytest.mark.parametrize(
    ("state", "answers"),
    [
        (TicketState.PENDING_CUSTOMER, True),
        (TicketState.SCHEDULED, True),
        (TicketState.RESOLVED, True),
        (TicketState.CANCELLED, True),
        (TicketState.PENDING_THIRD_PARTY, False),
    ],
)
def test_what_tells_the_owner_something_answers_them(state: TicketState, answers: bool) -> None:
    wrote = ticket(
        TicketState.IN_PROGRESS, awaiting_reply_since=minute(20), next_response_due=minute(80)
    )
    go(wrote, state, minute(30))
    assert (wrote.awaiting_reply_since is None) is answers
    assert (wrote.next_response_due is None) is answers


def test_a_reopened_ticket_has_all_its_time_again() -> None:
    again = ticket(
        TicketState.CLOSED,
        resolution_due=minute(1300),
        paused_seconds=300 * 60,
        breached_resolution=True,
    )
    fields = deadlines.afresh(again, minute(5000))
    assert fields["resolution_due"] == minute(6000)
    assert fields["due_from"] == minute(5000)
    assert (fields["paused_seconds"], fields["breached_resolution"]) == (0, False)


# --- what was missed --------------------------------------------------------------------------


def test_a_deadline_is_missed_once_it_has_passed_and_written_down_once() -> None:
    late = ticket()
    assert missed(late, minute(100)) == ()
    assert [each.kind for each in missed(late, minute(101))] == [ClockKind.RESPONSE]
    late.breached_response = True
    assert missed(late, minute(101)) == ()
    assert [each.kind for each in missed(late, minute(1001))] == [ClockKind.RESOLUTION]


def test_what_was_answered_in_time_is_never_missed() -> None:
    assert missed(ticket(first_response_at=minute(99)), minute(900)) == ()
