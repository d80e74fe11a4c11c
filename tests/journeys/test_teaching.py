"""Journey: what people correct is proposed to the manager, who teaches it or does not."""

from db.vocabulary import Language, LessonSource, LessonState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.schooling import (
    HOW_TO_PAY,
    LEAK,
    NOT_UNDERSTOOD,
    UNCLEAR,
    after_school,
    at_school,
    correct,
    lessons_of,
    questions_of,
    title_of,
)
from tests.journeys.stage import Stage
from tests.journeys.understood import Understood

FORGED = (
    *("learn:1", "lno:1", "insist:1", "later:l:0", "tcat:l:1", "ttop:l:1:water"),
    *("teach:l:1:water_leak", "qans:1", "quse:1", "qno:1", "qlang:1:1:en"),
    *("qpub:1:1:00000000", "qback:1"),
)


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
    assert accepted.note == stage.words("manager.lesson_accepted", withdrawn=False)
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
