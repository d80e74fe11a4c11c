"""What follows for a ticket once a letter about it has gone, or could not."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, or_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.tickets import put_words, undelivered
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import Setbacks
from db import outbox, tickets
from db.models import OutboxLetter, Ticket
from db.models.base import UtcDateTime

_OVERLAP = timedelta(seconds=30)
"""A letter bears a moment from before its transaction ended."""

_BEFORE_A_STOP = timedelta(hours=1)

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Settled(ABC):
    """Each letter in a transaction of its own; one that was seen to before changes nothing."""

    def __init__(self) -> None:
        self._after: datetime | None = None
        self._seen: frozenset[int] = frozenset()
        self._setbacks = Setbacks("letter")
        since, again = f"{self.cause}_since", f"{self.cause}_again"
        now, first = (bindparam(each, type_=UtcDateTime()) for each in ("now", again))
        self.sign = Sign(
            or_(outbox.some_settled(since), first <= now),
            # The sandbox's clock may have been set back.
            lambda at: {
                since: min(self._after, at - _OVERLAP) if self._after else _LONG_AGO,
                again: self._setbacks.first(),
            },
        )

    async def look(self, hands: Hands) -> None:
        now = hands.now
        async with hands.database.reading() as session:
            after = self._after or await _seen_to_until(session, now)
            found = frozenset(await self.find(session, after))
        new = (found - self._seen) | self._setbacks.due(now)
        await each_apart(hands, self._setbacks, sorted(new), self._see_to)
        self._after, self._seen = now - _OVERLAP, found

    async def _see_to(self, hands: Hands, session: AsyncSession, number: int) -> None:
        letter = await session.get(OutboxLetter, number)
        ticket = await tickets.by_number(session, letter.ticket_id or 0) if letter else None
        if letter is None or ticket is None:
            return
        desk = hands.desk(session, ticket.community, f"{self.cause}:{letter.id}")
        await self.follow(desk, ticket, letter)
        await desk.bag.drop(session)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None

    cause: str
    """What the keys of the letters that follow begin with."""

    @abstractmethod
    async def find(self, session: AsyncSession, after: datetime) -> Sequence[int]: ...

    @abstractmethod
    async def follow(self, desk: Desk, ticket: Ticket, letter: OutboxLetter) -> None: ...


async def _seen_to_until(session: AsyncSession, now: datetime) -> datetime:
    """What the program settled last before it stopped, however long ago, nobody may have seen to;
    what it settled long before that it has."""
    last = await outbox.last_sent_or_lost(session)
    return min(now, last or now) - _BEFORE_A_STOP


class Undelivered(Settled):
    """Something about a ticket did not arrive: whoever said it must know."""

    cause = "undelivered"

    async def find(self, session: AsyncSession, after: datetime) -> Sequence[int]:
        return await outbox.lost_since(session, after)

    async def follow(self, desk: Desk, ticket: Ticket, letter: OutboxLetter) -> None:
        await undelivered.report(desk, ticket, letter)


class PutWords(Settled):
    """What an owner said to no ticket went to one: from then on an answer is owed."""

    cause = "counted"

    async def find(self, session: AsyncSession, after: datetime) -> Sequence[int]:
        return await outbox.gone_since(session, after, put_words.KEYS)

    async def follow(self, desk: Desk, ticket: Ticket, letter: OutboxLetter) -> None:
        await put_words.count(desk, ticket, letter)
