"""Journey: what a manager wrote goes out once somebody else has read it, or at once if it must."""

from sqlalchemy import delete, select, update

from db.models import Membership, Person
from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Message, Stage

WATER = {
    Language.HANT: "明天 10:00 到 12:00 清洗水塔，屆時停水。",
    Language.HANS: "明天 10:00 到 12:00 清洗水箱，届时停水。",
    Language.EN: "The tanks are cleaned from 10:00 to 12:00; there will be no water.",
}


async def written(stage: Stage, words: str | None = None) -> Message:
    """Mei's notice to everybody, as she sees it before she hands it in."""
    await stage.say("alice", "/help")
    await stage.say("mei", f"/broadcast {words or WATER[stage.language]}")
    return (await stage.tap("mei", "audience_all")).last_to("mei")


async def handed_in(stage: Stage) -> Message:
    """As Sue is asked to read it."""
    await written(stage)
    return (await stage.tap("mei", "submit")).one_to("sue")


@every_language
async def test_the_second_person_reads_each_version_and_how_many_read_it(stage: Stage) -> None:
    await move_in(stage, "dora", "1-5A", Language.EN)
    await written(stage)
    if stage.language is not Language.EN:
        await stage.tap("mei", "add_en")
        await stage.say("mei", "Water is off from 10:00 to 12:00.")
    asked = (await stage.tap("mei", "submit")).one_to("sue")
    names = {"en": "English", "zh-Hans": "英文", "zh-Hant": "英文"}
    heading = next(line for line in asked.text.splitlines() if names[stage.language] in line)
    readers = 2 if stage.language is Language.EN else 1
    assert str(readers) in heading
    assert stage.find_label(asked, "send_back")
    sent = await stage.approve_as("sue")
    assert {"alice", "dora"} <= {message.chat for message in sent.sent}
    assert sent.note == stage.words("approval.approved")


@one_database
async def test_its_picture_is_shown_to_the_second_person_too(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "/help")
    await hant_stage.say("mei", "/broadcast")
    await hant_stage.say("mei", WATER[Language.HANT], photo="cG9zdGVy")
    await hant_stage.tap("mei", "audience_all")
    asked = await hant_stage.tap("mei", "submit")
    assert any(message.files for message in asked.to("sue"))
    sent = await hant_stage.approve_as("sue")
    assert any(message.files for message in sent.to("alice"))


@one_database
async def test_nobody_approves_their_own_nor_what_was_changed_since(hant_stage: Stage) -> None:
    stage = hant_stage
    old = await handed_in(stage)
    own = await stage.tap("mei", "submit")
    assert own.note == stage.words("approval.asked_already")
    preview = await stage.newest_with("submit", "mei")
    forged = old.data[0]
    assert (await stage.tap("mei", forged, message=preview, stale=True)).note == stage.words(
        "approval.your_own"
    )
    hello = (await stage.say("bob", "/help")).one_to("bob")
    pressed = await stage.tap("bob", forged, message=hello, stale=True)
    assert pressed.note == stage.words("common.not_yours")

    await stage.tap("mei", "rewrite_hant")
    await stage.say("mei", "改成下午停水。")
    late = await stage.tap("sue", "approve_broadcast", message=old)
    assert late.note == stage.words("approval.changed_since")
    assert not late.to("alice")
    await stage.tap("mei", "submit")
    assert "改成下午停水" in (await stage.approve_as("sue")).one_to("alice").text
    again = await stage.tap("sue", "approve_broadcast")
    assert again.note == stage.words("broadcast.gone_out")


@one_database
async def test_a_version_in_another_language_leaves_its_writers_own(hant_stage: Stage) -> None:
    async with hant_stage.guanjia.database.transaction() as session:
        await session.execute(update(Person).values(language_chosen=False))
    await written(hant_stage)
    await hant_stage.tap("mei", "add_en")
    preview = (await hant_stage.say("mei", WATER[Language.EN])).one_to("mei")
    assert "以上是預覽" in preview.text


@every_language
async def test_it_is_sent_back_with_what_should_be_other(stage: Stage) -> None:
    await handed_in(stage)
    await stage.tap("sue", "send_back")
    heard = await stage.say("sue", "10:00 → 10:30 <please>")
    assert heard.one_to("sue").text == stage.words("approval.sent_back", has_left=False)
    assert "10:00 → 10:30 <please>" in heard.one_to("mei").text
    assert (await stage.tap("sue", "approve_broadcast")).note == stage.words(
        "approval.changed_since"
    )
    preview = (await stage.tap("mei", "look_at_draft")).one_to("mei")
    assert stage.find_label(preview, "submit")


