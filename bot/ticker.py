"""What falls due: the metronome asks, the tables answer, each matter in its own transaction."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import select

from bot.ticking.amendments import Amendments
from bot.ticking.answers import Answers
from bot.ticking.broadcasts import Progress, Reports
from bot.ticking.hands import Hands, Matter
from bot.ticking.lessons import Lessons, LessonTrials, Waiting
from bot.ticking.letters import PutWords, Undelivered
from bot.ticking.meetings import Meetings
from bot.ticking.plan import Approval, Planning, Sending
from bot.ticking.reviews import Reviews
from bot.ticking.schedule import Scheduled
from bot.ticking.tickets import Incidents, Tickets, Works
from bot.ticking.weather import Weather

_log = logging.getLogger(__name__)

MATTERS: tuple[Callable[[], Matter], ...] = (
    Planning,
    PutWords,
    Tickets,
    Sending,
    Approval,
    Works,
    Incidents,
    Scheduled,
    Amendments,
    Meetings,
    Progress,
    Reports,
    Reviews,
    Answers,
    Undelivered,
    Lessons,
    LessonTrials,
    Weather,
    Waiting,
)
"""In the order in which they are looked at: what is planned before what is sent, and what an owner
said before the clock of their ticket, which may have waited for just that."""


class Ticker:
    """Holds nothing that a restart could lose: what a matter remembers only spares work."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._matters = [matter() for matter in MATTERS]
        self._signs = [(each, each.sign) for each in self._matters if each.sign is not None]
        self._shown = select(*(sign.condition for _, sign in self._signs))

    async def tick(self) -> None:
        """Do all that is due now. One matter that fails does not hold up the others.

        What one of them did may be what another waits for: then its sign is looked for anew.
        """
        database, idle = self._hands.database, None
        for matter in self._matters:
            if matter.sign is not None:
                idle = await self._idle() if idle is None else idle
                if matter in idle:
                    continue
            kept = database.kept
            try:
                await matter.look(self._hands)
            except Exception:
                _log.exception("what was due could not be done: %s", type(matter).__name__)
            if database.kept != kept:
                idle = None

    async def _idle(self) -> Collection[Matter]:
        """Those whose signs do not show."""
        now = self._hands.now
        given = {"now": now}
        for _, sign in self._signs:
            given |= sign.given(now)
        try:
            async with self._hands.database.reading() as session:
                shown = (await session.execute(self._shown, given)).one()
        except Exception:
            _log.exception("whether anything is due cannot be seen: all of it is looked at")
            return ()
        return {matter for (matter, _), shows in zip(self._signs, shown, strict=True) if not shows}

    async def next_due(self) -> datetime | None:
        """When there is something to do next; the sandbox's clock stops there on its way."""
        async with self._hands.database.reading() as session:
            moments = [await matter.next_time(self._hands, session) for matter in self._matters]
        return min((each for each in moments if each is not None), default=None)
