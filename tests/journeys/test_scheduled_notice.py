"""Journey: a notice has its own time, waits for it, can be called off, and wakes nobody."""

from datetime import timedelta

from sqlalchemy import select

from db.models import Broadcast
from db.vocabulary import Language
from reminders.broadcast import seal
from reminders.repeating import Every
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Message, Stage

WATER = {
    Language.HANT: "中庭的噴水池重新開放。",
    Language.HANS: "中庭的喷水池重新开放。",
    Language.EN: "The fountain in the court is open again.",
}
TOMORROW_NINE = {
    Language.HANT: "明天 9:00",
    Language.HANS: "明天 9:00",
    Language.EN: "tomorrow 9am",
}
DECEMBER = {
    Language.HANT: "12/1 18:30",
    Language.HANS: "12/1 18:30",
    Language.EN: "1 December 18:30",
}
MORNING = "2026-11-24T10:00:00+08:00"


async def written(stage: Stage, at: str = MORNING) -> Message:
    await stage.go_to(at)
    await stage.say("alice", "/help")
    await stage.say("mei", f"/broadcast {WATER[stage.language]}")
    return (await stage.tap("mei", "audience_all")).last_to("mei")


async def approved_for(stage: Stage, when: str) -> Heard:
    await written(stage)
    await stage.tap("mei", "when")
    await stage.say("mei", when)
    await stage.tap("mei", "submit")
    return await stage.approve_as("sue")


def bears(heard: Heard, stage: Stage) -> bool:
    return any(WATER[stage.language] in message.text for message in heard.to("alice"))


@every_language
async def test_it_goes_out_at_its_own_time(stage: Stage) -> None:
    approved = await approved_for(stage, TOMORROW_NINE[stage.language])
    assert "09:00" in approved.note
    assert "09:00" in approved.one_to("mei").text
    assert not approved.to("alice")
    assert not bears(await stage.go_to("2026-11-25T08:59:00+08:00"), stage)
    sent = await stage.go_to("2026-11-25T09:01:00+08:00")
    assert bears(sent, stage)
    progress, report = sent.to("mei")
    assert "1／1" in progress.text or "1/1" in progress.text
    assert report.text.startswith("📊")
    assert not bears(await stage.wait("25h"), stage), "once"


@every_language
async def test_a_date_is_read_as_it_is_written_there(stage: Stage) -> None:
    await written(stage)
    await stage.tap("mei", "when")
    preview = (await stage.say("mei", DECEMBER[stage.language])).last_to("mei")
    line = next(line for line in preview.text.splitlines() if line.startswith("📅"))
    assert "18:30" in line
    assert "1 Dec" in line or "12月1日" in line


