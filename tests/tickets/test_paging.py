"""Whom an emergency wakes: never nobody, and until somebody says that they go."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from bot.tickets.lifecycle import UNDONE
from bot.tickets.paging import acknowledged, awaits_acknowledgement, next_to_wake, paged_for
from bot.tickets.routing import Candidate
from db.models import Ticket
from db.vocabulary import Priority, StaffRole, TicketState
from tests.tickets.test_routing import (
    BOB,
    GARDENER,
    GUARD,
    MEI,
    SECURITY,
    SUE,
    crowds,
    manager,
    supervisor,
    worker,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("priority", list(Priority))
@pytest.mark.parametrize("state", list(TicketState))
def test_an_emergency_pages_in_every_state_until_somebody_goes(
    state: TicketState, priority: Priority
) -> None:
    unanswered = Ticket(state=state, priority=priority)
    assert awaits_acknowledgement(unanswered) is (priority is Priority.P1 and state in UNDONE)
    answered = Ticket(state=state, priority=priority, acknowledged_at=NOW)
    assert not awaits_acknowledgement(answered)


@pytest.mark.parametrize("state", list(TicketState))
def test_an_exercise_wakes_nobody(state: TicketState) -> None:
    assert not awaits_acknowledgement(Ticket(state=state, priority=Priority.P1, drill=True))


def test_the_first_who_goes_is_the_one_who_is_remembered() -> None:
    fire = Ticket(priority=Priority.P1)
    assert acknowledged(fire, NOW) == {"acknowledged_at": NOW}
    earlier = NOW.replace(hour=1)
    assert acknowledged(Ticket(priority=Priority.P1, acknowledged_at=earlier), NOW) == {
        "acknowledged_at": earlier
    }
    assert acknowledged(Ticket(priority=Priority.P2), NOW) == {}


@pytest.mark.parametrize(
    ("woken", "candidates"),
    [
        pytest.param(
            [GUARD, SUE],
            [worker(GUARD, SECURITY), worker(BOB), supervisor(), manager()],
            id="the team and the supervisor, not the manager",
        ),
        pytest.param(
            [BOB, GARDENER, SUE],
            [worker(GUARD, SECURITY, on_duty=False), worker(BOB), worker(GARDENER), supervisor()],
            id="the team sleeps: everybody on duty",
        ),
        pytest.param(
            [SUE], [worker(BOB, on_duty=False), supervisor(on_duty=False), manager()], id="only sue"
        ),
        pytest.param([GUARD], [worker(GUARD, SECURITY), manager()], id="no supervisor"),
        pytest.param([MEI], [manager(on_duty=False)], id="only a manager"),
        pytest.param(
            [BOB, MEI],
            [worker(BOB, on_duty=False), manager(on_duty=False)],
            id="nobody on duty anywhere: everybody",
        ),
        pytest.param([], [], id="nobody at all"),
    ],
)
def test_an_emergency_wakes_whoever_can_come(woken: list[int], candidates: list[Candidate]) -> None:
    assert paged_for(SECURITY, candidates) == woken


def test_nobody_is_woken_twice() -> None:
    assert paged_for(SECURITY, [worker(SUE, SECURITY), supervisor(SUE)]) == [SUE]


@given(crowds)
def test_an_emergency_always_wakes_somebody(crowd: list[Candidate]) -> None:
    woken = paged_for(SECURITY, crowd)
    assert woken
    assert len(woken) == len(set(woken))
    assert set(woken) <= {each.person_id for each in crowd}


@given(crowds)
def test_the_second_call_wakes_the_managers_too(crowd: list[Candidate]) -> None:
    first = paged_for(SECURITY, crowd)
    second = paged_for(SECURITY, crowd, managers=True)
    assert set(first) <= set(second)
    assert {each.person_id for each in crowd if each.role is StaffRole.MANAGER} <= set(second)
    assert len(second) == len(set(second))


@pytest.mark.parametrize(
    ("woken", "instead"),
    [
        pytest.param({BOB}, [SUE], id="the supervisor"),
        pytest.param({BOB, SUE}, [MEI], id="she was woken too: the manager"),
        pytest.param({BOB, SUE, MEI}, [GARDENER, GUARD], id="last of all the others"),
        pytest.param({BOB, SUE, MEI, GARDENER, GUARD}, [], id="there is nobody else"),
    ],
)
def test_a_page_that_did_not_arrive_wakes_the_next_ones_up(
    woken: set[int], instead: list[int]
) -> None:
    house = [
        worker(BOB),
        worker(GARDENER, on_duty=False),
        worker(GUARD, SECURITY),
        supervisor(),
        manager(),
    ]
    assert sorted(next_to_wake(woken, house)) == sorted(instead)


@given(crowds)
def test_whoever_is_out_of_reach_in_the_end_everybody_was_called(crowd: list[Candidate]) -> None:
    woken = set(paged_for(SECURITY, crowd))
    while instead := next_to_wake(woken, crowd):
        assert woken.isdisjoint(instead)
        woken |= set(instead)
    assert woken == {each.person_id for each in crowd}
