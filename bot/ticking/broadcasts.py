"""Broadcasts on their way: how far they are, and the report at the end."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.progress import draw_progress
from bot.conversation.reports import below_report, opening_words, report_figures
from bot.conversation.who_not import row_to_list
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import Setbacks
from db import leasing, people
from db.models import Broadcast, Community
from db.vocabulary import BroadcastState
from reminders import broadcast
from reminders.broadcast import Report
from reminders.timely import goes_on_at

PROGRESS_EVERY = timedelta(seconds=5)

_Shown = tuple[Report, datetime | None]
"""What a card of progress tells: how far it is, and when it goes on where it waits."""


class Progress:
    """Drawn when it has changed: at night, and while Telegram is out of reach, it has not."""

    sign = None

    def __init__(self) -> None:
        self._next: datetime | None = None
        self._drawn: dict[int, _Shown] = {}
        self._setbacks = Setbacks("progress of letter")

    async def look(self, hands: Hands) -> None:
        now = hands.now
        if self._next is not None and now < self._next:
            return
        self._next = now + PROGRESS_EVERY
        async with hands.database.reading() as session:
            found = select(Broadcast.id).where(Broadcast.state == BroadcastState.SENDING)
            sending = (await session.scalars(found.order_by(Broadcast.id))).all()
        stopped = sorted(self._drawn.keys() - set(sending))  # or done, which has its report
        followed = await each_apart(hands, self._setbacks, [*stopped, *sending], self._follow)
        left = {number: self._drawn[number] for number in stopped if number not in followed}
        self._drawn = left | {number: shown for number, shown in followed.items() if shown}

    async def _follow(self, hands: Hands, session: AsyncSession, number: int) -> _Shown | None:
        """Returns what all its cards show; None where one does not stand in its chat yet."""
        sending = await session.get_one(Broadcast, number)
        if sending.state is not BroadcastState.SENDING:
            if sending.state is BroadcastState.CANCELLED:
                await _draw(hands, session, sending)
            return None
        community = await session.get_one(Community, sending.community_id)
        report = await broadcast.report(session, number)
        shown = (report, goes_on_at(sending, community, hands.now))
        if self._drawn.get(number) == shown or await _draw(hands, session, sending, report):
            return shown
        return None

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        """When a letter may go: progress is what follows."""
        return await leasing.next_due(session, hands.now)


class Reports:
    sign = Sign(broadcast.SOME_SETTLED)

    def __init__(self) -> None:
        self._setbacks = Setbacks("report of letter")

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            settled = await broadcast.settled(session)
        await each_apart(hands, self._setbacks, settled, _finish)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


async def _draw(
    hands: Hands, session: AsyncSession, sending: Broadcast, so_far: Report | None = None
) -> bool:
    community = await session.get_one(Community, sending.community_id)
    desk = hands.desk(session, community, f"progress:{sending.id}:{hands.now.isoformat()}")
    all_stand = await draw_progress(desk, sending, so_far)
    await desk.bag.drop(session)
    return all_stand


async def _finish(hands: Hands, session: AsyncSession, broadcast_id: int) -> None:
    if await broadcast.finish(session, broadcast_id, hands.now):
        done = await session.get_one(Broadcast, broadcast_id)
        await _draw(hands, session, done)
        await _report(hands, session, done)


async def _report(hands: Hands, session: AsyncSession, done: Broadcast) -> None:
    """The final report."""
    community = await session.get_one(Community, done.community_id)
    desk = hands.desk(session, community, f"report:{done.id}")
    for reader in await people.who_follow(session, community.id, done.author_id):
        figures = await report_figures(desk, done, reader.language)
        desk.bag.tell(
            reader,
            "broadcast.report",
            buttons=(
                *(row_to_list(done) if done.asks else ()),
                *below_report(done, figures),
            ),
            title=opening_words(done, reader.language),
            **figures,
        )
    await desk.bag.drop(session)
