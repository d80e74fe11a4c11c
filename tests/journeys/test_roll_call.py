"""Journey: who of the building is safe? Two buttons, a board, and aloud who needs help."""

from sqlalchemy import select

from db.models import RollCall
from db.vocabulary import Language, SafetyAnswer
from intents import Hazard, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Message, Stage
from tests.journeys.test_drill import begin
from tests.journeys.test_emergency import ALICE
from tests.journeys.understood import Understood

FIRE_IN_3 = {
    Language.HANT: "3棟10樓失火了，好多煙",
    Language.HANS: "3栋10楼着火了，好多烟",
    Language.EN: "There is a fire on the 10th floor of block 3, lots of smoke",
}


async def burn(stage: Stage) -> None:
    """Alice and Dora live in block 3, Emma in block 2."""
    for who, home in (("dora", "3-5A"), ("emma", "2-5A")):
        await move_in(stage, who, home, stage.language)
    await stage.say("alice", FIRE_IN_3[stage.language])
    await stage.tap("bob", "on_my_way")


async def call(stage: Stage) -> Heard:
    await stage.tap("sue", "more", chat="staff")
    return await stage.tap("sue", "roll_call", chat="staff")


async def board(stage: Stage) -> Message:
    return [each for each in await stage.messages("staff") if "📋" in each.text.split("\n")[0]][-1]


@every_language
async def test_everybody_of_the_building_is_asked_and_the_board_shows_who_is_silent(
    stage: Stage,
) -> None:
    await burn(stage)
    asked = await call(stage)
    assert {each.chat for each in asked.sent} == {"alice", "dora", "staff"}
    for who in ("alice", "dora"):
        assert not asked.one_to(who).silent
        assert "119" in asked.one_to(who).text
    shown = await board(stage)
    assert shown.text.index("3-12F") < shown.text.index("3-5A"), "from the top down"

    safe = await stage.tap("dora", "am_safe")
    assert safe.note == stage.words("drill.noted_safe")
    assert not safe.to("staff"), "the board is edited in place"
    assert "3-5A" not in (await board(stage)).text

    in_need = await stage.tap("alice", "need_help")
    aloud = in_need.one_to("staff")
    assert "🆘" in aloud.text
    assert ALICE[stage.language] in aloud.text
    assert "119" in in_need.one_to("alice").text
    now = (await board(stage)).text
    assert "🆘" in now.split("\n")[2]
    assert ALICE[stage.language] in now.split("\n")[2]

    out = await stage.tap("alice", "am_safe")
    assert "🟢" in out.one_to("staff").text
    assert "3-12F" not in (await board(stage)).text

    over = await stage.tap("alice", "false_alarm")
    assert over.one_to("dora").text.startswith("🟢")
    assert not over.to("emma")
    late = await stage.tap("dora", "need_help")
    assert late.note == stage.words("drill.roll_call_over")


@one_database
async def test_the_last_answer_counts_however_often_it_is_pressed(hant_stage: Stage) -> None:
    stage = hant_stage
    await burn(stage)
    await call(stage)
    for button in ("am_safe", "need_help", "need_help", "am_safe", "need_help"):
        await stage.tap("dora", button)
    assert len([each for each in await stage.messages("staff") if "🆘 3棟5樓A" in each.text]) == 2
    async with stage.guanjia.database.reading() as session:
        rows = (await session.scalars(select(RollCall).order_by(RollCall.unit_id))).all()
    assert {each.answer for each in rows} == {None, SafetyAnswer.HELP}


@one_database
async def test_only_the_silent_are_asked_again_and_not_at_once(hant_stage: Stage) -> None:
    stage = hant_stage
    await burn(stage)
    await call(stage)
    await stage.tap("dora", "am_safe")
    at_once = await stage.tap("sue", "ask_again", chat="staff")
    assert not at_once.sent
    assert at_once.note == stage.words("drill.nobody_to_ask")
    await stage.wait("3m")
    again = await stage.tap("sue", "ask_again", chat="staff")
    assert {each.chat for each in again.sent} == {"alice"}


@one_database
async def test_who_was_asked_before_is_asked_anew_when_it_burns_again(hant_stage: Stage) -> None:
    stage = hant_stage
    await burn(stage)
    await call(stage)
    before = await stage.newest_with("am_safe", "dora")
    await stage.tap("dora", "am_safe")
    done = await stage.tap("bob", "resolve", chat="staff")
    assert "已經處理好" in done.one_to("dora").text
    await stage.wait("1m")
    await stage.tap("alice", "fixed_no")
    too_early = await stage.tap("dora", "am_safe", message=before)
    assert too_early.note == stage.words("drill.roll_call_over")
    asked = await call(stage)
    assert {each.chat for each in asked.sent} >= {"alice", "dora"}
    await stage.tap("dora", "am_safe", message=before)
    assert "3-5A" in (await board(stage)).text, "she was safe the other time"
    heard = await stage.tap("dora", "need_help", message=before)
    assert "🆘" in heard.one_to("staff").text, "a call for help is heard from any message"


@one_database
async def test_staff_and_strangers_call_and_answer_nothing(hant_stage: Stage) -> None:
    stage = hant_stage
    await burn(stage)
    card = await stage.newest_with("more", "staff")
    refused = await stage.tap("bob", "roll:1", message=card, stale=True)
    assert refused.note == stage.words("drill.leaders_call")
    await call(stage)
    page = (await stage.messages("bob"))[-1]
    for who in ("bob", "sue"):
        pressed = await stage.tap(who, "ihelp:1", message=card, stale=True)
        assert pressed.note == stage.words("common.not_yours")
        assert not pressed.sent
    assert page.chat == "bob"
    hers = (await stage.messages("emma"))[-1]
    pressed = await stage.tap("emma", "ihelp:1", message=hers, stale=True)
    assert pressed.note == stage.words("common.not_yours")
    assert not pressed.sent


@one_database
async def test_the_board_leaves_the_topic_with_a_danger_that_is_kept_from_who_reads_it(
    hant_stage: Stage, understood: Understood
) -> None:
    stage, words, whose = hant_stage, "3棟10樓有人打我，救命", "是李保打我"
    understood(words, kind=Kind.EMERGENCY, topic="break_in", hazard=Hazard.INTRUDER, sure=True)
    understood(whose, kind=Kind.OTHER, topic=None, confidence=0.1, sure=False)
    await move_in(stage, "dora", "3-5A", stage.language)
    await stage.say("alice", words)
    await call(stage)
    shown = await board(stage)
    heard = await stage.say("alice", whose)
    (withdrawn,) = [each for each in heard.edits_in("staff") if each.id == shown.id]
    assert "3-5A" not in withdrawn.text
    assert not withdrawn.labels
    (sues,) = [each for each in heard.to("sue") if each.text.startswith("📋")]
    assert "3-5A" in sues.text
    safe = await stage.tap("dora", "am_safe")
    assert not safe.edits_in("staff")
    (now,) = [each for each in safe.edits_in("sue") if each.id == sues.id]
    assert "3-5A" not in now.text


@one_database
async def test_in_an_exercise_residents_are_only_counted(hant_stage: Stage) -> None:
    stage = hant_stage
    await move_in(stage, "dora", "3-5A", stage.language)
    await begin(stage)
    counted = await stage.tap("sue", "roll_call", chat="staff")
    assert {each.chat for each in counted.sent} == {"staff"}
    assert "2 人" in counted.one_to("staff").text
    async with stage.guanjia.database.reading() as session:
        assert not (await session.scalars(select(RollCall))).all()
