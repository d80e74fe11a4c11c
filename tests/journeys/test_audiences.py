"""Journey: whom a notice is for, narrowed step by step, and what households say of themselves."""

from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Message, Stage

BLOCK_3 = {Language.HANT: "3棟", Language.HANS: "3栋", Language.EN: "Block 3"}


async def narrowing(stage: Stage) -> Message:
    """Mei has written to block 3, and wants fewer."""
    await stage.say("alice", "/help")
    await move_in(stage, "dora", "3-5A", stage.language)
    await stage.say("mei", "/broadcast 12:00")
    await stage.tap("mei", BLOCK_3[stage.language])
    return (await stage.tap("mei", "narrow")).one_to("mei")


def label(stage: Stage, name: str, count: int) -> str:
    return f"{stage.words(f'audience.{name}')} · {count}"


@every_language
async def test_every_button_says_how_many_it_would_be(stage: Stage) -> None:
    await stage.say("alice", "/household")
    marked = await stage.tap("alice", f"⬜️ {stage.words('household.gas_heater')}")
    assert marked.note == stage.words("household.marked")
    assert f"☑️ {stage.words('household.gas_heater')}" in marked.one_to("alice").labels

    choices = await narrowing(stage)
    assert label(stage, "owner", 2) in choices.labels
    assert label(stage, "tenant", 0) in choices.labels
    assert label(stage, "pet", 0) in choices.labels
    fewer = await stage.tap("mei", label(stage, "gas_heater", 1))
    shown = fewer.one_to("mei")
    assert f"✅ {stage.words('audience.gas_heater')}" in shown.labels
    preview = (await stage.tap("mei", "back_to_preview")).one_to("mei")
    assert "1" in stage.find_label(preview, "submit")  # type: ignore[operator]
    assert stage.words("audience.gas_heater") in preview.text
    await stage.tap("mei", "submit")
    sent = await stage.approve_as("sue")
    assert {"alice"} == {each.chat for each in sent.sent} - {"mei", "sue"}


@one_database
async def test_floors_are_chosen_one_by_one(hant_stage: Stage) -> None:
    stage = hant_stage
    await narrowing(stage)
    floors = (await stage.tap("mei", "floors")).one_to("mei")
    assert "12 · 1" in floors.labels
    await stage.tap("mei", "5 · 1")
    both = (await stage.tap("mei", "12 · 2")).one_to("mei")
    assert {"✅ 5", "✅ 12"} <= set(both.labels)
    await stage.tap("mei", "✅ 12")
    await stage.tap("mei", "back_to_choices")
    preview = (await stage.tap("mei", "back_to_preview")).one_to("mei")
    assert "3棟 5 樓：1 人，例如Dora" in preview.text


@one_database
async def test_a_narrower_audience_voids_what_was_handed_in(hant_stage: Stage) -> None:
    stage = hant_stage
    await narrowing(stage)
    await stage.tap("mei", "back_to_preview")
    await stage.tap("mei", "submit")
    await stage.tap("mei", "narrow")
    await stage.tap("mei", label(stage, "owner", 2))
    late = await stage.tap("sue", "approve_broadcast")
    assert late.note == stage.words("approval.changed_since")
    assert not late.to("alice")


@one_database
async def test_what_a_household_said_is_theirs_to_see_and_to_take_back(hant_stage: Stage) -> None:
    stage = hant_stage
    home = (await stage.say("alice", "/household")).one_to("alice")
    assert "3棟12樓F" in home.text
    await stage.tap("alice", "⬜️ 有長輩同住")
    assert "有長輩同住" in (await stage.say("alice", "/mydata")).one_to("alice").text
    taken_back = await stage.tap("alice", "☑️ 有長輩同住")
    assert taken_back.note == stage.words("household.unmarked")
    assert "沒有填" in (await stage.say("alice", "/mydata")).one_to("alice").text
    await move_in(stage, "dora", "1-5A", Language.HANT)
    forged = home.data[0]
    hello = (await stage.say("dora", "/help")).one_to("dora")
    refused = await stage.tap("dora", forged, message=hello, stale=True)
    assert refused.note == stage.words("common.not_yours")
    charlie = (await stage.say("charlie", "/household")).one_to("charlie")
    assert not charlie.labels
