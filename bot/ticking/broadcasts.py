"""Broadcasts on their way: how far they are, and the report at the end."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.manager_broadcast import draw_progress
from bot.conversation.reports import below_report, opening_words, report_figures
from bot.conversation.who_not import row_to_list
from bot.ticking.hands import Hands
from db import outbox, people
from db.models import Broadcast, Community, Person
from db.vocabulary import BroadcastState
from reminders import broadcast

PROGRESS_EVERY = timedelta(seconds=5)


class Progress:
    def __init__(self) -> None:
        self._next: datetime | None = None

    async def look(self, hands: Hands) -> None:
        now = hands.now
        if self._next is not None and now < self._next:
            return
        self._next = now + PROGRESS_EVERY
        async with hands.database.transaction() as session:
            sending = await session.scalars(
                select(Broadcast).where(Broadcast.state == BroadcastState.SENDING)
            )
            for each in sending.all():
                await _draw(hands, session, each)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        """When a letter may go: progress is what follows."""
        return await outbox.next_due(session, hands.now)


class Reports:
    async def look(self, hands: Hands) -> None:
        async with hands.database.transaction() as session:
            for done in await broadcast.finish_done(session, hands.now):
                await _draw(hands, session, done)
                await _report(hands, session, done)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        return None


async def _draw(hands: Hands, session: AsyncSession, sending: Broadcast) -> None:
    community = await session.get_one(Community, sending.community_id)
    desk = hands.desk(session, community, f"progress:{sending.id}:{hands.now.isoformat()}")
    await draw_progress(desk, sending)
    await desk.bag.drop(session)


async def readers_of(session: AsyncSession, sent: Broadcast, community: Community) -> list[Person]:
    """Who hears what became of it: whoever wrote it, or every manager for the seasonal plan."""
    if sent.author_id is not None:
        return [await session.get_one(Person, sent.author_id)]
    return await people.managers_of(session, community.id)


async def _report(hands: Hands, session: AsyncSession, done: Broadcast) -> None:
    """The final report."""
    community = await session.get_one(Community, done.community_id)
    desk = hands.desk(session, community, f"report:{done.id}")
    for reader in await readers_of(session, done, community):
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
