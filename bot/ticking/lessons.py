"""What people taught: taken up, tried, and told to those who decide."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.learning import waiting
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import Setbacks
from db import lessons, people
from db.models import Community


class Lessons:
    sign = None

    async def look(self, hands: Hands) -> None:
        await hands.school.refresh()

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


class LessonTrials:
    sign = Sign(lessons.SOME_ACCEPTED)

    async def look(self, hands: Hands) -> None:
        await hands.trials.look()

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


class Waiting:
    """Proposed lessons and open questions; the letter's key bears the day."""

    sign = None

    def __init__(self) -> None:
        self._look_again: datetime | None = None
        self._next: dict[int, datetime] = {}
        self._setbacks = Setbacks("what waits for a manager in community")

    async def look(self, hands: Hands) -> None:
        now = hands.now
        if self._look_again is not None and now < self._look_again:
            return
        async with hands.database.reading() as session:
            here = [each.id for each in await people.communities(session)]
        due = [each for each in here if self._next.get(each, now) <= now]
        self._next.update(await each_apart(hands, self._setbacks, due, _tell))
        again = (self._setbacks.not_before(each, self._next.get(each, now)) for each in here)
        self._look_again = min(again, default=None)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        moments = []
        for community in await people.communities(session):
            moment = await waiting.next_time(session, community, hands.now)
            moments += [self._setbacks.rests_until(community.id) or moment]
        return min((each for each in moments if each is not None), default=None)


async def _tell(hands: Hands, session: AsyncSession, community_id: int) -> datetime:
    """Returns when it is time again."""
    community = await session.get_one(Community, community_id)
    moment = waiting.last_time(community, hands.now)
    cause = f"lessons:{community.id}:{moment.date().isoformat()}"
    desk = hands.desk(session, community, cause)
    await waiting.tell(desk, moment)
    await desk.bag.drop(session)
    return moment + waiting.EVERY
