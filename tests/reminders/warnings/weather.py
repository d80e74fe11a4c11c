"""What the feeds say to the neighbourhood, and what is made of it."""

from collections.abc import Iterable
from datetime import datetime

from db.models import Community, Occurrence
from db.vocabulary import FeedCode
from reminders.notices import Notices
from reminders.warnings import taking_in
from reminders.warnings.bulletin import Bulletin
from reminders.warnings.calling import Call, Turn, answer
from reminders.warnings.taking_in import Reading
from tests.reminders.neighbourhood import EMERALD, HARBOUR, Neighbourhood
from tests.reminders.warnings.conftest import at, bulletins


class Weather:
    def __init__(self, neighbourhood: Neighbourhood, notices: Notices) -> None:
        self.neighbourhood = neighbourhood
        self.notices = notices

    async def reads(
        self, feed: FeedCode, said: Iterable[Bulletin], now: datetime, **more: frozenset[str]
    ) -> None:
        said = list(said)
        reading = Reading(
            said, frozenset(each.identifier for each in said), whole=feed is FeedCode.HKO, **more
        )
        async with self.neighbourhood.database.transaction() as session:
            communities = [await session.get_one(Community, each) for each in (EMERALD, HARBOUR)]
            where = await taking_in.places(session, communities, feed)
            await taking_in.take_in(session, feed, where, reading, now)

    async def says(self, *names: str, now: datetime) -> list[Call]:
        feed = FeedCode.HKO if any(name.startswith("hko") for name in names) else FeedCode.NCDR
        await self.reads(feed, bulletins(*names), now)
        return await self.answers(now, HARBOUR if feed is FeedCode.HKO else EMERALD)

    async def answers(self, now: datetime, where: int = EMERALD) -> list[Call]:
        async with self.neighbourhood.database.transaction() as session:
            await taking_in.end_expired(session, now)
            community = await session.get_one(Community, where)
            return await answer(session, community, self.notices, now)

    async def called(self) -> Occurrence:
        (row,) = await self.neighbourhood.all(Occurrence)
        return row


async def listening(neighbourhood: Neighbourhood, notices: Notices) -> Weather:
    """Both feeds were read before, and had nothing to say."""
    await neighbourhood.change(Community, EMERALD, area={"ncdr": "臺北市"})
    await neighbourhood.change(Community, HARBOUR, area={"hko": ""})
    weather = Weather(neighbourhood, notices)
    for feed in (FeedCode.NCDR, FeedCode.HKO):
        await weather.reads(feed, [], at("00:10"))
    return weather


def turns(calls: list[Call]) -> list[Turn]:
    return [each.turn for each in calls]
