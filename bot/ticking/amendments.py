"""What becomes of meetings and works once the letter that says so is on its way."""

from datetime import datetime

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation import meeting_changes
from bot.tickets import works
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import Setbacks
from db import incidents
from db.models import Amendment, Broadcast, Community
from db.vocabulary import IncidentState
from reminders import amending


class Amendments:
    """Whoever approves a letter need not know of what it changes."""

    sign = Sign(or_(incidents.SOME_WORKS_GONE_OUT, amending.SOME_GONE_OUT))

    def __init__(self) -> None:
        self._opening = Setbacks("announced works")
        self._coming_true = Setbacks("amendment")

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            planned = [each.id for each in await incidents.works_gone_out(session)]
            amended = [each.broadcast_id for each in await amending.gone_out(session)]
        await each_apart(hands, self._opening, planned, _open)
        await each_apart(hands, self._coming_true, amended, _come_true)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        """At no time of its own: it follows what is sent."""
        return None


async def _open(hands: Hands, session: AsyncSession, number: int) -> None:
    planned = await incidents.locked(session, number)
    if planned is not None and planned.state is IncidentState.PROPOSED:
        works.open_(planned, hands.now)


async def _come_true(hands: Hands, session: AsyncSession, broadcast_id: int) -> None:
    amendment = await session.get_one(Amendment, broadcast_id, with_for_update=True)
    if amendment.came_true_at is not None:
        return
    letter = await session.get_one(Broadcast, amendment.broadcast_id)
    community = await session.get_one(Community, letter.community_id)
    desk = hands.desk(session, community, f"amended:{letter.id}")
    await amending.comes_true(session, amendment, hands.now)
    if amendment.works_id is not None:
        await works.amend(desk, amendment)
    else:
        await meeting_changes.come_true(desk, hands.library.notices, amendment)
    await desk.bag.drop(session)
