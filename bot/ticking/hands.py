"""What a matter has at hand when the clock looks at it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.desk import Desk
from bot.learning.school import School
from bot.learning.trials import Trials
from bot.post import Mailbag, Voice
from bot.reception import Library
from bot.weather_watch import WeatherWatch
from db.models import Community
from db.session import Database


@dataclass(frozen=True)
class Hands:
    database: Database
    library: Library
    clock: Clock
    school: School
    trials: Trials
    weather: WeatherWatch

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def desk(self, session: AsyncSession, community: Community, cause: str) -> Desk:
        """`cause` names the letters: the same cause is told once, however often it is seen."""
        now = self.now
        voice = Voice(self.library.texts, community, now)
        return Desk(session, now, Mailbag(cause, voice, now), self.school.knowledge.catalogue)


class Matter(Protocol):
    """Something that falls due. Each is looked at at every tick, in transactions of its own.

    It may remember what spares it work, and nothing that a restart must not lose.
    """

    async def look(self, hands: Hands) -> None:
        """Do all that is due now; called again and again, it does it once."""
        ...

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        """When there is something to do next: the sandbox's clock stops there on its way.

        None: nothing is known to come, or it follows from what another matter does.
        """
        ...
