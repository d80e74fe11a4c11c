"""Journey: what is said every day is said with two taps, as a person, through the same gate."""

from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Message, Stage

SEEN = {Language.HANT: "我看到了", Language.HANS: "我看到了", Language.EN: "have read your report"}


async def offered(stage: Stage, chat: str = "staff") -> Message:
    """The list of quick replies, from the newest card."""
    menu = (await stage.tap("bob", "more", chat=chat)).last_to(chat)
    return (await stage.tap("bob", "quick", message=menu)).last_to(chat)


@every_language
async def test_two_taps_answer_the_owner(stage: Stage) -> None:
    await stage.say("alice", "3棟12樓電梯壞了")
    choices = await offered(stage)
    previewed = await stage.tap("bob", "quick:1:seen", message=choices)
    preview = previewed.one_to("staff")
    assert SEEN[stage.language] in preview.text
    assert not previewed.to("alice"), "it is shown before it goes"
    sent = await stage.tap("bob", "send_quick", message=preview)
    assert sent.note == stage.words("queue.quick_sent", number=1)
    heard = sent.one_to("alice").text
    assert SEEN[stage.language] in heard
    assert "#1" in heard
    again = await stage.tap("bob", "send_quick", message=preview)
    assert again.note == stage.words("common.stale")
    assert not again.to("alice")


@one_database
async def test_an_owner_reads_it_in_their_own_language(hant_stage: Stage) -> None:
    stage = hant_stage
    await move_in(stage, "dora", "3-12E", Language.EN)
    await stage.say("dora", "The kitchen tap keeps dripping")
    choices = await offered(stage)
    preview = (await stage.tap("bob", "quick:1:seen", message=choices)).one_to("staff")
    assert "have read your report" in preview.text
    await stage.say("mei", "/replies seen zh-Hant 收到，{{ me }}會處理。")
    preview = (await stage.tap("bob", "quick:1:seen", message=choices)).one_to("staff")
    assert "收到，李保會處理。" in preview.text
    assert "沒有Dora所用語言" in preview.text
    sent = await stage.tap("bob", "send_quick", message=preview)
    assert "收到，Bob Lee會處理。" not in sent.one_to("dora").text
    assert "收到，李保會處理。" in sent.one_to("dora").text


@one_database
async def test_by_when_is_by_when_it_is_to_be_done(hant_stage: Stage) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", "3棟12樓電梯壞了")).one_to("alice")
    (aim,) = [line for line in receipt.text.split("\n") if line.startswith("🏁")]
    choices = await offered(stage)
    preview = (await stage.tap("bob", "quick:1:deadline", message=choices)).one_to("staff")
    assert aim.removeprefix("🏁 目標：") in preview.text


@one_database
async def test_managers_write_their_own(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "3棟12樓電梯壞了")
    wrong = (
        (await stage.say("mei", "/replies lift zh-Hant 電梯\n{{ ownr }}您好")).one_to("mei").text
    )
    assert "第 2 行" in wrong
    assert "ownr" in wrong
    hostile = "/replies lift zh-Hant {{ owner.__class__.__mro__ }}"
    assert "不執行" in (await stage.say("mei", hostile)).one_to("mei").text
    nothing = stage.words("queue.no_such_reply", code="lift")
    assert (await stage.say("mei", "/replies lift")).one_to("mei").text == nothing, "not saved"

    saved = await stage.say("mei", "/replies lift zh-Hant {{ owner }}，電梯已叫修，找{{ me }}。")
    assert "zh-Hans, en" in saved.one_to("mei").text
    await stage.say("mei", "/replies lift EN {{ owner }}, the lift has been reported. {{ me }}")
    shown = (await stage.say("mei", "/replies lift")).one_to("mei").text
    assert "電梯已叫修" in shown
    assert "the lift has been reported" in shown
    assert "✍️ lift" in (await stage.say("mei", "/replies")).one_to("mei").text

    choices = await offered(stage)
    preview = (await stage.tap("bob", "quick:1:lift", message=choices)).one_to("staff")
    assert "陳雅麗，電梯已叫修，找李保。" in preview.text
    await stage.say("mei", "/replies lift -")
    gone = await stage.tap("bob", "send_quick", message=preview)
    assert gone.note == stage.words("common.stale")
    assert (await stage.say("mei", "/replies lift -")).one_to("mei").text == nothing
    for code in ("a/b", "c" * 25):
        assert "不能當代號" in (await stage.say("mei", f"/replies {code}")).one_to("mei").text


@one_database
async def test_the_gate_holds_back_what_must_not_leave_the_house(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "3棟12樓電梯壞了")
    await stage.say("mei", "/replies rude zh-Hant {{ owner }}，這是公司規定。")
    choices = await offered(stage)
    preview = (await stage.tap("bob", "quick:1:rude", message=choices)).one_to("staff")
    held = await stage.tap("bob", "send_quick", message=preview)
    assert not held.to("alice")
    assert stage.find_label(held.one_to("staff"), "say_anyway") is not None
    said = await stage.tap("bob", "say_anyway", message=held.one_to("staff"))
    assert "這是公司規定" in said.one_to("alice").text, "it is their choice"


@one_database
async def test_what_is_over_is_not_answered(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "3棟12樓電梯壞了")
    choices = await offered(stage)
    preview = (await stage.tap("bob", "quick:1:seen", message=choices)).one_to("staff")
    await stage.say("alice", "#1")
    await stage.tap("alice", "withdraw")
    await stage.tap("alice", "withdraw_yes")
    for message, data in ((choices, "quick:1:seen"), (preview, "send_quick")):
        heard = await stage.tap("bob", data, message=message)
        assert heard.note == stage.words("common.stale")
        assert not heard.to("alice")
