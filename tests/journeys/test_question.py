"""Journey: an owner asks something. An answer, and a person where the answer does not help."""

from sqlalchemy import select

from db.models import Community, FaqOverride
from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Stage

HOW_TO_PAY = {
    Language.HANT: "管理費怎麼繳？",
    Language.HANS: "物业费怎么交？",
    Language.EN: "How do I pay the management fee?",
}
BY_TRANSFER = {Language.HANT: "銀行轉帳", Language.HANS: "银行转账", Language.EN: "bank transfer"}
OUR_OWN_ANSWER = {
    Language.HANT: "請到櫃台找小梅，<b>只收現金</b>。洽詢 {{ office_phone }}。",
    Language.HANS: "请到前台找小梅，<b>只收现金</b>。咨询 {{ office_phone }}。",
    Language.EN: "Please pay at our desk, <b>in cash only</b>. Ring {{ office_phone }}.",
}
AS_THEY_READ_IT = {
    Language.HANT: "請到櫃台找小梅，只收現金。洽詢 02-2345-6789。",
    Language.HANS: "请到前台找小梅，只收现金。咨询 02-2345-6789。",
    Language.EN: "Please pay at our desk, in cash only. Ring 02-2345-6789.",
}
SUE = {Language.HANT: "蘇敏", Language.HANS: "苏敏", Language.EN: "Sue So"}


@every_language
async def test_an_answer_that_does_not_help_is_one_tap_from_a_person(stage: Stage) -> None:
    language = stage.language
    answer = (await stage.say("alice", HOW_TO_PAY[language])).one_to("alice")
    assert BY_TRANSFER[language] in answer.text
    glad = await stage.tap("alice", "helpful", message=answer)
    assert glad.note == stage.words("owner.glad_it_helped")
    assert not glad.sent

    sorry = (await stage.tap("alice", "not_helpful", message=answer)).one_to("alice")
    asked = await stage.tap("alice", "ask_person", message=sorry)
    receipt = asked.one_to("alice")
    assert "#1" in receipt.text
    assert HOW_TO_PAY[language] in receipt.text
    assert SUE[language] in receipt.text, "nobody at the front desk: the supervisor answers"
    assert HOW_TO_PAY[language] in asked.one_to("staff").text

    twice = await stage.tap("alice", "ask_person", message=sorry)
    assert "#1" in twice.note
    assert not twice.sent


@every_language
async def test_a_community_answers_in_its_own_words(stage: Stage) -> None:
    language = stage.language
    async with stage.guanjia.database.transaction() as session:
        session.add(
            FaqOverride(
                community_id=(await session.scalars(select(Community.id))).one(),
                topic="q_fee_payment",
                language=language,
                answer=OUR_OWN_ANSWER[language],
            )
        )
    heard = await stage.say("alice", HOW_TO_PAY[language])
    assert heard.one_to("alice").text == AS_THEY_READ_IT[language]
    assert stage.find_label(heard.one_to("alice"), "not_helpful")


@one_database
async def test_somebody_unbound_gets_an_answer_and_through_a_manager_a_person(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    asked = HOW_TO_PAY[Language.HANT]
    answer = (await stage.say("charlie", asked)).one_to("charlie")
    assert BY_TRANSFER[Language.HANT] in answer.text
    await stage.tap("charlie", "not_helpful")
    heard = await stage.tap("charlie", "ask_person")
    assert asked in heard.one_to("mei").text
    assert not heard.to("staff"), "nobody works for a stranger"

    named = await stage.say("charlie", "3棟5樓A")
    vouched = await stage.tap("mei", "vouch", message=named.one_to("mei"))
    receipt = vouched.last_to("charlie")
    assert "#1" in receipt.text
    assert asked in receipt.text
    assert asked in vouched.one_to("staff").text
