"""Who answers for a new ticket: never nobody."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.routing import (
    Candidate,
    NobodyAtAllError,
    accountable_for,
    in_turn,
    narrowed,
    next_in_turn,
)
from db.vocabulary import DispatchMode, StaffRole

BOB, BEN, SUE, SAM, MEI, GUARD, GARDENER = range(1, 8)
REPAIRS, SECURITY, GREENING = 11, 12, 13
BLOCK_1, BLOCK_2 = 21, 22
NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


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


@given(crowds, st.sampled_from(list(DispatchMode)), st.booleans(), st.sets(st.integers(1, 20)))
def test_whoever_is_excluded_never_answers(
    crowd: list[Candidate], mode: DispatchMode, private: bool, excluded: set[int]
) -> None:
    left = {each.person_id for each in crowd} - excluded
    if left:
        chosen, _ = accountable_for(REPAIRS, crowd, private=private, mode=mode, excluded=excluded)
        assert chosen in left
    else:
        with pytest.raises(NobodyAtAllError):
            accountable_for(REPAIRS, crowd, private=private, mode=mode, excluded=excluded)


# --- dispatch ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "who"),
    [
        pytest.param(DispatchMode.CLAIM, BEN, id="claim: the least busy, and anybody may take it"),
        pytest.param(DispatchMode.ASSIGN, SUE, id="assign: the supervisor until somebody is named"),
        pytest.param(DispatchMode.ROUND_ROBIN, BOB, id="in turn: who has waited longest"),
    ],
)
def test_a_team_hands_out_its_tickets_in_its_own_way(mode: DispatchMode, who: int) -> None:
    crowd = [had_a_turn(BOB, 5, load=9), had_a_turn(BEN, 1), supervisor(), manager()]
    assert accountable_for(REPAIRS, crowd, private=False, mode=mode)[0] == who
    assert accountable_for(REPAIRS, crowd, private=True, mode=mode) == (SUE, False)


@pytest.mark.parametrize("mode", list(DispatchMode))
def test_with_nobody_on_duty_it_is_the_supervisors_in_every_way(mode: DispatchMode) -> None:
    asleep = [worker(BOB, on_duty=False), supervisor(), manager()]
    assert accountable_for(REPAIRS, asleep, private=False, mode=mode) == (SUE, False)


def had_a_turn(person: int, hours_ago: float, *, load: int = 0) -> Candidate:
    return Candidate(
        person,
        StaffRole.STAFF,
        REPAIRS,
        on_duty=True,
        load=load,
        last_assigned_at=NOON - timedelta(hours=hours_ago),
    )


def test_who_never_had_a_turn_comes_first() -> None:
    crowd = [had_a_turn(BOB, 1), worker(SAM), had_a_turn(BEN, 9), worker(GUARD)]
    assert [each.person_id for each in in_turn(crowd)] == [SAM, GUARD, BEN, BOB]


def test_it_is_the_turn_of_somebody_on_duty() -> None:
    crowd = [had_a_turn(BOB, 1), had_a_turn(BEN, 9), worker(SAM, on_duty=False), supervisor()]
    assert next_in_turn(REPAIRS, crowd) == BEN
    assert next_in_turn(REPAIRS, [each for each in crowd if each.person_id != BEN]) == BOB
    assert next_in_turn(REPAIRS, crowd[2:]) is None


@given(st.integers(1, 6), st.integers(1, 40), st.randoms(use_true_random=False))
def test_turns_are_fair(team: int, tickets: int, dice: Random) -> None:
    """However busy they are, nobody gets two tickets more than anybody else."""
    last: dict[int, datetime] = {}
    turns = dict.fromkeys(range(1, team + 1), 0)
    for number in range(tickets):
        crowd = [
            Candidate(
                who,
                StaffRole.STAFF,
                REPAIRS,
                True,
                dice.randrange(9),
                last_assigned_at=last.get(who),
            )
            for who in range(1, team + 1)
        ]
        dice.shuffle(crowd)
        chosen, _ = accountable_for(REPAIRS, crowd, private=False, mode=DispatchMode.ROUND_ROBIN)
        assert chosen == next_in_turn(REPAIRS, crowd)
        last[chosen] = NOON + timedelta(minutes=number)
        turns[chosen] += 1
    assert max(turns.values()) - min(turns.values()) <= 1


def fit(person: int, *, can: str = "", works_in: int | None = None) -> Candidate:
    return Candidate(
        person,
        StaffRole.STAFF,
        REPAIRS,
        on_duty=True,
        load=0,
        skills=frozenset(can.split()),
        buildings=frozenset([works_in] if works_in else []),
    )


@pytest.mark.parametrize(
    ("left", "team"),
    [
        pytest.param({BOB}, [fit(BOB, can="water"), fit(BEN, can="elevator")], id="the skilled"),
        pytest.param({BOB, BEN}, [fit(BOB, can="water"), fit(BEN)], id="who can do everything too"),
        pytest.param({BEN}, [fit(BOB, works_in=BLOCK_2), fit(BEN, works_in=BLOCK_1)], id="near"),
        pytest.param(
            {SAM},
            [fit(BOB, can="water", works_in=BLOCK_2), fit(SAM, can="water", works_in=BLOCK_1)],
            id="skilled and near",
        ),
        pytest.param(
            {BOB},
            [fit(BOB, can="water", works_in=BLOCK_2), fit(BEN, can="elevator", works_in=BLOCK_1)],
            id="skill goes before nearness",
        ),
        pytest.param({BOB, BEN}, [fit(BOB, can="gas"), fit(BEN, can="pest")], id="never to nobody"),
    ],
)
def test_skills_and_buildings_narrow_the_choice(left: set[int], team: list[Candidate]) -> None:
    found = narrowed([*team, supervisor()], "water", BLOCK_1)
    assert {each.person_id for each in found} == left | {SUE}


def test_without_a_place_no_building_counts() -> None:
    team = [fit(BOB, works_in=BLOCK_1), fit(BEN, works_in=BLOCK_2)]
    assert narrowed(team, None, None) == team


skilled_crowds = st.lists(
    st.builds(
        Candidate,
        person_id=st.integers(1, 20),
        role=st.sampled_from(list(StaffRole)),
        team_id=st.sampled_from([None, REPAIRS, SECURITY]),
        on_duty=st.booleans(),
        load=st.integers(0, 5),
        skills=st.frozensets(st.sampled_from(["water", "gas"])),
        buildings=st.frozensets(st.sampled_from([BLOCK_1, BLOCK_2])),
    ),
    max_size=12,
)


@given(skilled_crowds)
def test_a_team_with_somebody_on_duty_keeps_somebody(crowd: list[Candidate]) -> None:
    def teams(people: list[Candidate]) -> set[int | None]:
        return {each.team_id for each in people if each.on_duty}

    found = narrowed(crowd, "water", BLOCK_1)
    assert teams(found) == teams(crowd)
    assert [each for each in crowd if each in found] == found, "in the same order"
