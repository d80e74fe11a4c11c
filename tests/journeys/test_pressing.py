"""Journey: a complaint that cannot wait: a person hears at once, or else somebody above them."""

from sqlalchemy import select

from db.models import Ticket
from db.vocabulary import Language, Priority
from intents import Category, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Stage
from tests.journeys.test_complaint import RUDE
from tests.journeys.understood import Understood

REDRESS = {
    Language.HANT: "警衛把我的推車撞壞了，我要投訴，請你們賠償",
    Language.HANS: "保安把我的推车撞坏了，我要投诉，请你们赔偿",
    Language.EN: "I want to complain: your guard broke my pram and I demand compensation",
}
FURIOUS = {
    Language.HANT: "我要投訴，櫃台的人態度很差，你們這群廢物",
    Language.HANS: "我要投诉，前台的人态度很差，你们这群废物",
    Language.EN: "I want to complain, the front desk was rude, you useless idiots",
}
ABUSE = "你們這群廢物"


async def ticket(stage: Stage, number: int = 1) -> Ticket:
    async with stage.guanjia.database.reading() as session:
        return (await session.scalars(select(Ticket).where(Ticket.id == number))).one()


@every_language
async def test_a_demand_for_redress_is_told_to_a_person_at_once_and_then_above(
    stage: Stage, understood: Understood
) -> None:
    text = REDRESS[stage.language]
    understood(text, kind=Kind.COMPLAINT, topic="staff_attitude", sure=True)
    heard = await stage.say("alice", text)
    card, told = heard.to("sue")
    assert text in card.text
    assert "🔥" in told.text
    assert not told.silent
    assert stage.find_label(told, "accept")
    assert stage.words("roles.manager") not in told.text
    assert (await ticket(stage)).priority is Priority.P2
    assert not heard.to("mei")
    early = await stage.wait("9m")
    assert not early.to("mei")
    late = await stage.wait("1m")
    (above,) = [each for each in late.to("mei") if "🔥" in each.text]
    assert "#1" in above.text
    assert not [each for each in (await stage.wait("5m")).to("mei") if "🔥" in each.text]
    taken = await stage.tap("mei", "accept", message=above)
    assert taken.to("alice"), "she hears who has it now"


@every_language
async def test_what_is_taken_in_time_is_not_told_above(
    stage: Stage, understood: Understood
) -> None:
    text = FURIOUS[stage.language]
    understood(text, kind=Kind.COMPLAINT, topic="staff_attitude", sure=True)
    heard = await stage.say("alice", text)
    assert "🔥" in heard.last_to("sue").text
    await stage.tap("sue", "accept", message=heard.last_to("sue"))
    assert not (await stage.wait("30m")).to("mei")


@every_language
async def test_who_wishes_to_be_compensated_is_rung_at_once(stage: Stage) -> None:
    await stage.say("alice", RUDE[stage.language])
    assert (await ticket(stage)).priority is Priority.P3
    await stage.tap("alice", "right")
    wished = await stage.tap("alice", "wish_compensate")
    (told,) = [each for each in wished.to("sue") if "🔥" in each.text]
    assert stage.find_label(told, "accept")
    assert (await ticket(stage)).priority is Priority.P2
    late = await stage.wait("10m")
    assert [each for each in late.to("mei") if "🔥" in each.text]


@one_database
async def test_it_becomes_pressing_by_what_is_said_later_and_once(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", RUDE[Language.HANT])
    await stage.tap("alice", "right")
    await stage.say("alice", "請律師跟你們談，賠償我的損失")
    assert (await ticket(stage)).priority is Priority.P2
    accepted = await stage.tap("sue", "accept", message=await stage.newest_with("accept", "sue"))
    answered = await stage.say("sue", "我看到了", reply_to=(await stage.messages("sue"))[0].id)
    again = await stage.say("alice", "我要賠償", reply_to=answered.one_to("alice").id)
    assert not [each for each in again.to("sue") if "🔥" in each.text], "she knows"
    worse = await stage.say("alice", "你們這群廢物", reply_to=answered.one_to("alice").id)
    assert [each for each in worse.to("sue") if "🔥" in each.text]
    assert accepted.sent
    assert not (await stage.wait("15m")).to("mei"), "somebody has it"


@one_database
async def test_abuse_goes_to_whoever_has_the_complaint(
    stage: Stage, understood: Understood
) -> None:
    understood(ABUSE, kind=Kind.OTHER, category=Category.OTHER, topic="other_abuse", sure=True)
    await stage.say("alice", RUDE[stage.language])
    await stage.tap("alice", "right")
    await stage.tap("alice", "wish_explain")
    heard = await stage.say("alice", ABUSE)
    assert any(ABUSE in each.text for each in heard.to("sue"))
    assert any("🔥" in each.text for each in heard.to("sue"))
    assert "#1" in heard.last_to("alice").text
    assert not heard.to("staff")


@one_database
async def test_about_the_supervisor_it_is_never_told_to_her(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = "蘇敏把我的推車撞壞了，我要投訴，請你們賠償"
    understood(text, kind=Kind.COMPLAINT, topic="staff_attitude", sure=True)
    heard = await stage.say("alice", text)
    assert "🔥" in heard.last_to("mei").text
    late = await stage.wait("20m")
    assert not heard.to("sue")
    assert not late.to("sue")
    assert [each for each in late.to("mei") if "🔥" in each.text], "nobody else is above her"
