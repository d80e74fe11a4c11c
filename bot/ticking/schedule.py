"""Notices that wait for their time: sent at it, or given back to their writer where it is past."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, button
from bot.conversation.manager_broadcast import open_progress
from bot.conversation.reports import opening_words
from bot.conversation.scheduled import due_at
from bot.desk import Desk
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands
from db.models import Broadcast, Community, Person
from db.vocabulary import BroadcastState
from reminders import approving, scheduling


class Scheduled:
    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            due = [
                row.id
                for row in await scheduling.scheduled(session)
                if await _moment(session, row, hands.now) <= hands.now
            ]
        await each_apart(hands, due, _settle)

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
    now = hands.now
    community = await session.get_one(Community, row.community_id)
    writer = await session.get(Person, row.author_id) if row.author_id else None
    desk = hands.desk(session, community, f"scheduled:{row.id}:{now.isoformat()}")
    if scheduling.goes_out_at(row, community, now) is None:
        await _miss(desk, row, writer)
    else:  # unless its writer has just chosen a later time
        total = await scheduling.send_if_due(session, row, now)
        if total is not None and writer is not None:
            approver = await session.get(Person, row.approved_by) if row.approved_by else None
            await open_progress(desk, row.id, total, writer, approver)
    await desk.bag.drop(session)


async def _miss(desk: Desk, row: Broadcast, writer: Person | None) -> None:
    """It is too late: what is repeated comes the next time, anything else is its writer's again."""
    session, missed = desk.session, scheduling.wanted_at(row, desk.community)
    passed_over = await scheduling.pass_over(session, row, desk.now)
    if not passed_over:
        await approving.reopen(session, row.id)
        row.send_at = None
    if writer is None:
        return
    after = await scheduling.next_of(session, row) if passed_over else None
    show = button("look_at_draft", Action.SHOW_DRAFT, row.id)
    desk.bag.tell(
        writer,
        "broadcast.passed_over" if passed_over else "broadcast.missed",
        buttons=() if passed_over else ((show,),),
        title=opening_words(row, writer.language),
        send_at=missed,
        again_at=due_at(desk, after) if after else None,
    )
