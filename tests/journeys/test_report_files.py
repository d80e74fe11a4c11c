"""Journey: the report of a notice says which one, why some did not get it, and lists everybody."""

import csv
import io

from openpyxl import load_workbook

from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Message, Stage

WATER = {
    Language.HANT: "明天清洗水塔，屆時停水。",
    Language.HANS: "明天清洗水箱，届时停水。",
    Language.EN: "No water tomorrow morning.",
}


async def reported(stage: Stage) -> Message:
    """To Alice and Edwin, who has blocked the bot; as Mei reads it at the end."""
    await stage.say("alice", "/help")
    await move_in(stage, "edwin", "2-6B", stage.language)
    await stage.post("fault", method="sendMessage", code=403, chat="edwin")
    await stage.say("mei", f"/broadcast {WATER[stage.language]}")
    await stage.tap("mei", "audience_all")
    await stage.tap("mei", "submit")
    return (await stage.approve_as("sue")).last_to("mei")


async def opened(stage: Stage, button: str) -> bytes:
    sent = (await stage.tap("mei", button)).one_to("mei")
    (file,) = sent.files
    answer = await stage.client.get(file["url"])
    return answer.content


@every_language
async def test_it_says_which_notice_and_why_some_are_out_of_reach(stage: Stage) -> None:
    report = await reported(stage)
    assert WATER[stage.language] in report.text.splitlines()[0]
    out_of_reach = next(line for line in report.text.splitlines() if line.startswith("🚫"))
    assert stage.words("broadcast.trouble_blocked") in out_of_reach
    table = (await opened(stage, "report_csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert rows[0][0] == stage.words("broadcast.column_unit")
    assert len(rows) == 3
    edwin = next(row for row in rows if row[0] == "2-6B")
    assert edwin[3:5] == [
        stage.words("broadcast.copy_unreachable"),
        stage.words("broadcast.trouble_blocked"),
    ]


@one_database
async def test_a_workbook_has_the_figures_and_the_people(hant_stage: Stage) -> None:
    await reported(hant_stage)
    book = load_workbook(io.BytesIO(await opened(hant_stage, "report_xlsx")))
    summary = {row[0]: row[1] for row in book["摘要"].iter_rows(values_only=True)}
    assert (summary["已送出"], summary["收不到"]) == (1, 1)
    assert summary["　封鎖了管家"] == 1
    assert book["名單"].max_row == 3


@one_database
async def test_only_a_manager_of_the_house_gets_the_list(hant_stage: Stage) -> None:
    await reported(hant_stage)
    bearing = await hant_stage.newest_with("report_csv", "mei")
    data = next(each for each in bearing.data if each.endswith(":csv"))
    for who in ("alice", "bob", "charlie"):
        await hant_stage.say(who, "/start")
        await hant_stage.say(who, "/language")
        own = (await hant_stage.tap(who, "繁體中文")).last_to(who)
        refused = await hant_stage.tap(who, data, message=own, stale=True)
        assert refused.note == hant_stage.words("common.not_yours")
        assert not refused.sent
    odd = data.replace(":csv", ":exe")
    assert (await hant_stage.tap("mei", odd, message=bearing, stale=True)).note == hant_stage.words(
        "common.stale"
    )
