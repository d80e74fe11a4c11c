"""The mail room: a clock to be moved, a fake messenger, and verbs for what is owed and sent."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from db.models import OutboxLetter, Person, Ticket
from db.session import Database
from db.vocabulary import (
    Language,
    LetterKind,
    MailPriority,
    OutboxState,
    Priority,
    TicketKind,
)
from reminders.delivery import Sender
from reminders.outbox import Letter, enqueue
from reminders.outcomes import Errand, Outcome, Sent
from reminders.pace import Pace

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
STAFF_GROUP = -1001
ALICE, BOB, MEI = 1001, 1002, 1004


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what is waited for knows nothing of events
            await asyncio.sleep(0.002)


class FakeClock:
    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time

    def advance(self, **span: float) -> None:
        self.time += timedelta(**span)


class FakeTransport:
    """Notes what it is given; answers what it was told to, and else that it was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, Any]] = []
        self.errands: list[Errand] = []
        self.topics: list[str] = []
        self.answers: dict[str, deque[Outcome]] = {}
        self.latency: Callable[[], float] = lambda: 0.0
        self.numbers = count(1)

    def answer(self, text: str, *outcomes: Outcome) -> None:
        self.answers[text] = deque(outcomes)

    async def send(self, errand: Errand) -> Outcome:
        await asyncio.sleep(self.latency())
        words = errand.letter.body.get("text")
        self.errands.append(errand)
        if answers := self.answers.get(words):
            return answers.popleft()
        self.sent.append((errand.letter.chat_id, words))
        return Sent(errand.letter.card_message_id or next(self.numbers))

    async def make_topic(self, chat_id: int, title: str) -> int | Outcome:
        self.topics.append(title)
        if answers := self.answers.get(title):
            return answers.popleft()
        return 100 + next(self.numbers)

    def words(self, chat_id: int) -> list[str]:
        return [words for chat, words in self.sent if chat == chat_id]


class MailRoom:
    """Verbs for set-up and questions for the asserts."""

    def __init__(self, database: Database, clock: FakeClock, transport: FakeTransport) -> None:
        self.database = database
        self.clock = clock
        self.transport = transport
        self._keys = count()

    def letter(self, chat_id: int, words: str, **fields: Any) -> Letter:
        given = {
            "key": f"test:{next(self._keys)}",
            "priority": MailPriority.TICKET,
            "kind": LetterKind.TEXT,
            "body": {"text": words},
        }
        return Letter(chat_id=chat_id, **(given | fields))

    async def owe(self, *letters: Letter) -> None:
        async with self.database.transaction() as session:
            await enqueue(session, letters, self.clock.now())

    async def add(self, *rows: Any) -> None:
        async with self.database.transaction() as session:
            session.add_all(rows)

    def sender(self, pace: Pace | None = None, **settings: Any) -> Sender:
        return Sender(
            self.database,
            settings.pop("transport", self.transport),
            pace or Pace.unlimited(),
            self.clock,
            **settings,
        )

    @asynccontextmanager
    async def sending(self, pace: Pace | None = None, **settings: Any) -> AsyncIterator[Sender]:
        sender = self.sender(pace, **settings)
        run = asyncio.create_task(sender.run())
        try:
            yield sender
        finally:
            await sender.stop(1)
            await run

    async def drain(self, pace: Pace | None = None, **settings: Any) -> None:
        """Send what is due, and stop."""
        async with self.sending(pace, **settings) as sender:
            await asyncio.wait_for(sender.settled(), 10)

    async def rows(self) -> list[OutboxLetter]:
        async with self.database.reading() as session:
            statement = select(OutboxLetter).order_by(OutboxLetter.id)
            return list(await session.scalars(statement))

    async def states(self) -> list[OutboxState]:
        return [row.state for row in await self.rows()]

    async def get(self, model: type[Any], key: Any) -> Any:
        async with self.database.reading() as session:
            return await session.get(model, key)


def person(id: int, name: str) -> Person:
    return Person(id=id, telegram_id=1000 + id, name=name, language=Language.HANT, created_at=START)


def ticket(id: int) -> Ticket:
    return Ticket(
        id=id,
        community_id=1,
        kind=TicketKind.REQUEST,
        category="lift",
        urgent=False,
        private=False,
        priority=Priority.P3,
        said="電梯壞了",
        place_known=False,
        reporter_id=1,
        accountable_id=2,
        team_id=1,
        opened_at=START,
        due_from=START,
        first_response_due=START,
        resolution_due=START,
    )
