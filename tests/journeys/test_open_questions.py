"""Journey: what nobody could answer is answered once by the manager, and from then on always."""

from sqlalchemy import select

from db.models import OwnQuestion
from db.vocabulary import Language, LessonSource, LessonState, OwnQuestionState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.schooling import (
    ANSWER,
    HOW_TO_PAY,
    LEAK,
    NOT_UNDERSTOOD,
    UNCLEAR,
    after_school,
    at_school,
    lessons_of,
    questions_of,
    taught_to_mean,
)
from tests.journeys.stage import Stage
from tests.journeys.understood import Understood

SECOND_LANGUAGE = {
    Language.HANT: (Language.EN, "Cash, at the desk."),
    Language.HANS: (Language.EN, "Cash, at the desk."),
    Language.EN: (Language.HANT, "請到櫃台繳。"),
}
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


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
async def test_an_answer_that_is_too_long_is_told_the_length_that_counts(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    await stage.say("alice", HOW_TO_PAY[Language.HANT])
    await stage.tap("alice", "not_helpful")
    await stage.say("mei", "/teach")
    await stage.tap("mei", "answer_question")
    refused = (await stage.say("mei", "<" * 200)).one_to("mei")
    assert "800" in refused.text, "&lt; is four signs"
    preview = (await stage.say("mei", "<" * 100)).one_to("mei")
    assert stage.find_label(preview, "publish_answer"), "it still waits for one"


async def answer_that_does_not_help(stage: Stage) -> None:
    """The manager answers the open question; Alice reads it, and it is open again."""
    await stage.say("alice", HOW_TO_PAY[stage.language])
    await stage.tap("alice", "not_helpful")
    await stage.say("mei", "/teach")
    await stage.tap("mei", "answer_question")
    await stage.say("mei", ANSWER[stage.language])
    told = (await stage.tap("mei", "publish_answer")).one_to("alice")
    await stage.tap("alice", "not_helpful", message=told)
    await stage.say("mei", "/teach")


async def own_states(stage: Stage) -> list[OwnQuestionState]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(OwnQuestion.state).order_by(OwnQuestion.id)))


@every_language
async def test_what_a_question_means_after_all_takes_the_answer_back(stage: Stage) -> None:
    language = stage.language
    at_school(stage)
    await answer_that_does_not_help(stage)
    chosen = await taught_to_mean(
        stage, "q_parking_visitor", "which_topic", "categories.parking_vehicle"
    )
    assert chosen.note == stage.words("manager.lesson_accepted", withdrawn=True)
    assert await own_states(stage) == [OwnQuestionState.WITHDRAWN]
    await stage.guanjia.ticker.tick()
    shipped = (await stage.say("alice", HOW_TO_PAY[language])).one_to("alice")
    assert ANSWER[language] not in shipped.text


@every_language
async def test_a_question_that_needs_no_answer_takes_the_answer_back(stage: Stage) -> None:
    at_school(stage)
    await answer_that_does_not_help(stage)
    dismissed = await stage.tap("mei", "dismiss_question")
    assert dismissed.note == stage.words("manager.question_dismissed", withdrawn=True)
    assert await own_states(stage) == [OwnQuestionState.WITHDRAWN]


@one_database
async def test_an_answer_that_is_just_what_is_meant_stays(hant_stage: Stage) -> None:
    stage = hant_stage
    at_school(stage)
    await answer_that_does_not_help(stage)
    await stage.guanjia.ticker.tick()
    own = stage.guanjia.school.knowledge.catalogue["own_1"]
    category = f"categories.{own.category}"
    chosen = await taught_to_mean(stage, own.id, "which_topic", category)
    assert chosen.note == stage.words("manager.lesson_accepted", withdrawn=False)
    assert await own_states(stage) == [OwnQuestionState.PUBLISHED]


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
