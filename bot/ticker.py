"""What falls due: the metronome asks, the tables answer, each matter in its own transaction."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, button
from bot.clock import Clock
from bot.conversation.manager_broadcast import draw_progress, report_figures
from bot.conversation.manager_reminders import title_of
from bot.desk import Desk
from bot.learning import waiting
from bot.learning.school import School
from bot.learning.trials import Trials
from bot.post import Mailbag, Voice
from bot.reception import Library
from bot.tickets import incident_card, incidents, sweep, undelivered, works
from bot.weather_watch import WeatherWatch
from db import incidents as incident_rows
from db import outbox, people, retention, tickets
from db.models import Broadcast, Community, Occurrence, OutboxLetter, Person, Ticket
from db.session import Database
from db.vocabulary import BroadcastState, OccurrenceState, OutboxState
from reminders import broadcast, dispatch, planner

_log = logging.getLogger(__name__)

APPROVAL_NOTICE = timedelta(days=3)
"""So long before a reminder is due, a manager who has not approved it is asked to look."""

PROGRESS_EVERY = timedelta(seconds=5)
KEEP_INBOX = timedelta(days=7)
KEEP_OUTBOX = timedelta(days=30)

_CIVIL = timezone(timedelta(hours=8))
"""The calendar's day begins at midnight of UTC+8, whatever zone the machine is in."""


