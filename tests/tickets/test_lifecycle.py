"""The whole life of a ticket: every pair of states, and any walk through them."""

from itertools import pairwise, product, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.lifecycle import ACTIVE, NEXT, OVER, UNACCEPTED, may_become, path
from db.vocabulary import TicketState as S

# Written out a second time, as a picture: the rows lead, the columns follow.
# n new, a assigned, p in progress, c pending customer, t pending third party, s scheduled,
# r resolved, x closed, d duplicate, j rejected, w cancelled (withdrawn)
COLUMNS = "napctsrxdjw"
PICTURE = """
n  .1......111
a  .11.......1
p  ...1111...1
c  ..1....1..1
t  ..1..1.....
s  ..1........
r  ..1....1...
x  ..1........
d  1..........
j  ...........
w  ...........
"""
LETTER = dict(
    zip(
        COLUMNS,
        (
            S.NEW,
            S.ASSIGNED,
            S.IN_PROGRESS,
            S.PENDING_CUSTOMER,
            S.PENDING_THIRD_PARTY,
            S.SCHEDULED,
            S.RESOLVED,
            S.CLOSED,
            S.DUPLICATE,
            S.REJECTED,
            S.CANCELLED,
        ),
        strict=True,
    )
)


def drawn() -> dict[tuple[S, S], bool]:
    rows = [line.split() for line in PICTURE.split("\n") if line]
    return {
        (LETTER[row], LETTER[column]): mark == "1"
        for row, marks in rows
        for column, mark in zip(COLUMNS, marks, strict=True)
    }


ALL_PAIRS = list(product(S, S))
states = st.sampled_from(list(S))


@st.composite
def walks(draw: st.DrawFn) -> list[S]:
    """A life as it may be lived: from any state, ways that are open, until none is."""
    walk = [draw(states)]
    for _ in range(draw(st.integers(min_value=0, max_value=30))):
        ways = sorted(NEXT[walk[-1]])
        if not ways:
            break
        walk.append(draw(st.sampled_from(ways)))
    return walk


@pytest.mark.parametrize(("state", "wanted"), ALL_PAIRS)
def test_the_map_is_the_one_that_was_drawn(state: S, wanted: S) -> None:
    assert may_become(state, wanted) is drawn()[state, wanted]


def test_the_map_knows_every_state() -> None:
    assert set(NEXT) == set(S)
    assert set().union(*NEXT.values()) <= set(S)


def test_every_state_is_either_active_or_over() -> None:
    assert set(S) == ACTIVE | OVER
    assert not ACTIVE & OVER
    assert UNACCEPTED <= ACTIVE


def test_every_state_but_new_can_be_reached_from_new() -> None:
    reached, edge = {S.NEW}, {S.NEW}
    while edge:
        edge = set().union(*(NEXT[state] for state in edge)) - reached
        reached |= edge
    assert reached == set(S)


@pytest.mark.parametrize("state", sorted(ACTIVE))
def test_no_active_ticket_is_stuck(state: S) -> None:
    """Whatever happens to it, a ticket can still be brought to its end."""
    seen, edge = {state}, {state}
    while edge and not seen & OVER:
        edge = set().union(*(NEXT[each] for each in edge)) - seen
        seen |= edge
    assert seen & OVER


@given(walks())
def test_what_is_over_is_left_only_by_reopening_or_unmerging(walk: list[S]) -> None:
    for before, after in pairwise(walk):
        if before in OVER:
            assert (before, after) in {(S.CLOSED, S.IN_PROGRESS), (S.DUPLICATE, S.NEW)}


@given(walks())
def test_nobody_closes_what_was_never_begun(walk: list[S]) -> None:
    if walk[0] is S.NEW and S.CLOSED in walk:
        assert S.IN_PROGRESS in list(takewhile(lambda state: state is not S.CLOSED, walk))


def test_a_path_is_walkable_and_no_longer_than_two() -> None:
    for state, wanted in ALL_PAIRS:
        steps = path(state, wanted)
        if steps is None:
            assert not may_become(state, wanted)
            continue
        assert steps[-1] is wanted
        assert len(steps) <= 2
        assert all(may_become(before, after) for before, after in pairwise((state, *steps)))


def test_a_path_never_passes_through_an_end() -> None:
    for state, wanted in ALL_PAIRS:
        assert not set((path(state, wanted) or ())[:-1]) & OVER, (state, wanted)


@pytest.mark.parametrize(("state", "wanted"), [pair for pair in ALL_PAIRS if drawn()[pair]])
def test_a_direct_way_is_taken_directly(state: S, wanted: S) -> None:
    assert path(state, wanted) == (wanted,)


@pytest.mark.parametrize(
    ("state", "wanted", "steps"),
    [
        (S.NEW, S.IN_PROGRESS, (S.ASSIGNED, S.IN_PROGRESS)),
        (S.ASSIGNED, S.RESOLVED, (S.IN_PROGRESS, S.RESOLVED)),
        (S.SCHEDULED, S.RESOLVED, (S.IN_PROGRESS, S.RESOLVED)),
        (S.PENDING_THIRD_PARTY, S.CANCELLED, (S.IN_PROGRESS, S.CANCELLED)),
        (S.NEW, S.RESOLVED, None),
        (S.NEW, S.CLOSED, None),
        (S.CANCELLED, S.IN_PROGRESS, None),
        (S.DUPLICATE, S.ASSIGNED, None),
        (S.REJECTED, S.NEW, None),
    ],
)
def test_one_press_may_take_two_steps(state: S, wanted: S, steps: tuple[S, ...] | None) -> None:
    assert path(state, wanted) == steps
