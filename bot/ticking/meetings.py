"""Meetings as time goes by: announced, counted, over, and the minutes asked for."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, button
from bot.conversation import meeting_card, meeting_letters
from bot.conversation.meeting import announce
from bot.desk import Desk
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import Setbacks
from db import people
from db.models import Community, Meeting
from db.vocabulary import MeetingState
from reminders import convening
from reminders.convening import Tally
from reminders.meetings import minutes_at

DRAWN_EVERY = timedelta(seconds=10)
"""Answers come by the hundred: the card is not drawn anew for each."""


class Meetings:
    sign = Sign(convening.SOME_AT_HAND, convening.since_of_late)

    def __init__(self) -> None:
        self._drawn: dict[int, Tally] = {}
        self._draw_again: datetime | None = None
        self._asked: set[int] = set()
        self._announcing = Setbacks("announced meeting")
        self._ending = Setbacks("meeting that is over")
        self._minuting = Setbacks("meeting with minutes")
        self._asking = Setbacks("meeting without minutes")
        self._drawing = Setbacks("card of meeting")

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            announced = _ids(await convening.announced(session))
            held = _ids(await convening.held(session, hands.now))
        await each_apart(hands, self._announcing, announced, _announce)
        await each_apart(hands, self._ending, held, _end)
        async with hands.database.reading() as session:
            minuted = _ids(await convening.minuted(session))
        await each_apart(hands, self._minuting, minuted, _note_minutes)
        async with hands.database.reading() as session:
            unminuted = [
                each.id
                for each in await convening.unminuted(session, hands.now)
                if each.id not in self._asked and await _minutes_at(session, each) <= hands.now
            ]
        self._asked.update(await each_apart(hands, self._asking, unminuted, _ask_for_minutes))
        await self._draw(hands)

    async def _draw(self, hands: Hands) -> None:
        now = hands.now
        if self._draw_again is not None and now < self._draw_again:
            return
        self._draw_again = now + DRAWN_EVERY
        async with hands.database.reading() as session:
            changed = await self._changed(session)
        self._drawn.update(await each_apart(hands, self._drawing, changed, _redraw))

    async def _changed(self, session: AsyncSession) -> list[int]:
        """Those whose answers are others than the card shows."""
        open_ = _ids(await convening.open_for_answers(session))
        tallies = {each: await convening.tally(session, each) for each in open_}
        return [each for each, tally in tallies.items() if self._drawn.get(each) != tally]

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        moments = [
            self._ending.not_before(each.id, each.ends_at)
            for each in await convening.open_for_answers(session)
        ]
        moments += [
            self._asking.not_before(each.id, await _minutes_at(session, each))
            for each in await convening.unminuted(session, hands.now)
            if each.id not in self._asked
        ]
        if self._draw_again is not None:
            again = max(self._draw_again, hands.now)
            changed = await self._changed(session)
            moments += [self._drawing.not_before(each, again) for each in changed]
        return min(moments, default=None)


def _ids(meetings: Iterable[Meeting]) -> list[int]:
    return [each.id for each in meetings]


async def _announce(hands: Hands, session: AsyncSession, number: int) -> None:
    meeting = await session.get_one(Meeting, number)
    desk = await _desk(hands, session, meeting, "announced")
    await announce(desk, hands.library.notices, meeting)
    await desk.bag.drop(session)


async def _end(hands: Hands, session: AsyncSession, number: int) -> None:
    meeting = await session.get_one(Meeting, number)
    if await convening.leave(session, meeting, MeetingState.ANNOUNCED, MeetingState.OVER):
        await _show(hands, session, meeting, "over")


async def _note_minutes(hands: Hands, session: AsyncSession, number: int) -> None:
    meeting = await session.get_one(Meeting, number, with_for_update=True)
    if meeting.minuted_at is None:
        meeting.minuted_at = hands.now
        await session.flush()
        await _show(hands, session, meeting, "minuted")


async def _ask_for_minutes(hands: Hands, session: AsyncSession, number: int) -> None:
    """Once: the letter's key sees to it across restarts."""
    meeting = await session.get_one(Meeting, number)
    desk = await _desk(hands, session, meeting, "minutes")
    tally = await convening.tally(session, number)
    for reader in await people.who_follow(session, meeting.community_id, meeting.made_by):
        desk.bag.tell(
            reader,
            "meeting.minutes_wanted",
            buttons=((button("write_minutes", Action.MINUTES, number),),),
            coming=tally.coming,
            **meeting_letters.matter(desk, meeting, reader.language),
        )
    await desk.bag.drop(session)


async def _redraw(hands: Hands, session: AsyncSession, number: int) -> Tally:
    """Returns the answers that the card shows at least: it may bear one that came just now."""
    meeting = await session.get_one(Meeting, number)
    tally = await convening.tally(session, number)
    await _show(hands, session, meeting, f"card:{hands.now.isoformat()}")
    return tally


async def _show(hands: Hands, session: AsyncSession, meeting: Meeting, what: str) -> None:
    desk = await _desk(hands, session, meeting, what)
    await meeting_card.redraw(desk, meeting)
    await desk.bag.drop(session)


async def _desk(hands: Hands, session: AsyncSession, meeting: Meeting, what: str) -> Desk:
    community = await session.get_one(Community, meeting.community_id)
    return hands.desk(session, community, f"meeting:{meeting.id}:{what}")


async def _minutes_at(session: AsyncSession, meeting: Meeting) -> datetime:
    community = await session.get_one(Community, meeting.community_id)
    return minutes_at(meeting.ends_at, ZoneInfo(community.timezone))
