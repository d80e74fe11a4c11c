"""Lessons on trial: tried in one go, apart where that goes wrong, and told to whoever decided.

A lesson stays `accepted` until its verdict is written, so that a crash costs a trial and nothing
else; whoever writes the verdict first has it.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, button
from bot.clock import Clock
from bot.learning.school import RETRY, School
from bot.learning.telling import desk, tell_of_failure
from bot.learning.verdict import Verdict
from bot.texts import Texts
from db import lessons
from db.models import Community, Lesson, Person
from db.session import Database
from db.vocabulary import Language, LessonState
from intents import Catalogue, LeftOut
from intents import Lesson as Taught

_log = logging.getLogger(__name__)

AT_ONCE = 20


class Trials:
    """Run by the process that ticks; one at a time, and nobody waits for it."""

    def __init__(self, database: Database, school: School, texts: Texts, clock: Clock) -> None:
        self._database = database
        self._school = school
        self._texts = texts
        self._clock = clock
        self._retry_at: datetime | None = None
        self._work: asyncio.Task[None] | None = None

    async def look(self) -> None:
        """Begin a trial where something was accepted and none is under way."""
        if self._work is not None and not self._work.done():
            return
        if self._retry_at is not None and self._clock.now() < self._retry_at:
            return
        async with self._database.reading() as session:
            waiting = await lessons.accepted(session, AT_ONCE)
        if waiting:
            self._work = asyncio.create_task(self._hold(one_meaning_each(waiting)))

    async def settled(self) -> None:
        """Until no trial is under way."""
        if self._work is not None:
            await asyncio.wait({self._work})

    async def stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait({self._work})

    async def _hold(self, waiting: Sequence[Lesson]) -> None:
        try:
            await self.examine(waiting)
        except Exception as error:
            _log.exception("the lessons could not be tried: %s", error)
            now = self._clock.now()
            self._retry_at = now + RETRY
            cause = f"trial:{_decision(waiting[0])}"
            await tell_of_failure(self._database, self._texts, self._catalogue, cause, now)

    @property
    def _catalogue(self) -> Catalogue:
        return self._school.knowledge.catalogue

    async def examine(self, waiting: Sequence[Lesson]) -> None:
        """Try them together; where that fails, those to blame apart from the others."""
        found = [self._answered_otherwise(each) for each in waiting]
        free = await self._without_impossible(waiting, [each for each in found if each])
        if not free:
            return
        verdict = await self._school.try_out([Taught(each.text, each.topic) for each in free])
        free = await self._without_impossible(free, verdict.left_out)
        verdict = verdict.on_the_others
        if verdict.passes or len(free) == 1:
            await self._settle(free, verdict)
            return
        for part in apart(free, verdict):
            await self.examine(part)

    def _answered_otherwise(self, lesson: Lesson) -> LeftOut | None:
        """Words that its community answers for itself would not be heard as anything else."""
        own = self._school.knowledge.own.get(lesson.community_id, {}).get(lesson.folded)
        if own is None or own.id == lesson.topic:
            return None
        return LeftOut(lesson.text, lesson.topic, own.id)

    async def _without_impossible(
        self, waiting: Sequence[Lesson], left_out: Sequence[LeftOut]
    ) -> list[Lesson]:
        """Those that can be taught; the others are settled, each for its own reason."""
        impossible = {(each.text, each.topic): each for each in left_out}
        free = []
        for lesson in waiting:
            reason = impossible.get((lesson.text, lesson.topic))
            if reason is None:
                free.append(lesson)
            else:
                await self._settle([lesson], Verdict.impossible(reason))
        return free

    async def _settle(self, tried: Sequence[Lesson], verdict: Verdict) -> None:
        state = LessonState.LEARNED if verdict.passes else LessonState.REFUSED
        now = self._clock.now()
        async with self._database.transaction() as session:
            for lesson in tried:
                if await lessons.settle(session, lesson.id, state, verdict.as_json(), now):
                    await self._tell(session, lesson, verdict, now)

    async def _tell(
        self, session: AsyncSession, lesson: Lesson, verdict: Verdict, now: datetime
    ) -> None:
        """Whoever accepted it hears what came of it."""
        decider = await session.get(Person, lesson.decided_by)
        if decider is None:
            return
        community = await session.get_one(Community, lesson.community_id)
        cause = f"lesson:{_decision(lesson)}"
        bag = desk(session, self._texts, self._catalogue, community, cause, now).bag
        title = title_of(self._catalogue, lesson.topic, decider.language)
        if verdict.passes:
            bag.tell(decider, "manager.lesson_learned", said=lesson.text, title=title)
        else:
            reason = next(iter(verdict.left_out), None)
            insist = ((button("learn_anyway", Action.INSIST_LESSON, lesson.id),),)
            bag.tell(
                decider,
                "manager.lesson_refused",
                buttons=() if reason else insist,
                said=lesson.text,
                title=title,
                unknown=reason is not None and reason.owner is None,
                owner=self._title(reason.owner, decider) if reason else None,
                robbed=[
                    {"title": self._title(topic, decider), "count": count}
                    for topic, count in verdict.robbed
                ],
                points=verdict.points_lost,
            )
        await bag.drop(session)

    def _title(self, topic: str | None, reader: Person) -> str | None:
        return title_of(self._catalogue, topic, reader.language) if topic else None


def _decision(lesson: Lesson) -> str:
    """Which lesson, and when it was accepted: it may be tried again, and told again."""
    return f"{lesson.id}:{lesson.decided_at:%Y%m%d%H%M%S}"


def one_meaning_each(waiting: Sequence[Lesson]) -> list[Lesson]:
    """Of two for the same words the older decision; the other waits for what comes of it."""
    first: dict[str, Lesson] = {}
    for lesson in waiting:
        first.setdefault(lesson.folded, lesson)
    return list(first.values())


def apart(tried: list[Lesson], verdict: Verdict) -> list[list[Lesson]]:
    """Those whose topics would steal after those whose would not; else the older half first."""
    thieves = {theft.thief for theft in verdict.thefts}
    blamed = [each for each in tried if each.topic in thieves]
    others = [each for each in tried if each.topic not in thieves]
    if blamed and others:
        return [others, blamed]
    middle = len(tried) // 2
    return [tried[:middle], tried[middle:]]


def title_of(catalogue: Catalogue, topic: str, language: Language) -> str:
    """A topic as people read it; its plain id where this version no longer ships it."""
    known = catalogue.topics.get(topic)
    return known.name[language] if known else topic
