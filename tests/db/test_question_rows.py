"""Questions about questions: a community's own words, whose answer it was, one ticket each."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db import questions
from db.models import FaqAnswer, FaqOverride
from db.vocabulary import Language
from tests.db.estate import NOW, Estate, at_once


async def answered(estate: Estate) -> FaqAnswer:
    """Alice asked about the pool."""
    given = FaqAnswer(
        community_id=estate.community.id,
        person_id=estate.alice.id,
        topic="q_pool",
        asked="游泳池幾點開？",
        answered_at=NOW,
    )
    await estate.add(given)
    return given


def own_words(estate: Estate, answer: str, language: Language = Language.HANT) -> FaqOverride:
    return FaqOverride(
        community_id=estate.community.id, topic="q_pool", language=language, answer=answer
    )


async def test_a_community_answers_in_its_own_words_where_it_has_some(estate: Estate) -> None:
    await estate.add(own_words(estate, "六點"), own_words(estate, "At six", Language.EN))
    here, there = estate.community.id, estate.elsewhere.id
    async with estate.database.reading() as session:
        assert await questions.override(session, here, "q_pool", Language.HANT) == "六點"
        assert await questions.override(session, here, "q_pool", Language.EN) == "At six"
        assert await questions.override(session, here, "q_pool", Language.HANS) is None
        assert await questions.override(session, here, "q_gym", Language.HANT) is None
        assert await questions.override(session, there, "q_pool", Language.HANT) is None


async def test_a_community_has_one_answer_of_its_own_to_a_question(estate: Estate) -> None:
    await estate.add(own_words(estate, "六點"))
    with pytest.raises(IntegrityError):
        await estate.add(own_words(estate, "七點"))


async def test_a_second_verdict_replaces_the_first(estate: Estate) -> None:
    given = await answered(estate)
    for helpful in (True, False):
        async with estate.database.transaction() as session:
            assert await questions.judge(session, given.id, estate.alice.id, helpful=helpful)
        async with estate.database.reading() as session:
            assert (await session.get_one(FaqAnswer, given.id)).helpful is helpful


async def test_nobody_judges_an_answer_given_to_somebody_else(estate: Estate) -> None:
    given = await answered(estate)
    async with estate.database.transaction() as session:
        assert not await questions.judge(session, given.id, estate.charlie.id, helpful=False)
        assert not await questions.judge(session, given.id + 1, estate.alice.id, helpful=False)
    async with estate.database.reading() as session:
        assert (await session.get_one(FaqAnswer, given.id)).helpful is None


async def test_an_answer_that_did_not_help_becomes_one_ticket(estate: Estate) -> None:
    given, ticket = await answered(estate), estate.ticket()
    await estate.add(ticket)

    async def ask_person(session: AsyncSession) -> bool:
        answer = await questions.claim_for_ticket(session, given.id, estate.alice.id)
        if answer is None:
            return False
        answer.ticket_id = ticket.id
        await session.flush()
        return True

    assert await at_once(estate.database, ask_person, ask_person) == (True, False)


async def test_nobody_makes_a_ticket_of_somebody_elses_question(estate: Estate) -> None:
    given = await answered(estate)
    async with estate.database.transaction() as session:
        assert await questions.claim_for_ticket(session, given.id, estate.charlie.id) is None
        assert await questions.claim_for_ticket(session, given.id + 1, estate.alice.id) is None
        hers = await questions.claim_for_ticket(session, given.id, estate.alice.id)
    assert hers is not None
    assert hers.asked == "游泳池幾點開？"