class Ticker:
    """Holds nothing that a restart could lose: what it remembers only spares work."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        school: School,
        trials: Trials,
        weather: WeatherWatch,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._school = school
        self._trials = trials
        self._weather = weather
        self._tell_again_at: datetime | None = None
        self._planned_on: object = None
        self._asked: set[int] = set()
        self._progress_at: datetime | None = None
        self._undelivered_after: datetime | None = None

    async def tick(self) -> None:
        """Do all that is due now. One matter that fails does not hold up the others."""
        for part in (
            self._plan,
            self._look_at_tickets,
            self._send_reminders,
            self._ask_for_approval,
            self._look_at_works,
            self._close_incidents,
            self._show_progress,
            self._finish_broadcasts,
            self._report_undelivered,
            self._school.refresh,
            self._trials.look,
            self._weather.look,
            self._tell_what_waits,
        ):
            await self._do(part)

    async def _do(self, part: Callable[[], Awaitable[None]]) -> None:
        try:
            await part()
        except Exception:
            _log.exception("what was due could not be done: %s", part.__name__)

    async def next_due(self) -> datetime | None:
        """When there is something to do next; the sandbox's clock stops there on its way."""
        now = self._clock.now()
        async with self._database.reading() as session:
            moments = [
                await tickets.next_check(session),
                await dispatch.next_due(session, now),
                await outbox.next_due(session, now),
                await self._next_approval(session, now),
                await self._weather.next_due(session),
                *map(works.next_step, await incident_rows.announced_works(session)),
                *[
                    await waiting.next_time(session, community, now)
                    for community in await people.communities(session)
                ],
            ]
        return min((each for each in moments if each is not None), default=None)

    async def _next_approval(self, session: AsyncSession, now: datetime) -> datetime | None:
        due = (
            await session.scalars(
                select(Occurrence.due_at)
                .where(
                    Occurrence.state == OccurrenceState.PLANNED,
                    Occurrence.due_at > now + APPROVAL_NOTICE,
                )
                .order_by(Occurrence.due_at)
                .limit(1)
            )
        ).first()
        return due - APPROVAL_NOTICE if due else None

    def _desk(self, session: AsyncSession, community: Community, cause: str) -> Desk:
        now = self._clock.now()
        voice = Voice(self._library.texts, community, now)
        return Desk(session, now, Mailbag(cause, voice, now), self._school.knowledge.catalogue)

    async def _plan(self) -> None:
        """Once a day, and at every start: the year ahead, and what is old enough to forget."""
        now = self._clock.now()
        today = now.astimezone(_CIVIL).date()
        if self._planned_on == today:
            return
        async with self._database.transaction() as session:
            await planner.plan(session, self._library.notices, now)
            await retention.forget(
                session, updates_before=now - KEEP_INBOX, letters_before=now - KEEP_OUTBOX
            )
        self._planned_on = today

    async def _look_at_tickets(self) -> None:
        """Each ticket in a transaction of its own; the row's own time says whether it is done."""
        while True:
            async with self._database.transaction() as session:
                due = await tickets.due(session, self._clock.now(), limit=1)
                for ticket in due:
                    await self._look_at(session, ticket)
            if not due:
                return

    async def _look_at(self, session: AsyncSession, ticket: Ticket) -> None:
        checked = ticket.next_check_at
        cause = f"check:{ticket.id}:{checked.isoformat() if checked else ''}"
        desk = self._desk(session, ticket.community, cause)
        await sweep.look(desk, ticket)
        if ticket.next_check_at == checked:
            _log.error("ticket %s: the clock found nothing to do and looked again", ticket.id)
            ticket.next_check_at = self._clock.now() + timedelta(hours=1)
        await desk.bag.drop(session)

    async def _look_at_works(self) -> None:
        async with self._database.transaction() as session:
            for each in await incident_rows.announced_works(session):
                if (moment := works.next_step(each)) is None or moment > self._clock.now():
                    continue
                await incident_rows.locked(session, each.id)
                community = await session.get_one(Community, each.community_id)
                desk = self._desk(session, community, f"works:{each.id}:{each.version}")
                while await works.look(desk, each):
                    pass
                await desk.bag.drop(session)

    async def _close_incidents(self) -> None:
        """Those for which nobody's ticket waits any more."""
        async with self._database.transaction() as session:
            for each in await incident_rows.settled(session):
                community = await session.get_one(Community, each.community_id)
                desk = self._desk(session, community, f"incident:{each.id}:{each.version}")
                incidents.close(desk, each)
                await incident_card.show(desk, each)
                await desk.bag.drop(session)

    async def _send_reminders(self) -> None:
        now = self._clock.now()
        async with self._database.transaction() as session:
            done = await dispatch.send_due(session, self._library.notices, now)
            for occurrence in done.expired:
                await self._tell_managers(session, occurrence, "manager.expired", now)

    async def _tell_managers(
        self, session: AsyncSession, occurrence: Occurrence, text: str, now: datetime
    ) -> None:
        community = await session.get_one(Community, occurrence.community_id)
        desk = self._desk(session, community, f"{text}:{occurrence.id}:{occurrence.text_hash[:8]}")
        for manager in await people.managers_of(session, community.id):
            desk.bag.tell(
                manager,
                text,
                buttons=((button("look_at_it", Action.OCCURRENCE, occurrence.id),),),
                title=title_of(self._library.notices, occurrence, community, manager.language),
                due=occurrence.due_at,
            )
        await desk.bag.drop(session)

    async def _ask_for_approval(self) -> None:
        """Asked once; the letter's key sees to it across restarts."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            waiting = await session.scalars(
                select(Occurrence).where(
                    Occurrence.state == OccurrenceState.PLANNED,
                    Occurrence.due_at > now,
                    Occurrence.due_at <= now + APPROVAL_NOTICE,
                    Occurrence.id.not_in(self._asked),
                    # A manager has it in hand, or was asked when it was planned.
                    *(~Occurrence.key.startswith(key) for key in planner.NOT_BY_RULE),
                )
            )
            for occurrence in waiting.all():
                await self._tell_managers(session, occurrence, "manager.needs_approval", now)
                self._asked.add(occurrence.id)

    async def _show_progress(self) -> None:
        now = self._clock.now()
        if self._progress_at is not None and now < self._progress_at:
            return
        self._progress_at = now + PROGRESS_EVERY
        async with self._database.transaction() as session:
            sending = await session.scalars(
                select(Broadcast).where(Broadcast.state == BroadcastState.SENDING)
            )
            for each in sending.all():
                await self._draw_progress(session, each, now)

    async def _draw_progress(
        self, session: AsyncSession, sending: Broadcast, now: datetime
    ) -> None:
        community = await session.get_one(Community, sending.community_id)
        desk = self._desk(session, community, f"progress:{sending.id}:{now.isoformat()}")
        await draw_progress(desk, sending)
        await desk.bag.drop(session)

    async def _finish_broadcasts(self) -> None:
        now = self._clock.now()
        async with self._database.transaction() as session:
            for done in await broadcast.finish_done(session, now):
                await self._draw_progress(session, done, now)
                await self._report(session, done)

    async def _report(self, session: AsyncSession, done: Broadcast) -> None:
        """The final report: to whoever wrote it, or to every manager for the seasonal plan."""
        community = await session.get_one(Community, done.community_id)
        desk = self._desk(session, community, f"report:{done.id}")
        readers = (
            [await session.get_one(Person, done.author_id)]
            if done.author_id is not None
            else await people.managers_of(session, community.id)
        )
        for reader in readers:
            desk.bag.tell(
                reader,
                "manager.report",
                title=await self._title(session, done, community, reader),
                **await report_figures(desk, done, reader.language),
            )
        await desk.bag.drop(session)

    async def _title(
        self, session: AsyncSession, done: Broadcast, community: Community, reader: Person
    ) -> str | None:
        """The seasonal reminder's title; None for a manager's own words."""
        found = (
            await session.scalars(select(Occurrence).where(Occurrence.broadcast_id == done.id))
        ).first()
        if found is None:
            return None
        return title_of(self._library.notices, found, community, reader.language)

    async def _report_undelivered(self) -> None:
        """Something about a ticket did not arrive: whoever said it must know."""
        now = self._clock.now()
        after = self._undelivered_after or now - timedelta(hours=1)
        async with self._database.transaction() as session:
            failed = await session.scalars(
                select(OutboxLetter)
                .where(
                    OutboxLetter.settled_at > after,
                    OutboxLetter.ticket_id.is_not(None),
                    OutboxLetter.state.in_(
                        (OutboxState.UNREACHABLE, OutboxState.REJECTED, OutboxState.IN_DOUBT)
                    ),
                )
                .order_by(OutboxLetter.id)
            )
            for letter in failed.all():
                await self._undelivered(session, letter)
        self._undelivered_after = now - timedelta(seconds=30)

    async def _tell_what_waits(self) -> None:
        """Proposed lessons and open questions; the letter's key bears the day."""
        now = self._clock.now()
        if self._tell_again_at is not None and now < self._tell_again_at:
            return
        async with self._database.transaction() as session:
            moments = []
            for community in await people.communities(session):
                moment = waiting.last_time(community, now)
                cause = f"lessons:{community.id}:{moment.date().isoformat()}"
                desk = self._desk(session, community, cause)
                await waiting.tell(desk, moment)
                await desk.bag.drop(session)
                moments.append(moment + waiting.EVERY)
        self._tell_again_at = min(moments, default=None)

    async def _undelivered(self, session: AsyncSession, letter: OutboxLetter) -> None:
        ticket = await session.get(Ticket, letter.ticket_id)
        if ticket is None:
            return
        desk = self._desk(session, ticket.community, f"undelivered:{letter.id}")
        await undelivered.report(desk, ticket, letter)
        await desk.bag.drop(session)
