"""Journey: what went wrong is proposed to the manager, tried, and learned or answered."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db import people
from db.models import Lesson, OpenQuestion, OwnQuestion
from db.vocabulary import Language, LessonSource, LessonState, OwnQuestionState
from intents import Catalogue, Category, Engine, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.schooling import FakeTraining
from tests.journeys.stage import Heard, Stage
from tests.journeys.understood import Understood

LEAK = {
    Language.HANT: "廚房水管漏水",
    Language.HANS: "厨房水管漏水",
    Language.EN: "The kitchen pipe is leaking",
}
DRAIN = {Language.HANT: "排水・馬桶", Language.HANS: "排水・马桶", Language.EN: "Drains"}
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
SECOND_LANGUAGE = {
    Language.HANT: (Language.EN, "Cash, at the desk."),
    Language.HANS: (Language.EN, "Cash, at the desk."),
    Language.EN: (Language.HANT, "請到櫃台繳。"),
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
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

FORGED = (
    *("learn:1", "lno:1", "insist:1", "later:l:0", "tcat:l:1", "ttop:l:1:water"),
    *("teach:l:1:water_leak", "qans:1", "quse:1", "qno:1", "qlang:1:1:en"),
    *("qpub:1:1:00000000", "qback:1"),
)


def at_school(stage: Stage) -> FakeTraining:
    """From now on nothing is trained for real."""
    training = FakeTraining()
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


def title_of(stage: Stage, topic: str) -> str:
    return stage.guanjia.library.catalogue[topic].name[stage.language]


@every_language
async def test_a_corrected_category_is_tried_and_learned(stage: Stage) -> None:
    training, language = at_school(stage), stage.language
    await correct(stage)
    (lesson,) = await lessons_of(stage)
    assert lesson.source is LessonSource.CORRECTED

    card = (await stage.say("mei", "/teach")).one_to("mei")
    assert LEAK[language] in card.text
    assert title_of(stage, lesson.topic) in card.text
    assert "Alice" not in card.text
    accepted = await stage.tap("mei", "learn")
    assert accepted.note == stage.words("manager.lesson_accepted")
    assert accepted.to("mei")[0].text == stage.words("manager.nothing_to_teach")

    await after_school(stage)
    (lesson,) = await lessons_of(stage)
    assert lesson.state is LessonState.LEARNED
    assert training.tried == [[LEAK[language]]]
    assert [each.text for each in training.trained[-1].learned] == [LEAK[language]]
    told = (await stage.messages("mei"))[-1]
    assert LEAK[language] in told.text
    assert told.text.startswith("🎓")

    twice = await stage.tap("mei", "learn", message=card)
    assert twice.note == stage.words("common.already_answered")


@every_language
async def test_a_lesson_that_would_steal_is_refused_until_the_manager_insists(
    stage: Stage,
) -> None:
    training, language = at_school(stage), stage.language
    await correct(stage)
    (lesson,) = await lessons_of(stage)
    theft = {"phrase": "…", "topic": "water_leak", "thief": lesson.topic}
    victim = next(topic for topic in stage.guanjia.library.catalogue if topic.id != lesson.topic)
    theft["topic"] = victim.id
    training.verdict |= {"thefts": [theft, theft, theft]}

    await stage.say("mei", "/teach")
    await stage.tap("mei", "learn")
    await after_school(stage)
    refused = (await stage.messages("mei"))[-1]
    assert victim.name[language] in refused.text
    assert "3" in refused.text
    assert not training.trained

    insisted = await stage.tap("mei", "learn_anyway")
    assert insisted.one_to("mei").text.startswith("🎓")
    await after_school(stage)
    assert len(training.trained) == 1
    twice = await stage.tap("mei", "learn_anyway", message=refused)
    assert twice.note == stage.words("common.already_answered")


@every_language
async def test_a_question_is_answered_once_and_then_always(stage: Stage) -> None:
    training, language = at_school(stage), stage.language
    await stage.say("alice", HOW_TO_PAY[language])
    await stage.tap("alice", "not_helpful")

    card = (await stage.say("mei", "/teach")).one_to("mei")
    assert HOW_TO_PAY[language] in card.text
    await stage.tap("mei", "answer_question")
    preview = (await stage.say("mei", ANSWER[language])).one_to("mei")
    assert ANSWER[language] in preview.text

    other, words = SECOND_LANGUAGE[language]
    await stage.tap("mei", f"add_{other.name.lower()}")
    both = (await stage.say("mei", words)).one_to("mei")
    assert words in both.text
    stale = await stage.tap("mei", "publish_answer", message=preview)
    assert stale.note == stage.words("common.stale")

    published = await stage.tap("mei", "publish_answer", message=both)
    told = published.one_to("alice")
    assert HOW_TO_PAY[language] in told.text
    assert ANSWER[language] in told.text
    assert stage.find_label(told, "not_helpful")

    await stage.guanjia.ticker.tick()
    again = (await stage.say("alice", HOW_TO_PAY[language])).one_to("alice")
    assert again.text == ANSWER[language], "before any training is done"
    await after_school(stage)
    assert [topic.id for topic in training.trained[-1].questions] == ["own_1"]
    twice = await stage.tap("mei", "publish_answer", message=both)
    assert twice.note == stage.words("common.already_answered")

    await stage.tap("mei", "withdraw_answer")
    await stage.guanjia.ticker.tick()
    shipped = (await stage.say("alice", HOW_TO_PAY[language])).one_to("alice")
    assert ANSWER[language] not in shipped.text


@one_database
async def test_an_own_answer_that_does_not_help_is_asked_for_again(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    await stage.say("alice", HOW_TO_PAY[Language.HANT])
    await stage.tap("alice", "not_helpful")
    await stage.say("mei", "/teach")
    await stage.tap("mei", "answer_question")
    await stage.say("mei", "請洽櫃台。")
    told = (await stage.tap("mei", "publish_answer")).one_to("alice")
    await stage.tap("alice", "not_helpful", message=told)

    await stage.say("mei", "/teach")
    await stage.tap("mei", "answer_question")
    await stage.say("mei", "一樓櫃台，週一到週五。")
    better = (await stage.tap("mei", "publish_answer")).one_to("alice")
    assert "一樓櫃台" in better.text
    await stage.guanjia.ticker.tick()
    again = (await stage.say("alice", HOW_TO_PAY[Language.HANT])).one_to("alice")
    assert again.text == "一樓櫃台，週一到週五。"


@one_database
async def test_what_the_desk_replied_can_be_the_answer(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    await stage.say("alice", HOW_TO_PAY[Language.HANT])
    await stage.tap("alice", "not_helpful")
    ticket = (await stage.tap("alice", "ask_person")).one_to("staff")
    await stage.say("sue", "可以到一樓櫃台繳。", chat="staff", topic=ticket.topic)
    card = (await stage.say("mei", "/teach")).one_to("mei")
    assert "可以到一樓櫃台繳。" in card.text
    preview = (await stage.tap("mei", "use_reply")).one_to("mei")
    assert "可以到一樓櫃台繳。" in preview.text
    assert stage.find_label(preview, "publish_answer")


@one_database
async def test_the_manager_says_what_it_means_instead(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    await correct(stage)
    await stage.say("mei", "/teach")
    await stage.tap("mei", "other_topic")
    await stage.tap("mei", "停車")
    topics = stage.guanjia.library.catalogue.topics.values()
    chosen = next(topic for topic in topics if topic.category.value == "parking_vehicle")
    label = await stage.newest_with("teach", "mei")
    data = next(each for each in label.data if each.endswith(f":{chosen.id}"))
    await stage.tap("mei", data)
    (lesson,) = await lessons_of(stage)
    assert lesson.topic == chosen.id
    assert lesson.state is not LessonState.PROPOSED


@one_database
async def test_a_question_that_means_something_known_becomes_a_lesson(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    known = stage.guanjia.library.catalogue["q_fee_payment"].phrases["zh-Hant"][0]
    await stage.say("alice", known)
    await stage.tap("alice", "not_helpful")
    await stage.say("mei", "/teach")
    await stage.tap("mei", "which_topic")
    await stage.tap("mei", "停車")
    offered = await stage.newest_with("teach", "mei")
    await stage.tap("mei", offered.data[0])
    (lesson,) = await lessons_of(stage)
    assert lesson.source is LessonSource.NOT_HELPFUL
    await after_school(stage)
    (lesson,) = await lessons_of(stage)
    assert lesson.state is LessonState.REFUSED, "these words are another question's own"
    told = (await stage.messages("mei"))[-1]
    assert stage.find_label(told, "learn_anyway") is None


@one_database
async def test_the_desk_moves_a_ticket_to_another_category(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    await stage.say("alice", LEAK[Language.HANT])
    await stage.tap("bob", "hand_off", chat="staff")
    await stage.tap("bob", "reroute", chat="staff")
    moved = await stage.tap("bob", "清潔・垃圾", chat="staff")
    assert any("🔀" in message.text for message in moved.to("staff"))
    assert any("#1" in message.text for message in moved.to("alice"))
    (lesson,) = await lessons_of(stage)
    assert lesson.source is LessonSource.REROUTED
    assert stage.guanjia.library.catalogue[lesson.topic].category == "cleaning_waste"


@every_language
async def test_a_guess_that_was_right_is_a_lesson(stage: Stage, understood: Understood) -> None:
    said = UNCLEAR[stage.language]
    understood(said, **NOT_UNDERSTOOD | {"suggestions": ("lift_out_of_order", "water_leak")})
    await stage.say("alice", said)
    await stage.tap("alice", title_of(stage, "water_leak"))
    (lesson,) = await lessons_of(stage)
    assert (lesson.text, lesson.topic, lesson.was) == (said, "water_leak", None)
    assert lesson.source is LessonSource.CORRECTED

    await stage.tap("alice", title_of(stage, "lift_out_of_order"))
    assert len(await lessons_of(stage)) == 1, "the words have a ticket: no second meaning"


@every_language
async def test_words_that_nobody_understood_are_an_open_question(
    stage: Stage, understood: Understood
) -> None:
    said = UNCLEAR[stage.language]
    understood(said, **NOT_UNDERSTOOD)
    await stage.say("alice", said)
    ticket = (await stage.tap("alice", "none_of_these")).one_to("staff")
    (question,) = await questions_of(stage)
    assert (question.text, question.topic) == (said, None)

    reply = "15:00"
    await stage.say("sue", reply, chat="staff", topic=ticket.topic)
    card = (await stage.say("mei", "/teach")).one_to("mei")
    assert said in card.text
    assert reply in card.text, "from the ticket in which a person answered it"


@one_database
async def test_unclear_words_that_are_about_no_earlier_ticket_are_an_open_question(
    hant_stage: Stage, understood: Understood
) -> None:
    stage, said = hant_stage, UNCLEAR[Language.HANT]
    await stage.say("alice", LEAK[Language.HANT])
    await stage.say("alice", "12樓電梯壞了")
    understood(said, **NOT_UNDERSTOOD | {"refers_back": True})
    await stage.say("alice", said)
    assert said in (await stage.tap("alice", "new_ticket")).one_to("staff").text
    assert [question.text for question in await questions_of(stage)] == [said]


@one_database
async def test_what_a_newcomer_said_counts_once_they_belong_here(
    hant_stage: Stage, understood: Understood
) -> None:
    stage, said = hant_stage, UNCLEAR[Language.HANT]
    understood(said, **NOT_UNDERSTOOD)
    await stage.say("charlie", said)
    await stage.tap("charlie", "none_of_these")
    assert not await questions_of(stage)
    await stage.say("charlie", "3棟15樓A")
    await stage.tap("mei", "vouch")
    assert [question.text for question in await questions_of(stage)] == [said]


@one_database
async def test_a_picture_without_words_teaches_nothing(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", photo=PICTURE)
    assert (await stage.tap("alice", "none_of_these")).to("staff")
    assert not await questions_of(stage)


@one_database
async def test_declined_and_dismissed_come_no_more(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    await correct(stage)
    await stage.say("alice", HOW_TO_PAY[Language.HANT])
    await stage.tap("alice", "not_helpful")
    await stage.say("mei", "/teach")
    question = (await stage.tap("mei", "decline_lesson")).one_to("mei")
    assert HOW_TO_PAY[Language.HANT] in question.text
    done = (await stage.tap("mei", "dismiss_question")).one_to("mei")
    assert done.text == stage.words("manager.nothing_to_teach")
    await stage.say("alice", HOW_TO_PAY[Language.HANT])
    await stage.tap("alice", "not_helpful")
    assert (await stage.say("mei", "/teach")).one_to("mei").text == done.text


@one_database
async def test_what_waits_is_told_once_the_next_morning(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    await stage.say("alice", HOW_TO_PAY[Language.HANT])
    await stage.tap("alice", "not_helpful")
    assert not (await stage.wait("8h")).to("mei")
    next_day = await stage.go_to("2026-11-24T10:00:00+08:00")
    (told,) = next_day.to("mei")
    assert "1 個問題" in told.text
    assert (await stage.tap("mei", "begin_teaching")).one_to("mei").text.startswith("❓")
    assert not [
        message
        for message in (await stage.go_to("2026-11-26T10:00:00+08:00")).to("mei")
        if message.text.startswith("📚")
    ], "nothing new came in"


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
    theft = {"phrase": "…", "topic": "water_leak", "thief": "pest_control"}
    training.thieves = {"句子丙": theft}
    topics = [topic.id for topic in stage.guanjia.library.catalogue if topic.kind == "request"]
    async with stage.guanjia.database.transaction() as session:
        (mei,) = await people.managers_of(session, 1)
        for text, topic in zip(words, topics, strict=False):
            session.add(
                Lesson(
                    community_id=1,
                    text=text,
                    folded=text,
                    topic=topic,
                    source=LessonSource.CORRECTED,
                    state=LessonState.ACCEPTED,
                    proposed_at=stage.now,
                    decided_by=mei.id,
                    decided_at=stage.now,
                )
            )
    await after_school(stage)
    assert training.tried == [words, words[:2], words[2:], words[2:3], words[3:]]
    states = {lesson.text: lesson.state for lesson in await lessons_of(stage)}
    refused = states.pop("句子丙")
    assert refused is LessonState.REFUSED
    assert set(states.values()) == {LessonState.LEARNED}


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
            session.add(
                OwnQuestion(
                    community_id=1,
                    name=words,
                    category="other",
                    phrases=[words],
                    answers={"zh-Hant": answer},
                    state=OwnQuestionState.PUBLISHED,
                    written_by=mei.id,
                    changed_at=stage.now,
                )
            )
        await school.refresh()
        assert (await stage.say("alice", words)).one_to("alice").text == answer
    go_on.set()
    await school.settled()
    assert [len(given.questions) for given in training.trained] == [1, 2]
    assert school.knowledge.trained == {"own_1", "own_2"}


@one_database
async def test_charlie_and_bob_teach_nothing(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    await correct(stage)
    texts = stage.guanjia.library.texts
    polite = {texts.words("common.not_yours", language, {}) for language in Language}
    for who in ("charlie", "bob"):
        refused = (await stage.say(who, "/teach")).one_to(who)
        assert "/teach" in refused.text
        own = (await stage.say(who, "？")).last_to(who)
        for data in FORGED:
            pressed = await stage.tap(who, data, message=own, stale=True)
            assert pressed.note in polite, data
            assert not pressed.sent, data
    (lesson,) = await lessons_of(stage)
    assert lesson.state is LessonState.PROPOSED

    await stage.say("charlie", HOW_TO_PAY[Language.HANT])
    await stage.tap("charlie", "not_helpful")
    assert not await questions_of(stage), "a stranger's question"
