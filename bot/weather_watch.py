"""Looks at the feeds of official warnings and forecasts, and sees that what they call for is done.

Fetching takes its time and is never done inside a transaction, nor does anybody wait for it.
"""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.reception import Library
from bot.weather_news import WeatherNews
from db import people
from db.models import Community, Feed
from db.session import Database
from db.vocabulary import FeedCode
from reminders.warnings import calling, expecting, health, reading, taking_in
from reminders.warnings.forecasts import Expected
from reminders.warnings.places import FORECASTS, REGIONS
from reminders.warnings.source import Source
from reminders.warnings.taking_in import Reading
from reminders.warnings.unreadable import Problem, UnreadableError
from reminders.warnings.watches import all_rules

_log = logging.getLogger(__name__)

_AT_LEAST_EVERY = timedelta(minutes=1)
"""A community may have been loaded meanwhile, by another process."""


class WeatherWatch:
    """Run by the process that ticks; what it remembers only spares questions."""

    def __init__(self, database: Database, library: Library, clock: Clock, source: Source) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self.source = source
        self._rules = all_rules(library.notices)
        self._news = WeatherNews(library.texts, library.notices)
        self._looked_at: datetime | None = None
        self._next_at: datetime | None = None
        self._work: asyncio.Task[None] | None = None
        self._failed = False
        """Something of the last poll was not done, and is tried again a minute later."""

    async def look(self) -> None:
        """Begin to poll where a feed is due, or a warning has ended; one at a time."""
        now = self._clock.now()
        if self._work is not None and not self._work.done():
            return
        if (
            self._looked_at is not None
            and self._next_at is not None
            and self._looked_at <= now < self._next_at
        ):
            return
        async with self._database.reading() as session:
            due, moments = await self._due(session, now)
            ended = await taking_in.first_expiry(session)
        moments += [] if ended is None else [ended]
        self._looked_at = now
        self._next_at = min([now + _AT_LEAST_EVERY, *(each for each in moments if each > now)])
        if due or self._failed or (ended is not None and ended <= now):
            self._work = asyncio.create_task(self._poll(due))

    async def next_due(self, session: AsyncSession) -> datetime | None:
        """When a warning ends, or a feed that fails is tried again; a feed that is well is looked
        at whenever the clock comes by."""
        listened = self._listened_to(await people.communities(session))
        failing = await session.scalars(
            select(Feed.next_poll_at).where(
                Feed.code.in_(listened), Feed.failures > 0, Feed.told_at.is_(None)
            )
        )
        ended = await taking_in.first_expiry(session)
        moments = [*failing, *([] if ended is None else [ended])]
        return min(moments, default=None)

    def _listened_to(self, communities: Sequence[Community]) -> list[FeedCode]:
        return [
            feed
            for feed in (*REGIONS, *FORECASTS)
            if self.source.has(feed) and taking_in.places_of(communities, feed)
        ]

    async def settled(self) -> None:
        """Until no poll is under way."""
        if self._work is not None:
            await asyncio.wait({self._work})

    async def stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait({self._work})

    async def _due(
        self, session: AsyncSession, now: datetime
    ) -> tuple[list[FeedCode], list[datetime]]:
        """The feeds to be polled now, and when the others are."""
        listened = self._listened_to(await people.communities(session))
        rows = {row.code: row for row in await session.scalars(select(Feed))}
        due = [each for each in listened if each not in rows or health.is_due(rows[each], now)]
        return due, [rows[each].next_poll_at for each in listened if each in rows]

    async def _poll(self, due: Sequence[FeedCode]) -> None:
        self._failed = False
        for feed in due:
            await self._try(self._poll_one(feed), f"taking in {feed.value}")
        await self._try(self._answer(), "what the warnings call for")
        if not self._failed:
            self._next_at = None  # a warning that was read may end at any moment

    async def _try(self, work: Coroutine[Any, Any, None], what: str) -> None:
        """Where it fails nothing is kept of it, and nothing else is kept from being done.

        Only the kind of error is told: its words may quote what a feed sent.
        """
        try:
            await work
        except Exception as error:
            _log.error("%s failed with %s", what, type(error).__name__)
            self._failed = True

    async def _poll_one(self, feed: FeedCode) -> None:
        async with self._database.reading() as session:
            communities = await people.communities(session)
            where = await taking_in.places(session, communities, feed)
            row = await session.get(Feed, feed)
            etag = row.etag if row else None
        problem, read = await self._read(feed, where, etag)
        now = self._clock.now()
        async with self._database.transaction() as session:
            row = await session.get(Feed, feed)
            if row is None:
                row = Feed(code=feed, failures=0, next_poll_at=now)
                session.add(row)
            since = row.good_at
            if problem is not None:
                if health.failed(row, problem, now):
                    await self._news.tell_down(session, row, since, now)
                return
            if isinstance(read, Reading):
                await taking_in.take_in(session, feed, where, read, now)
            elif read is not None:
                await taking_in.take_in_forecasts(session, feed, where, read)
            if health.succeeded(row, read.etag if isinstance(read, Reading) else etag, now):
                await self._news.tell_well(session, row, now)

    async def _read(
        self, feed: FeedCode, where: taking_in.Places, etag: str | None
    ) -> tuple[Problem | None, Reading | list[Expected] | None]:
        try:
            now = self._clock.now()
            if feed in FORECASTS:
                return None, await reading.forecasts(feed, self.source, where, now)
            return None, await reading.look(feed, self.source, self._rules, where, now, etag)
        except UnreadableError as error:
            problem = error.problem
        except Exception as error:  # whatever it sent, it must not be more than one feed's trouble
            _log.error("the reader of %s failed with %s", feed.value, type(error).__name__)
            problem = Problem.MALFORMED
        _log.warning("the feed %s cannot be read: %s", feed.value, problem.value)
        return problem, None

    async def _answer(self) -> None:
        """What is called for in each community, in a transaction of its own."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            await taking_in.end_expired(session, now)
            communities = [each for each in await people.communities(session) if each.area]
        for each in communities:
            await self._try(self._answer_warnings(each.id, now), f"the warnings in {each.code}")
            await self._try(self._answer_forecasts(each.id, now), f"the forecasts in {each.code}")

    async def _answer_warnings(self, community_id: int, now: datetime) -> None:
        async with self._database.transaction() as session:
            community = await session.get_one(Community, community_id)
            for call in await calling.answer(session, community, self._library.notices, now):
                await self._news.tell(session, community, call, now)

    async def _answer_forecasts(self, community_id: int, now: datetime) -> None:
        async with self._database.transaction() as session:
            community = await session.get_one(Community, community_id)
            for outlook in await expecting.answer(session, community, self._library.notices, now):
                await self._news.tell_outlook(session, community, outlook, now)
