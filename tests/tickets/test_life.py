"""A whole life, lived at random: what was promised of every ticket holds after every step."""

import asyncio
import tempfile
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.places import NOWHERE
from bot.post import Mailbag, Voice
from bot.texts import FOLDER, Texts
from bot.tickets import complaints, diverting, ending, incidents, opening, taking, talking, waiting
from bot.tickets.clocks import REOPEN_WINDOW
from bot.tickets.concerned import concerned
from bot.tickets.invariants import broken
from bot.tickets.lifecycle import OVER, path
from bot.tickets.log import move
from bot.tickets.moving import Refusal
from bot.tickets.opening import Wish
from bot.tickets.paging import awaits_acknowledgement, next_page
from bot.tickets.replay import rebuilt, snapshot
from bot.tickets.routing import NobodyAtAllError
from db import incidents as incident_rows
from db import tickets
from db.models import Base, Incident, Person, Ticket
from db.session import Database
from db.vocabulary import (
    ComplaintStep,
    EventType,
    IncidentKind,
    IncidentState,
    Priority,
    RejectReason,
    TeamCode,
    TicketKind,
)
from db.vocabulary import TicketState as S
from tests.db.estate import NOW, Estate, settle

Returned = TypeVar("Returned")

WHO = st.sampled_from(["bob", "sue", "mei"])
KINDS = st.sampled_from([TicketKind.REQUEST, TicketKind.EMERGENCY, TicketKind.COMPLAINT])
AGES = st.integers(min_value=0, max_value=4)
WHICH = st.sampled_from([0, 1, 2])
WAITS = st.sampled_from([timedelta(minutes=5), REOPEN_WINDOW, timedelta(days=15)])


