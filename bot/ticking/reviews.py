"""What went out before anybody else had read it: asked about every day until somebody has."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.reviewing import ask_review
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import Setbacks
from db.models import Broadcast, Community
from reminders import approving
from reminders.region import first_decent

_EVERY = timedelta(days=1)


class Reviews:
    """The first time it was asked as it was sent. A letter's key tells the day: once in each."""

    sign = Sign(approving.SOME_UNREVIEWED)

    def __init__(self) -> None:
        self._next: dict[int, datetime] = {}
        self._setbacks = Setbacks("letter that nobody has read")

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            waiting = [each.id for each in await approving.unreviewed(session)]
        due = [each for each in waiting if self._next.get(each, hands.now) <= hands.now]
        self._next.update(await each_apart(hands, self._setbacks, due, _ask))

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        waiting = [each.id for each in await approving.unreviewed(session)]
        moments = (
            self._setbacks.not_before(each, self._next.get(each, hands.now)) for each in waiting
        )
        return min(moments, default=None)


async def _ask(hands: Hands, session: AsyncSession, broadcast_id: int) -> datetime:
    """Returns when it is to be asked next."""
    for sent in await approving.unreviewed(session, broadcast_id):
        community = await session.get_one(Community, sent.community_id)
        asked = _last_asked(sent, community, hands.now)
        if asked is not None:
            desk = hands.desk(session, community, f"review:{sent.id}:{asked.isoformat()}")
            await ask_review(desk, sent)
            await desk.bag.drop(session)
        return _next_asked(sent, community, hands.now)
    return hands.now


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
