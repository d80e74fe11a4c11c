"""A desk with 100,000 open tickets: its queue, and the clock that looks after them."""

import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, select, text

from bot import community_file
from bot.app import prepare, read_library
from bot.buttons import Action, Press
from bot.clock import SandboxClock
from bot.config import Settings
from bot.conversation.messages import Incoming, Speaker
from bot.learning.school import School
from bot.learning.trials import Trials
from bot.reception import Reception
from bot.sandbox.feeds import FeedShelf
from bot.ticking.hands import Hands
from bot.ticking.tickets import Tickets
from bot.weather_watch import WeatherWatch
from db.models import Calendar as CalendarRow
from db.models import (
    Card,
    Community,
    Concerned,
    InboxUpdate,
    Membership,
    Person,
    Team,
    Ticket,
    Unit,
)
from db.queue import Tab
from db.session import Database
from db.vocabulary import CardAudience, Language, Priority, TicketKind, TicketState
from tests.bench import plans
from tests.bench.databases import fresh
from tests.bench.figures import Figure, Table, quantile, steps

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Ten in the morning in Taipei."""

OPEN, DUE, OWNERS, CALLS = 100_000, 1_000, 200, 200
MOST_MS = 100.0
BOB, MEI = 1002, 1004
"""Of the demo's cast."""

_CHUNK = 5_000
_FIRST_ACCOUNT = 60_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SAID = (
    ("走廊的燈不亮了", "electricity"),
    ("廚房水龍頭一直漏水", "water"),
    ("門禁卡刷不開", "security_access"),
    ("The lift is stuck on 5", "elevator"),
    ("馬桶堵住了", "sewage_drain"),
)
_AT_WORK = (TicketState.NEW, TicketState.IN_PROGRESS, TicketState.PENDING_THIRD_PARTY)


async def measure(name: str, url: str, cache: Path) -> list[Table]:
    """`cache`: where what the reception understands was learned."""
    async with _open(await fresh(url, "desk"), cache) as desk:
        figures = [
            *await _queue(desk, BOB, "staff"),
            *await _queue(desk, MEI, "the manager"),
            *await _sweep(desk),
        ]
    return [Table(f"The desk with {OPEN:,} open tickets, {name}", figures)]


