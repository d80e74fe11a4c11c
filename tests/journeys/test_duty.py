"""Journey: who is on duty, by the roster and by their own word; and tickets go to whoever is."""

import pytest
from sqlalchemy import func, select

from db.models import Shift
from db.vocabulary import Language, ShiftKind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Stage
from tests.journeys.test_request import BOB, LIFT_BROKEN, SUE

TWO_SHIFTS = (
    "person,team,date,from,to\n李保,repairs,11/23,08:00,20:00\nDan,repairs,11/23,20:00,08:00"
)


async def dan_joins(stage: Stage) -> None:
    await move_in(stage, "dan", "repairs", stage.language)


async def shifts(stage: Stage) -> int:
    async with stage.guanjia.database.reading() as session:
        worked = select(func.count(Shift.id)).where(Shift.kind == ShiftKind.DUTY)
        return await session.scalar(worked) or 0


@every_language
async def test_whoever_goes_off_duty_gets_no_tickets_until_they_are_back(stage: Stage) -> None:
    language = stage.language
    shown = (await stage.say("bob", "/duty")).one_to("bob")
    assert BOB[language] in shown.text
    off = await stage.tap("bob", "off_duty")
    assert off.note == stage.words("duty.off_now")
    heard = await stage.say("alice", LIFT_BROKEN[language])
    assert SUE[language] in heard.one_to("alice").text, "nobody on duty: the supervisor"
    on = await stage.tap("bob", "on_duty")
    assert stage.find_label(on.one_to("bob"), "off_duty")


@one_database
async def test_at_the_change_of_shift_tickets_change_over(hant_stage: Stage) -> None:
    stage = hant_stage
    await dan_joins(stage)
    entered = await stage.say("sue", f"/duty {TWO_SHIFTS}")
    assert "已排入 2 筆" in entered.one_to("sue").text
    board = (await stage.say("dan", "/duty")).one_to("dan").text
    assert "李保（到 今天 20:00）" in board
    assert "今天 20:00 起：Dan" in board

    await stage.go_to("2026-11-23T19:59:00+08:00")
    before = await stage.say("alice", "走廊的燈不亮了")
    assert "李保" in before.one_to("alice").text
    await stage.go_to("2026-11-23T20:01:00+08:00")
    after = await stage.say("alice", "廚房水龍頭一直滴水")
    assert "Dan" in after.one_to("alice").text
    await stage.go_to("2026-11-24T09:00:00+08:00")
    nobody = await stage.say("alice", "大門的鎖壞了")
    assert "蘇敏" in nobody.one_to("alice").text


