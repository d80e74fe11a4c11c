"""The school: keeps what the program understands up to date with what was written and taught.

Names and answers count as soon as they are written in the files, or published; phrases, samples,
cues and lessons once an engine was trained with them, in another process, and took the old one's
place. Files with a mistake change nothing, and neither does a training that fails.
"""

import asyncio
import hashlib
import logging
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from json import loads
from pathlib import Path

from bot.clock import Clock
from bot.learning.own_questions import Ear, as_topic, by_words
from bot.learning.rereading import Watch, proofread
from bot.learning.syllabus import Syllabus, Taught, until_learned
from bot.learning.telling import tell_of_failure, tell_of_mistakes
from bot.learning.training import Run, TrainingError, run_intents
from bot.learning.verdict import Verdict
from bot.texts import Texts
from db import lessons, open_questions, people
from db.models import OwnQuestion
from db.session import Database
from intents import Catalogue, CatalogueError, Engine, Lesson, Sources, Topic, engine_of

_log = logging.getLogger(__name__)

FILES_EVERY = timedelta(seconds=5)
"""So often their names, sizes and times are looked at: there are hundreds, and few are written."""

RETRY = timedelta(minutes=10)
"""After a training that failed."""


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


class School:
    """Every process has one; the files and the tables tell it what there is to learn."""

    def __init__(
        self,
        database: Database,
        texts: Texts,
        clock: Clock,
        sources: Sources,
        catalogue: Catalogue,
        engine: Engine,
        folder: Path,
        *,
        watch: Watch | None = None,
        run: Run = run_intents,
        engine_from: Callable[[Catalogue, Path], Engine] | None = None,
    ) -> None:
        """`catalogue` is that of `sources`, and `engine` knows nothing else; files go to `folder`.

        `engine_from` makes an engine of a catalogue, and of the home that it was learned from.
        """
        self.knowledge = Knowledge(catalogue, engine)
        self.watch = watch or Watch(sources)
        self.run = run
        self._cache = folder / "cache"
        self.engine_from = engine_from or self._engine_from
        self._database = database
        self._texts = texts
        self._clock = clock
        self._folder = folder
        self._syllabus = Syllabus(sources, catalogue)
        self._trained = self._syllabus.edition
        self._retry_at: datetime | None = None
        self._looked_at_files: datetime | None = None
        self._read_again_at: datetime | None = None
        self._looking = asyncio.Lock()
        self._training = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None
        self._work: asyncio.Task[None] | None = None

    async def refresh(self) -> None:
        """Look whether something else was written or taught since. Cheap, and often nothing."""
        async with self._looking:
            self._look_at_files()
            async with self._database.reading() as session:
                edition = await lessons.edition(session)
            if edition != self._syllabus.taught.edition:
                taught = await self._read()
                self._take(replace(self._syllabus, taught=taught))
            self._begin()

    async def settled(self) -> None:
        """Until nothing is being read again, and no training is under way."""
        if self._reading is not None:
            await asyncio.wait({self._reading})
        if self._work is not None:
            await asyncio.wait({self._work})

    async def stop(self) -> None:
        for task in (self._reading, self._work):
            if task is not None:
                task.cancel()
                await asyncio.wait({task})

    def _look_at_files(self) -> None:
        now, before = self._clock.now(), self._looked_at_files
        if before is not None and before <= now < before + FILES_EVERY:
            return
        busy = self._reading is not None and not self._reading.done()
        if not busy and not self._rests(self._read_again_at):
            self._looked_at_files = now
            sources = self.watch.news()
            if sources is not None and sources.digest != self._syllabus.sources.digest:
                self._reading = asyncio.create_task(self._reread(sources))

    async def _reread(self, sources: Sources) -> None:
        try:
            shipped = await self._proofread(sources)
            if shipped is not None:
                await self._take_files(sources, shipped)
        except Exception as error:
            _log.exception("the files could not be read again: %s", error)
            self.watch.tell_again()
            self._read_again_at = self._clock.now() + RETRY
        else:
            self._begin()

    async def _take_files(self, sources: Sources, shipped: Catalogue) -> None:
        """Words are compared with all words, which takes long enough to keep others waiting."""
        syllabus = replace(self._syllabus, sources=sources, shipped=shipped)
        await asyncio.to_thread(lambda: syllabus.catalogue)
        taught = self._syllabus.taught
        self._take(syllabus if syllabus.taught is taught else replace(syllabus, taught=taught))

    async def _proofread(self, sources: Sources) -> Catalogue | None:
        """None where the files have mistakes, of which the managers were told then."""
        async with self._database.reading() as session:
            communities = await people.communities(session)
        before = self._syllabus.shipped
        try:
            return await asyncio.to_thread(proofread, sources, before, communities)
        except CatalogueError as error:
            _log.warning("the files have mistakes, and the old ones go on:\n%s", error)
            cause, now = f"files:{sources.digest[:16]}", self._clock.now()
            known = self.knowledge.catalogue
            await tell_of_mistakes(self._database, self._texts, known, error.found, cause, now)
            return None

    async def try_out(self, tried: Sequence[Lesson]) -> Verdict:
        """What these lessons would do to all that counts now. Raises TrainingError."""
        async with self._training:  # what was taught while it waited counts, too
            taught = await self._read()
            return await self._tried(replace(self._syllabus, taught=taught), tried)

    async def _tried(self, syllabus: Syllabus, tried: Sequence[Lesson]) -> Verdict:
        async with self._handed_out("trial", syllabus, tried) as given:
            printed = await self.run(("try", *given.options))
        try:
            return Verdict.read(loads(printed))
        except (KeyError, TypeError, ValueError) as error:
            raise TrainingError(f"the trial printed no verdict: {error}") from error

    async def relearn(self) -> Engine:
        """An engine that knows the whole syllabus, in the old one's place. Raises TrainingError."""
        syllabus = self._syllabus
        # One at a time: the machine has other things to do.
        async with self._training, self._handed_out("lessons", syllabus) as given:
            await self.run(("train", *given.options, "--cache", str(self._cache)))
            engine = await asyncio.to_thread(self.engine_from, syllabus.catalogue, given.home)
        own = frozenset(each.id for each in syllabus.catalogue if each.is_own)
        self.knowledge = replace(self.knowledge, engine=engine, trained=own)
        self._trained = syllabus.edition
        self._take(self._syllabus)
        return engine

    def _engine_from(self, catalogue: Catalogue, home: Path) -> Engine:
        return engine_of(catalogue, self._cache, home=home)

    def _begin(self) -> None:
        busy = self._work is not None and not self._work.done()
        knows_all = self._trained == self._syllabus.edition
        if not knows_all and not busy and not self._rests(self._retry_at):
            self._work = asyncio.create_task(self._keep_up())

    def _rests(self, until: datetime | None) -> bool:
        return until is not None and self._clock.now() < until

    async def _keep_up(self) -> None:
        """Once more where something was written or taught while the training went on."""
        while self._trained != self._syllabus.edition:
            edition = self._syllabus.edition
            try:
                await self.relearn()
            except Exception as error:
                _log.exception("what was written or taught could not be learned: %s", error)
                self._retry_at = self._clock.now() + RETRY
                await self._tell_of_failure(edition)
                return

    async def _tell_of_failure(self, edition: tuple[object, ...]) -> None:
        cause = f"training:{hashlib.sha256(repr(edition).encode()).hexdigest()[:16]}"
        await tell_of_failure(
            self._database, self._texts, self.knowledge.catalogue, cause, self._clock.now()
        )

    async def _read(self) -> Taught:
        async with self._database.reading() as session:
            return Taught(
                await lessons.edition(session),
                tuple(Lesson(each.text, each.topic) for each in await lessons.learned(session)),
                tuple(_as_topics(await open_questions.published(session))),
            )

    def _take(self, syllabus: Syllabus) -> None:
        """It counts from now on, as far as it may before it was learned."""
        knowledge = replace(
            self.knowledge,
            catalogue=until_learned(syllabus.catalogue, self.knowledge.engine.catalogue),
            own=by_words(syllabus.taught.own),
        )
        if syllabus is not self._syllabus:
            self._syllabus, self._retry_at = syllabus, None
            for each in syllabus.catalogue.left_out:
                _log.info("not taught: %r for %s, it is %s's", each.text, each.topic, each.owner)
        self.knowledge = knowledge

    @asynccontextmanager
    async def _handed_out(
        self, name: str, syllabus: Syllabus, tried: Sequence[Lesson] = ()
    ) -> AsyncIterator["_Given"]:
        """What another process is to learn from; two processes may share the folder."""
        home = self._folder / f"{name}-{os.getpid()}"
        shutil.rmtree(home, ignore_errors=True)  # of a process that had this number, and crashed
        try:
            yield _Given(home, await asyncio.to_thread(syllabus.hand_out, home, tried))
        finally:
            shutil.rmtree(home, ignore_errors=True)


@dataclass(frozen=True)
class _Given:
    """What a training is given: a home with all files, and the lessons besides."""

    home: Path
    lessons: Path

    @property
    def options(self) -> tuple[str, ...]:
        return "--home", str(self.home), "--lessons", str(self.lessons)


def _as_topics(own: Sequence[OwnQuestion]) -> Iterator[tuple[OwnQuestion, Topic]]:
    for row in own:
        try:
            yield row, as_topic(row)
        except ValueError as error:
            _log.error("the own question %s cannot be asked: %s", row.id, error)
