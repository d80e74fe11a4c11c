"""Journey: planned works are announced beforehand, outside the hours in which they disturb."""

import pytest
from sqlalchemy import func, select

from db.models import ForumTopic, Incident, Subscriber, Ticket
from db.vocabulary import IncidentState, Language, TicketState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Message, Stage

TANK = {
    Language.HANT: "/works 3棟停水\n12-02 10:00-12:00\n清洗水塔，<請先儲水>。",
    Language.HANS: "/works 3栋停水\n12-02 10:00-12:00\n清洗水箱，<请提前储水>。",
    Language.EN: "/works No water in block 3\n12-02 10:00-12:00\nTank cleaning: <fill a bucket>.",
}
WORDS = {language: said.splitlines()[-1] for language, said in TANK.items()}
NO_WATER = {Language.HANT: "停水了", Language.HANS: "停水了", Language.EN: "There is no water"}
BLOCK_3 = {Language.HANT: "3棟", Language.HANS: "3栋", Language.EN: "Block 3"}


async def announced(stage: Stage) -> Message:
    """Water off on 2 December, announced a week before; the preview."""
    preview = (await stage.say("mei", TANK[stage.language])).one_to("mei")
    await stage.tap("mei", "send_broadcast", message=preview)
    return preview


async def state_of_works(stage: Stage) -> IncidentState:
    async with stage.guanjia.database.reading() as session:
        return (await session.scalars(select(Incident.state))).one()


@every_language
async def test_works_from_their_announcement_to_their_end(stage: Stage) -> None:
    language = stage.language
    await stage.say("alice", "/help")
    await move_in(stage, "dora", "1-5A", language)
    preview = (await stage.say("mei", TANK[language])).one_to("mei")
    assert preview.text.count(WORDS[language]) == 3, "each reads the rest in their own language"
    assert not (await stage.messages("alice"))[-1].text.startswith("🛠")

    sent = await stage.tap("mei", "send_broadcast", message=preview)
    notice = sent.one_to("alice")
    assert BLOCK_3[language] in notice.text
    assert "10:00" in notice.text
    assert WORDS[language] in notice.text
    assert not sent.to("dora"), "dora lives in another building"
    again = await stage.tap("mei", "send_broadcast", message=preview)
    assert again.note == stage.words("broadcast.gone_out")

    before = await stage.go_to("2026-12-01T03:00:00+00:00")
    assert "10:00" in before.one_to("alice").text
    begun = await stage.go_to("2026-12-02T02:01:00+00:00")
    assert "12:00" in begun.one_to("alice").text
    assert stage.find_label(begun.to("mei")[0], "works_over")

    asked = await stage.say("alice", NO_WATER[language])
    receipt, question = asked.to("alice")
    assert "#1" in receipt.text
    assert "12:00" in question.text
    assert not asked.to("staff"), "the desk knows"
    await stage.tap("alice", "same_problem", message=question)

    up = await stage.go_to("2026-12-02T04:01:00+00:00")
    assert not up.to("alice"), "the bot does not know whether it is over"
    over = await stage.tap("mei", "works_over", message=up.last_to("mei"))
    assert over.note == stage.words("incident.works_told")
    told = over.to("alice")
    assert any(stage.find_label(each, "fixed_yes") for each in told)
    assert any(BLOCK_3[language] in each.text for each in told)
    await stage.tap("alice", "fixed_yes")
    await stage.wait("1m")
    assert await state_of_works(stage) is IncidentState.CLOSED


@one_database
async def test_during_works_something_else_is_something_else(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await announced(stage)
    await stage.go_to("2026-12-02T02:10:00+00:00")
    await move_in(stage, "dora", "1-5A", Language.HANT)
    elsewhere = await stage.say("dora", NO_WATER[Language.HANT])
    assert elsewhere.to("staff"), "another building has no works"

    await stage.say("alice", NO_WATER[Language.HANT])
    apart = await stage.tap("alice", "other_problem")
    assert apart.to("staff")
    async with stage.guanjia.database.reading() as session:
        assert await session.scalar(select(func.count(Subscriber.ticket_id))) == 0
        assert await session.scalar(select(func.count(ForumTopic.id))) == 2
    await stage.go_to("2026-12-02T04:10:00+00:00")
    late = await stage.say("alice", "整棟都沒水了，電梯也壞了")
    assert not any(stage.find_label(each, "same_problem") for each in late.to("alice"))


@one_database
async def test_not_fixed_after_the_works_is_a_ticket_of_its_own(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await announced(stage)
    await stage.go_to("2026-12-02T02:10:00+00:00")
    await stage.say("alice", NO_WATER[Language.HANT])
    await stage.tap("mei", "works_over")
    still = await stage.tap("alice", "fixed_no")
    assert still.to("staff"), "now the desk has it"
    async with stage.guanjia.database.reading() as session:
        assert (await session.scalars(select(Ticket.state))).one() is TicketState.IN_PROGRESS


@one_database
async def test_works_in_hours_of_use_are_refused_unless_they_cannot_wait(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await stage.say("mei", "/works")
    refused = (await stage.say("mei", "3棟停水\n12-02 18:00-20:00\n換管")).one_to("mei")
    assert "17:30–22:30" in refused.text
    assert not refused.labels
    urgent = "3棟停水\n12-02 18:00-20:00 緊急 幹管破裂\n換管"
    preview = (await stage.say("mei", urgent)).one_to("mei")
    assert "幹管破裂" in preview.text
    dropped = await stage.tap("mei", "drop_broadcast", message=preview)
    assert dropped.one_to("mei").text == stage.words("incident.works_dropped")
    late = await stage.tap("mei", "send_broadcast", message=preview)
    assert late.note == stage.words("broadcast.gone_out")
    assert not late.to("alice")


@one_database
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("3棟停水", "還缺內容"),
        ("3棟停水\n明天早上\n換管", "看不懂"),
        ("管理費\n12-02 10:00-12:00\n換管", "看不出會停什麼"),
        ("99棟停水\n12-02 10:00-12:00\n換管", "不存在"),
        ("3棟停水\n12-02 18:00-20:00 緊急\n換管", "原因"),
    ],
)
async def test_what_is_wrong_with_works_is_said_and_asked_again(
    hant_stage: Stage, said: str, answer: str
) -> None:
    await hant_stage.say("mei", "/works")
    assert answer in (await hant_stage.say("mei", said)).one_to("mei").text
    good = (await hant_stage.say("mei", TANK[Language.HANT].removeprefix("/works "))).one_to("mei")
    assert "清洗水塔" in good.text


@one_database
async def test_works_are_the_managers(hant_stage: Stage) -> None:
    stage = hant_stage
    for who in ("alice", "bob"):
        refused = (await stage.say(who, TANK[Language.HANT])).one_to(who)
        assert "沒有這項權限" in refused.text
    preview = (await stage.say("mei", TANK[Language.HANT])).one_to("mei")
    own = (await stage.say("bob", "/help")).one_to("bob")
    for data in preview.data:
        pressed = await stage.tap("bob", data, message=own, stale=True)
        assert pressed.note == stage.words("common.not_yours")
    assert await state_of_works(stage) is IncidentState.PROPOSED
