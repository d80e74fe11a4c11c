"""Who answers for a new ticket, and whom an emergency wakes: never nobody."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.routing import Candidate, NobodyAtAllError, accountable_for, paged_for
from db.vocabulary import StaffRole

BOB, BEN, SUE, SAM, MEI, GUARD, GARDENER = range(1, 8)
REPAIRS, SECURITY, GREENING = 11, 12, 13


def worker(person: int, team: int = REPAIRS, *, on_duty: bool = True, load: int = 0) -> Candidate:
    return Candidate(person, StaffRole.STAFF, team, on_duty, load)


def supervisor(person: int = SUE, *, on_duty: bool = True, load: int = 0) -> Candidate:
    return Candidate(person, StaffRole.SUPERVISOR, None, on_duty, load)


def manager(person: int = MEI, *, on_duty: bool = True, load: int = 0) -> Candidate:
    return Candidate(person, StaffRole.MANAGER, None, on_duty, load)


def answers(*candidates: Candidate, private: bool = False) -> int:
    return accountable_for(REPAIRS, candidates, private=private)[0]


@pytest.mark.parametrize(
    ("who", "candidates"),
    [
        pytest.param(BOB, [worker(BOB), supervisor(), manager()], id="the team's own"),
        pytest.param(BEN, [worker(BOB, load=3), worker(BEN, load=1)], id="the least busy"),
        pytest.param(BOB, [worker(BEN, load=2), worker(BOB, load=2)], id="a tie: the lowest id"),
        pytest.param(BEN, [worker(BOB, on_duty=False), worker(BEN, load=9)], id="who is on duty"),
        pytest.param(SUE, [worker(BOB, on_duty=False), supervisor()], id="nobody on duty"),
        pytest.param(SUE, [worker(GARDENER, GREENING), supervisor()], id="not another team"),
        pytest.param(
            SUE, [worker(BOB, on_duty=False), supervisor(on_duty=False)], id="she is off duty too"
        ),
        pytest.param(
            SAM, [supervisor(on_duty=False), supervisor(SAM, load=9)], id="the one on duty"
        ),
        pytest.param(SAM, [supervisor(load=2), supervisor(SAM, load=1)], id="the less busy one"),
        pytest.param(MEI, [worker(BOB, on_duty=False), manager()], id="no supervisor"),
        pytest.param(
            BOB,
            [worker(BOB, on_duty=False), worker(GARDENER, GREENING, on_duty=False)],
            id="anyone",
        ),
        pytest.param(
            GARDENER, [worker(BOB, on_duty=False), worker(GARDENER, GREENING)], id="anyone on duty"
        ),
    ],
)
def test_a_ticket_finds_its_person(who: int, candidates: list[Candidate]) -> None:
    assert answers(*candidates) == who
    assert answers(*reversed(candidates)) == who


@pytest.mark.parametrize(
    ("who", "candidates"),
    [
        pytest.param(SUE, [worker(BOB), supervisor(load=9), manager()], id="the supervisor"),
        pytest.param(SUE, [worker(BOB), supervisor(on_duty=False)], id="though she is off duty"),
        pytest.param(MEI, [worker(BOB), manager()], id="the manager where there is none"),
        pytest.param(BOB, [worker(BOB)], id="somebody rather than nobody"),
    ],
)
def test_a_private_matter_goes_past_the_team(who: int, candidates: list[Candidate]) -> None:
    assert answers(*candidates, private=True) == who


def test_it_is_known_whether_they_are_of_the_team() -> None:
    everybody = [worker(BOB), supervisor(), manager()]
    assert accountable_for(REPAIRS, everybody, private=False) == (BOB, True)
    assert accountable_for(REPAIRS, everybody, private=True) == (SUE, False)
    assert accountable_for(GREENING, everybody, private=False) == (SUE, False)


def test_a_community_without_anybody_says_so() -> None:
    for private in (False, True):
        with pytest.raises(NobodyAtAllError):
            accountable_for(REPAIRS, [], private=private)


crowds = st.lists(
    st.builds(
        Candidate,
        person_id=st.integers(1, 20),
        role=st.sampled_from(list(StaffRole)),
        team_id=st.sampled_from([None, REPAIRS, SECURITY]),
        on_duty=st.booleans(),
        load=st.integers(0, 5),
    ),
    min_size=1,
    max_size=12,
)


@given(crowds, st.booleans())
def test_where_there_is_anybody_somebody_answers(crowd: list[Candidate], private: bool) -> None:
    chosen, _ = accountable_for(REPAIRS, crowd, private=private)
    assert chosen in {each.person_id for each in crowd}


@given(crowds, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_decides_nothing(
    crowd: list[Candidate], private: bool, dice: Random
) -> None:
    shuffled = list(crowd)
    dice.shuffle(shuffled)
    chosen = accountable_for(REPAIRS, crowd, private=private)[0]
    assert accountable_for(REPAIRS, shuffled, private=private)[0] == chosen


# --- emergencies ------------------------------------------------------------------------------


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
