"""Meetings as time goes by: announced, counted, over, and the minutes asked for."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, button
from bot.conversation import meeting_card, meeting_letters
from bot.conversation.meeting import announce
from bot.desk import Desk
from bot.ticking.hands import Hands
from db.models import Community, Meeting, Person
from db.vocabulary import MeetingState
from reminders import convening
from reminders.convening import Tally
from reminders.meetings import minutes_at

DRAWN_EVERY = timedelta(seconds=10)
"""Answers come by the hundred: the card is not drawn anew for each."""


class Meetings:
    def __init__(self) -> None:
        self._drawn: dict[int, Tally] = {}
        self._draw_again: datetime | None = None
        self._asked: set[int] = set()

    async def look(self, hands: Hands) -> None:
        async with hands.database.transaction() as session:
            for each in await convening.announced(session):
                desk = await _desk(hands, session, each, "announced")
                await announce(desk, hands.library.notices, each)
                await desk.bag.drop(session)
            for each in await convening.held(session, hands.now):
                await convening.leave(session, each, MeetingState.ANNOUNCED, MeetingState.OVER)
                desk = await _desk(hands, session, each, "over")
                await meeting_card.redraw(desk, each)
                await desk.bag.drop(session)
            for each in await convening.minuted(session):
                each.minuted_at = hands.now
                await session.flush()
                desk = await _desk(hands, session, each, "minuted")
                await meeting_card.redraw(desk, each)
                await desk.bag.drop(session)
            await self._ask_for_minutes(hands, session)
        await self._draw(hands)

    async def _ask_for_minutes(self, hands: Hands, session: AsyncSession) -> None:
        """Once: the letter's key sees to it across restarts."""
        for each in await convening.unminuted(session, hands.now):
            if each.id in self._asked or await _minutes_at(session, each) > hands.now:
                continue
            self._asked.add(each.id)
            maker = await session.get_one(Person, each.made_by)
            desk = await _desk(hands, session, each, "minutes")
            tally = await convening.tally(session, each.id)
            desk.bag.tell(
                maker,
                "meeting.minutes_wanted",
                buttons=((button("write_minutes", Action.MINUTES, each.id),),),
                coming=tally.coming,
                **meeting_letters.matter(desk, each, maker.language),
            )
            await desk.bag.drop(session)

    async def _draw(self, hands: Hands) -> None:
        now = hands.now
        if self._draw_again is not None and now < self._draw_again:
            return
        self._draw_again = now + DRAWN_EVERY
        async with hands.database.transaction() as session:
            for each, tally in await self._changed(session):
                desk = await _desk(hands, session, each, f"card:{now.isoformat()}")
                await meeting_card.redraw(desk, each)
                await desk.bag.drop(session)
                self._drawn[each.id] = tally

    async def _changed(self, session: AsyncSession) -> list[tuple[Meeting, Tally]]:
        """Those whose answers are others than the card shows."""
        open_ = await convening.open_for_answers(session)
        counted = [(each, await convening.tally(session, each.id)) for each in open_]
        return [(each, tally) for each, tally in counted if self._drawn.get(each.id) != tally]

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        moments = [each.ends_at for each in await convening.open_for_answers(session)]
        moments += [
            await _minutes_at(session, each)
            for each in await convening.unminuted(session, hands.now)
            if each.id not in self._asked
        ]
        if self._draw_again is not None and await self._changed(session):
            moments.append(max(self._draw_again, hands.now))
        return min(moments, default=None)


async def _desk(hands: Hands, session: AsyncSession, meeting: Meeting, what: str) -> Desk:
    community = await session.get_one(Community, meeting.community_id)
    return hands.desk(session, community, f"meeting:{meeting.id}:{what}")


async def _minutes_at(session: AsyncSession, meeting: Meeting) -> datetime:
    community = await session.get_one(Community, meeting.community_id)
    return minutes_at(meeting.ends_at, ZoneInfo(community.timezone))
