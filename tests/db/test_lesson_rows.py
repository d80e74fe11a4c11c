"""Lessons, open questions and own questions as rows: once each, and whoever is first decides."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import lessons, open_questions
from db.models import Lesson, OpenQuestion, OwnQuestion
from db.vocabulary import LessonSource, LessonState, OpenQuestionState, OwnQuestionState
from tests.db.estate import NOW, Estate, at_once

WORDS = "水槽下面一直滴"
VERDICT = {"accuracy_before": 0.93, "accuracy_after": 0.93, "thefts": []}


async def propose(estate: Estate, topic: str = "leak", words: str = WORDS, **more: Any) -> None:
    given: dict[str, Any] = {
        "community_id": estate.community.id,
        "text": words,
        "folded": words,
        "topic": topic,
        "was": "drain_blocked",
        "source": LessonSource.CORRECTED,
        "now": NOW,
    }
    async with estate.database.transaction() as session:
        await lessons.propose(session, **given | more)


async def proposed(estate: Estate, **fields: Any) -> Lesson:
    await propose(estate)
    async with estate.database.transaction() as session:
        lesson = (await session.scalars(select(Lesson))).one()
        for field, value in fields.items():
            setattr(lesson, field, value)
    return lesson


async def accepted(estate: Estate) -> Lesson:
    return await proposed(
        estate, state=LessonState.ACCEPTED, decided_by=estate.mei.id, decided_at=NOW
    )


async def asked(estate: Estate, *people: Any, words: str = "訪客可以停多久") -> int:
    async with estate.database.transaction() as session:
        row = await open_questions.begin(
            session,
            community_id=estate.community.id,
            text=words,
            folded=words,
            topic=None,
            now=NOW,
        )
        for person in people:
            await open_questions.ask(session, row, person.id, words, NOW)
    return row


async def own_question(estate: Estate) -> OwnQuestion:
    own = OwnQuestion(
        community_id=estate.community.id,
        name="訪客停車",
        category="parking_vehicle",
        phrases=["訪客可以停多久"],
        answers={"zh-Hant": "兩個小時"},
        written_by=estate.mei.id,
        changed_at=NOW,
    )
    await estate.add(own)
    return own


async def test_the_same_words_are_proposed_once_for_a_topic(estate: Estate) -> None:
    await propose(estate)
    await propose(estate)
    await propose(estate, topic="no_water")
    await propose(estate, community_id=estate.elsewhere.id)
    async with estate.database.reading() as session:
        assert await lessons.count_proposed(session, estate.community.id) == 2
        assert await lessons.count_proposed(session, estate.elsewhere.id) == 1
        first = await lessons.next_proposed(session, estate.community.id)
        assert first is not None
        second = await lessons.next_proposed(session, estate.community.id, after=first.id)
        assert second is not None
        assert (first.topic, second.topic) == ("leak", "no_water")
        assert await lessons.next_proposed(session, estate.community.id, second.id) is None


async def test_what_was_declined_is_not_proposed_again(estate: Estate) -> None:
    lesson = await proposed(estate)
    async with estate.database.transaction() as session:
        assert await lessons.decide(session, lesson.id, LessonState.DECLINED, estate.mei.id, NOW)
    await propose(estate)
    async with estate.database.reading() as session:
        assert await lessons.count_proposed(session, estate.community.id) == 0


async def test_what_a_trial_refused_is_proposed_again_where_it_is_said_again(
    estate: Estate,
) -> None:
    lesson = await accepted(estate)
    async with estate.database.transaction() as session:
        await lessons.settle(session, lesson.id, LessonState.REFUSED, VERDICT, NOW)
    later = NOW + timedelta(days=1)
    await propose(estate, topic="no_water", now=later)
    async with estate.database.reading() as session:
        assert (await session.get_one(Lesson, lesson.id)).state is LessonState.REFUSED
    await propose(estate, now=later)
    async with estate.database.reading() as session:
        again = await session.get_one(Lesson, lesson.id)
        assert (again.state, again.proposed_at, again.tried_at) == (
            LessonState.PROPOSED,
            later,
            NOW,
        )


@pytest.mark.parametrize(
    ("state", "is_tried"),
    [
        (LessonState.PROPOSED, True),
        (LessonState.DECLINED, True),
        (LessonState.REFUSED, True),
        (LessonState.ACCEPTED, False),
        (LessonState.LEARNED, False),
    ],
)
async def test_a_manager_may_have_it_tried_again_unless_it_counts(
    estate: Estate, state: LessonState, is_tried: bool
) -> None:
    lesson = await proposed(estate, state=state)

    async with estate.database.transaction() as session:
        assert await lessons.accept(session, lesson.id, estate.mei.id, NOW) is is_tried
        assert not await lessons.accept(session, lesson.id, estate.mei.id, NOW)
    async with estate.database.reading() as session:
        waiting = [each.id for each in await lessons.accepted(session, 5)]
    assert waiting == ([lesson.id] if state is not LessonState.LEARNED else [])


async def test_of_two_managers_one_decides(estate: Estate) -> None:
    lesson = await proposed(estate)

    def decide(state: LessonState) -> Any:
        async def press(session: AsyncSession) -> bool:
            return await lessons.decide(session, lesson.id, state, estate.mei.id, NOW)

        return press

    both = decide(LessonState.ACCEPTED), decide(LessonState.DECLINED)
    assert await at_once(estate.database, *both) == (True, False)
    async with estate.database.reading() as session:
        assert [each.id for each in await lessons.accepted(session, 5)] == [lesson.id]


async def test_of_two_trials_one_writes_the_verdict(estate: Estate) -> None:
    lesson = await accepted(estate)

    async def settle(session: AsyncSession) -> bool:
        return await lessons.settle(session, lesson.id, LessonState.LEARNED, VERDICT, NOW)

    assert await at_once(estate.database, settle, settle) == (True, False)
    async with estate.database.reading() as session:
        (learned,) = await lessons.learned(session)
        assert learned.verdict == VERDICT
        assert learned.tried_at == NOW
        assert await lessons.accepted(session, 5) == []


async def test_only_what_was_refused_can_be_insisted_on_and_only_once(estate: Estate) -> None:
    lesson, mei = await accepted(estate), estate.mei.id
    async with estate.database.transaction() as session:
        assert not await lessons.insist(session, lesson.id, mei, NOW)
        await lessons.settle(session, lesson.id, LessonState.REFUSED, VERDICT, NOW)
        assert await lessons.insist(session, lesson.id, mei, NOW)
        assert not await lessons.insist(session, lesson.id, mei, NOW)


async def test_the_oldest_decision_is_tried_first(estate: Estate) -> None:
    for number, minutes in enumerate((5, 1, 3)):
        await propose(estate, words=f"句子{number}")
        async with estate.database.transaction() as session:
            newest = (await session.scalars(select(Lesson).order_by(Lesson.id.desc()))).first()
            assert newest is not None
            when = NOW + timedelta(minutes=minutes)
            await lessons.decide(session, newest.id, LessonState.ACCEPTED, estate.mei.id, when)
    async with estate.database.reading() as session:
        found = await lessons.accepted(session, 2)
        assert [each.text for each in found] == ["句子1", "句子2"]


async def test_the_edition_changes_with_all_that_counts_and_nothing_else(estate: Estate) -> None:
    async def edition() -> lessons.Edition:
        async with estate.database.reading() as session:
            return await lessons.edition(session)

    editions = [await edition()]
    assert editions == [(0, None, None, 0, None)]
    lesson, own = await accepted(estate), await own_question(estate)
    assert await edition() == editions[0], "nothing counts yet"
    async with estate.database.transaction() as session:
        await lessons.settle(session, lesson.id, LessonState.REFUSED, VERDICT, NOW)
    assert await edition() == editions[0]
    async with estate.database.transaction() as session:
        await lessons.insist(session, lesson.id, estate.mei.id, NOW)
    editions.append(await edition())
    for state, after in (
        (OwnQuestionState.PUBLISHED, OwnQuestionState.DRAFT),
        (OwnQuestionState.WITHDRAWN, OwnQuestionState.PUBLISHED),
    ):
        async with estate.database.transaction() as session:
            assert await open_questions.turn_into(session, own.id, state, NOW, after=after)
        editions.append(await edition())
    assert editions[3] == editions[1], "withdrawn is as if it had never been"
    assert len(set(editions)) == 3


async def test_everybody_who_asks_counts_once(estate: Estate) -> None:
    row = await asked(estate, estate.alice, estate.bob, estate.alice)
    again = await asked(estate, estate.alice)
    assert again == row
    async with estate.database.reading() as session:
        question = await session.get_one(OpenQuestion, row)
        assert question.asked == 2
        who = [person.id for _, person in await open_questions.askers(session, row)]
        assert who == [estate.alice.id, estate.bob.id]


@pytest.mark.parametrize(
    ("settled", "then"),
    [
        (OpenQuestionState.ANSWERED, OpenQuestionState.OPEN),
        (OpenQuestionState.DISMISSED, OpenQuestionState.DISMISSED),
    ],
)
async def test_an_answer_that_does_not_help_opens_the_question_again(
    estate: Estate, settled: OpenQuestionState, then: OpenQuestionState
) -> None:
    row = await asked(estate, estate.alice)
    async with estate.database.transaction() as session:
        assert await open_questions.settle(session, row, settled, estate.mei.id, NOW)
        assert not await open_questions.settle(session, row, settled, estate.mei.id, NOW)
        assert await open_questions.next_open(session, estate.community.id) is None
        await open_questions.ask(session, row, estate.bob.id, "停多久", NOW)
    async with estate.database.reading() as session:
        assert (await session.get_one(OpenQuestion, row)).state is then


async def test_an_own_question_is_published_once(estate: Estate) -> None:
    own = await own_question(estate)

    async def publish(session: AsyncSession) -> bool:
        return await open_questions.turn_into(
            session,
            own.id,
            OwnQuestionState.PUBLISHED,
            NOW,
            after=OwnQuestionState.DRAFT,
        )

    assert await at_once(estate.database, publish, publish) == (True, False)
    async with estate.database.reading() as session:
        (found,) = await open_questions.published(session)
        assert found.answers == {"zh-Hant": "兩個小時"}


async def test_what_came_in_on_a_day_is_counted_while_it_waits(estate: Estate) -> None:
    lesson, here = await proposed(estate), estate.community.id
    await asked(estate, estate.alice)
    begin, end = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    async with estate.database.transaction() as session:
        assert await lessons.proposed_between(session, here, begin, end) == 1
        assert await lessons.proposed_between(session, here, end, end) == 0
        assert await open_questions.asked_between(session, here, begin, end) == 1
        assert await open_questions.asked_between(session, here, begin, NOW) == 0
        await lessons.decide(session, lesson.id, LessonState.DECLINED, estate.mei.id, NOW)
        assert await lessons.proposed_between(session, here, begin, end) == 0
