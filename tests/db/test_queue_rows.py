"""Lists of the desk, asked of both databases: who sees what, page by page, and how many."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from bot.tickets.concerned import is_confidential
from bot.tickets.standing import Matter, Post, standings, works_on
from db import queue
from db.models import Membership, Person, Team, Ticket
from db.queue import PAGE, Count, Place, Reader, Tab
from db.vocabulary import StaffRole, TeamCode, TicketKind, TicketState
from tests.db.estate import NOW, Estate, person

HOUR = timedelta(hours=1)


def bobs(estate: Estate) -> Reader:
    return Reader(estate.bob.id, estate.community.id, leads=False, team_ids=(estate.repairs.id,))


def sues(estate: Estate) -> Reader:
    return Reader(estate.sue.id, estate.community.id, leads=True, team_ids=())


async def listed(estate: Estate, reader: Reader, tab: Tab) -> list[int]:
    """All of a tab, page after page."""
    found: list[int] = []
    after: Place | None = None
    async with estate.database.reading() as session:
        while True:
            page = await queue.page(session, reader, tab, NOW, after=after)
            found += [ticket.id for ticket in page.tickets]
            after = page.after
            if after is None:
                return found


async def test_each_tab_has_its_own_the_nearest_deadline_first(estate: Estate) -> None:
    rows = {
        "mine": estate.ticket(next_due_at=NOW + 2 * HOUR),
        "mine, late": estate.ticket(next_due_at=NOW - HOUR),
        "mine, waits": estate.ticket(state=TicketState.RESOLVED),
        "a mate's": estate.ticket(next_due_at=NOW + HOUR, accountable_id=estate.sue.id),
        "a mate's, late": estate.ticket(next_due_at=NOW - 2 * HOUR, accountable_id=estate.sue.id),
        "another team's": estate.ticket(
            next_due_at=NOW - HOUR, team_id=estate.security.id, accountable_id=estate.sue.id
        ),
        "closed": estate.ticket(state=TicketState.CLOSED, closed_at=NOW),
        "a drill": estate.ticket(drill=True),
        "elsewhere": estate.ticket(next_due_at=NOW, community_id=estate.elsewhere.id),
    }
    await estate.add(*rows.values())
    names = {row.id: name for name, row in rows.items()}

    async def seen(reader: Reader, tab: Tab) -> list[str]:
        return [names[number] for number in await listed(estate, reader, tab)]

    bob, sue = bobs(estate), sues(estate)
    assert await seen(bob, Tab.MINE) == ["mine, late", "mine"]
    assert await seen(bob, Tab.TEAM) == ["a mate's, late", "mine, late", "a mate's", "mine"]
    assert await seen(bob, Tab.OVERDUE) == ["a mate's, late", "mine, late"]
    assert await seen(bob, Tab.WAITING) == ["mine, waits"]
    assert await seen(sue, Tab.MINE) == ["a mate's, late", "another team's", "a mate's"]
    assert await seen(sue, Tab.OVERDUE) == ["a mate's, late", "mine, late", "another team's"]
    assert await seen(sue, Tab.WAITING) == ["mine, waits"]
    async with estate.database.reading() as session:
        numbers = await queue.counts(session, bob, Tab.MINE, NOW)
    assert {tab: count.number for tab, count in numbers.items()} == {
        Tab.MINE: 2,
        Tab.TEAM: 4,
        Tab.OVERDUE: 2,
        Tab.WAITING: 1,
    }
    assert not any(count.capped for count in numbers.values())


async def test_pages_lose_nothing_and_show_nothing_twice(estate: Estate) -> None:
    """Of two teams and one's own, with deadlines at the same moment; and back again."""
    chance = Random(4)
    await estate.add(
        *(
            estate.ticket(
                next_due_at=NOW - chance.randint(1, 9) * HOUR,
                team_id=chance.choice((estate.repairs.id, estate.security.id)),
                accountable_id=chance.choice((estate.bob.id, estate.sue.id)),
            )
            for _ in range(4 * PAGE + 1)
        )
    )
    both = Reader(
        estate.bob.id,
        estate.community.id,
        leads=False,
        team_ids=(estate.repairs.id, estate.security.id),
    )
    pages: list[Sequence[Ticket]] = []
    async with estate.database.reading() as session:
        page = await queue.page(session, both, Tab.OVERDUE, NOW)
        assert page.before is None
        pages.append(page.tickets)
        while page.after:
            page = await queue.page(session, both, Tab.OVERDUE, NOW, after=page.after)
            pages.append(page.tickets)
        assert [len(each) for each in pages] == [PAGE, PAGE, PAGE, PAGE, 1]
        every = [ticket.id for each in pages for ticket in each]
        assert len(set(every)) == 4 * PAGE + 1
        expected = select(Ticket.id).order_by(Ticket.next_due_at, Ticket.id)
        assert every == list(await session.scalars(expected))
        for earlier in reversed(pages[:-1]):
            page = await queue.page(session, both, Tab.OVERDUE, NOW, before=page.before)
            assert [ticket.id for ticket in page.tickets] == [each.id for each in earlier]
        assert page.before is None