@one_database
async def test_a_time_that_is_none_is_asked_for_again_and_none_at_all_is_at_once(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await written(stage)
    await stage.tap("mei", "when")
    for said in ("看情況", "昨天 9:00", "下午", "2028年3月1日 9:00"):
        asked = (await stage.say("mei", said)).one_to("mei")
        assert stage.find_label(asked, "when_now"), said
    set_ = (await stage.say("mei", "明天 9:00")).one_to("mei")
    assert "📅" in set_.text
    await stage.tap("mei", "when")
    unset = (await stage.tap("mei", "when_now")).one_to("mei")
    assert "📅" not in unset.text
    await stage.tap("mei", "when")
    again = (await stage.tap("mei", "when_tomorrow")).one_to("mei")
    assert "明天 09:00" in again.text


@one_database
async def test_nobody_is_woken_by_what_can_wait(hant_stage: Stage) -> None:
    stage = hant_stage
    preview = await written(stage, "2026-11-24T03:00:00+08:00")
    assert "🌙" in preview.text
    assert "08:30" in preview.text
    await stage.tap("mei", "submit")
    approved = await stage.approve_as("sue")
    assert "今天 08:30" in approved.note
    assert not approved.to("alice")
    assert not bears(await stage.go_to("2026-11-24T08:29:00+08:00"), stage)
    assert bears(await stage.go_to("2026-11-24T08:31:00+08:00"), stage)


@one_database
async def test_a_time_at_night_becomes_the_morning_after(hant_stage: Stage) -> None:
    await written(hant_stage)
    await hant_stage.tap("mei", "when")
    moved, preview = (await hant_stage.say("mei", "明天凌晨三點")).to("mei")
    assert "明天 03:00" in moved.text
    assert "明天 08:30" in preview.text


@one_database
async def test_what_waits_for_the_morning_can_go_out_at_once_as_urgent(hant_stage: Stage) -> None:
    stage = hant_stage
    await written(stage, "2026-11-24T03:00:00+08:00")
    await stage.tap("mei", "submit")
    await stage.approve_as("sue")
    again = await stage.tap("mei", "submit")
    assert "已經核准" in again.note
    assert "08:30" in again.note
    await stage.tap("mei", "urgent")
    assert bears(await stage.tap("mei", "urgent_surely"), stage)
    assert not bears(await stage.go_to("2026-11-24T09:00:00+08:00"), stage), "once"


@one_database
async def test_whoever_manages_sees_what_waits_and_calls_it_off(hant_stage: Stage) -> None:
    stage = hant_stage
    await approved_for(stage, "明天 9:00")
    listed, _ = (await stage.say("mei", "/broadcast")).to("mei")
    assert WATER[Language.HANT] in listed.text
    one = (await stage.tap("mei", "👀 1", message=listed)).one_to("mei")
    assert WATER[Language.HANT] in one.text
    off = (await stage.tap("mei", "call_off_scheduled")).one_to("mei")
    assert "已取消" in off.text
    assert (await stage.tap("mei", "call_off_scheduled")).note == stage.words("broadcast.gone_out")
    assert not bears(await stage.go_to("2026-11-25T10:00:00+08:00"), stage)
    assert len((await stage.say("mei", "/broadcast")).to("mei")) == 1, "nothing waits any more"


@one_database
async def test_a_change_while_it_waits_voids_the_approval(hant_stage: Stage) -> None:
    stage = hant_stage
    await approved_for(stage, "明天 9:00")
    preview = await stage.newest_with("rewrite_hant", "mei")
    await stage.tap("mei", "rewrite_hant", message=preview)
    await stage.say("mei", "噴水池不開了。")
    assert not (await stage.go_to("2026-11-25T10:00:00+08:00")).to("alice")


@one_database
async def test_what_comes_a_day_late_goes_back_to_its_writer(hant_stage: Stage) -> None:
    stage = hant_stage
    await approved_for(stage, "明天 9:00")
    async with stage.guanjia.database.transaction() as session:
        row = (await session.scalars(select(Broadcast))).one()
        row.send_at = stage.now - timedelta(days=2)
        row.approved_at = stage.now - timedelta(days=3)
    late = await stage.wait("1m")
    assert not late.to("alice")
    told = late.one_to("mei")
    assert "沒有補發" in told.text
    await stage.tap("mei", "look_at_draft")
    await stage.tap("mei", "submit")
    assert bears(await stage.approve_as("sue"), stage)


# --- again and again -----------------------------------------------------------------------------


async def test_it_comes_every_week_under_one_approval_until_it_is_called_off(
    stage: Stage,
) -> None:
    await written(stage)
    await stage.tap("mei", "when")
    await stage.say("mei", TOMORROW_NINE[stage.language])
    await stage.tap("mei", "repeat")
    await stage.tap("mei", "repeat_week")
    preview = (await stage.tap("mei", f"brep:1:{Every.DAY}:7:4")).one_to("mei")
    assert (
        stage.words("broadcast.repeated", every="day", step=7, times=4, last=None) in preview.text
    )
    assert not stage.find_label(preview, "urgent"), "what comes again can wait"
    asked = (await stage.tap("mei", "submit")).one_to("sue")
    assert "🔁" in asked.text
    await stage.approve_as("sue")
    sent = await stage.go_to("2026-11-25T09:01:00+08:00")
    assert bears(sent, stage)
    assert "🔁" in sent.last_to("mei").text, "the report says when it comes again"
    assert not bears(await stage.go_to("2026-12-02T08:59:00+08:00"), stage)
    assert bears(await stage.go_to("2026-12-02T09:01:00+08:00"), stage)

    listed = (await stage.say("mei", "/broadcast")).to("mei")[0]
    assert "🔁" in listed.text
    one = (await stage.tap("mei", "👀 1", message=listed)).one_to("mei")
    assert "2" in next(line for line in one.text.splitlines() if line.startswith("🔁"))
    skipped = (await stage.tap("mei", "call_off_once", message=one)).one_to("mei")
    assert "🔁" in skipped.text
    assert not bears(await stage.go_to("2026-12-10T10:00:00+08:00"), stage)
    listed = (await stage.say("mei", "/broadcast")).to("mei")[0]
    one = (await stage.tap("mei", "👀 1", message=listed)).one_to("mei")
    off = (await stage.tap("mei", "call_off_all", message=one)).one_to("mei")
    assert "🔁" not in off.text
    assert not bears(await stage.go_to("2026-12-17T10:00:00+08:00"), stage)


@one_database
async def test_how_often_and_how_long_can_be_written(hant_stage: Stage) -> None:
    stage = hant_stage
    await written(stage)
    await stage.tap("mei", "repeat")
    assert "看不出" in (await stage.say("mei", "常常")).one_to("mei").text
    until = (await stage.say("mei", "每10天")).one_to("mei")
    assert stage.find_label(until, "repeat_times")
    for said, why in (
        ("看情況", "看不出"),
        ("99", "看不出"),
        ("51", "超過一年"),
        ("2027年12月31日", "超過一年"),
        ("11/26", "只會發一次"),
    ):
        assert why in (await stage.say("mei", said)).one_to("mei").text, said
    preview = (await stage.say("mei", "12/31")).one_to("mei")
    assert "每 10 天一次，到12月31日（週四）為止" in preview.text
    await stage.tap("mei", "repeat")
    assert "🔁 每" not in (await stage.tap("mei", "repeat_not")).one_to("mei").text


@one_database
async def test_what_comes_again_is_not_sent_late_but_the_next_time(hant_stage: Stage) -> None:
    stage = hant_stage
    await written(stage)
    await stage.tap("mei", "repeat")
    await stage.tap("mei", "repeat_week")
    await stage.tap("mei", f"brep:1:{Every.DAY}:7:12")
    await stage.tap("mei", "submit")
    assert bears(await stage.approve_as("sue"), stage)
    async with stage.guanjia.database.transaction() as session:
        first, row = (await session.scalars(select(Broadcast).order_by(Broadcast.id))).all()
        for each, days in ((first, 9), (row, 2)):  # as if the process had been down
            each.send_at = stage.now - timedelta(days=days)
            each.approved_at = stage.now - timedelta(days=10)
        row.seal = seal(row)
    late = await stage.wait("1m")
    assert not late.to("alice")
    told = late.one_to("mei").text
    assert "這一次跳過" in told
    assert "11月29日（週日）10:00" in told
    assert not bears(await stage.go_to("2026-11-29T09:59:00+08:00"), stage)
    assert bears(await stage.go_to("2026-11-29T10:01:00+08:00"), stage)
