"""Who leads: the nearest rank that somebody holds, but for those who must not hear."""

import pytest

from bot.tickets.leaders import first_of
from bot.tickets.routing import RANKS
from db.models import Person
from db.vocabulary import StaffRole

BOB, SUE, TOM, MEI, DEE = (Person(id=number) for number in (2, 3, 4, 5, 6))
HOUSE = [
    (StaffRole.STAFF, BOB),
    (StaffRole.SUPERVISOR, SUE),
    (StaffRole.SUPERVISOR, TOM),
    (StaffRole.STAFF, TOM),
    (StaffRole.MANAGER, MEI),
    (StaffRole.DIRECTOR, DEE),
]


@pytest.mark.parametrize(
    ("besides", "lead"),
    [
        ((), [SUE, TOM]),
        ((TOM,), [SUE]),
        ((SUE, TOM), [MEI]),
        ((SUE, TOM, MEI), [DEE]),
        ((SUE, TOM, MEI, DEE), []),
    ],
)
def test_the_supervisors_else_the_next_rank_up(
    besides: tuple[Person, ...], lead: list[Person]
) -> None:
    assert first_of(HOUSE, *RANKS, besides=[each.id for each in besides]) == lead


def test_other_ranks_are_asked_in_the_order_they_are_named() -> None:
    assert first_of(HOUSE, StaffRole.DIRECTOR, StaffRole.MANAGER) == [DEE]
    assert first_of(HOUSE[:4], StaffRole.DIRECTOR, StaffRole.MANAGER) == []
    assert first_of([*HOUSE[:2], HOUSE[1]], *RANKS) == [SUE], "two posts, one letter"