async def test_a_page_that_has_gone_gives_the_first(estate: Estate) -> None:
    await estate.add(*(estate.ticket(next_due_at=NOW + each * HOUR) for each in range(3)))
    gone = Place(NOW + 9 * HOUR, 1)
    async with estate.database.reading() as session:
        first = await queue.page(session, bobs(estate), Tab.MINE, NOW)
        for way in ({"after": gone}, {"before": gone}):
            page = await queue.page(session, bobs(estate), Tab.MINE, NOW, **way)
            assert page == first
    assert [each.id for each in first.tickets] == sorted(each.id for each in first.tickets)


async def test_beyond_a_thousand_nobody_counts(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "COUNTED", 4)
    monkeypatch.setattr(queue, "COUNTED_BESIDE", 2)
    await estate.add(*(estate.ticket(next_due_at=NOW) for _ in range(5)))
    async with estate.database.reading() as session:
        numbers = await queue.counts(session, sues(estate), Tab.TEAM, NOW + HOUR)
    assert numbers == {
        Tab.MINE: Count(0, capped=False),
        Tab.TEAM: Count(4, capped=True),
        Tab.OVERDUE: Count(2, capped=True),
        Tab.WAITING: Count(0, capped=False),
    }


@pytest.mark.parametrize("seed", range(3))
async def test_the_lists_hide_what_the_standing_hides(estate: Estate, seed: int) -> None:
    """Everybody of a random house, against every ticket of it."""
    chance = Random(seed)
    teams = {
        estate.community.id: [estate.repairs.id, estate.security.id],
        estate.elsewhere.id: [await _team(estate)],
    }
    crowd = [person(2000 + each, f"person {each}") for each in range(8)]
    await estate.add(*crowd)
    posts: dict[int, list[Post]] = {each.id: [] for each in crowd}
    for each in crowd:
        for _ in range(chance.choice((0, 1, 1, 2))):
            where, role = chance.choice([*teams]), chance.choice([*StaffRole])
            team = chance.choice(teams[where]) if role is StaffRole.STAFF else None
            post = Post(where, role, team)
            if post not in posts[each.id]:
                posts[each.id].append(post)
    everybody = [each.id for each in crowd]
    await estate.add(
        *(
            Membership(
                person_id=who, community_id=post.community_id, role=post.role, team_id=post.team_id
            )
            for who, theirs in posts.items()
            for post in theirs
        ),
        *(_some_ticket(estate, chance, everybody, teams) for _ in range(60)),
    )
    async with estate.database.reading() as session:
        rows = (await session.scalars(select(Ticket))).all()
        for who, theirs in posts.items():
            for where in teams:
                here = [post for post in theirs if post.community_id == where]
                if not here:
                    continue  # they have no desk there to ask at
                seen = select(Ticket.id).where(queue.visible(_reader(who, where, here)))
                expected = {
                    row.id
                    for row in rows
                    if row.community_id == where
                    and works_on(standings(who, theirs, Matter.of(row)))
                }
                assert set(await session.scalars(seen)) == expected


def _reader(who: int, where: int, here: list[Post]) -> Reader:
    return Reader(
        who,
        where,
        leads=any(post.role is not StaffRole.STAFF for post in here),
        team_ids=tuple(post.team_id for post in here if post.team_id is not None),
    )


async def _team(estate: Estate) -> int:
    names = {"zh-Hant": "小組", "zh-Hans": "小组", "en": "Team"}
    team = Team(community_id=estate.elsewhere.id, code=TeamCode.REPAIRS, names=names)
    await estate.add(team)
    return team.id


def _some_ticket(
    estate: Estate, chance: Random, everybody: list[int], teams: dict[int, list[int]]
) -> Ticket:
    where = chance.choice([*teams])
    return estate.ticket(
        community_id=where,
        team_id=chance.choice(teams[where]),
        reporter_id=chance.choice(everybody),
        accountable_id=chance.choice(everybody),
        concerned=set(chance.sample(everybody, chance.choice((0, 0, 1, 2, 3)))),
        private=chance.random() < 0.5,
        kind=chance.choice((TicketKind.REQUEST, TicketKind.EMERGENCY)),
    )


async def test_a_line_needs_no_more_than_was_read(estate: Estate) -> None:
    """Whatever a list prints is at hand: nothing is fetched a row at a time."""
    await estate.add(
        estate.ticket(
            next_due_at=NOW,
            unit_id=estate.home.id,
            building_id=estate.home.building_id,
            concerned={estate.sue.id},
        )
    )
    async with estate.database.reading() as session:
        (ticket,) = (await queue.page(session, bobs(estate), Tab.MINE, NOW)).tickets
    assert isinstance(ticket.accountable, Person)
    assert ticket.building is not None
    assert ticket.unit is not None
    assert ticket.unit.door == "F"
    assert is_confidential(ticket)
