"""Journey: the manager's own notice: written, addressed, previewed, confirmed, followed."""

from sqlalchemy import select

from db.models import Building, Community
from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Stage

WATER = {
    Language.HANT: "明天 10:00–12:00 洗水塔，<全棟停水> & 請先儲水。",
    Language.HANS: "明天 10:00–12:00 清洗水箱，<整栋停水> & 请提前蓄水。",
    Language.EN: "Tank cleaning tomorrow 10:00–12:00: <no water> & please fill a bucket.",
}
BLOCK_3 = {Language.HANT: "3棟", Language.HANS: "3栋", Language.EN: "Block 3"}
ALICE = {Language.HANT: "陳雅麗", Language.HANS: "陈雅丽", Language.EN: "Alice Chan"}


@every_language
async def test_a_notice_goes_to_one_building_once_after_a_preview(stage: Stage) -> None:
    await stage.say("alice", "/help")
    await move_in(stage, "dora", "1-5A", stage.language)
    await stage.say("mei", "/broadcast")
    written = await stage.say("mei", WATER[stage.language])
    assert not [message for message in written.sent if message.chat != "mei"]

    preview = (await stage.tap("mei", BLOCK_3[stage.language])).one_to("mei")
    assert WATER[stage.language] in preview.text
    assert ALICE[stage.language] in preview.text
    assert "1" in stage.find_label(preview, "submit")  # type: ignore[operator]

    asked = await stage.tap("mei", "submit", message=preview)
    assert not asked.to("alice"), "nobody else has read it"
    sent = await stage.approve_as("sue")
    assert WATER[stage.language] in sent.one_to("alice").text
    assert not sent.one_to("alice").silent
    assert not sent.to("dora"), "dora lives in another building"
    progress, report = sent.to("mei")
    assert "1／1" in progress.text or "1/1" in progress.text or "1 of 1" in progress.text
    assert not progress.labels, "nothing is left to stop"
    assert report.text.startswith("📊")

    again = await stage.tap("mei", "submit", message=preview)
    assert again.note == stage.words("broadcast.gone_out")
    assert not again.sent


@one_database
async def test_the_thirty_first_building_is_leafed_to(hant_stage: Stage) -> None:
    async with hant_stage.guanjia.database.transaction() as session:
        here = (await session.scalars(select(Community.id))).one()
        names = [f"樓{number:02}" for number in range(1, 31)]
        session.add_all(
            Building(community_id=here, code=name, names=dict.fromkeys(Language, name), aliases=[])
            for name in names
        )
    first = (await hant_stage.say("mei", "/broadcast 明天停水。")).one_to("mei")
    assert names[-1] not in first.labels
    second = (await hant_stage.tap("mei", "▶")).one_to("mei")
    assert names[-1] in second.labels
    assert "▶" not in second.labels
    assert "◀" in second.labels
    assert names[-1] in (await hant_stage.tap("mei", names[-1])).one_to("mei").text


@one_database
async def test_each_reads_it_in_their_language_and_the_unreachable_are_named(
    hant_stage: Stage,
) -> None:
    await hant_stage.say("alice", "/help")
    await move_in(hant_stage, "dora", "1-5A", Language.EN)
    await move_in(hant_stage, "edwin", "2-6B", Language.HANS)
    await hant_stage.say("mei", f"/broadcast {WATER[Language.HANT]}")
    await hant_stage.tap("mei", "audience_all")
    await hant_stage.tap("mei", "add_en")
    preview = (await hant_stage.say("mei", WATER[Language.EN])).one_to("mei")
    assert WATER[Language.HANT] in preview.text
    assert WATER[Language.EN] in preview.text
    assert hant_stage.find_label(preview, "add_hans")
    assert not hant_stage.find_label(preview, "add_en")

    await hant_stage.post("fault", method="sendMessage", code=403, chat="edwin")
    await hant_stage.tap("mei", "submit")
    sent = await hant_stage.approve_as("sue")
    assert WATER[Language.HANT] in sent.one_to("alice").text
    assert WATER[Language.EN] in sent.one_to("dora").text
    report = sent.last_to("mei").text
    assert "2／3" in report
    assert "Edwin" in report


@one_database
async def test_a_notice_for_one_home_is_for_that_home(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "/help")
    await move_in(hant_stage, "dora", "1-5A", Language.HANT)
    await hant_stage.say("mei", "/broadcast 掛號信在櫃台")
    await hant_stage.tap("mei", "audience_unit")
    assert not (await hant_stage.say("mei", "99棟1樓Z")).one_to("mei").labels
    preview = (await hant_stage.say("mei", "1棟5樓A")).one_to("mei")
    assert "1棟5樓A" in preview.text
    await hant_stage.tap("mei", "submit")
    sent = await hant_stage.approve_as("sue")
    assert "掛號信在櫃台" in sent.one_to("dora").text
    assert not sent.to("alice")


@one_database
async def test_it_can_be_stopped_and_the_report_says_who_got_nothing(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "/help")
    await move_in(hant_stage, "dora", "1-5A", Language.HANT)
    await hant_stage.post("fault", method="sendMessage", code=429, retry_after=600, chat="dora")
    await hant_stage.say("mei", "/broadcast 明天停水")
    await hant_stage.tap("mei", "audience_all")
    await hant_stage.tap("mei", "submit")
    sending = await hant_stage.approve_as("sue")
    assert sending.one_to("alice")

    stopped = await hant_stage.tap("mei", "stop_broadcast")
    assert stopped.note == hant_stage.words("broadcast.stopped")
    (report,) = stopped.edits_in("mei")
    assert report.text.startswith("📊")
    assert "1／2" in report.text
    assert "沒有發 1" in report.text
    assert not hant_stage.find_label(report, "stop_broadcast")
    over = await hant_stage.wait("15m")
    assert not over.to("dora"), "whoever has not got it does not get it"


@one_database
async def test_what_cannot_be_sent_is_said_and_what_is_not_wanted_is_dropped(
    hant_stage: Stage,
) -> None:
    await hant_stage.say("mei", "/broadcast")
    too_long = await hant_stage.say("mei", "水" * 3600)
    assert "3600" in too_long.one_to("mei").text
    picture = await hant_stage.say("mei", photo="cG9zdGVy")
    assert "文字" in picture.one_to("mei").text
    asked = await hant_stage.say("mei", "水塔清洗", photo="cG9zdGVy")
    await hant_stage.say("alice", "/help")
    await hant_stage.tap("mei", "audience_all", message=asked.one_to("mei"))
    dropped = await hant_stage.tap("mei", "drop_broadcast")
    assert dropped.one_to("mei").text == hant_stage.words("broadcast.dropped")
    late = await hant_stage.tap("mei", "submit")
    assert late.note == hant_stage.words("broadcast.gone_out")
    assert not late.to("alice")
