"""What people taught: taken up, tried, and told to those who decide."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.learning import waiting
from bot.ticking.hands import Hands
from db import people


class Lessons:
    async def look(self, hands: Hands) -> None:
        await hands.school.refresh()

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


class LessonTrials:
    async def look(self, hands: Hands) -> None:
        await hands.trials.look()

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


class Waiting:
    """Proposed lessons and open questions; the letter's key bears the day."""

    def __init__(self) -> None:
        self._tell_again_at: datetime | None = None

    async def look(self, hands: Hands) -> None:
        now = hands.now
        if self._tell_again_at is not None and now < self._tell_again_at:
            return
        async with hands.database.transaction() as session:
            moments = []
            for community in await people.communities(session):
                moment = waiting.last_time(community, now)
                cause = f"lessons:{community.id}:{moment.date().isoformat()}"
                desk = hands.desk(session, community, cause)
                await waiting.tell(desk, moment)
                await desk.bag.drop(session)
                moments.append(moment + waiting.EVERY)
        self._tell_again_at = min(moments, default=None)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        moments = [
            await waiting.next_time(session, community, hands.now)
            for community in await people.communities(session)
        ]
        return min((each for each in moments if each is not None), default=None)