class House:
    """A database with the cast in it, opened once for every life that is lived."""

    def __init__(self, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self.database = Database(f"sqlite+aiosqlite:///{folder / 'house.db'}")
        self.estate = self.run(self._settle())
        self.texts = Texts(FOLDER)

    async def _settle(self) -> Estate:
        async with self.database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        return await settle(self.database)

    def run(self, work: Coroutine[Any, Any, Returned]) -> Returned:
        return self.runner.run(work)

    def desk(self, session: AsyncSession, now: datetime) -> Desk:
        voice = Voice(self.texts, self.estate.community, now)
        return Desk(session, now, Mailbag("life", voice, now), None)  # type: ignore[arg-type]

    def close(self) -> None:
        self.run(self.database.close())
        self.runner.close()


class Life(RuleBasedStateMachine):
    """Three tickets, some of them lived in already, and everything that anybody may try."""

    house: House

    @initialize(kinds=st.tuples(KINDS, KINDS, KINDS), ages=st.tuples(AGES, AGES, AGES))
    def open_three(self, kinds: tuple[TicketKind, ...], ages: tuple[int, ...]) -> None:
        self.now = NOW
        self.session = AsyncSession(self.house.database.engine, expire_on_commit=False)
        self.open = [self.run(self._opened(kind)) for kind in kinds]
        for which, age in enumerate(ages):
            for live in (self._assign, self._accept, self._resolve, self._close)[:age]:
                live(which)
        self.numbers = [each.id for each in self.open]
        self.outage = self.run(self._outage())
        self.were = [(each.state, each.closed_at) for each in self.open]

    def _assign(self, which: int) -> None:
        move(self.desk, self.open[which], S.ASSIGNED, EventType.DISPATCHED, self.staff("sue"))

    def _accept(self, which: int) -> None:
        assert self.run(taking.accept(self.desk, self.open[which], self.staff("bob")))

    def _resolve(self, which: int) -> None:
        assert ending.resolve(self.desk, self.open[which], self.staff("bob"))

    def _close(self, which: int) -> None:
        assert ending.close(self.desk, self.open[which], self.alice)

    async def _opened(self, kind: TicketKind) -> Ticket:
        wish = Wish(
            kind=kind,
            category="water",
            team=TeamCode.REPAIRS,
            priority=Priority.P1 if kind is TicketKind.EMERGENCY else Priority.P3,
            said="廚房漏水",
            place=NOWHERE,
            private=kind is TicketKind.COMPLAINT,
        )
        return await opening.open_ticket(self.desk, self.alice, wish, None)

    async def _outage(self) -> Incident:
        """Open, as when somebody answers for it, and the next reports of it come in."""
        outage = Incident(
            community_id=self.house.estate.community.id,
            kind=IncidentKind.OUTAGE,
            state=IncidentState.OPEN,
            category="water",
            accountable_id=self.staff("sue").id,
            made_at=self.now,
            opened_at=self.now,
        )
        self.session.add(outage)
        await self.session.flush()
        return outage

    @property
    def desk(self) -> Desk:
        return self.house.desk(self.session, self.now)

    @property
    def alice(self) -> Person:
        return self.house.estate.alice

    def run(self, work: Coroutine[Any, Any, Returned]) -> Returned:
        return self.house.run(work)

    def staff(self, who: str) -> Person:
        person: Person = getattr(self.house.estate, who)
        return person

    # --- everything that is ever done ---------------------------------------------------------

    @rule(which=WHICH, who=WHO)
    def accept(self, which: int, who: str) -> None:
        self.run(taking.accept(self.desk, self.open[which], self.staff(who)))

    @rule(which=WHICH, who=WHO)
    def go(self, which: int, who: str) -> None:
        self.run(taking.go(self.desk, self.open[which], self.staff(who)))

    @rule(which=WHICH, who=WHO, to=WHO)
    def offer(self, which: int, who: str, to: str) -> None:
        self.run(taking.offer(self.desk, self.open[which], self.staff(who), self.staff(to)))

    @rule(which=WHICH, who=WHO)
    def take_over(self, which: int, who: str) -> None:
        self.run(taking.take_over(self.desk, self.open[which], self.staff(who)))

    @rule(which=WHICH, who=WHO)
    def decline(self, which: int, who: str) -> None:
        taking.decline(self.desk, self.open[which], self.staff(who))

    @rule(which=WHICH, who=WHO)
    def resolve(self, which: int, who: str) -> None:
        ending.resolve(self.desk, self.open[which], self.staff(who))

    @rule(which=WHICH)
    def close(self, which: int) -> None:
        ending.close(self.desk, self.open[which], self.alice)

    @rule(which=WHICH)
    def reopen(self, which: int) -> None:
        ending.reopen(self.desk, self.open[which], self.alice, "還在滴")

    @rule(which=WHICH, stars=st.integers(min_value=0, max_value=6))
    def rate(self, which: int, stars: int) -> None:
        ending.rate(self.desk, self.open[which], self.alice, stars)

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        ending.cancel(self.desk, self.open[which], self.alice)

    @rule(which=WHICH, who=WHO, reason=st.sampled_from(RejectReason))
    def reject(self, which: int, who: str, reason: RejectReason) -> None:
        diverting.reject(self.desk, self.open[which], self.staff(who), reason, "1999")

    @rule(which=WHICH, who=WHO, into=WHICH)
    def merge(self, which: int, who: str, into: int) -> None:
        refused = self.run(
            diverting.merge(self.desk, self.open[which], self.staff(who), self.open[into])
        )
        assert which != into or refused in (Refusal.ITSELF, Refusal.MOVED_ON)

    @rule(which=WHICH, who=WHO)
    def unmerge(self, which: int, who: str) -> None:
        diverting.unmerge(self.desk, self.open[which], self.staff(who))

    @rule(which=WHICH, who=WHO)
    def await_owner(self, which: int, who: str) -> None:
        self.run(waiting.await_owner(self.desk, self.open[which], self.staff(who), "何時方便？"))

    @rule(which=WHICH, who=WHO)
    def await_others(self, which: int, who: str) -> None:
        self.run(waiting.await_others(self.desk, self.open[which], self.staff(who)))

    @rule(which=WHICH, who=WHO, ahead=WAITS)
    def book(self, which: int, who: str, ahead: timedelta) -> None:
        when = self.now + ahead
        self.run(waiting.book(self.desk, self.open[which], self.staff(who), when, "那天"))

    @rule(which=WHICH, who=st.none() | WHO)
    def resume(self, which: int, who: str | None) -> None:
        person = self.staff(who) if who else None
        self.run(waiting.resume(self.desk, self.open[which], person))

    @rule(which=WHICH, who=WHO)
    def arrive(self, which: int, who: str) -> None:
        self.run(waiting.arrive(self.desk, self.open[which], self.staff(who)))

    @rule(which=WHICH)
    def nobody_answers(self, which: int) -> None:
        waiting.close_unanswered(self.desk, self.open[which])

    @rule(which=WHICH)
    def follow_up(self, which: int) -> None:
        self.run(talking.follow_up(self.desk, self.open[which], self.alice, "明天可以", None))

    @rule(which=WHICH, who=WHO)
    def reply(self, which: int, who: str) -> None:
        talking.reply(self.desk, self.open[which], self.staff(who), "好的", None)

    @rule(which=WHICH, who=WHO, whom=st.none() | WHO)
    def name_concerned(self, which: int, who: str, whom: str | None) -> None:
        about = self.staff(whom) if whom else None
        ticket = self.open[which]
        before = concerned(ticket)
        try:
            self.run(complaints.name_concerned(self.desk, ticket, self.staff(who), about))
        except NobodyAtAllError:
            assert concerned(ticket) == before
            return
        assert about is None or about.id not in (ticket.accountable_id, ticket.assignee_id)

    @rule(which=WHICH, who=st.none() | WHO, step=st.sampled_from(ComplaintStep))
    def take_step(self, which: int, who: str | None, step: ComplaintStep) -> None:
        person = self.staff(who) if who else None
        before = self.run(complaints.taken(self.desk, self.open[which]))
        took = self.run(complaints.take(self.desk, self.open[which], step, person, "已談過"))
        assert not (took and step in before)

    @rule(which=WHICH)
    def join(self, which: int) -> None:
        self.run(self._report(self.open[which]))

    async def _report(self, ticket: Ticket) -> None:
        """Like a ticket that has just come in; of what is repaired, another outage."""
        spoken_for = await incident_rows.speaking_for(self.session, ticket.id)
        if ticket.state is not S.NEW or ticket.private or spoken_for is not None:
            return
        if self.outage.state is not IncidentState.OPEN:
            self.outage = await self._outage()
        await incidents.join(self.desk, self.outage, ticket)

    @rule(which=WHICH)
    def leave(self, which: int) -> None:
        self.run(incidents.leave(self.desk, self.open[which], self.alice))

    @rule(who=WHO)
    def resolve_outage(self, who: str) -> None:
        self.run(incidents.resolve(self.desk, self.outage, self.staff(who)))

    @rule(passed=WAITS)
    def time_passes(self, passed: timedelta) -> None:
        self.now += passed

    # --- what holds after each of them ----------------------------------------------------------

    @precondition(lambda self: hasattr(self, "open"))
    @invariant()
    def every_ticket_is_sound(self) -> None:
        for ticket in self.open:
            assert broken(ticket) == []

    @precondition(lambda self: hasattr(self, "open"))
    @invariant()
    def nothing_moves_but_on_the_map(self) -> None:
        for ticket, (was, closed_at) in zip(self.open, self.were, strict=True):
            if ticket.state is was:
                continue
            assert path(was, ticket.state) is not None, (was, ticket.state)
            if was in OVER:
                assert (was, ticket.state) in {(S.CLOSED, S.IN_PROGRESS), (S.DUPLICATE, S.NEW)}
            if was is S.CLOSED:
                assert closed_at is not None
                assert self.now - closed_at <= REOPEN_WINDOW
        self.were = [(each.state, each.closed_at) for each in self.open]

    @precondition(lambda self: hasattr(self, "open"))
    @invariant()
    def whoever_calls_for_help_is_not_forgotten(self) -> None:
        """In whatever state: the clock comes back before the next page is due."""
        for ticket in self.open:
            if awaits_acknowledgement(ticket):
                assert ticket.next_check_at is not None
                assert ticket.next_check_at <= max(self.now, next_page(ticket.due_from, self.now))

    @precondition(lambda self: hasattr(self, "open"))
    @invariant()
    def what_is_merged_lies_one_step_from_its_answer(self) -> None:
        by_number = {each.id: each for each in self.open}
        for ticket in self.open:
            if ticket.merged_into_id is not None:
                assert by_number[ticket.merged_into_id].merged_into_id is None

    async def _the_log_rebuilds_the_rows(self) -> None:
        """Once a life is over, and as the database gives both back."""
        await self.session.flush()
        self.session.expire_all()
        for number in self.numbers:
            ticket = await self.session.get_one(Ticket, number, populate_existing=True)
            assert rebuilt(await tickets.events_of(self.session, number)) == snapshot(ticket)

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.run(self._the_log_rebuilds_the_rows())
            self.run(self.session.rollback())
            self.run(self.session.close())


def test_any_order_of_anything_leaves_every_ticket_sound() -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        try:
            run_state_machine_as_test(
                type("ALife", (Life,), {"house": house}),
                settings=settings(max_examples=200, stateful_step_count=25, deadline=None),
            )
        finally:
            house.close()
