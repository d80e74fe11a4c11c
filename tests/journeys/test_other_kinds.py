"""Journey: how is my ticket, thank you, a person please, hello: each finds whom it is for."""

from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Stage

LIFT = {
    Language.HANT: "3棟12樓電梯壞了",
    Language.HANS: "3栋12楼电梯坏了",
    Language.EN: "The lift in block 3 is out of order on the 12th floor",
}
HOW_FAR = {
    Language.HANT: "上次報修的進度怎麼樣了",
    Language.HANS: "上次报修的进度怎么样了",
    Language.EN: "Any update on my repair?",
}
PRAISE = {
    Language.HANT: "李師傅人很好，一下子就修好了，謝謝",
    Language.HANS: "李师傅人很好，一会儿就修好了，谢谢",
    Language.EN: "Bob was very kind and fixed it in no time, thank you",
}
PERSON = {
    Language.HANT: "我要找真人",
    Language.HANS: "转人工",
    Language.EN: "Can I talk to a real person please",
}
HELLO = {Language.HANT: "您好", Language.HANS: "你好", Language.EN: "Good morning"}
JOKE = {
    Language.HANT: "講個笑話來聽",
    Language.HANS: "讲个笑话听听",
    Language.EN: "Tell me a joke",
}
REPAIRS = {Language.HANT: "報修", Language.HANS: "报修", Language.EN: "Repairs"}
ALICE = {Language.HANT: "陳雅麗", Language.HANS: "陈雅丽", Language.EN: "Alice Chan"}
SUE = {Language.HANT: "蘇敏", Language.HANS: "苏敏", Language.EN: "Sue So"}


@every_language
async def test_an_owner_hears_how_it_stands_and_praise_reaches_who_earned_it(stage: Stage) -> None:
    await stage.say("alice", LIFT[stage.language])
    await stage.tap("bob", "accept", chat="staff")

    listed = (await stage.say("alice", HOW_FAR[stage.language])).one_to("alice")
    assert "#1" in listed.text
    assert stage.words("states.in_progress") in listed.text
    shown = await stage.tap("alice", listed.labels[0])
    assert "#1" in shown.one_to("alice").text
    assert not (await stage.say("dora", HOW_FAR[stage.language])).one_to("dora").labels

    thanks = await stage.say("alice", PRAISE[stage.language])
    assert ALICE[stage.language] in thanks.one_to("alice").text
    for proud in ("bob", "sue"):
        assert PRAISE[stage.language] in thanks.one_to(proud).text
        assert ALICE[stage.language] in thanks.one_to(proud).text
    assert not thanks.to("staff"), "praise is no ticket"


@every_language
async def test_who_wants_a_person_gets_one_who_has_read_the_talk_so_far(stage: Stage) -> None:
    await stage.say("alice", HELLO[stage.language])
    asked = await stage.say("alice", PERSON[stage.language])

    receipt = asked.one_to("alice")
    assert "#1" in receipt.text
    assert SUE[stage.language] in receipt.text, "a named person"
    card, talk = asked.to("staff")
    assert PERSON[stage.language] in card.text
    assert HELLO[stage.language] in talk.text
    assert PERSON[stage.language] not in talk.text, "the card says that already"

    taken = await stage.tap("sue", "accept", chat="staff")
    assert SUE[stage.language] in taken.one_to("alice").text
    answered = await stage.say("sue", "OK", chat="staff", topic=card.topic)
    assert "OK" in answered.one_to("alice").text


@one_database
async def test_small_talk_is_answered_in_a_line_and_offers_what_can_be_done(stage: Stage) -> None:
    greeted = (await stage.say("alice", HELLO[stage.language])).one_to("alice")
    assert ALICE[stage.language] in greeted.text
    assert len(greeted.text) < 160

    joked = await stage.say("alice", JOKE[stage.language])
    assert REPAIRS[stage.language] in joked.one_to("alice").text
    assert not joked.to("staff")
    sent_on = await stage.tap("alice", "none_of_these")
    assert "#1" in sent_on.one_to("alice").text
    assert JOKE[stage.language] in sent_on.one_to("staff").text, "nothing written is dropped"
