"""A school whose training takes no time, what goes wrong before it, and how it is put right.

The training prints what the test wants, and remembers what it was asked.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.learning.own_questions import compared
from bot.learning.training import TrainingError
from db import people
from db.models import Lesson, OpenQuestion, OwnQuestion
from db.vocabulary import Language, LessonSource, LessonState, OwnQuestionState
from intents import Catalogue, Category, Kind, Lessons, Sources
from intents.trial import left_out
from tests.journeys.stage import Heard, Stage

LEAK = {
    Language.HANT: "廚房水管漏水",
    Language.HANS: "厨房水管漏水",
    Language.EN: "The kitchen pipe is leaking",
}
HOW_TO_PAY = {
    Language.HANT: "管理費怎麼繳？",
    Language.HANS: "物业费怎么交？",
    Language.EN: "How do I pay the management fee?",
}
ANSWER = {
    Language.HANT: "請到櫃台 <1樓> 繳 {{ 現金 }}。",
    Language.HANS: "请到前台 <1楼> 交 {{ 现金 }}。",
    Language.EN: "Please pay {{ cash }} at the desk <ground floor>.",
}
UNCLEAR = {
    Language.HANT: "那個東西又怪怪的",
    Language.HANS: "那个东西又怪怪的",
    Language.EN: "that thing is acting up again",
}
NOT_UNDERSTOOD: dict[str, Any] = {
    "kind": Kind.OTHER,
    "category": Category.OTHER,
    "topic": None,
    "sure": False,
    "confidence": 0.1,
    "suggestions": (),
}

HARMLESS: dict[str, Any] = {"accuracy_before": 0.931, "accuracy_after": 0.932, "thefts": []}


@dataclass
class FakeTraining:
    """`python -m intents try` and `train` over the shipped catalogue, as a school runs them."""

    catalogue: Catalogue
    verdict: dict[str, Any] = field(default_factory=lambda: dict(HARMLESS))
    broken: bool = False
    thieves: dict[str, dict[str, str]] = field(default_factory=dict)
    """Words that steal, wherever they are tried: what, from whom, by whom."""
    tried: list[list[str]] = field(default_factory=list)
    trained: list[Lessons] = field(default_factory=list)
    learned_from: list[Sources] = field(default_factory=list)
    """The files that each training was given."""

    async def __call__(self, arguments: Sequence[str]) -> str:
        if self.broken:
            raise TrainingError("out of memory")
        command, *options = arguments
        named = dict(zip(options[::2], options[1::2], strict=True))
        given = Lessons.read(Path(named["--lessons"]))
        if command == "try":
            self.tried.append([each.text for each in given.tried])
            thefts = [self.thieves[text] for text in self.tried[-1] if text in self.thieves]
            impossible = [asdict(each) for each in left_out(self.catalogue, given)]
            found = {"thefts": [*self.verdict["thefts"], *thefts], "left_out": impossible}
            return json.dumps(self.verdict | found)
        self.trained.append(given)
        self.learned_from.append(Sources.read(Path(named["--home"])))
        return ""


def at_school(stage: Stage) -> FakeTraining:
    """From now on nothing is trained for real."""
    training = FakeTraining(stage.guanjia.library.catalogue)
    stage.guanjia.school.run = training
    stage.guanjia.school.engine_from = lambda *_: stage.guanjia.library.engine
    return training


async def after_school(stage: Stage) -> Heard:
    """The trial, the training after it, and what is said about both."""
    for _ in range(3):
        await stage.guanjia.ticker.tick()
        await stage.guanjia.trials.settled()
        await stage.guanjia.school.settled()
    return await stage.wait("1s")


async def lessons_of(stage: Stage) -> list[Lesson]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(Lesson).order_by(Lesson.id)))


async def questions_of(stage: Stage) -> list[OpenQuestion]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(OpenQuestion).order_by(OpenQuestion.id)))


async def correct(stage: Stage) -> Heard:
    """Alice's leak was a blocked drain."""
    await stage.say("alice", LEAK[stage.language])
    await stage.tap("alice", "wrong_category")
    label = stage.guanjia.library.texts.words(
        "categories.sewage_drain", stage.language, {"terms": {}}
    )
    return await stage.tap("alice", label)


async def accepted_lesson(stage: Stage, text: str, topic: str) -> None:
    async with stage.guanjia.database.transaction() as session:
        (mei,) = await people.managers_of(session, 1)
        session.add(
            Lesson(
                community_id=1,
                text=text,
                folded=compared(text),
                topic=topic,
                source=LessonSource.CORRECTED,
                state=LessonState.ACCEPTED,
                proposed_at=stage.now,
                decided_by=mei.id,
                decided_at=stage.now,
            )
        )


def own_question(words: str, answer: str, by: int, now: datetime) -> OwnQuestion:
    return OwnQuestion(
        community_id=1,
        name=words,
        category="other",
        phrases=[words],
        answers={"zh-Hant": answer},
        state=OwnQuestionState.PUBLISHED,
        written_by=by,
        changed_at=now,
    )


def title_of(stage: Stage, topic: str) -> str:
    return stage.guanjia.library.catalogue[topic].name[stage.language]


async def taught_to_mean(stage: Stage, topic: str, button: str, category: str) -> Heard:
    """The manager presses `other_topic` or `which_topic`, and finds the topic."""
    await stage.tap("mei", button)
    label = stage.guanjia.library.texts.words(category, stage.language, {"terms": {}})
    await stage.tap("mei", label)
    offered = await stage.newest_with("teach", "mei")
    return await stage.tap("mei", next(each for each in offered.data if each.endswith(f":{topic}")))
