"""Whatever restarts and clocks do: each rung once, and the owner hears before it is late."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk
from bot.tickets import ladder, ladder_news
from bot.tickets.deadlines import LADDER, Deadline
from bot.tickets.ladder_news import told_at
from db import incidents
from db.models import Person, Ticket, TicketEvent
from db.vocabulary import ClockKind, EventType, Priority, StaffRole, TicketKind, TicketState

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

Told = list[tuple[ClockKind, datetime, int]]


def minute(number: float) -> datetime:
    return START + timedelta(minutes=number)


class Tower:
    """What outlasts a restart: the row, its events, and the rungs that were told."""

    def __init__(self, **fields: Any) -> None:
        given: dict[str, Any] = {
            "id": 1,
            "kind": TicketKind.REQUEST,
            "priority": Priority.P3,
            "state": TicketState.NEW,
            "opened_at": START,
            "due_from": START,
            "first_response_due": minute(100),
            "resolution_due": minute(1000),
            "escalation_level": 0,
        }
        self.ticket = Ticket(**given | fields)
        self.events: list[TicketEvent] = []
        self.rungs: dict[tuple[ClockKind, datetime], set[int]] = {}
        self.told: Told = []
        self.warned: list[tuple[ClockKind, datetime]] = []
        self.apologies = 0
        self.with_others = False

    def add(self, event: TicketEvent) -> None:
        self.events.append(event)

    async def rungs_told(
        self, session: object, ticket_id: int
    ) -> Mapping[tuple[ClockKind, datetime], int]:
        return {clock: max(levels) for clock, levels in self.rungs.items()}

    async def climb(
        self,
        session: object,
        ticket_id: int,
        kind: ClockKind,
        since: datetime,
        level: int,
        _: object,
    ) -> bool:
        levels = self.rungs.setdefault((kind, since), set())
        fresh = level not in levels
        levels.add(level)
        return fresh

    async def look(self, now: datetime) -> None:
        await ladder.climb(cast("Desk", SimpleNamespace(session=self, now=now)), self.ticket)

    def at(self, *types: EventType) -> list[TicketEvent]:
        return [event for event in self.events if event.type in types]


@pytest.fixture(autouse=True)
def nobody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    async def told(desk: Any, ticket: Ticket, deadline: Deadline, level: int) -> None:
        desk.session.told.append((deadline.kind, deadline.since, level))

    def warned(desk: Any, ticket: Ticket, deadline: Deadline) -> None:
        desk.session.warned.append((deadline.kind, desk.now))

    def apologised(desk: Any, ticket: Ticket) -> None:
        desk.session.apologies += 1

    monkeypatch.setattr(ladder_news, "told", told)
    monkeypatch.setattr(ladder_news, "warned", warned)
    monkeypatch.setattr(ladder_news, "apologised", apologised)
    table = SimpleNamespace(
        rungs_told=lambda session, number: session.rungs_told(session, number),
        climb=lambda session, *row: session.climb(session, *row),
    )
    monkeypatch.setattr(ladder, "clocks", table)

    async def is_one_more(tower: Tower, _: int) -> bool:
        return tower.with_others

    monkeypatch.setattr(incidents, "is_one_more", is_one_more)


def look_at(tower: Tower, *moments: float) -> Tower:
    async def all_of_them() -> None:
        for moment in moments:
            await tower.look(minute(moment))

    asyncio.run(all_of_them())
    return tower


def levels(tower: Tower, kind: ClockKind) -> list[int]:
    return [level for told, _, level in tower.told if told is kind]


def test_whoever_heard_with_all_the_others_is_owed_no_first_answer() -> None:
    tower = Tower()
    tower.with_others = True
    look_at(tower, 85, 110, 300)
    assert levels(tower, ClockKind.RESPONSE) == []
    assert tower.warned == []
    look_at(tower, 850)
    assert [kind for kind, _ in tower.warned] == [ClockKind.RESOLUTION]


jumps = st.lists(st.floats(-100, 2200, allow_nan=False), max_size=25)


@given(jumps)
def test_each_rung_of_each_clock_is_told_once_and_never_downwards(moments: list[float]) -> None:
    """Days forward and back again, in any order, as clocks are set and programs come back."""
    tower = look_at(Tower(), *moments)
    latest = max(moments, default=0.0)
    for kind, allowed in ((ClockKind.RESPONSE, 100), (ClockKind.RESOLUTION, 1000)):
        heard = levels(tower, kind)
        assert heard == sorted(set(heard))
        reached = max((level for level in LADDER if latest >= allowed * level / 100), default=0)
        assert (heard[-1] if heard else 0) == reached


@given(jumps)
def test_the_owner_hears_once_of_each_clock_and_before_it_is_missed(moments: list[float]) -> None:
    tower = look_at(Tower(), *moments)
    for kind, allowed in ((ClockKind.RESPONSE, 100), (ClockKind.RESOLUTION, 1000)):
        about = [
            event.type
            for event in tower.at(EventType.WARNED, EventType.BREACHED)
            if event.data["clock"] == kind.value
        ]
        assert about in (
            [],
            [EventType.WARNED],
            [EventType.WARNED, EventType.BREACHED],
        )
        first = next((m for m in moments if m >= allowed * 0.8), None)
        heard = [when for warned, when in tower.warned if warned is kind]
        assert heard == ([] if first is None else [minute(first)])


@given(jumps)
def test_what_was_missed_is_remembered_and_the_last_rung_apologised_for(
    moments: list[float],
) -> None:
    tower = look_at(Tower(), *moments)
    latest = max(moments, default=0.0)
    assert bool(tower.ticket.breached_response) is (latest >= 100)
    assert bool(tower.ticket.breached_resolution) is (latest >= 1000)
    last_rungs = {next((m for m in moments if m >= end), None) for end in (200, 2000)}
    assert tower.apologies == len(last_rungs - {None})


def test_two_clocks_that_run_out_at_once_are_apologised_for_once() -> None:
    tower = look_at(Tower(), 2100)
    assert {kind for kind, _, level in tower.told if level == LADDER[-1]} == {
        ClockKind.RESPONSE,
        ClockKind.RESOLUTION,
    }
    assert tower.apologies == 1


def test_rungs_that_passed_unseen_count_as_one() -> None:
    tower = look_at(Tower(), 155)
    assert levels(tower, ClockKind.RESPONSE) == [150]
    assert tower.warned == [(ClockKind.RESPONSE, minute(155))]


def test_a_clock_that_was_started_again_is_climbed_again() -> None:
    tower = look_at(Tower(first_response_at=START), 500, 850)
    tower.ticket.due_from, tower.ticket.resolution_due = minute(900), minute(1900)
    look_at(tower, 950, 1400)
    assert tower.told == [
        (ClockKind.RESOLUTION, START, 50),
        (ClockKind.RESOLUTION, START, 80),
        (ClockKind.RESOLUTION, minute(900), 50),
    ]


def test_an_emergency_that_nobody_took_is_paged_and_its_owner_warned() -> None:
    """No rung would tell as many people as a page does."""
    tower = look_at(Tower(priority=Priority.P1, kind=TicketKind.EMERGENCY), 50, 80, 100)
    assert tower.told == []
    assert tower.warned == [(ClockKind.RESPONSE, minute(80))]
    assert tower.ticket.breached_response


# --- who is told ------------------------------------------------------------------------------

BOB, SUE, MEI, DEE = (Person(id=number) for number in (2, 3, 4, 5))
HOUSE = [
    (StaffRole.STAFF, BOB),
    (StaffRole.SUPERVISOR, SUE),
    (StaffRole.MANAGER, MEI),
    (StaffRole.DIRECTOR, DEE),
]


@pytest.mark.parametrize(
    ("level", "heard"), [(50, [BOB]), (80, [BOB, SUE]), (100, [SUE]), (150, [MEI]), (200, [DEE])]
)
def test_the_later_it_is_the_higher_up(level: int, heard: list[Person]) -> None:
    ticket = Ticket(assignee=BOB, accountable=SUE)
    assert told_at(ticket, level, HOUSE) == heard


@pytest.mark.parametrize("level", LADDER)
def test_an_empty_rank_is_no_reason_to_tell_nobody(level: int) -> None:
    ticket = Ticket(assignee=None, accountable=BOB)
    assert told_at(ticket, level, [(StaffRole.STAFF, BOB)]) == [BOB]
    managed = [(StaffRole.STAFF, BOB), (StaffRole.MANAGER, MEI)]
    assert told_at(ticket, level, managed) == ([MEI] if level >= 100 else [BOB])


@pytest.mark.parametrize(("level", "about", "heard"), [(100, SUE, MEI), (150, MEI, SUE)])
def test_whoever_it_complains_of_is_not_told(level: int, about: Person, heard: Person) -> None:
    ticket = Ticket(assignee=BOB, accountable=BOB, concerned={about.id})
    assert told_at(ticket, level, HOUSE) == [heard]
