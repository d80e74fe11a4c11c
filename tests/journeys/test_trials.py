"""Journey: what was taught is tried, and learned or refused with its reason."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from db import people
from db.vocabulary import Language, LessonState
from intents import Catalogue, Engine
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.schooling import (
    LEAK,
    NOT_UNDERSTOOD,
    UNCLEAR,
    accepted_lesson,
    after_school,
    at_school,
    correct,
    lessons_of,
    own_question,
    taught_to_mean,
    title_of,
)
from tests.journeys.stage import Stage
from tests.journeys.understood import Understood


@one_database
async def test_a_training_that_fails_changes_nothing_and_is_told_once(
    hant_stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage = hant_stage
    training = at_school(stage)
    training.broken = True
    before = stage.guanjia.school.knowledge.engine
    await correct(stage)
    await stage.say("mei", "/teach")
    await stage.tap("mei", "learn")
    await after_school(stage)
    assert (await stage.messages("mei"))[-1].text == stage.words("manager.learning_failed")
    assert "out of memory" in caplog.text
    assert stage.guanjia.school.knowledge.engine is before
    for _ in range(3):
        assert not (await stage.wait("11m")).to("mei")
        await after_school(stage)

    training.broken = False
    await stage.wait("11m")
    await after_school(stage)
    (lesson,) = await lessons_of(stage)
    assert lesson.state is LessonState.LEARNED


@one_database
async def test_a_restart_knows_what_was_learned(make_stage: Any) -> None:
    """The tables tell it; nothing is kept in the program."""
    first: Stage = await make_stage(Language.HANT)
    at_school(first)
    await correct(first)
    await first.say("mei", "/teach")
    await first.tap("mei", "learn")
    await after_school(first)
    second: Stage = await make_stage(Language.HANT)
    training = at_school(second)
    seen: list[Catalogue] = []

    def engine_from(catalogue: Catalogue, _: Path) -> Engine:
        seen.append(catalogue)
        return second.guanjia.library.engine

    second.guanjia.school.engine_from = engine_from
    await second.guanjia.school.relearn()
    (lesson,) = await lessons_of(second)
    assert [each.text for each in training.trained[-1].learned] == [lesson.text]
    assert seen[-1].owner_of(LEAK[Language.HANT]) == lesson.topic


@one_database
async def test_of_several_on_trial_only_those_to_blame_are_refused(hant_stage: Stage) -> None:
    stage = hant_stage
    training = at_school(stage)
    words = ["句子甲", "句子乙", "句子丙", "句子丁"]
    theft = {"phrase": "…", "topic": "water_leak", "thief": "pests_indoors"}
    training.thieves = {"句子丙": theft}
    topics = [topic.id for topic in stage.guanjia.library.catalogue if topic.kind == "request"]
    for text, topic in zip(words, topics, strict=False):
        await accepted_lesson(stage, text, topic)
    await after_school(stage)
    assert training.tried == [words, words[:2], words[2:], words[2:3], words[3:]]
    states = {lesson.text: lesson.state for lesson in await lessons_of(stage)}
    refused = states.pop("句子丙")
    assert refused is LessonState.REFUSED
    assert set(states.values()) == {LessonState.LEARNED}


@every_language
async def test_what_was_refused_and_is_said_again_is_tried_again(stage: Stage) -> None:
    training, language = at_school(stage), stage.language
    await correct(stage)
    (lesson,) = await lessons_of(stage)
    theft = {"phrase": "…", "topic": "pests_indoors", "thief": lesson.topic}
    training.thieves = {LEAK[language]: theft}
    await stage.say("mei", "/teach")
    await stage.tap("mei", "learn")
    await after_school(stage)
    assert (await lessons_of(stage))[0].state is LessonState.REFUSED

    training.thieves = {}
    await stage.tap("alice", "withdraw")
    await stage.tap("alice", "withdraw_yes")
    await correct(stage)
    card = (await stage.say("mei", "/teach")).one_to("mei")
    assert LEAK[language] in card.text
    again = await stage.tap("mei", "learn", message=card)
    assert again.note == stage.words("manager.lesson_accepted", withdrawn=False)
    await after_school(stage)
    assert training.tried == [[LEAK[language]]] * 2
    assert (await lessons_of(stage))[0].state is LessonState.LEARNED
    assert (await stage.messages("mei"))[-1].text.startswith("🎓"), "told a second time"


@one_database
async def test_what_was_declined_is_tried_where_the_manager_says_so_later(
    hant_stage: Stage, understood: Understood
) -> None:
    """Once it is learned, there is nothing to try."""
    stage, said = hant_stage, UNCLEAR[Language.HANT]
    training = at_school(stage)
    understood(said, **NOT_UNDERSTOOD | {"suggestions": ("water_leak", "lift_out_of_order")})
    await stage.say("alice", said)
    await stage.tap("alice", title_of(stage, "water_leak"))
    await stage.say("mei", "/teach")
    await stage.tap("mei", "decline_lesson")

    for who, note in (("dora", "manager.lesson_accepted"), ("erin", "manager.lesson_known")):
        await move_in(stage, who, "5-8A", Language.HANT)
        await stage.say(who, said)
        await stage.tap(who, "none_of_these")
        await stage.say("mei", "/teach")
        chosen = await taught_to_mean(stage, "water_leak", "which_topic", "categories.water")
        assert chosen.note == stage.words(note, withdrawn=False)
        await after_school(stage)
        (lesson,) = await lessons_of(stage)
        assert lesson.state is LessonState.LEARNED
    assert training.tried == [[said]]


@every_language
async def test_what_cannot_be_taught_is_told_with_its_reason_and_the_others_are_learned(
    stage: Stage,
) -> None:
    training, language = at_school(stage), stage.language
    leak = stage.guanjia.library.catalogue["water_leak"]
    taken = leak.phrases[language.value][0]
    await accepted_lesson(stage, taken, "pests_indoors")
    await accepted_lesson(stage, "句子甲", "gone_with_the_last_version")
    await accepted_lesson(stage, "句子乙", "pests_indoors")
    await after_school(stage)

    states = {lesson.text: lesson.state for lesson in await lessons_of(stage)}
    refused = LessonState.REFUSED
    assert states == {taken: refused, "句子甲": refused, "句子乙": LessonState.LEARNED}
    assert training.tried == [[taken, "句子甲", "句子乙"]]
    told = [message for message in await stage.messages("mei") if message.text.startswith("✋")]
    by_words = {
        lesson: next(each for each in told if lesson in each.text)
        for lesson in states
        if states[lesson] is refused
    }
    assert leak.name[language] in by_words[taken].text
    assert "gone_with" not in by_words["句子甲"].text
    for message in told:
        assert stage.find_label(message, "learn_anyway") is None
        pressed = await stage.tap("mei", "insist:1", message=message, stale=True)
        assert pressed.note == stage.words("common.stale")


@one_database
async def test_words_with_an_own_answer_cannot_be_taught_to_mean_something_else(
    hant_stage: Stage,
) -> None:
    stage, words = hant_stage, "訪客的車可以停多久"
    training = at_school(stage)
    async with stage.guanjia.database.transaction() as session:
        (mei,) = await people.managers_of(session, 1)
        session.add(own_question(words, "兩小時", mei.id, stage.now))
    await accepted_lesson(stage, words, "pests_indoors")
    await after_school(stage)
    (lesson,) = await lessons_of(stage)
    assert lesson.state is LessonState.REFUSED
    assert not training.tried
    (told,) = [each for each in await stage.messages("mei") if each.text.startswith("✋")]
    assert words in told.text.splitlines()[-1], "named as what stands in the way"


@one_database
async def test_what_is_taught_while_a_training_goes_on_is_learned_after_it(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    training, school = at_school(stage), stage.guanjia.school
    go_on = asyncio.Event()

    async def slowly(arguments: Sequence[str]) -> str:
        printed = await training(arguments)
        await go_on.wait()
        return printed

    school.run = slowly
    for words, answer in (("訪客的車可以停多久", "兩小時"), ("可以借推車嗎", "可以")):
        async with stage.guanjia.database.transaction() as session:
            (mei,) = await people.managers_of(session, 1)
            session.add(own_question(words, answer, mei.id, stage.now))
        await school.refresh()
        assert (await stage.say("alice", words)).one_to("alice").text == answer
    go_on.set()
    await school.settled()
    assert [len(given.questions) for given in training.trained] == [1, 2]
    assert school.knowledge.trained == {"own_1", "own_2"}
