"""How people come in: a link that works once, for a week, and is nowhere written down."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import INVITATION_LIFE, hashed, invite, redeem, settle
from db import people
from db.models import Community, Invitation, Membership, Person, Residency, Unit
from db.session import Database
from db.vocabulary import Language, ResidentRole, StaffRole, TeamCode
from tests.bot.conftest import NOW

ALICE, BOB, MEI, CHARLIE, DORA = 1001, 1002, 1004, 1005, 1006
DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What the messenger lets a link carry."""


async def known(session: AsyncSession, account: int) -> Person:
    """Somebody of the cast, or a newcomer who just said hello."""
    found = await people.by_telegram_id(session, account)
    if found is None:
        session.add(
            Person(telegram_id=account, name="charlie", language=Language.EN, created_at=NOW)
        )
        await session.flush()
        found = await people.by_telegram_id(session, account)
    assert found is not None
    return found


async def home_at(session: AsyncSession, floor: str, door: str) -> Unit:
    block = (await people.buildings_of(session, (await here(session)).id))[2]
    unit = await people.unit_at(session, block.id, floor, door)
    assert unit is not None
    return unit


async def here(session: AsyncSession) -> Community:
    (only,) = await people.communities(session)
    return only


async def home_invitation(session: AsyncSession, floor: str = "12", door: str = "F") -> str:
    unit = await home_at(session, floor, door)
    mei = await known(session, MEI)
    return await invite(
        session, NOW, community_id=(await here(session)).id, by=mei.id, unit_id=unit.id
    )


async def staff_invitation(
    session: AsyncSession, role: StaffRole = StaffRole.STAFF, team: TeamCode | None = None
) -> str:
    community = await here(session)
    team_id = (await people.team(session, community.id, team)).id if team else None
    return await invite(
        session, NOW, community_id=community.id, by=None, team_id=team_id, staff_role=role
    )


async def homes_and_posts(session: AsyncSession, account: int) -> tuple[list[str], list[object]]:
    person = await known(session, account)
    posts = [(each.role, each.team.code if each.team else None) for each in person.memberships]
    return [each.unit.code for each in person.residencies], list(posts)


async def count(session: AsyncSession, model: type[Residency] | type[Membership]) -> int:
    return (await session.execute(select(func.count()).select_from(model))).scalar_one()


# --- the link ---------------------------------------------------------------------------------