@one_database
async def test_a_roster_for_next_week_leaves_today_as_it_is(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("sue", "/duty 李保 11/30 08:00-20:00")
    today = await stage.say("alice", "走廊的燈不亮了")
    assert "李保" in today.one_to("alice").text
    await stage.go_to("2026-11-30T07:00:00+08:00")
    before = await stage.say("alice", "廚房水龍頭一直滴水")
    assert "李保" in before.one_to("alice").text
    await stage.go_to("2026-11-30T21:00:00+08:00")
    after = await stage.say("alice", "大門的鎖壞了")
    assert "蘇敏" in after.one_to("alice").text


@one_database
async def test_leave_goes_before_a_shift(hant_stage: Stage) -> None:
    stage = hant_stage
    await dan_joins(stage)
    await stage.say("sue", "/duty 李保 11/23 08:00-20:00\nDan 11/23 08:00-20:00")
    left = await stage.say("sue", "/duty 李保 請假 11/23-11/24")
    assert "🌴 李保" in left.one_to("sue").text
    heard = await stage.say("alice", "走廊的燈不亮了")
    assert "Dan" in heard.one_to("alice").text


@one_database
async def test_on_the_roster_a_press_enters_a_shift_or_a_leave(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("sue", "/duty 李保 11/23 08:00-09:00")
    board = (await stage.say("bob", "/duty")).one_to("bob")
    assert "您現在不在班" in board.text
    on = (await stage.tap("bob", "on_duty")).one_to("bob")
    assert "李保（到 今天 18:00）" in on.text
    await stage.wait("1h")
    off = (await stage.tap("bob", "off_duty")).one_to("bob")
    assert "您現在不在班" in off.text
    again = (await stage.tap("bob", "on_duty")).one_to("bob")
    assert "李保（到 今天 18:00）" in again.text
    assert (await stage.tap("bob", "on_duty", message=board, stale=True)).one_to("bob")
    assert await shifts(stage) == 2, "his own shift is entered once"


@one_database
async def test_a_roster_with_mistakes_is_refused_whole_and_sent_again_mended(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    refused = (
        await stage.say("sue", f"/duty {TWO_SHIFTS}\n李保,repairs,11/23,19:00,22:00")
    ).one_to("sue")
    assert "這裡沒有「Dan」" in refused.text
    assert "第 4 行和第 2 行的時間重疊" in refused.text
    assert await shifts(stage) == 0
    await dan_joins(stage)
    mended = await stage.say("sue", TWO_SHIFTS)
    assert "已排入 2 筆" in mended.one_to("sue").text
    taken = await stage.say("sue", "/duty 李保 11/23 12:00-13:00")
    assert "2026-11-23 08:00 – 20:00" in taken.one_to("sue").text
    other = await stage.say("sue", "管理費怎麼繳")
    assert stage.words("duty.mistakes", count=1, mistakes=[])[:8] not in other.last_to("sue").text


@one_database
async def test_what_somebody_can_do_and_where(hant_stage: Stage) -> None:
    stage = hant_stage
    shown = (await stage.say("sue", "/duty 李保")).one_to("sue")
    assert "什麼都處理" in shown.text
    skilled = (await stage.say("sue", "/duty 李保 技能 水 電")).one_to("sue")
    assert "🛠 電、水" in skilled.text
    near = (await stage.say("sue", "/duty Bob Lee buildings 1 2棟")).one_to("sue")
    assert "🏢 1棟、2棟" in near.text
    wrong = (await stage.say("sue", "/duty 李保 技能 烹飪")).one_to("sue")
    assert "「烹飪」" in wrong.text
    assert "排水・馬桶" in wrong.text
    everything = (await stage.say("sue", "/duty 李保 技能 全部")).one_to("sue")
    assert "什麼都處理" in everything.text


@one_database
async def test_a_manager_chooses_how_a_team_gives_out_its_tickets(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("mei", "/duty")
    page = (await stage.tap("mei", "維修組")).one_to("mei")
    assert "搶單" in page.text
    turned = (await stage.tap("mei", "mode_round_robin")).one_to("mei")
    assert "輪流" in turned.text
    await stage.say("mei", "/duty 李保 11/23 08:00-20:00")
    rostered = (await stage.tap("mei", page.data[0], message=page, stale=True)).one_to("mei")
    assert "值班依班表" in rostered.text
    free = (await stage.tap("mei", "no_roster")).one_to("mei")
    assert "值班由同仁自己按" in free.text

    await stage.say("sue", "/duty")
    seen = (await stage.tap("sue", "維修組")).one_to("sue")
    assert not stage.find_label(seen, "mode_claim"), "a supervisor looks on"
    refused = await stage.tap("sue", page.data[0], message=seen, stale=True)
    assert refused.note == stage.words("common.not_yours")


@one_database
@pytest.mark.parametrize(
    "said", ["/duty 李保", "/duty 李保 請假 12/1", TWO_SHIFTS.join(["/duty ", ""])]
)
async def test_the_roster_is_theirs_who_lead(hant_stage: Stage, said: str) -> None:
    for who in ("bob", "alice"):
        refused = (await hant_stage.say(who, said)).one_to(who)
        assert "沒有這項權限" in refused.text
    assert await shifts(hant_stage) == 0


@one_database
async def test_a_team_without_members_is_the_supervisors(hant_stage: Stage) -> None:
    stage = hant_stage
    heard = await stage.say("alice", "花圃的草太長了，請修剪")
    assert "蘇敏" in heard.one_to("alice").text
    await stage.say("sue", "/duty")
    empty = (await stage.tap("sue", "園藝組")).one_to("sue")
    assert "還沒有人" in empty.text


@one_database
async def test_a_director_is_invited_and_hears_and_sees_what_managers_do(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await move_in(stage, "dee", "director", Language.EN)
    await stage.say("alice", "走廊的燈不亮了")
    assert "#1" in (await stage.say("dee", "/queue")).one_to("dee").text
    await stage.say("dee", "/duty")
    leaders = (await stage.tap("dee", "those_who_lead")).one_to("dee")
    assert "Dee" in leaders.text
