"""Leaving: one manager stays where two let each other go at the same time; cards go, too."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import leaving, people
from db.models import Broadcast, Card, Community, Meeting, Membership
from db.vocabulary import CardAudience, MeetingKind, StaffRole
from tests.db.estate import NOW, Estate, at_once


async def let_go(session: AsyncSession, estate: Estate, who: int) -> bool:
    """False where that was the last one."""
    if await leaving.managers_kept(session, estate.community.id) == {who}:
        return False
    await leaving.end_posts(session, estate.community.id, who, NOW)
    return True


async def test_one_manager_always_stays(estate: Estate) -> None:
    await estate.add(
        Membership(
            person_id=estate.sue.id, community_id=estate.community.id, role=StaffRole.MANAGER
        )
    )
    gone = await at_once(
        estate.database,
        partial(let_go, estate=estate, who=estate.sue.id),
        partial(let_go, estate=estate, who=estate.mei.id),
    )
    assert gone == (True, False)
    async with estate.database.reading() as session:
        left = await people.managers_of(session, estate.community.id)
    assert [each.name for each in left] == ["mei"]


async def test_the_cards_of_a_post_go_with_it(estate: Estate) -> None:
    async with estate.database.transaction() as session:
        here, away = [
            await _letter_in(session, each) for each in (estate.community, estate.elsewhere)
        ]
        meeting = await _meeting_in(session, estate)
        mine = {"person_id": estate.mei.id, "chat_id": estate.mei.telegram_id}
        kept = Card(audience=CardAudience.PROGRESS, broadcast_id=away, **mine)
        hers = {"person_id": estate.sue.id, "chat_id": estate.sue.telegram_id}
        another = Card(audience=CardAudience.PROGRESS, broadcast_id=here, **hers)
        session.add_all(
            (
                Card(audience=CardAudience.PROGRESS, broadcast_id=here, **mine),
                Card(audience=CardAudience.STAFF, broadcast_id=here, **mine),
                Card(audience=CardAudience.MEETING, meeting_id=meeting, **mine),
                kept,
                another,
            )
        )
        await session.flush()
        await leaving.end_posts(session, estate.community.id, estate.mei.id, NOW)
        left = await session.scalars(select(Card.id).order_by(Card.id))
        assert left.all() == [kept.id, another.id]


async def _letter_in(session: AsyncSession, community: Community) -> int:
    letter = Broadcast(
        community_id=community.id, audience={}, texts={}, silent=False, created_at=NOW
    )
    session.add(letter)
    await session.flush()
    return letter.id


async def _meeting_in(session: AsyncSession, estate: Estate) -> int:
    meeting = Meeting(
        community_id=estate.community.id,
        kind=MeetingKind.BRIEFING,
        titles={},
        places={},
        agendas={},
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        audience={},
        made_by=estate.mei.id,
        made_at=NOW,
    )
    session.add(meeting)
    await session.flush()
    return meeting.id
