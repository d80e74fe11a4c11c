"""The school: keeps what the program understands up to date with what it was taught.

Own answers count as soon as they are published; lessons once an engine was trained with them,
in another process, and took the old one's place. A training that fails changes nothing.
"""

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from json import loads
from pathlib import Path

from bot.clock import Clock
from bot.learning.own_questions import Ear, as_topic, by_words
from bot.learning.telling import tell_of_failure
from bot.learning.training import Run, TrainingError, run_intents
from bot.learning.verdict import Verdict
from bot.texts import Texts
from db import lessons, open_questions
from db.models import OwnQuestion
from db.session import Database
from intents import Catalogue, Engine, Lesson, Lessons, Topic, engine_of

_log = logging.getLogger(__name__)

RETRY = timedelta(minutes=10)
"""After a training that failed."""

_NOTHING_TAUGHT: lessons.Edition = (0, None, None, 0, None)


@dataclass(frozen=True)
class Knowledge:
    """What the program understands at one moment; replaced as a whole, never changed."""

    catalogue: Catalogue
    engine: Engine
    own: Mapping[int, Mapping[str, Topic]] = field(default_factory=dict)
    """Community → words as they are compared → its own question."""
    trained: frozenset[str] = frozenset()
    """The own questions that the engine knows; it may be older than the rest."""

    def ear(self, community_id: int) -> Ear:
        own = self.own.get(community_id, {})
        return Ear(self.engine, own, self.foreign(community_id))

    def foreign(self, community_id: int) -> frozenset[str]:
        """Own questions that mean nothing here: other communities', and withdrawn ones."""
        mine = {topic.id for topic in self.own.get(community_id, {}).values()}
        all_own = {topic.id for words in self.own.values() for topic in words.values()}
        return (self.trained | all_own) - mine


@dataclass(frozen=True)
class _Taught:
    """What counts, as it stands in the tables."""

    edition: lessons.Edition
    learned: tuple[Lesson, ...] = ()
    own: tuple[tuple[OwnQuestion, Topic], ...] = ()

    @property
    def questions(self) -> list[Topic]:
        return [topic for _, topic in self.own]


class School:
    """Every process has one; the tables tell it what was taught."""

    def __init__(
        self,
        database: Database,
        texts: Texts,
        clock: Clock,
        catalogue: Catalogue,
        engine: Engine,
        folder: Path,
        *,
        run: Run = run_intents,
        engine_from: Callable[[Catalogue], Engine] | None = None,
    ) -> None:
        """`catalogue` is the shipped one, and `engine` knows nothing else; files go to `folder`."""
        self.knowledge = Knowledge(catalogue, engine)
        self.run = run
        self._cache = folder / "cache"
        self.engine_from = engine_from or partial(engine_of, cache=self._cache)
        self._database = database
        self._texts = texts
        self._clock = clock
        self._shipped = catalogue
        self._folder = folder
        self._taught = _Taught(_NOTHING_TAUGHT)
        self._trained = _NOTHING_TAUGHT
        self._retry_at: datetime | None = None
        self._looking = asyncio.Lock()
        self._training = asyncio.Lock()
        self._work: asyncio.Task[None] | None = None

    async def refresh(self) -> None:
        """Look whether something else was taught since. Cheap, and often nothing."""
        async with self._looking:
            async with self._database.reading() as session:
                edition = await lessons.edition(session)
            if edition != self._taught.edition:
                self._take(await self._read())
                self._retry_at = None
            if self._taught.edition != self._trained:
                self._begin()

    async def settled(self) -> None:
        """Until no training is under way."""
        if self._work is not None:
            await asyncio.wait({self._work})

    async def stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait({self._work})

    async def try_out(self, tried: Sequence[Lesson]) -> Verdict:
        """What these lessons would do to all that counts now. Raises TrainingError."""
        taught = await self._read()
        async with self._training:
            return await self._tried(taught, tried)

    async def _tried(self, taught: _Taught, tried: Sequence[Lesson]) -> Verdict:
        with self._file("trial", taught, tried) as path:
            printed = await self.run(("try", "--lessons", str(path)))
        try:
            return Verdict.read(loads(printed))
        except (KeyError, TypeError, ValueError) as error:
            raise TrainingError(f"the trial printed no verdict: {error}") from error

    async def relearn(self) -> Engine:
        """An engine that knows what was taught, in the old one's place. Raises TrainingError."""
        taught = self._taught
        catalogue = self._with(taught)
        async with self._training:  # one at a time: the machine has other things to do
            with self._file("lessons", taught) as path:
                await self.run(("train", "--lessons", str(path), "--cache", str(self._cache)))
        engine = await asyncio.to_thread(self.engine_from, catalogue)
        own = frozenset(each.id for each in catalogue if each.is_own)
        self.knowledge = replace(self.knowledge, engine=engine, trained=own)
        self._trained = taught.edition
        return engine

    def _begin(self) -> None:
        busy = self._work is not None and not self._work.done()
        resting = self._retry_at is not None and self._clock.now() < self._retry_at
        if not busy and not resting:
            self._work = asyncio.create_task(self._keep_up())

    async def _keep_up(self) -> None:
        """Once more where something was taught while the training went on."""
        while self._trained != self._taught.edition:
            edition = self._taught.edition
            try:
                await self.relearn()
            except Exception as error:
                _log.exception("the lessons could not be learned: %s", error)
                self._retry_at = self._clock.now() + RETRY
                await self._tell_of_failure(edition)
                return

    async def _tell_of_failure(self, edition: lessons.Edition) -> None:
        cause = f"training:{hashlib.sha256(repr(edition).encode()).hexdigest()[:16]}"
        await tell_of_failure(
            self._database, self._texts, self.knowledge.catalogue, cause, self._clock.now()
        )

    async def _read(self) -> _Taught:
        async with self._database.reading() as session:
            return _Taught(
                await lessons.edition(session),
                tuple(Lesson(each.text, each.topic) for each in await lessons.learned(session)),
                tuple(_as_topics(await open_questions.published(session))),
            )

    def _take(self, taught: _Taught) -> None:
        catalogue = self._with(taught)
        for each in catalogue.left_out:
            _log.info("not taught: %r for %s, it is %s's", each.text, each.topic, each.owner)
        self._taught = taught
        self.knowledge = replace(self.knowledge, catalogue=catalogue, own=by_words(taught.own))

    def _with(self, taught: _Taught) -> Catalogue:
        return self._shipped.with_lessons(taught.learned, taught.questions)

    @contextmanager
    def _file(self, name: str, taught: _Taught, tried: Sequence[Lesson] = ()) -> Iterator[Path]:
        """What another process is to learn from; two processes may share the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}-{os.getpid()}.json"
        Lessons(taught.learned, tried, taught.questions).write(path)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)


def _as_topics(own: Sequence[OwnQuestion]) -> Iterator[tuple[OwnQuestion, Topic]]:
    for row in own:
        try:
            yield row, as_topic(row)
        except ValueError as error:
            _log.error("the own question %s cannot be asked: %s", row.id, error)