async def test_a_token_fits_a_deep_link_and_no_two_are_alike(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        tokens = [await home_invitation(session) for _ in range(20)]
    assert all(DEEP_LINK.fullmatch(token) for token in tokens)
    assert len(set(tokens)) == 20
    assert min(map(len, tokens)) >= 32


async def test_a_token_is_nowhere_written_down(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        token = await home_invitation(session)
        kept = (await session.scalars(select(Invitation))).one()
        written = [str(getattr(kept, column.name)) for column in Invitation.__table__.columns]
    assert not any(token in value for value in written)
    assert kept.token_hash == hashed(token) != token


async def test_an_invitation_remembers_who_made_it_and_when_it_ends(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        await home_invitation(session)
        mei = await known(session, MEI)
        kept = (await session.scalars(select(Invitation))).one()
    assert kept.created_by == mei.id
    assert kept.expires_at - kept.created_at == INVITATION_LIFE == timedelta(days=7)
    assert kept.resident_role is ResidentRole.OWNER
    assert (kept.used_by, kept.used_at) == (None, None)


# --- coming in --------------------------------------------------------------------------------


async def test_an_invitation_opens_the_home_it_names(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        token = await home_invitation(session, "1", "A")
        charlie = await known(session, CHARLIE)
        used = await redeem(session, token, charlie, NOW)
        assert used is not None
        assert used[1] is True
    async with greenlake.reading() as session:
        assert await homes_and_posts(session, CHARLIE) == (["3-1A"], [])
        charlie = await known(session, CHARLIE)
        assert charlie.community_id == (await here(session)).id
        assert charlie.residencies[0].since == NOW


async def test_a_token_that_was_never_given_opens_nothing(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        token = await home_invitation(session)
        charlie = await known(session, CHARLIE)
        for forged in ("", "x" * 32, token[:-1], token + "A", token.swapcase(), hashed(token)):
            assert await redeem(session, forged, charlie, NOW) is None
        assert await homes_and_posts(session, CHARLIE) == ([], [])


@pytest.mark.parametrize(
    ("passed", "opens"),
    [
        (INVITATION_LIFE - timedelta(seconds=1), True),
        (INVITATION_LIFE, False),
        (INVITATION_LIFE + timedelta(days=300), False),
    ],
)
async def test_an_invitation_lasts_a_week(
    greenlake: Database, passed: timedelta, opens: bool
) -> None:
    async with greenlake.transaction() as session:
        token = await home_invitation(session)
        used = await redeem(session, token, await known(session, CHARLIE), NOW + passed)
    assert (used is not None) is opens


async def test_an_invitation_lets_one_person_in(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        token = await home_invitation(session)
        assert await redeem(session, token, await known(session, DORA), NOW) is not None
        assert await redeem(session, token, await known(session, CHARLIE), NOW) is None
        assert await homes_and_posts(session, CHARLIE) == ([], [])


async def test_the_same_person_may_open_their_link_again_and_nothing_changes(
    greenlake: Database,
) -> None:
    async with greenlake.transaction() as session:
        token = await home_invitation(session)
        await redeem(session, token, await known(session, CHARLIE), NOW)
        before = await count(session, Residency)
    much_later = NOW + timedelta(days=100)
    async with greenlake.transaction() as session:
        used = await redeem(session, token, await known(session, CHARLIE), much_later)
        assert used is not None
        assert used[1] is False
        assert await count(session, Residency) == before


async def test_a_link_used_by_somebody_who_moved_out_does_not_let_them_back(
    greenlake: Database,
) -> None:
    async with greenlake.transaction() as session:
        token = await home_invitation(session)
        await redeem(session, token, await known(session, CHARLIE), NOW)
        charlie = await known(session, CHARLIE)
        charlie.residencies[0].until = NOW
    async with greenlake.transaction() as session:
        await redeem(session, token, await known(session, CHARLIE), NOW)
        assert await homes_and_posts(session, CHARLIE) == ([], [])


async def test_somebody_who_lives_there_already_moves_in_no_second_time(
    greenlake: Database,
) -> None:
    async with greenlake.transaction() as session:
        token = await home_invitation(session)
        used = await redeem(session, token, await known(session, ALICE), NOW)
        assert used is not None
        assert await homes_and_posts(session, ALICE) == (["3-12F"], [])


async def test_a_second_home_is_added_to_the_first(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        token = await home_invitation(session, "1", "A")
        await redeem(session, token, await known(session, ALICE), NOW)
        assert (await homes_and_posts(session, ALICE))[0] == ["3-12F", "3-1A"]


async def test_settling_somebody_keeps_what_they_are_to_the_home(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        unit, charlie = await home_at(session, "1", "A"), await known(session, CHARLIE)
        community = await here(session)
        await settle(session, charlie, unit.id, community.id, NOW, ResidentRole.TENANT)
        home = (await known(session, CHARLIE)).residencies[0]
    assert home.role is ResidentRole.TENANT


# --- staff ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "team"),
    [
        (StaffRole.STAFF, TeamCode.SECURITY),
        (StaffRole.SUPERVISOR, None),
        (StaffRole.MANAGER, None),
    ],
)
async def test_an_invitation_gives_a_post_and_no_home(
    greenlake: Database, role: StaffRole, team: TeamCode | None
) -> None:
    async with greenlake.transaction() as session:
        token = await staff_invitation(session, role, team)
        used = await redeem(session, token, await known(session, CHARLIE), NOW)
        assert used is not None
        assert await homes_and_posts(session, CHARLIE) == ([], [(role, team)])
        assert (await known(session, CHARLIE)).community_id == (await here(session)).id


@pytest.mark.parametrize(
    ("account", "role", "team"),
    [(BOB, StaffRole.STAFF, TeamCode.REPAIRS), (MEI, StaffRole.MANAGER, None)],
)
async def test_nobody_holds_one_post_twice(
    greenlake: Database, account: int, role: StaffRole, team: TeamCode | None
) -> None:
    async with greenlake.transaction() as session:
        before = await count(session, Membership)
        token = await staff_invitation(session, role, team)
        used = await redeem(session, token, await known(session, account), NOW)
        assert used is not None
        assert await count(session, Membership) == before


async def test_somebody_may_work_in_two_teams(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        token = await staff_invitation(session, StaffRole.STAFF, TeamCode.SECURITY)
        await redeem(session, token, await known(session, BOB), NOW)
        _, posts = await homes_and_posts(session, BOB)
    assert posts == [
        (StaffRole.STAFF, TeamCode.REPAIRS),
        (StaffRole.STAFF, TeamCode.SECURITY),
    ]


async def test_a_post_is_given_once(greenlake: Database) -> None:
    async with greenlake.transaction() as session:
        token = await staff_invitation(session, StaffRole.MANAGER)
        await redeem(session, token, await known(session, DORA), NOW)
        assert await redeem(session, token, await known(session, CHARLIE), NOW) is None
        assert await homes_and_posts(session, CHARLIE) == ([], [])
