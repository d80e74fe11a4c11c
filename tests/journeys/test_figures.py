"""Journey: the manager sees how the desk is doing, and the tickets behind every figure."""

from db.vocabulary import StaffRole
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Stage
from tests.journeys.test_concerned import promoted
from tests.journeys.test_queue import numbers_in


@every_language
async def test_each_figure_opens_its_list(stage: Stage) -> None:
    await stage.say("alice", "3棟12樓電梯壞了")
    await stage.say("alice", "廚房水龍頭一直漏水")
    await stage.tap("bob", "accept", chat="staff")  # the second
    await stage.tap("bob", "resolve", chat="staff")
    await stage.tap("alice", "fixed_yes")
    await stage.wait("5d")

    page = (await stage.say("mei", "/figures")).one_to("mei")
    assert "1/1" in page.text, "closed by who accepted it"
    assert "1/2" in page.text, "the lift has been waiting for days"
    assert "30" in page.text
    (late,) = (await stage.tap("mei", "figure_response", message=page)).edits_in("mei")
    assert numbers_in(late) == ["#1", "#2"]
    assert late.text.index("❌") < late.text.index("#1") < late.text.index("✅")
    (again,) = (await stage.tap("mei", "all_figures", message=late)).edits_in("mei")
    assert again.text == page.text
    assert again.id == page.id


@one_database
async def test_a_director_reads_the_figures_too(hant_stage: Stage) -> None:
    stage = hant_stage
    await promoted(stage, "sue", StaffRole.DIRECTOR)
    await stage.say("alice", "3棟12樓電梯壞了")
    await stage.wait("5d")
    page = (await stage.say("sue", "/figures")).last_to("sue")
    (late,) = (await stage.tap("sue", "figure_response", message=page)).edits_in("sue")
    assert numbers_in(late) == ["#1"]


@one_database
async def test_figures_are_the_managers(hant_stage: Stage) -> None:
    stage = hant_stage
    for who in ("bob", "sue", "alice"):
        refused = (await stage.say(who, "/figures")).one_to(who)
        assert refused.text == stage.words("common.not_for_you", command="figures")
    week = (await stage.say("mei", "/figures 7")).one_to("mei")
    assert "最近 7 天" in week.text
    assert "0/0" in week.text
    assert not week.labels, "there is nothing behind them"
    for odd in ("0", "9999", "下週", "-1"):
        shown = (await stage.say("mei", f"/figures {odd}")).one_to("mei").text
        assert "最近 1 天" in shown if odd == "0" else "最近 30 天" in shown

    mine = (await stage.say("mei", "/figures")).one_to("mei")
    for data in ("fig:response:999:30:0", "fig:profit:1:30:0", "fig:all:x"):
        heard = await stage.tap("mei", data, message=mine, stale=True)
        assert heard.note == stage.words("common.stale"), data
