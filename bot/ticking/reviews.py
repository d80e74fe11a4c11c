"""What went out before anybody else had read it: asked about every day until somebody has."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.reviewing import ask_review
from bot.ticking.hands import Hands
from db.models import Broadcast, Community
from reminders import approving
from reminders.region import first_decent

_EVERY = timedelta(days=1)


class Reviews:
    """The first time it was asked as it was sent. A letter's key tells the day: once in each."""

    def __init__(self) -> None:
        self._asked: dict[int, datetime] = {}

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            if not await self._due(hands, session):
                return
        async with hands.database.transaction() as session:
            for sent, community, asked in await self._due(hands, session):
                desk = hands.desk(session, community, f"review:{sent.id}:{asked.isoformat()}")
                await ask_review(desk, sent)
                await desk.bag.drop(session)
                self._asked[sent.id] = asked

    async def _due(
        self, hands: Hands, session: AsyncSession
    ) -> list[tuple[Broadcast, Community, datetime]]:
        """With the moment since when they are to be asked about."""
        due = []
        for sent in await approving.unreviewed(session):
            community = await session.get_one(Community, sent.community_id)
            asked = _last_asked(sent, community, hands.now)
            if asked is not None and self._asked.get(sent.id) != asked:
                due.append((sent, community, asked))
        return due

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        moments = [
            _next_asked(sent, await session.get_one(Community, sent.community_id), hands.now)
            for sent in await approving.unreviewed(session)
        ]
        return min(moments, default=None)


def _asked(sent: Broadcast, community: Community, day: int) -> datetime:
    """When it is asked for the `day`-th time; nobody is woken for it."""
    sent_at = sent.confirmed_at or sent.created_at
    return first_decent(sent_at + day * _EVERY, community)


def _last_asked(sent: Broadcast, community: Community, now: datetime) -> datetime | None:
    """None where the first day is not over."""
    days = _days(sent, now)
    asked = [_asked(sent, community, day) for day in (days - 1, days) if day > 0]
    return max((each for each in asked if each <= now), default=None)


def _next_asked(sent: Broadcast, community: Community, now: datetime) -> datetime:
    days = _days(sent, now)
    coming = (_asked(sent, community, max(day, 1)) for day in (days, days + 1))
    return min(each for each in coming if each > now)


def _days(sent: Broadcast, now: datetime) -> int:
    return (now - (sent.confirmed_at or sent.created_at)) // _EVERY
