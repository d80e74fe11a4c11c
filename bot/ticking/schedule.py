"""Notices that wait for their time: sent at it, or given back to their writer where it is past."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, button
from bot.conversation.progress import open_progress
from bot.conversation.reports import letter_in, opening_words
from bot.conversation.scheduled import due_at
from bot.desk import Desk
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import Setbacks
from db import people
from db.models import Broadcast, Community, Person
from db.vocabulary import BroadcastState
from reminders import approving, broadcast, scheduling


class Scheduled:
    sign = Sign(scheduling.SOME_SCHEDULED)

    def __init__(self) -> None:
        self._setbacks = Setbacks("scheduled letter")

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            due = [
                row.id
                for row in await scheduling.scheduled(session)
                if await _moment(session, row, hands.now) <= hands.now
            ]
        await each_apart(hands, self._setbacks, due, _settle)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        moments = [
            self._setbacks.not_before(row.id, await _moment(session, row, hands.now))
            for row in await scheduling.scheduled(session)
        ]
        return min(moments, default=None)


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
    readers = await people.who_follow(session, community.id, row.author_id)
    desk = hands.desk(session, community, f"scheduled:{row.id}:{now.isoformat()}")
    if scheduling.goes_out_at(row, community, now) is None:
        await _miss(desk, row, readers)
    else:  # unless its writer has just chosen a later time
        if await scheduling.send_if_due(session, row, now) is not None:
            for reader in readers:
                await open_progress(desk, row.id, reader)
    await desk.bag.drop(session)


async def _miss(desk: Desk, row: Broadcast, readers: Sequence[Person]) -> None:
    """It is too late: what is repeated comes the next time, anything else is its writer's again.

    Of somebody who has left nobody else can take the draft in hand: the managers have its words.
    """
    missed = scheduling.wanted_at(row, desk.community)
    if await scheduling.pass_over(desk.session, row, desk.now):
        after = await scheduling.next_of(desk.session, row)
        again_at = due_at(desk, after) if after else None
        for reader in readers:
            title = opening_words(row, reader.language)
            desk.bag.tell(
                reader, "broadcast.passed_over", title=title, send_at=missed, again_at=again_at
            )
    elif any(reader.id == row.author_id for reader in readers):
        await approving.reopen(desk.session, row.id)
        row.send_at = None
        show = button("look_at_draft", Action.SHOW_DRAFT, row.id)
        for reader in readers:
            title = opening_words(row, reader.language)
            desk.bag.tell(
                reader, "broadcast.missed", buttons=((show,),), title=title, send_at=missed
            )
    else:
        await broadcast.cancel(desk.session, row.id, desk.now)
        for reader in readers:
            words = Markup(letter_in(row, reader.language))
            desk.bag.tell(reader, "broadcast.left_behind", words=words, send_at=missed)
