"""Notices that wait for their time: sent at it, or given back to their writer where it is past."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, button
from bot.conversation.manager_broadcast import open_progress
from bot.conversation.reports import opening_words
from bot.ticking.hands import Hands
from db.models import Broadcast, Community, Person
from db.vocabulary import BroadcastState
from reminders import approving, scheduling


class Scheduled:
    """Each in a transaction of its own: one that fails holds up no other."""

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            due = [
                row.id
                for row in await scheduling.scheduled(session)
                if await _moment(session, row, hands.now) <= hands.now
            ]
        for broadcast_id in due:
            async with hands.database.transaction() as session:
                await _settle(hands, session, broadcast_id)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        waiting = await scheduling.scheduled(session)
        return min([await _moment(session, row, hands.now) for row in waiting], default=None)


async def _moment(session: AsyncSession, row: Broadcast, now: datetime) -> datetime:
    """When there is something to do about it: at once where it is too late to send."""
    community = await session.get_one(Community, row.community_id)
    return scheduling.goes_out_at(row, community, now) or now


async def _settle(hands: Hands, session: AsyncSession, broadcast_id: int) -> None:
    row = await session.get_one(Broadcast, broadcast_id, with_for_update=True)
    if row.state is not BroadcastState.SCHEDULED:
        return
    community = await session.get_one(Community, row.community_id)
    writer = await session.get(Person, row.author_id) if row.author_id else None
    desk = hands.desk(session, community, f"scheduled:{row.id}:{hands.now.isoformat()}")
    total = await scheduling.send_if_due(session, row, hands.now)
    if total is not None and writer is not None:
        approver = await session.get(Person, row.approved_by) if row.approved_by else None
        await open_progress(desk, row.id, total, writer, approver)
    elif total is None:
        missed = scheduling.wanted_at(row, community)
        await approving.reopen(session, row.id)
        row.send_at = None
        if writer is not None:
            desk.bag.tell(
                writer,
                "broadcast.missed",
                buttons=((button("look_at_draft", Action.SHOW_DRAFT, row.id),),),
                title=opening_words(row, writer.language),
                send_at=missed,
            )
    await desk.bag.drop(session)