class _Times:
    """What calls took, and beside each of them a fixed piece of work: whoever shares the machine
    slows both."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []
        self._beside: list[tuple[float, float]] = []

    @contextmanager
    def taking(self) -> Iterator[None]:
        with _timed() as took:
            sum(range(50_000))
        self._beside.append((took[0], took[1]))
        with _timed() as took:
            yield
        self.wall.append(took[0])
        self.cpu.append(took[1])

    def worst(self, what: str) -> Figure:
        """The figure of all calls since the last one."""
        wall, cpu = quantile(self.wall, 0.99), quantile(self.cpu, 0.99)
        pace = sum(each[0] for each in self._beside) / sum(each[1] for each in self._beside)
        note = f"p50 {quantile(self.wall, 0.5):.3g} ms; CPU p99 {cpu:.3g} ms"
        self.forget()
        return Figure(f"{what}, p99", wall, "ms", MOST_MS, note=note, pace=max(1.0, pace))


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Milliseconds of the clock on the wall, and of the processor, once it is over."""
    took: list[float] = []
    wall, cpu = time.perf_counter(), time.process_time()
    yield took
    took += [(time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000]


class _Desk:
    """The bot without its sender: what a press costs until all it causes is written."""

    def __init__(self, database: Database, reception: Reception, hands: Hands) -> None:
        self.database = database
        self.hands = hands
        self._reception = reception
        self.times = _Times()
        self._inbox = itertools.count(1)

    async def press(self, who: Person, press: Press) -> None:
        """Until all it causes is committed."""
        number = next(self._inbox)
        async with self.database.transaction() as session:
            session.add(
                InboxUpdate(
                    id=number, update_id=number, chat_id=number, payload={}, received_at=NOW
                )
            )
        speaker = Speaker(who.telegram_id, who.name, None)
        incoming = Incoming(speaker, who.telegram_id, private=True, inbox_id=number, press=press)
        with self.times.taking():
            await self._reception.receive(incoming, number, NOW)


async def _queue(desk: _Desk, account: int, called: str) -> list[Figure]:
    """Every tab: its first page, and pages from anywhere in it, both ways."""
    chance = Random(account)
    async with desk.database.transaction() as session:
        who = (await session.scalars(select(Person).where(Person.telegram_id == account))).one()
        card = Card(audience=CardAudience.STAFF, person_id=who.id, chat_id=who.telegram_id)
        session.add(card)
    figures = []
    for tab in Tab:
        first = Press.of(Action.QUEUE_TAB, tab.value, card.id)
        with plans.listening(desk.database) as asked:
            await desk.press(who, first)
            await desk.press(who, _somewhere(chance, tab, card, "a"))
            await desk.press(who, _somewhere(chance, tab, card, "b"))
        await plans.show(desk.database, f"/queue of {called}, {tab.value}", asked)
        presses = [
            _somewhere(chance, tab, card, chance.choice("ab")) if call % 2 else first
            for call in range(CALLS)
        ]
        desk.times.forget()
        for press in steps(presses, tab.value):
            await desk.press(who, press)
        figures.append(desk.times.worst(f"/queue of {called}, {tab.value}"))
    return figures


def _somewhere(chance: Random, tab: Tab, card: Card, way: str) -> Press:
    if tab is Tab.WAITING:
        due = "-"
    else:
        late = timedelta(seconds=chance.randint(-5 * 86_400, 5 * 86_400))
        due = str((NOW + late - _EPOCH) // timedelta(microseconds=1))
    return Press.of(Action.QUEUE_TAB, tab.value, card.id, way, due, chance.randint(1, OPEN))


async def _sweep(desk: _Desk) -> list[Figure]:
    clock = Tickets()
    with plans.listening(desk.database) as asked:
        await clock.look_at_next(desk.hands, desk.hands.now)
    await plans.show(desk.database, "the sweep", asked)
    desk.times.forget()
    for done in steps(range(1, DUE), "sweep"):
        with desk.times.taking():
            if not await clock.look_at_next(desk.hands, desk.hands.now):
                raise AssertionError(f"only {done} of {DUE} tickets were due")
    return [desk.times.worst(f"the ladder's sweep, one ticket of {DUE:,} due")]


@asynccontextmanager
async def _open(url: str, cache: Path) -> AsyncIterator[_Desk]:
    database, clock = Database(url), SandboxClock()
    clock.move_to(NOW)
    await prepare(database, clock, community_file.read(community_file.DEMO), with_cast=True)
    await _fill(database)
    library = read_library(cache)
    with TemporaryDirectory() as folder:
        school = School(
            database,
            library.texts,
            clock,
            library.sources,
            library.catalogue,
            library.engine,
            Settings(data=Path(folder)).learning,
        )
        reception = Reception(database, library, school, lambda *_: None, "bench_bot")
        trials = Trials(database, school, library.texts, clock)
        weather = WeatherWatch(database, library, clock, FeedShelf())
        hands = Hands(database, library, clock, school, trials, weather)
        yield _Desk(database, reception, hands)
    await database.close()


async def _fill(database: Database) -> None:
    """Five teams' tickets of ten days: some overdue, some waiting, some private, some due now."""
    chance = Random(1)
    async with database.transaction() as session:
        owners = await _owners(session)
        ticket = await _tickets_of(session, chance, owners)
        for start in range(0, OPEN, _CHUNK):
            rows = [ticket(number) for number in range(start + 1, start + _CHUNK + 1)]
            await session.execute(insert(Ticket), rows)
        await session.execute(insert(Concerned), await _complaints(session))
    if not database.is_sqlite:  # which gathers what its plans go by in its own time
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("ANALYZE"))


async def _complaints(session: Any) -> list[dict[str, int]]:
    """What is private is about one of the staff after the other."""
    staff = (await session.scalars(select(Membership.person_id))).all()
    private = await session.scalars(select(Ticket.id).where(Ticket.private))
    return [
        {"ticket_id": number, "person_id": staff[place % len(staff)]}
        for place, number in enumerate(private)
    ]


async def _owners(session: Any) -> list[int]:
    owners = [
        Person(
            telegram_id=_FIRST_ACCOUNT + each,
            name=f"Owner {each}",
            language=Language.HANT,
            created_at=NOW,
        )
        for each in range(OWNERS)
    ]
    session.add_all(owners)
    await session.flush()
    return [each.id for each in owners]


async def _tickets_of(
    session: Any, chance: Random, owners: list[int]
) -> Callable[[int], dict[str, Any]]:
    """Makes the ticket of a number."""
    community = (await session.scalars(select(Community))).one()
    office = await session.scalar(select(CalendarRow.id).order_by(CalendarRow.id))
    teams = (await session.scalars(select(Team.id).order_by(Team.id))).all()
    units = (await session.scalars(select(Unit).limit(OWNERS))).unique().all()
    staff = (await session.scalars(select(Membership.person_id))).all()

    def ticket(number: int) -> dict[str, Any]:
        said, category = _SAID[number % len(_SAID)]
        unit = units[number % len(units)]
        due = NOW + timedelta(seconds=chance.randint(-5 * 86_400, 5 * 86_400))
        opened = due - timedelta(days=3)
        waits = number % 10 == 0
        look = timedelta(seconds=chance.randint(3_600, 7_200))
        return {
            "id": number,
            "community_id": community.id,
            "kind": TicketKind.REQUEST,
            "category": category,
            "urgent": False,
            "private": number % 50 == 0,
            "priority": chance.choice((Priority.P2, Priority.P3, Priority.P4)),
            "state": TicketState.RESOLVED if waits else chance.choice(_AT_WORK),
            "resolved_at": NOW - timedelta(hours=1) if waits else None,
            "said": said,
            "place_known": True,
            "building_id": unit.building_id,
            "floor": unit.floor,
            "unit_id": unit.id,
            "home_id": unit.id,
            "reporter_id": owners[number % OWNERS],
            "accountable_id": staff[number % len(staff)],
            "team_id": teams[number % len(teams)],
            "opened_at": opened,
            "due_from": opened,
            "first_response_due": opened + timedelta(hours=4),
            "first_response_at": opened + timedelta(hours=1),
            "resolution_due": due,
            "calendar_id": office,
            "next_due_at": None if waits else due,
            "next_check_at": NOW + look if number > DUE else NOW - look,
        }

    return ticket
