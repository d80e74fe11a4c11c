"""Questions about people, asked of both databases: who they are, and who was first."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db import people
from db.models import Building, Invitation, Membership, Residency, Shift, Team, Unit, VouchRequest
from db.vocabulary import (
    OVER,
    ResidentRole,
    ShiftKind,
    StaffRole,
    Step,
    TeamCode,
    TicketState,
    VouchState,
)
from tests.db.estate import NOW, Estate, at_once

LATER = NOW + timedelta(minutes=1)
NOBODY = 999_999


# --- who is this ------------------------------------------------------------------------------


async def test_a_person_is_known_by_their_account_with_home_and_posts(estate: Estate) -> None:
    async with estate.database.reading() as session:
        alice = await people.by_telegram_id(session, 1001)
        bob = await people.by_id(session, estate.bob.id)
    assert alice is not None
    assert bob is not None
    assert [home.unit.code for home in alice.residencies] == ["3-12F"]
    assert alice.memberships == []
    assert [(post.role, post.team_id) for post in bob.memberships] == [
        (StaffRole.STAFF, estate.repairs.id)
    ]
    assert bob.residencies == []


async def test_charlie_has_neither_home_nor_post(estate: Estate) -> None:
    async with estate.database.reading() as session:
        charlie = await people.by_telegram_id(session, 1005)
    assert charlie is not None
    assert (charlie.residencies, charlie.memberships) == ([], [])


async def test_somebody_who_never_wrote_is_nobody(estate: Estate) -> None:
    async with estate.database.reading() as session:
        assert await people.by_telegram_id(session, NOBODY) is None
        assert await people.by_id(session, NOBODY) is None


async def test_somebody_with_several_homes_and_posts_is_still_one_person(estate: Estate) -> None:
    await estate.add(
        Residency(
            person_id=estate.bob.id, unit_id=estate.home.id, role=ResidentRole.TENANT, since=NOW
        ),
        Residency(
            person_id=estate.bob.id, unit_id=estate.next_door.id, role=ResidentRole.OWNER, since=NOW
        ),
        Membership(
            person_id=estate.bob.id, community_id=estate.elsewhere.id, role=StaffRole.MANAGER
        ),
    )
    async with estate.database.reading() as session:
        bob = await people.by_telegram_id(session, 1002)
    assert bob is not None
    assert [home.unit.code for home in bob.residencies] == ["3-12F", "3-1A"]
    assert [post.role for post in bob.memberships] == [StaffRole.STAFF, StaffRole.MANAGER]


async def test_a_home_somebody_moved_out_of_is_not_theirs(estate: Estate) -> None:
    async with estate.database.transaction() as session:
        alice = await people.by_telegram_id(session, 1001)
        assert alice is not None
        alice.residencies[0].until = LATER
        await session.flush()
        again = await people.by_telegram_id(session, 1001)
        assert again is not None
        assert again.residencies == []
        assert await people.households(session, estate.home.id) == []


async def test_one_moves_in_once_and_may_come_back(estate: Estate) -> None:
    def moves_in() -> Residency:
        return Residency(
            person_id=estate.alice.id, unit_id=estate.home.id, role=ResidentRole.OWNER, since=LATER
        )

    with pytest.raises(IntegrityError):
        await estate.add(moves_in())
    async with estate.database.transaction() as session:
        (await people.households(session, estate.home.id))[0].until = LATER
    await estate.add(moves_in())
    async with estate.database.reading() as session:
        assert len(await people.households(session, estate.home.id)) == 1


async def test_a_home_may_have_many_people(estate: Estate) -> None:
    await estate.add(
        Residency(
            person_id=estate.charlie.id, unit_id=estate.home.id, role=ResidentRole.FAMILY, since=NOW
        )
    )
    async with estate.database.reading() as session:
        found = await people.households(session, estate.home.id)
    assert {each.person_id for each in found} == {estate.alice.id, estate.charlie.id}


# --- where they live and work -----------------------------------------------------------------


async def test_the_staff_are_of_their_community_alone(estate: Estate) -> None:
    async with estate.database.reading() as session:
        here = await people.staff_of(session, estate.community.id)
        there = await people.staff_of(session, estate.elsewhere.id)
        managers = await people.managers_of(session, estate.community.id)
    assert [post.person.name for post in here] == ["bob", "sue", "mei"]
    assert there == []
    assert [each.name for each in managers] == ["mei"]


async def test_only_open_tickets_weigh(estate: Estate) -> None:
    await estate.add(
        *(
            estate.ticket(state=state, closed_at=NOW if state in OVER else None)
            for state in TicketState
        ),
        estate.ticket(accountable_id=estate.sue.id),
        estate.ticket(state=TicketState.CLOSED, accountable_id=estate.mei.id, closed_at=NOW),
    )
    async with estate.database.reading() as session:
        carried = await people.roster(session, estate.community.id, NOW)
        assert await people.roster(session, estate.elsewhere.id, NOW) == []
    assert [(each.post.person.name, each.load) for each in carried] == [
        ("bob", 7),
        ("sue", 1),
        ("mei", 0),
    ]


async def test_what_somebody_carries_elsewhere_weighs_as_much(estate: Estate) -> None:
    await estate.add(estate.ticket(), estate.ticket(community_id=estate.elsewhere.id))
    async with estate.database.reading() as session:
        carried = await people.roster(session, estate.community.id, NOW)
    assert carried[0].load == 2


async def test_nobody_counts_what_makes_no_difference(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_HEAVY", 2)
    await estate.add(*(estate.ticket() for _ in range(3)))
    async with estate.database.reading() as session:
        carried = await people.roster(session, estate.community.id, NOW)
    assert [each.load for each in carried] == [2, 0, 0]


@pytest.mark.parametrize(
    ("keeps_roster", "begins", "by_roster"),
    [(True, NOW, True), (True, LATER, False), (False, NOW, False)],
)
async def test_a_roster_counts_once_its_first_shift_has_begun(
    estate: Estate, keeps_roster: bool, begins: datetime, by_roster: bool
) -> None:
    async with estate.database.transaction() as session:
        team = await session.get_one(Team, estate.repairs.id)
        team.keeps_roster = keeps_roster
    await estate.add(
        Shift(
            community_id=estate.community.id,
            person_id=estate.bob.id,
            team_id=estate.repairs.id,
            kind=ShiftKind.DUTY,
            starts_at=begins,
            ends_at=begins + timedelta(hours=8),
            entered_at=NOW,
        )
    )
    async with estate.database.reading() as session:
        found = await people.roster(session, estate.community.id, NOW)
    assert [each.by_roster for each in found] == [by_roster, False, False]


async def test_a_team_is_found_by_its_name_in_its_own_community(estate: Estate) -> None:
    async with estate.database.reading() as session:
        found = await people.team(session, estate.community.id, TeamCode.SECURITY)
    assert found.id == estate.security.id


async def test_a_unit_is_found_by_where_it_is(estate: Estate) -> None:
    same_sign = Building(community_id=estate.elsewhere.id, code="3", names={}, aliases=[])
    await estate.add(same_sign)
    await estate.add(Unit(building_id=same_sign.id, floor="12", door="F"))
    async with estate.database.reading() as session:
        (block,) = await people.buildings_of(session, estate.community.id)
        home = await people.unit_at(session, block.id, "12", "F")
        assert home is not None
        assert home.id == estate.home.id
        assert await people.unit_at(session, block.id, "12", "Z") is None
        assert await people.unit_at(session, block.id, "99", "F") is None
        assert await people.unit_at(session, NOBODY, "12", "F") is None


async def test_communities_come_in_the_order_they_were_loaded(estate: Estate) -> None:
    async with estate.database.reading() as session:
        found = await people.communities(session)
    assert [each.code for each in found] == ["greenlake", "harbour"]


# --- what the bot waits for -------------------------------------------------------------------


async def test_the_bot_waits_for_one_thing_of_a_person_in_a_chat(estate: Estate) -> None:
    alice, bob, group = estate.alice.id, estate.bob.id, -1_002_000_000_001
    async with estate.database.transaction() as session:
        await people.wait_for(session, 1001, alice, Step.TELL_PLACE, {"tickets": [1]}, NOW)
        await people.wait_for(session, 1001, alice, Step.TELL_WISH, {"ticket": 2}, LATER)
        await people.wait_for(session, group, bob, Step.WRITE_NOTE, {"ticket": 3}, NOW)
    async with estate.database.reading() as session:
        hers = await people.dialogue(session, 1001, alice)
        his = await people.dialogue(session, group, bob)
        assert hers is not None
        assert his is not None
        assert (hers.step, hers.data, hers.updated_at) == (Step.TELL_WISH, {"ticket": 2}, LATER)
        assert his.step is Step.WRITE_NOTE
        assert await people.dialogue(session, group, alice) is None
        assert await people.dialogue(session, 1002, bob) is None


async def test_a_person_comes_with_what_their_own_chat_waits_for(estate: Estate) -> None:
    """And not with what a group waits for, where others write too."""
    bob = estate.bob.id
    async with estate.database.transaction() as session:
        await people.wait_for(session, -1_002_000_000_001, bob, Step.WRITE_NOTE, {}, NOW)
    async with estate.database.transaction() as session:
        in_the_group = await people.by_id(session, bob)
        assert in_the_group is not None
        assert in_the_group.waiting is None
        await people.wait_for(session, 1002, bob, Step.TELL_PLACE, {"tickets": [1]}, NOW)
    async with estate.database.reading() as session:
        in_person = await people.by_telegram_id(session, 1002)
    assert in_person is not None
    assert in_person.waiting is not None
    assert in_person.waiting.step is Step.TELL_PLACE


async def test_waiting_stops_once(estate: Estate) -> None:
    alice = estate.alice.id
    async with estate.database.transaction() as session:
        await people.wait_for(session, 1001, alice, Step.TELL_PLACE, {}, NOW)
        await session.flush()
        assert await people.stop_waiting(session, 1001, alice)
        assert not await people.stop_waiting(session, 1001, alice)
        assert not await people.stop_waiting(session, 1001, NOBODY)


# --- invitations ------------------------------------------------------------------------------


async def invited(estate: Estate) -> Invitation:
    invitation = estate.invitation()
    await estate.add(invitation)
    return invitation


async def test_an_invitation_is_found_by_its_hash(estate: Estate) -> None:
    kept = await invited(estate)
    async with estate.database.reading() as session:
        found = await people.invitation(session, kept.token_hash)
        assert found is not None
        assert found.id == kept.id
        assert await people.invitation(session, "1" * 64) is None


async def test_two_people_use_one_invitation_at_once_and_one_comes_in(estate: Estate) -> None:
    kept = await invited(estate)

    async def use(person_id: int, session: AsyncSession) -> bool:
        return await people.use_invitation(session, kept.id, person_id, NOW)

    bob, charlie = partial(use, estate.bob.id), partial(use, estate.charlie.id)
    assert await at_once(estate.database, bob, charlie) == (True, False)
    async with estate.database.reading() as session:
        used = await people.invitation(session, kept.token_hash)
    assert used is not None
    assert (used.used_by, used.used_at) == (estate.bob.id, NOW)


@pytest.mark.parametrize(
    ("passed", "works"),
    [
        (timedelta(0), True),
        (timedelta(days=6, hours=23), True),
        (timedelta(days=7), False),
        (timedelta(days=8), False),
    ],
)
async def test_an_invitation_lasts_until_it_expires(
    estate: Estate, passed: timedelta, works: bool
) -> None:
    kept = await invited(estate)
    async with estate.database.transaction() as session:
        used = await people.use_invitation(session, kept.id, estate.charlie.id, NOW + passed)
    assert used is works


async def test_no_two_invitations_have_one_token(estate: Estate) -> None:
    await invited(estate)
    with pytest.raises(IntegrityError):
        await invited(estate)


# --- vouching ---------------------------------------------------------------------------------


async def test_two_managers_decide_at_once_and_the_first_counts(estate: Estate) -> None:
    request = estate.vouch_request()
    await estate.add(request)

    async def decide(who: int, state: VouchState, session: AsyncSession) -> bool:
        return await people.decide_vouch(session, request.id, state, who, NOW)

    yes = partial(decide, estate.mei.id, VouchState.VOUCHED)
    no = partial(decide, estate.sue.id, VouchState.REFUSED)
    assert await at_once(estate.database, yes, no) == (True, False)
    async with estate.database.reading() as session:
        decided = await session.get_one(VouchRequest, request.id)
    assert decided.state is VouchState.VOUCHED
    assert decided.decided_by == estate.mei.id


async def test_a_refusal_cannot_be_pressed_away(estate: Estate) -> None:
    request = estate.vouch_request()
    await estate.add(request)
    async with estate.database.transaction() as session:
        refused = await people.decide_vouch(
            session, request.id, VouchState.REFUSED, estate.mei.id, NOW
        )
        vouched = await people.decide_vouch(
            session, request.id, VouchState.VOUCHED, estate.mei.id, LATER
        )
    assert (refused, vouched) == (True, False)


async def test_the_newest_request_that_nobody_decided_is_the_open_one(estate: Estate) -> None:
    first, second = estate.vouch_request(said="一"), estate.vouch_request(said="二")
    await estate.add(first, second, estate.vouch_request(person_id=estate.bob.id))
    charlie, mei = estate.charlie.id, estate.mei.id
    async with estate.database.transaction() as session:
        newest = await people.open_vouch(session, charlie)
        assert newest is not None
        assert newest.id == second.id
        await people.decide_vouch(session, second.id, VouchState.REFUSED, mei, NOW)
        older = await people.open_vouch(session, charlie)
        assert older is not None
        assert older.id == first.id
        await people.decide_vouch(session, first.id, VouchState.VOUCHED, mei, NOW)
        assert await people.open_vouch(session, charlie) is None
