"""Journey: planned works are announced beforehand, outside the hours in which they disturb."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from db.models import ForumTopic, Incident, Subscriber, Ticket
from db.vocabulary import IncidentState, Language, TicketState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Message, Stage

TANK = {
    Language.HANT: "/works 3棟停水\n12-02 10:00-12:00\n清洗水塔，<請先儲水>。",
    Language.HANS: "/works 3栋停水\n12-02 10:00-12:00\n清洗水箱，<请提前储水>。",
    Language.EN: "/works No water in block 3\n12-02 10:00-12:00\nTank cleaning: <fill a bucket>.",
}
WORDS = {language: said.splitlines()[-1] for language, said in TANK.items()}
NO_WATER = {Language.HANT: "停水了", Language.HANS: "停水了", Language.EN: "There is no water"}
TAIPEI = ZoneInfo("Asia/Taipei")
BLOCK_3 = {Language.HANT: "3棟", Language.HANS: "3栋", Language.EN: "Block 3"}


async def announced(stage: Stage) -> Message:
    """Water off on 2 December, announced a week before; the preview."""
    preview = (await stage.say("mei", TANK[stage.language])).one_to("mei")
    await approved(stage, preview)
    return preview


async def approved(stage: Stage, preview: Message) -> Heard:
    """Handed in by the manager, who cannot send it alone, and approved by the supervisor."""
    handed_in = await stage.tap("mei", "submit", message=preview)
    assert not handed_in.to("alice")
    assert handed_in.to("sue")
    return await stage.approve_as("sue")


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

    sent = await approved(stage, preview)
    notice = sent.one_to("alice")
    assert BLOCK_3[language] in notice.text
    assert "10:00" in notice.text
    assert WORDS[language] in notice.text
    assert not sent.to("dora"), "dora lives in another building"
    again = await stage.tap("mei", "submit", message=preview)
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
    assert dropped.one_to("mei").text == stage.words("broadcast.dropped")
    late = await stage.tap("mei", "urgent_surely", message=preview)
    assert late.note == stage.words("broadcast.gone_out")
    assert not late.to("alice")

    await stage.say("mei", "/works")
    await stage.say("mei", urgent)
    at_once = await stage.tap("mei", "urgent_surely")
    assert "幹管破裂" in at_once.one_to("alice").text
    assert stage.find_label(at_once.one_to("sue"), "reviewed"), "read afterwards"
    assert len((await stage.say("mei", "/works")).to("mei")) == 2, "announced"


@one_database
async def test_what_is_announced_at_night_waits_unless_the_works_do_not(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await stage.go_to("2026-12-01T22:00:00+08:00")
    await stage.say("mei", "/works")
    preview = (await stage.say("mei", "3棟停水\n12-02 13:30-16:00\n洗水塔")).one_to("mei")
    announced = await approved(stage, preview)
    assert not announced.to("alice")
    morning = (await stage.go_to("2026-12-02T08:29:00+08:00")).sent
    assert not [each for each in morning if each.chat == "alice"]
    (card,) = [each for each in await stage.messages("mei") if "🌙" in each.text]
    assert "08:30" in card.text
    came = (await stage.go_to("2026-12-02T08:31:00+08:00")).sent
    assert [each.chat for each in came if "洗水塔" in each.text] == ["alice"]
    await stage.go_to("2026-12-02T23:00:00+08:00")
    await stage.say("mei", "/works")
    tonight = "3棟停水\n12-03 01:00-04:00 緊急 幹管破裂\n換管"
    preview = (await stage.say("mei", tonight)).one_to("mei")
    announced = await stage.tap("mei", "urgent_surely", message=preview)
    assert "幹管破裂" in announced.one_to("alice").text


UNKIND = {
    Language.HANT: "這是公司規定，沒得商量。",
    Language.HANS: "这是公司规定，没得商量。",
    Language.EN: "That's company policy.",
}


@every_language
async def test_what_sounds_unkind_is_not_announced(stage: Stage) -> None:
    language = stage.language
    lines = TANK[language].removeprefix("/works ").splitlines()
    await stage.say("mei", "/works")
    held = (await stage.say("mei", "\n".join([*lines[:2], UNKIND[language]]))).one_to("mei")
    assert not held.labels
    assert stage.words("spoken.kinder_policy") in held.text
    kind = (await stage.say("mei", "\n".join(lines))).one_to("mei")
    sent = await approved(stage, kind)
    await stage.tap("mei", "move_works", message=(await stage.say("mei", "/works")).to("mei")[0])
    urgent = {Language.HANT: "緊急", Language.HANS: "紧急", Language.EN: "urgent"}[language]
    held = (await stage.say("mei", f"12-04 18:00-20:00 {urgent} {UNKIND[language]}")).one_to("mei")
    assert stage.words("spoken.kinder_policy") in held.text
    assert not held.labels
    assert sent.sent


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


MOVED = {Language.HANT: "改期", Language.HANS: "改期", Language.EN: "moved"}
CALLED_OFF = {Language.HANT: "取消了", Language.HANS: "取消了", Language.EN: "called off"}


@every_language
async def test_works_are_moved_and_everybody_who_was_told_hears_of_it(stage: Stage) -> None:
    language = stage.language
    await stage.say("alice", "/help")
    await move_in(stage, "dora", "1-5A", language)
    await announced(stage)
    standing = (await stage.say("mei", "/works")).to("mei")[0]
    assert BLOCK_3[language] in standing.text
    assert "10:00" in standing.text
    how = await stage.tap("mei", "move_works", message=standing)
    assert "12-03 10:00-12:00" in how.one_to("mei").text
    busy = (await stage.say("mei", "12-04 18:00-20:00")).one_to("mei")
    assert "17:30–22:30" in busy.text
    preview = (await stage.say("mei", "12-04 14:00-16:00")).one_to("mei")
    assert MOVED[language] in preview.text
    assert not (await stage.messages("alice"))[-1].text.count("14:00"), "not before it is confirmed"

    moved = await approved(stage, preview)
    notice = moved.one_to("alice")
    assert MOVED[language] in notice.text
    assert "14:00–16:00" in notice.text
    assert "10:00–12:00" in notice.text, "what it was before"
    assert not moved.to("dora")
    again = await stage.tap("mei", "submit", message=preview)
    assert again.note == stage.words("broadcast.gone_out")
    old = await stage.tap("mei", "call_off_works", message=standing)
    assert old.note == stage.words("common.stale")

    assert not (await stage.go_to("2026-12-02T04:01:00+00:00")).to("alice"), "nothing is then"
    assert "14:00" in (await stage.go_to("2026-12-03T06:01:00+00:00")).one_to("alice").text
    assert "16:00" in (await stage.go_to("2026-12-04T06:01:00+00:00")).one_to("alice").text
    assert stage.find_label(
        (await stage.go_to("2026-12-04T08:01:00+00:00")).one_to("mei"), "works_over"
    )


@every_language
async def test_works_are_called_off_and_nothing_more_is_heard_of_them(stage: Stage) -> None:
    await stage.say("alice", "/help")
    await announced(stage)
    standing = (await stage.say("mei", "/works")).to("mei")[0]
    surely = await stage.tap("mei", "call_off_works", message=standing)
    assert not surely.to("alice")
    question = surely.one_to("mei")
    off = await approved(stage, question)
    assert CALLED_OFF[stage.language] in off.one_to("alice").text
    again = await stage.tap("mei", "submit", message=question)
    assert again.note == stage.words("broadcast.gone_out")
    assert not again.to("alice")
    late = await stage.tap("mei", "move_works", message=standing)
    assert late.note == stage.words("incident.works_settled")
    assert len((await stage.say("mei", "/works")).to("mei")) == 1, "none is announced any more"

    assert not (await stage.go_to("2026-12-02T04:01:00+00:00")).sent
    assert await state_of_works(stage) is IncidentState.DISMISSED


@one_database
async def test_works_moved_to_tomorrow_need_no_reminder_and_can_stay_as_they_were(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await announced(stage)
    await stage.tap("mei", "move_works", message=(await stage.say("mei", "/works")).to("mei")[0])
    same = (await stage.say("mei", "12-02 10:00-12:00")).one_to("mei")
    assert "一樣" in same.text
    tomorrow = f"{stage.now.astimezone(TAIPEI) + timedelta(hours=20):%m-%d} 09:30-10:30"
    preview = (await stage.say("mei", tomorrow)).one_to("mei")
    dropped = await stage.tap("mei", "drop_broadcast", message=preview)
    assert dropped.one_to("mei").text == stage.words("broadcast.dropped")
    late = await stage.tap("mei", "send_unasked", message=preview)
    assert late.note == stage.words("broadcast.gone_out")

    await stage.tap("mei", "move_works")
    preview = (await stage.say("mei", tomorrow)).one_to("mei")
    told = await stage.tap("mei", "send_unasked", message=preview)
    assert told.to("alice"), "what begins within a day is told at once"
    assert stage.find_label(told.one_to("sue"), "reviewed")
    heard = await stage.wait("26h")
    assert "工程開始了" in heard.one_to("alice").text


@one_database
async def test_works_under_way_are_given_more_time_and_cannot_be_called_off(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await announced(stage)
    standing = (await stage.say("mei", "/works")).to("mei")[0]
    surely = (await stage.tap("mei", "call_off_works", message=standing)).one_to("mei")
    await stage.tap("mei", "move_works", message=standing)
    moving = (await stage.say("mei", "12-04 14:00-16:00")).one_to("mei")
    await stage.go_to("2026-12-02T02:10:00+00:00")
    for drawn_before in (surely, moving):
        pressed = await stage.tap("mei", "submit", message=drawn_before)
        assert "來不及了" in pressed.one_to("mei").text
        assert not pressed.to("sue")

    await stage.say("alice", NO_WATER[Language.HANT])
    standing = (await stage.say("mei", "/works")).to("mei")[0]
    assert not stage.find_label(standing, "call_off_works")
    await stage.tap("mei", "move_works", message=standing)
    busy = (await stage.say("mei", "18:30")).one_to("mei")
    assert "17:30–22:30" in busy.text
    preview = (await stage.say("mei", "14:00")).one_to("mei")
    longer = await stage.tap("mei", "send_unasked", message=preview)
    assert "14:00" in longer.one_to("alice").text
    assert not (await stage.go_to("2026-12-02T04:05:00+00:00")).to("mei"), "not at the old hour"
    up = await stage.go_to("2026-12-02T06:05:00+00:00")
    await stage.tap("mei", "move_works", message=(await stage.say("mei", "/works")).to("mei")[0])
    preview = (await stage.say("mei", "15:00")).one_to("mei")
    await stage.tap("mei", "send_unasked", message=preview)
    stale = await stage.tap("mei", "works_over", message=up.last_to("mei"))
    assert "預定時間" not in stale.note
    up = await stage.go_to("2026-12-02T07:05:00+00:00")
    over = await stage.tap("mei", "works_over", message=up.one_to("mei"))
    assert any(stage.find_label(each, "fixed_yes") for each in over.to("alice"))


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
    await approved(stage, preview)
    for data in ("wmove:1:1", "wcall:1:1"):
        pressed = await stage.tap("bob", data, message=own, stale=True)
        assert pressed.note == stage.words("common.not_yours")
    assert await state_of_works(stage) is IncidentState.OPEN
