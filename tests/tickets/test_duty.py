"""Who is there: leave before a shift, a shift before what somebody said of themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.duty import follows, is_on_duty, overlapping, there_until
from db.models import Membership, Shift
from db.vocabulary import ShiftKind, StaffRole

DAY = datetime(2026, 12, 1, tzinfo=UTC)
BOB, BEN = 1, 2
REPAIRS, SECURITY = 7, 8


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def post(who: int = BOB, team: int | None = REPAIRS, *, says_on: bool = True) -> Membership:
    role = StaffRole.STAFF if team else StaffRole.SUPERVISOR
    return Membership(person_id=who, role=role, team_id=team, on_duty=says_on)


def shift(begin: float, end: float, who: int = BOB, team: int | None = REPAIRS) -> Shift:
    return Shift(
        person_id=who, team_id=team, kind=ShiftKind.DUTY, starts_at=at(begin), ends_at=at(end)
    )


def leave(begin: float, end: float, who: int = BOB) -> Shift:
    return Shift(
        person_id=who, team_id=None, kind=ShiftKind.LEAVE, starts_at=at(begin), ends_at=at(end)
    )


@pytest.mark.parametrize(
    ("there", "shifts", "by_roster"),
    [
        pytest.param(True, [], False, id="no roster: what they say"),
        pytest.param(False, [], True, id="a roster on which they are not"),
        pytest.param(True, [shift(8, 20)], True, id="their shift"),
        pytest.param(False, [shift(8, 12)], True, id="over at its last minute"),
        pytest.param(True, [shift(12, 20)], True, id="begun at its first minute"),
        pytest.param(False, [shift(8, 20, BEN)], True, id="a colleague's"),
        pytest.param(False, [shift(8, 20, team=SECURITY)], True, id="in another team"),
        pytest.param(False, [shift(8, 20), leave(0, 24)], True, id="on leave over a shift"),
        pytest.param(False, [leave(0, 24)], False, id="on leave where no roster is kept"),
        pytest.param(True, [shift(8, 20), leave(0, 24, BEN)], True, id="a colleague on leave"),
    ],
)
def test_who_is_there_at_noon(there: bool, shifts: list[Shift], by_roster: bool) -> None:
    assert is_on_duty(post(), shifts, at(12), by_roster=by_roster) is there


def test_who_leads_is_there_by_their_own_shifts_or_word() -> None:
    own = [shift(8, 20, team=None)]
    assert is_on_duty(post(team=None, says_on=False), own, at(12), by_roster=False)
    assert not is_on_duty(post(team=None, says_on=False), own, at(21), by_roster=False)
    assert is_on_duty(post(team=None), [], at(21), by_roster=False)


spans = st.tuples(st.integers(0, 23), st.integers(1, 12)).map(lambda span: (span[0], sum(span)))


@given(st.lists(spans), st.lists(spans), st.integers(0, 40), st.booleans(), st.booleans())
def test_nobody_on_leave_is_on_duty(
    worked: list[tuple[int, int]],
    away: list[tuple[int, int]],
    hour: int,
    says_on: bool,
    by_roster: bool,
) -> None:
    shifts = [shift(*span) for span in worked] + [leave(*span) for span in away]
    there = is_on_duty(post(says_on=says_on), shifts, at(hour), by_roster=by_roster)
    on_leave = any(begin <= hour < end for begin, end in away)
    on_shift = any(begin <= hour < end for begin, end in worked)
    assert there == (not on_leave and (on_shift or (says_on and not by_roster)))


@pytest.mark.parametrize(
    ("until", "shifts"),
    [
        pytest.param(20, [shift(8, 20)], id="the end of the shift"),
        pytest.param(24, [shift(8, 16), shift(16, 24)], id="of the one that joins it"),
        pytest.param(16, [shift(8, 16), shift(17, 24)], id="not of the one after a break"),
        pytest.param(14, [shift(8, 20), leave(14, 24)], id="leave begins"),
        pytest.param(None, [shift(13, 20)], id="not there yet"),
        pytest.param(None, [shift(8, 20, BEN)], id="a colleague's"),
    ],
)
def test_until_when_somebody_is_there(until: int | None, shifts: list[Shift]) -> None:
    expected = None if until is None else at(until)
    assert there_until(post(), shifts, at(12)) == expected
    assert there_until(post(), list(reversed(shifts)), at(12)) == expected


def test_who_follows_is_the_next_of_the_team() -> None:
    evening, night = shift(20, 32, BEN), shift(32, 40)
    coming = [night, evening, shift(8, 20), leave(13, 14, BEN), shift(13, 20, team=SECURITY)]
    assert follows(coming, REPAIRS, at(12)) is evening
    assert follows([shift(8, 20)], REPAIRS, at(12)) is None


@pytest.mark.parametrize(
    ("clashes", "shifts"),
    [
        pytest.param(0, [shift(8, 16), shift(16, 24)], id="one after the other"),
        pytest.param(1, [shift(8, 16), shift(15, 24)], id="an hour twice"),
        pytest.param(1, [shift(8, 16), shift(9, 12, team=SECURITY)], id="two teams at once"),
        pytest.param(0, [shift(8, 16), shift(8, 16, BEN)], id="two people"),
        pytest.param(0, [shift(8, 16), leave(0, 24)], id="leave over a shift"),
        pytest.param(1, [leave(0, 24), leave(23, 30)], id="away twice"),
        pytest.param(2, [shift(0, 24), shift(1, 2), shift(22, 23)], id="both within the long one"),
    ],
)
def test_nobody_is_at_two_places(clashes: int, shifts: list[Shift]) -> None:
    assert len(list(overlapping(shifts))) == clashes
    assert len(list(overlapping(list(reversed(shifts))))) == clashes


@given(st.lists(spans, max_size=8))
def test_shifts_overlap_where_an_hour_is_worked_twice(worked: list[tuple[int, int]]) -> None:
    hours = [hour for begin, end in worked for hour in range(begin, end)]
    found = list(overlapping([shift(*span) for span in worked]))
    assert bool(found) == (len(set(hours)) != len(hours))
