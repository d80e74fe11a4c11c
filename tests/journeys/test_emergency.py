"""Journey: somebody is in danger: first how to stay alive, then help, and no rest before."""

import pytest
from sqlalchemy import update

from db.models import Community
from db.vocabulary import Language, Region
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Stage

FIRE = {
    Language.HANT: "樓下好像失火了，好多煙",
    Language.HANS: "楼下好像着火了，好多烟",
    Language.EN: "I think there's a fire downstairs, lots of smoke",
}
BOB = {Language.HANT: "李保", Language.HANS: "李保", Language.EN: "Bob Lee"}
ALICE = {Language.HANT: "陳雅麗", Language.HANS: "陈雅丽", Language.EN: "Alice Chan"}


@every_language
async def test_a_fire_is_answered_with_what_saves_lives_and_pages_until_somebody_goes(
    stage: Stage,
) -> None:
    said = FIRE[stage.language]
    heard = await stage.say("alice", said)

    first, receipt = heard.to("alice")
    assert heard.sent[0] == first, "nothing may come before the life-safety card"
    assert first.text.startswith("🚨")
    assert "119" in first.text.splitlines()[0]
    assert not first.labels, "no question before it"
    assert "#1" in receipt.text
    assert stage.find_label(receipt, "elsewhere"), "the place is asked for afterwards"
    for woken in ("bob", "sue"):
        page = heard.one_to(woken)
        assert said in page.text
        assert ALICE[stage.language] in page.text
        assert "3-12F" in page.text
        assert not page.silent
    assert not heard.to("mei"), "the manager is woken only when nobody answers"
    assert said in heard.to("staff")[-1].text

    unanswered = await stage.wait("5m")
    assert [unanswered.one_to(each).text for each in ("bob", "sue", "mei")]
    assert unanswered.one_to("mei").text == unanswered.one_to("bob").text
    again = await stage.wait("5m")
    assert {message.chat for message in again.sent} == {"bob", "sue", "mei"}

    gone = await stage.tap("bob", "on_my_way")
    assert "#1" in gone.note
    assert BOB[stage.language] in gone.one_to("alice").text
    assert not (await stage.wait("15m")).to("mei"), "somebody goes: nobody is paged any more"


@one_database
@pytest.mark.parametrize(
    ("region", "fire", "ambulance"),
    [(Region.TW, "119", "119"), (Region.HK, "999", "999"), (Region.CN, "119", "120")],
)
async def test_the_numbers_are_those_of_the_region(
    hant_stage: Stage, region: Region, fire: str, ambulance: str
) -> None:
    async with hant_stage.guanjia.database.transaction() as session:
        await session.execute(update(Community).values(region=region))

    burning = await hant_stage.say("alice", FIRE[Language.HANT])
    assert fire in burning.to("alice")[0].text.splitlines()[0]
    collapsed = await hant_stage.say("charlie", "我爸爸昏倒了，叫不醒")
    assert ambulance in collapsed.to("charlie")[0].text.splitlines()[0]


@one_database
async def test_a_false_alarm_is_closed_kindly_and_all_who_were_woken_may_rest(stage: Stage) -> None:
    await stage.say("alice", FIRE[stage.language])
    await stage.wait("5m")

    safe = await stage.tap("alice", "false_alarm")
    assert ALICE[stage.language] in safe.one_to("alice").text
    assert {message.chat for message in safe.sent} == {"alice", "bob", "sue", "mei", "staff"}
    for woken in ("bob", "sue", "mei"):
        assert safe.one_to(woken).text.startswith("🟢")
    card, _ = safe.edits_in("alice") + safe.edits_in("staff")
    assert not card.labels, "a closed ticket has nothing left to press"

    late = await stage.tap("bob", "on_my_way")
    assert "#1" in late.note
    assert not late.sent, "nobody sets out for a false alarm"
    assert not (await stage.wait("1h")).sent


@one_database
async def test_danger_is_heard_whatever_was_being_talked_about(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "電梯壞了")
    picture = await hant_stage.say("dora", photo="c21va2U=")
    assert picture.one_to("dora").labels, "dora is asked what the picture shows"

    for who in ("alice", "dora"):
        heard = await hant_stage.say(who, FIRE[Language.HANT])
        assert heard.sent[0].chat == who
        assert "119" in heard.sent[0].text
        assert heard.one_to("bob").text.startswith("🚨")
    assert heard.to("staff")[-1].files, "what dora had sent before goes to those who come"


@one_database
async def test_somebody_who_belongs_to_nobody_may_call_for_help_and_say_where(
    hant_stage: Stage,
) -> None:
    heard = await hant_stage.say("charlie", "有人困在電梯裡")
    assert "119" in heard.to("charlie")[0].text
    assert heard.one_to("bob").text.startswith("🚨")

    placed = await hant_stage.say("charlie", "5棟大廳")
    assert any("5棟" in message.text for message in placed.to("staff"))
    going = await hant_stage.tap("bob", "on_my_way")
    assert "李保" in going.one_to("charlie").text, "a page stays good when the place became known"


@one_database
async def test_whoever_waits_for_help_is_asked_nothing(hant_stage: Stage) -> None:
    """Words that could be anything, and pictures, are for those who come; a wish is its own."""
    await hant_stage.say("alice", "我的包裹不見了")
    await hant_stage.say("alice", "我家廚房有很重的瓦斯味")

    for more in ({"text": "我在五樓樓梯口"}, {"photo": "c21va2U="}, {"text": "你們到底來不來"}):
        said = await hant_stage.say("alice", **more)
        assert said.to("staff"), more
        assert "#2" in said.one_to("alice").text, more
    tap = await hant_stage.say("alice", "順便說，浴室的水龍頭在滴水，請派人來修")
    assert "#3" in tap.one_to("alice").text, "what is plainly another matter is not for them"

    await hant_stage.wait("2h")
    asked = await hant_stage.say("alice", "我在五樓樓梯口")
    assert len(asked.one_to("alice").labels) > 2, "long after, it may be about anything"
