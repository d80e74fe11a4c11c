"""Journey: a notice was wrong; whoever has it reads what is right, in reply to it."""

from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Message, Stage

WRONG = {
    Language.HANT: "明天 10:00 停水。",
    Language.HANS: "明天 10:00 停水。",
    Language.EN: "No water tomorrow at 10:00.",
}
RIGHT = {
    Language.HANT: "停水是後天 10:00，不是明天。",
    Language.HANS: "停水是后天 10:00，不是明天。",
    Language.EN: "The water is off on Thursday at 10:00, not tomorrow.",
}


async def sent(stage: Stage) -> Message:
    """The wrong one, as Alice has it; Edwin cannot be reached."""
    await stage.say("alice", "/help")
    await move_in(stage, "edwin", "2-6B", stage.language)
    await stage.post("block", **{"as": "edwin"})
    await stage.say("mei", f"/broadcast {WRONG[stage.language]}")
    await stage.tap("mei", "audience_all")
    await stage.tap("mei", "submit")
    return (await stage.approve_as("sue")).one_to("alice")


@every_language
async def test_a_correction_replies_to_the_first_and_reaches_who_has_it(stage: Stage) -> None:
    first = await sent(stage)
    await move_in(stage, "dora", "1-5A", stage.language)
    await stage.tap("mei", "correct")
    await stage.tap("mei", "correct_own")
    preview = (await stage.say("mei", RIGHT[stage.language])).one_to("mei")
    assert stage.words("audience.who_has_it") in preview.text
    assert "1" in stage.find_label(preview, "submit")  # type: ignore[operator]
    assert not stage.find_label(preview, "narrow")
    asked = (await stage.tap("mei", "submit")).one_to("sue")
    assert RIGHT[stage.language] in asked.text
    put_right = await stage.approve_as("sue")
    letter = put_right.one_to("alice")
    assert RIGHT[stage.language] in letter.text
    assert letter.reply_to == first.id
    assert not put_right.to("dora"), "she never had the first"
    assert not put_right.to("edwin")


@one_database
async def test_what_was_sent_by_mistake_is_taken_back_in_words_that_are_ready(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await move_in(stage, "dora", "1-5A", Language.EN)
    first = await sent(stage)
    await stage.tap("mei", "correct")
    preview = (await stage.tap("mei", "correct_error")).one_to("mei")
    assert "sent by mistake" in preview.text
    put_right = await stage.tap("mei", "send_unasked", message=preview)
    assert stage.find_label(put_right.last_to("sue"), "reviewed")
    letter = put_right.one_to("alice")
    assert "明天 10:00 停水" in letter.text
    assert "發錯了" in letter.text
    assert letter.reply_to == first.id
    assert "sent by mistake" in put_right.one_to("dora").text
    report = put_right.last_to("mei")
    assert "請不必理會前一則" in report.text
    own = await stage.tap("mei", "correct", message=report)
    assert own.one_to("mei").text == stage.words("approval.write_correction")
    again = await stage.tap("mei", "correct_error")
    assert again.note == stage.words("correction.said_already")


@one_database
async def test_nobody_is_woken_by_a_correction_that_was_approved_at_night(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await move_in(stage, "dora", "1-5A", Language.HANT)
    first = await sent(stage)
    await stage.go_to("2026-11-24T23:00:00+08:00")
    await stage.post("block", **{"as": "dora"})
    await stage.tap("mei", "correct")
    await stage.tap("mei", "correct_own")
    await stage.say("mei", RIGHT[stage.language])
    await stage.tap("mei", "submit")
    approved = await stage.approve_as("sue")
    assert "08:30" in approved.note
    assert not approved.to("alice")
    card = approved.last_to("mei").text
    assert "08:30" in card
    assert "🚫 收不到 1" in card
    morning = await stage.go_to("2026-11-25T08:31:00+08:00")
    assert morning.one_to("alice").reply_to == first.id


@one_database
async def test_a_correction_is_the_managers_of_what_was_sent(hant_stage: Stage) -> None:
    stage = hant_stage
    first = await sent(stage)
    report = await stage.newest_with("correct", "mei")
    for who in ("alice", "sue"):
        hello = (await stage.say(who, "/help")).one_to(who)
        refused = await stage.tap(who, report.data[0], message=hello, stale=True)
        assert refused.note == stage.words("common.not_yours")
    assert not first.labels
    await stage.tap("mei", "correct")
    await stage.tap("mei", "correct_own")
    too_long = await stage.say("mei", "水" * 3600)
    assert "3600" in too_long.one_to("mei").text
    assert "submit" not in (await stage.say("mei", "/cancel")).one_to("mei").text
    assert not (await stage.say("mei", "/broadcast 明天停電")).to("alice")
    drafted = await stage.tap("mei", "audience_all")
    forged = report.data[0].replace(":1", ":2")
    refused = await stage.tap("mei", forged, message=drafted.one_to("mei"), stale=True)
    assert refused.note == stage.words("common.stale"), "nobody has it yet"
