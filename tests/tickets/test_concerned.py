"""Whom a complaint is kept from, who reads it instead, and what cannot be put to it."""

from datetime import datetime

import pytest

from bot.tickets.concerned import concerned, likeliest_first
from bot.tickets.grounds import Grounds
from bot.tickets.moving import Refusal, may_merge
from bot.tickets.opening import give_room
from bot.tickets.routing import Candidate, NobodyAtAllError, accountable_for
from bot.tickets.standing import Matter, Post, Standing, standings
from db.models import Team, Ticket
from db.vocabulary import StaffRole, TicketKind, TicketState
from tests.db.estate import NOW

BOB, SUE, TOM, MEI, DAN = 2, 3, 4, 5, 6
HERE, REPAIRS = 1, 11


def complaint(*staff: int, named: int | None = None, **more: object) -> Ticket:
    return Ticket(
        **{"private": True, "evidence": Grounds(staff=staff).written(), "concerns_id": named} | more
    )


def post(person_id: int, role: StaffRole) -> Candidate:
    team = REPAIRS if role is StaffRole.STAFF else None
    return Candidate(person_id, role, team, on_duty=True, load=0)


BOBS, SUES, TOMS = (
    post(BOB, StaffRole.STAFF),
    post(SUE, StaffRole.SUPERVISOR),
    post(TOM, StaffRole.SUPERVISOR),
)
MEIS, DANS = post(MEI, StaffRole.MANAGER), post(DAN, StaffRole.DIRECTOR)


@pytest.mark.parametrize(
    ("ticket", "kept_from"),
    [
        (complaint(), set()),
        (complaint(BOB), {BOB}),
        (complaint(BOB, SUE), {BOB, SUE}),
        (complaint(named=SUE), {SUE}),
        (complaint(BOB, named=SUE), {BOB, SUE}),
        (complaint(BOB, private=False), set()),
        (complaint(BOB, private=False, named=BOB), {BOB}),
    ],
)
def test_it_is_kept_from_whom_it_names_or_may_name(ticket: Ticket, kept_from: set[int]) -> None:
    assert concerned(ticket) == kept_from


def test_whom_a_reader_has_named_comes_before_whom_its_words_may_name() -> None:
    assert likeliest_first(complaint(TOM, SUE, BOB, named=SUE)) == (SUE, TOM, BOB)
    assert likeliest_first(complaint(DAN, BOB)) == (DAN, BOB)


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize("accountable", [BOB, SUE])
def test_no_post_and_no_duty_lets_them_touch_it(role: StaffRole, accountable: int) -> None:
    posts = [Post(HERE, role, REPAIRS)]
    for private, emergency in ((True, False), (False, True)):
        matter = Matter(
            HERE, REPAIRS, 1, accountable, private, emergency, concerned=frozenset({BOB})
        )
        assert standings(BOB, posts, matter) == {Standing.STRANGER}
        assert (standings(SUE, posts, matter) == {Standing.STRANGER}) is (
            role is StaffRole.STAFF and private and accountable == BOB
        )


def test_what_they_reported_themselves_they_still_own() -> None:
    matter = Matter(HERE, REPAIRS, BOB, SUE, private=True, concerned=frozenset({BOB}))
    assert standings(BOB, [Post(HERE, StaffRole.MANAGER, None)], matter) == {Standing.REPORTER}


@pytest.mark.parametrize(
    ("about", "staff", "reader"),
    [
        ({BOB}, [BOBS, SUES, MEIS], SUE),
        ({SUE}, [BOBS, SUES, MEIS], MEI),
        ({SUE}, [BOBS, SUES, TOMS, MEIS], TOM),
        ({MEI}, [BOBS, SUES, MEIS, DANS], DAN),
        ({MEI}, [BOBS, SUES, MEIS], SUE),
        ({SUE, MEI}, [BOBS, SUES, TOMS, MEIS, DANS], DAN),
        ({DAN}, [BOBS, SUES, MEIS, DANS], MEI),
    ],
)
def test_somebody_beside_or_above_them_reads_it(
    about: set[int], staff: list[Candidate], reader: int
) -> None:
    chosen, _ = accountable_for(REPAIRS, staff, private=True, excluded=about)
    assert chosen == reader


@pytest.mark.parametrize(
    ("about", "staff"), [({SUE}, [BOBS, SUES]), ({SUE, MEI}, [BOBS, SUES, MEIS]), ({BOB}, [BOBS])]
)
def test_it_goes_to_nobody_who_does_not_lead(about: set[int], staff: list[Candidate]) -> None:
    with pytest.raises(NobodyAtAllError):
        accountable_for(REPAIRS, staff, private=True, excluded=about)


def test_what_is_kept_from_one_of_a_team_has_no_topic_in_its_group() -> None:
    team = Team(id=REPAIRS, forum_chat_id=-100)
    raised = Ticket(private=False, concerns_id=BOB, team=team)
    assert give_room(None, raised, "#1") is None  # type: ignore[arg-type]


def test_it_is_put_to_nothing_that_they_may_read() -> None:
    given = {
        "state": TicketState.NEW,
        "kind": TicketKind.COMPLAINT,
        "reporter_id": 1,
        "community_id": HERE,
        "drill": False,
    }

    def merged(ticket: Ticket, into: Ticket, now: datetime = NOW) -> Refusal | None:
        return may_merge(ticket, into, now, leads=False)

    about_sue, about_bob = complaint(SUE, id=7, **given), complaint(BOB, id=8, **given)
    about_both, plain = complaint(BOB, SUE, id=9, **given), complaint(id=10, **given)
    assert merged(about_sue, about_bob) is Refusal.PRIVATE
    assert merged(about_sue, plain) is Refusal.PRIVATE
    assert merged(about_sue, about_both) is None
    assert merged(plain, about_sue) is None
