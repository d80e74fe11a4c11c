"""What falls due: the metronome asks, the tables answer, each matter in its own transaction."""

import logging
from collections.abc import Callable
from datetime import datetime

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

    async def tick(self) -> None:
        """Do all that is due now. One matter that fails does not hold up the others."""
        for matter in self._matters:
            try:
                await matter.look(self._hands)
            except Exception:
                _log.exception("what was due could not be done: %s", type(matter).__name__)

    async def next_due(self) -> datetime | None:
        """When there is something to do next; the sandbox's clock stops there on its way."""
        async with self._hands.database.reading() as session:
            moments = [await matter.next_time(self._hands, session) for matter in self._matters]
        return min((each for each in moments if each is not None), default=None)
