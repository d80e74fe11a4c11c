"""What a matter has at hand when the clock looks at it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement
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


def _nothing_more(_now: datetime) -> Mapping[str, datetime]:
    return {}


@dataclass(frozen=True)
class Sign:
    """What the database shows where a matter may have something to do.

    Those of all matters are asked for in one statement: that costs as much as for one of them. It
    may show for nothing, but never fail to show.
    """

    condition: ColumnElement[bool]
    given: Callable[[datetime], Mapping[str, datetime]] = _nothing_more
    """The moments that the condition names besides `now`."""


class Matter(Protocol):
    """Something that falls due. Each is looked at at every tick at which its sign shows, in
    transactions of its own.

    It may remember what spares it work, and nothing that a restart must not lose.
    """

    @property
    def sign(self) -> Sign | None:
        """None: it is looked at at every tick."""
        ...

    async def look(self, hands: Hands) -> None:
        """Do all that is due now; called again and again, it does it once."""
        ...

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        """When there is something to do next: the sandbox's clock stops there on its way.

        None: nothing is known to come, or it follows from what another matter does.
        """
        ...