@one_database
async def test_what_somebody_handed_in_who_has_left_since_is_the_managers(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.go_to("2026-11-24T10:00:00+08:00")
    await stage.say("alice", "/help")
    await move_in(stage, "dan", "manager", Language.HANT)
    asked = []
    for words in ("週一停水。", "週二停水。", "週三停水。"):
        await stage.say("dan", f"/broadcast {words}")
        await stage.tap("dan", "audience_all")
        if words == "週二停水。":
            await stage.tap("dan", "when")
            await stage.say("dan", "明天 9:00")
        asked.append((await stage.tap("dan", "submit")).one_to("sue"))
    await leaves(stage, "dan")

    await stage.tap("sue", "send_back", message=asked[0])
    back = await stage.say("sue", "日子寫錯了")
    assert back.one_to("sue").text == stage.words("approval.sent_back", has_left=True)
    told = back.one_to("mei")
    assert "週一停水。" in told.text
    assert "日子寫錯了" in told.text
    assert not told.labels, "nobody else's draft"
    later = await stage.tap("sue", "approve_broadcast", message=asked[1])
    assert "09:00" in later.one_to("mei").text
    sent = await stage.tap("sue", "approve_broadcast", message=asked[2])
    card, _report = sent.to("mei")
    assert "「週三停水。」" in card.text
    assert "週三停水。" in sent.one_to("alice").text
    await stage.tap("mei", "look_at_scheduled", message=later.one_to("mei"))
    off = await stage.tap("mei", "call_off_scheduled")
    assert off.one_to("mei")
    assert not any(each.to("dan") for each in (back, later, sent, off))


async def leaves(stage: Stage, who: str) -> None:
    async with stage.guanjia.database.transaction() as session:
        gone = select(Person.id).where(Person.name == who.title())
        posts = delete(Membership).where(Membership.person_id.in_(gone))
        assert (await session.execute(posts)).rowcount  # type: ignore[attr-defined]


async def leave_alone(stage: Stage) -> None:
    await stage.post("block", **{"as": "sue"})
    await stage.say("alice", "3棟12樓電梯壞了")
    await stage.wait("3h")


@one_database
async def test_with_nobody_else_there_it_cannot_go_out_and_says_whom_to_invite(
    hant_stage: Stage,
) -> None:
    await leave_alone(hant_stage)
    await written(hant_stage)
    refused = await hant_stage.tap("mei", "submit")
    assert "/invite supervisor" in refused.one_to("mei").text
    assert not refused.to("alice")


@one_database
async def test_what_has_to_be_mended_cannot_be_handed_in(hant_stage: Stage) -> None:
    stage = hant_stage
    preview = await written(stage, "請到 https://bit.ly/free 登記，聯絡 0912-345-678。")
    assert not stage.find_label(preview, "submit")
    assert not stage.find_label(preview, "urgent"), "nor sent because it cannot wait"
    assert "「https://bit.ly/free」" in preview.text
    assert "0912-345-678」看來是個人資料" in preview.text
    await stage.tap("mei", "rewrite_hant")
    mended = (await stage.say("mei", "請到管理處登記！謝謝！")).one_to("mei")
    assert "2 個驚嘆號" in mended.text, "that may stay"
    assert stage.find_label(mended, "submit")


async def _urgent(stage: Stage) -> Heard:
    await stage.tap("mei", "urgent")
    return await stage.tap("mei", "urgent_surely")


@every_language
async def test_what_cannot_wait_goes_out_at_once_and_is_asked_about_until_it_is_read(
    stage: Stage,
) -> None:
    await stage.go_to("2026-11-24T03:00:00+08:00")
    await written(stage)
    sent = await _urgent(stage)
    letter = sent.one_to("alice")
    assert not letter.silent
    asked = sent.one_to("sue")
    assert stage.find_label(asked, "reviewed")

    night = await stage.go_to("2026-11-25T08:29:00+08:00")
    assert not night.to("sue"), "nobody is woken to read it"
    morning = await stage.go_to("2026-11-25T08:31:00+08:00")
    assert stage.find_label(morning.one_to("sue"), "reviewed")
    read = await stage.tap("sue", "reviewed")
    assert read.note == stage.words("approval.reviewed")
    assert (await stage.tap("sue", "reviewed")).note == stage.words("common.already_answered")
    assert not (await stage.go_to("2026-11-27T12:00:00+08:00")).to("sue")


@one_database
async def test_urgent_is_asked_twice_and_holds_only_for_the_words_that_were_shown(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await written(stage)
    asked = (await stage.tap("mei", "urgent")).one_to("mei")
    await stage.tap("mei", "rewrite_hant")
    await stage.say("mei", "改成下午停水。")
    late = await stage.tap("mei", "urgent_surely", message=asked)
    assert late.note == stage.words("common.stale")
    assert not late.to("alice")
    await stage.say("mei", "/cancel")
    sent = await _urgent(stage)
    assert "改成下午停水" in sent.one_to("alice").text
    read = sent.one_to("sue").data[0]
    own = await stage.tap("mei", read, message=asked, stale=True)
    assert own.note == stage.words("approval.your_own")


@every_language
async def test_a_test_looks_like_one_and_reaches_colleagues_alone(stage: Stage) -> None:
    await written(stage)
    asked = await stage.tap("mei", "test")
    assert not asked.to("sue")
    assert not stage.find_label(asked.one_to("mei"), "submit"), "the real one is asked elsewhere"
    tried = await stage.tap("mei", "test_surely")
    assert tried.note == stage.words("broadcast.tested")
    assert {message.chat for message in tried.sent} == {"mei", "sue"}
    letter = tried.one_to("sue")
    first, *_, last = letter.text.splitlines()
    banner = {Language.HANT: "【測試】", Language.HANS: "【测试】", Language.EN: "[TEST]"}
    assert banner[stage.language] in first
    assert banner[stage.language] in last
    assert WATER[stage.language] in letter.text
    assert not letter.labels
    assert not (await stage.tap("mei", "test_surely")).sent, "the same version once"
