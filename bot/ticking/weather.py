"""Official warnings: the feeds are looked at, and what they call for is done."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ticking.hands import Hands


class Weather:
    """It only begins to poll: nobody waits for somebody else's server."""

    sign = None

    async def look(self, hands: Hands) -> None:
        await hands.weather.look()

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return await hands.weather.next_due(session)
