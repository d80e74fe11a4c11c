"""What a person is to a ticket: a role alone permits nothing, and Charlie is a stranger."""

import pytest

from bot.tickets.standing import Matter, Post, Standing, owns, standings, works_on
from db.vocabulary import StaffRole

ALICE, BOB, SUE, MEI, CHARLIE, BOBS_MATE, GARDENER = range(1, 8)
HERE, ELSEWHERE = 1, 2
REPAIRS, GREENING, REPAIRS_ELSEWHERE = 11, 12, 21

POSTS: dict[int, list[Post]] = {
    ALICE: [],
    BOB: [Post(HERE, StaffRole.STAFF, REPAIRS)],
    SUE: [Post(HERE, StaffRole.SUPERVISOR, None)],
    MEI: [Post(HERE, StaffRole.MANAGER, None)],
    CHARLIE: [],
    BOBS_MATE: [Post(HERE, StaffRole.STAFF, REPAIRS, on_duty=False)],
    GARDENER: [Post(HERE, StaffRole.STAFF, GREENING)],
}


def matter(*, private: bool = False, reporter: int = ALICE, accountable: int = SUE) -> Matter:
    return Matter(HERE, REPAIRS, reporter, accountable, private)


REPORTER, TEAM, SUPERVISOR, MANAGER, STRANGER = (frozenset({each}) for each in Standing)


@pytest.mark.parametrize(
    ("person", "in_the_open", "in_private"),
    [
        (ALICE, REPORTER, REPORTER),
        (BOB, TEAM, STRANGER),
        (BOBS_MATE, TEAM, STRANGER),
        (GARDENER, STRANGER, STRANGER),
        (MEI, MANAGER, MANAGER),
        (SUE, SUPERVISOR | TEAM, SUPERVISOR | TEAM),  # she is the one who answers for it
        (CHARLIE, STRANGER, STRANGER),
    ],
)
def test_everybody_is_to_a_ticket_what_they_are(
    person: int, in_the_open: frozenset[Standing], in_private: frozenset[Standing]
) -> None:
    assert standings(person, POSTS[person], matter()) == in_the_open
    assert standings(person, POSTS[person], matter(private=True)) == in_private


def test_a_private_matter_is_not_the_teams() -> None:
    assert not works_on(standings(BOB, POSTS[BOB], matter(private=True)))


def test_a_private_matter_is_still_theirs_who_answers_for_it() -> None:
    bobs = matter(private=True, accountable=BOB)
    assert standings(BOB, POSTS[BOB], bobs) == TEAM
    assert standings(BOBS_MATE, POSTS[BOBS_MATE], bobs) == STRANGER


def test_a_colleague_of_another_team_may_be_made_accountable() -> None:
    assert standings(GARDENER, POSTS[GARDENER], matter(accountable=GARDENER)) == TEAM


def test_whoever_left_the_house_answers_for_nothing_any_more() -> None:
    """Still written on the ticket, but without a post here: a stranger."""
    assert standings(BOB, [], matter(accountable=BOB)) == STRANGER


def test_a_post_elsewhere_opens_no_door_here() -> None:
    for role in StaffRole:
        post = Post(ELSEWHERE, role, REPAIRS_ELSEWHERE)
        assert standings(CHARLIE, [post], matter()) == STRANGER
        assert standings(CHARLIE, [post], matter(accountable=CHARLIE)) == STRANGER


def test_a_post_elsewhere_with_the_same_team_number_opens_no_door() -> None:
    assert standings(CHARLIE, [Post(ELSEWHERE, StaffRole.STAFF, REPAIRS)], matter()) == STRANGER


def test_staff_who_report_something_are_both() -> None:
    reported_by_bob = standings(BOB, POSTS[BOB], matter(reporter=BOB))
    assert reported_by_bob == REPORTER | TEAM
    complaint_by_bob = standings(BOB, POSTS[BOB], matter(reporter=BOB, private=True))
    assert complaint_by_bob == REPORTER
    assert owns(complaint_by_bob)
    assert not works_on(complaint_by_bob)


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize(
    ("person", "in_the_open"),
    [
        (ALICE, REPORTER),
        (BOB, TEAM),
        (BOBS_MATE, TEAM),
        (GARDENER, TEAM),
        (MEI, MANAGER | TEAM),
        (CHARLIE, STRANGER),
    ],
)
def test_an_emergency_is_everybodys_who_works_here_unless_it_is_private(
    person: int, in_the_open: frozenset[Standing], private: bool
) -> None:
    fire = Matter(HERE, REPAIRS, ALICE, SUE, private, emergency=True)
    calm = matter(private=True)
    expected = standings(person, POSTS[person], calm) if private else in_the_open
    assert standings(person, POSTS[person], fire) == expected


def test_an_emergency_here_is_not_everybodys_who_works_elsewhere() -> None:
    fire = Matter(HERE, REPAIRS, ALICE, SUE, private=False, emergency=True)
    assert standings(CHARLIE, [Post(ELSEWHERE, StaffRole.STAFF, REPAIRS)], fire) == STRANGER


def test_a_neighbour_does_not_own_what_somebody_else_reported() -> None:
    """Another owner of the same home has no post and did not report it."""
    neighbour = standings(CHARLIE, [], matter(private=True))
    assert not owns(neighbour)
    assert not works_on(neighbour)


def test_all_posts_of_a_person_count() -> None:
    posts = [*POSTS[BOB], Post(HERE, StaffRole.MANAGER, None), Post(ELSEWHERE, StaffRole.STAFF, 9)]
    assert standings(BOB, posts, matter()) == TEAM | MANAGER


@pytest.mark.parametrize(
    ("found", "own", "work"),
    [
        (REPORTER, True, False),
        (TEAM, False, True),
        (SUPERVISOR, False, True),
        (MANAGER, False, True),
        (STRANGER, False, False),
        (REPORTER | TEAM, True, True),
        (frozenset[Standing](), False, False),
    ],
)
def test_what_each_standing_permits(found: frozenset[Standing], own: bool, work: bool) -> None:
    assert owns(found) is own
    assert works_on(found) is work


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("person", sorted(POSTS))
def test_nobody_is_nothing_and_a_stranger_is_nothing_else(person: int, private: bool) -> None:
    found = standings(person, POSTS[person], matter(private=private))
    assert found
    assert Standing.STRANGER not in found or found == STRANGER
