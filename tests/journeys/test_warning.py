"""Journey: an official warning is issued, updated and cancelled, and what everybody hears of it."""

import json
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Community, Feed
from db.vocabulary import FeedCode, Language, Region
from reminders.letterhead import risen
from reminders.warnings import calling, taking_in
from reminders.warnings.places import REGIONS
from reminders.warnings.reading import FEED_LIMIT
from reminders.warnings.source import Answer
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Message, Stage
from tests.reminders.neighbourhood import community
from tests.reminders.warnings.conftest import raw

TITLE = {
    Language.HANT: "今天很熱，慢一點、多喝水",
    Language.HANS: "今天很热，慢一点、多喝水",
    Language.EN: "Very hot today, so slow down and drink",
}
NAME = {Language.HANT: "高溫警報", Language.HANS: "高温预警", Language.EN: "heat warning"}
LOOK = "11m"
"""A feed that is well is looked at every ten minutes."""


class Ncdr:
    """The feed of Taiwan's agencies, filled by the test; the hours are of the stage's Monday."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.entries: list[dict[str, Any]] = []

    async def issues(self, name: str, sent: str, until: str = "17:03", again: str = "") -> None:
        """One of the samples, as if it had been sent today at that hour.

        `again`: what tells its name from that of the first.
        """
        link = f"https://alerts.ncdr.nat.gov.tw/Capstorage/{name}"
        file = raw(name).decode().replace("2026-07-07T17:03", f"2026-11-23T{until}")
        for hour in ("07:33", "11:44", "13:35", "15:00"):
            file = file.replace(f"<sent>2026-07-07T{hour}", f"<sent>2026-11-23T{sent}")
        (entry,) = (json.loads(raw("ncdr_one_entry.json"))["entry"],)
        identifier = file.split("<identifier>")[1].split("<")[0]
        if again:
            file, identifier = file.replace(identifier, identifier + again), identifier + again
        self.entries.append(
            entry
            | {"id": identifier, "link": {"@href": link}}
            | {"expires": f"2026/11/23 下午 {int(until[:2]) - 12:02}:{until[3:]}:00"}
        )
        await self.stage.post("feed", feed="ncdr", link=link, body=file)
        await self.stage.post("feed", feed="ncdr", body=json.dumps({"entry": self.entries}))

    async def breaks(self, **how: Any) -> None:
        await self.stage.post("feed", feed="ncdr", **how)

    async def mends(self) -> None:
        await self.stage.post("feed", feed="ncdr", body='{"entry": []}')


def readers(heard: Heard, words: str) -> set[str]:
    return {message.chat for message in heard.sent if words in message.text}


def bearing(heard: Heard, who: str, words: str) -> Message:
    found = [message for message in heard.to(who) if words in message.text]
    assert len(found) == 1, [message.text for message in heard.sent]
    return found[0]


@every_language
async def test_a_heat_warning_is_issued_updated_and_cancelled(stage: Stage) -> None:
    language = stage.language
    other = Language.EN if language is not Language.EN else Language.HANT
    await stage.say("alice", "/help")
    await move_in(stage, "dora", "1-5A", other)
    ncdr = Ncdr(stage)

    await ncdr.issues("heat_1.cap", sent="10:05")
    told = bearing(await stage.wait(LOOK), "mei", NAME[language])
    assert TITLE[language] in told.text
    called = "高溫資訊" if language is Language.HANT else NAME[language]
    assert ("高溫資訊" in told.text) == (language is Language.HANT), (
        "the source's words, as it speaks"
    )
    assert not told.silent, "it waits for an answer now"

    approved = await stage.tap("mei", "approve", message=told)
    assert approved.note == stage.words("plan.approved")
    sent = await stage.wait("1m")
    everything = [*approved.sent, *sent.sent]
    reached = {m.chat: m for m in everything if TITLE[language] in m.text or TITLE[other] in m.text}
    assert TITLE[language] in reached["alice"].text
    assert TITLE[other] in reached["dora"].text
    assert not reached["alice"].silent, "an official warning may ring"

    await ncdr.issues("heat_2.cap", sent="11:44")
    raised = bearing(await stage.wait(LOOK), "mei", TITLE[language])
    assert "⚠️" in raised.text
    assert raised.text != told.text
    approved = await stage.tap("mei", "approve", message=raised)
    later = await stage.wait("1m")
    (again,) = (each for each in (*approved.sent, *later.sent) if each.chat == "alice")
    assert risen(language) in again.text, "the same heat, graver"
    assert TITLE[language] in again.text
    assert readers(await stage.wait("2h"), TITLE[language]) == set()
    now = (await stage.say("mei", "/warnings")).one_to("mei")
    assert called in now.text
    assert "🟢" in now.text

    await ncdr.issues("heat_cancel.cap", sent="13:00")
    over = await stage.wait(LOOK)
    assert NAME[language] in bearing(over, "mei", TITLE[language]).text
    assert readers(over, TITLE[language]) == {"mei"}
    said = await stage.tap("mei", "tell_over", message=over.last_to("mei"))
    assert stage.find_label(said.last_to("sue"), "reviewed"), "a colleague reads it afterwards"
    twice = await stage.tap("mei", "tell_over", message=over.last_to("mei"))
    assert twice.note == stage.words("correction.said_already")
    reply = said.one_to("alice")
    assert TITLE[language] in reply.text
    assert reply.reply_to == again.id, "the last that they had of it"
    assert called not in (await stage.say("mei", "/warnings")).one_to("mei").text


@one_database
async def test_nobody_is_told_that_it_is_over_once_it_is_back(hant_stage: Stage) -> None:
    stage, ncdr = hant_stage, Ncdr(hant_stage)
    await stage.say("alice", "/help")
    await ncdr.issues("heat_1.cap", sent="10:05")
    await ncdr.issues("heat_2.cap", sent="10:06")
    told = bearing(await stage.wait(LOOK), "mei", TITLE[Language.HANT])
    await stage.tap("mei", "approve", message=told)
    await stage.wait("1m")
    await ncdr.issues("heat_cancel.cap", sent="13:00")
    over = (await stage.wait(LOOK)).last_to("mei")

    ncdr.entries.clear()
    await ncdr.issues("heat_1.cap", sent="13:20", again="-again")
    assert not (await stage.wait(LOOK)).to("mei"), "one spell of heat"
    tapped = await stage.tap("mei", "tell_over", message=over)
    assert tapped.note == stage.words("correction.goes_on")
    assert not tapped.to("alice")


@one_database
async def test_a_warning_that_is_cancelled_takes_back_what_nobody_approved(
    hant_stage: Stage,
) -> None:
    stage, ncdr = hant_stage, Ncdr(hant_stage)
    await stage.say("alice", "/help")
    await ncdr.issues("heat_1.cap", sent="10:05")
    await ncdr.issues("heat_2.cap", sent="10:06")
    told = bearing(await stage.wait(LOOK), "mei", TITLE[Language.HANT])
    await ncdr.issues("heat_cancel.cap", sent="12:00")
    back = bearing(await stage.wait(LOOK), "mei", TITLE[Language.HANT])
    assert "收回來了" in back.text

    late = await stage.tap("mei", "approve", message=told)
    assert late.note == stage.words("common.already_answered")
    assert readers(await stage.wait("1d"), TITLE[Language.HANT]) == set()


@one_database
async def test_what_nobody_approves_ends_with_its_warning_and_is_told_once(
    hant_stage: Stage,
) -> None:
    stage, ncdr = hant_stage, Ncdr(hant_stage)
    await stage.say("alice", "/help")
    await ncdr.issues("heat_1.cap", sent="10:05", until="16:30")
    await stage.wait(LOOK)
    afternoon = await stage.go_to("2026-11-23T18:00:00+08:00")
    bearing(afternoon, "mei", TITLE[Language.HANT])
    assert readers(afternoon, TITLE[Language.HANT]) == {"mei"}


@one_database
async def test_a_warning_for_another_county_is_none_here(hant_stage: Stage) -> None:
    stage, ncdr = hant_stage, Ncdr(hant_stage)
    await stage.say("alice", "/help")
    await ncdr.issues("heat_2b.cap", sent="10:05")
    assert (await stage.wait("30m")).sent == []


@one_database
@pytest.mark.parametrize(
    "how",
    [
        {"status": 503},
        {"delay": 60},
        {"body": "<html>系統維護中</html>"},
        {"body": " " * (FEED_LIMIT + 1)},
        {"body": json.dumps({"entry": [json.loads(raw("ncdr_one_entry.json"))["entry"]]})},
    ],
    ids=["refused", "slow", "malformed", "huge", "linked to nothing"],
)
async def test_a_feed_that_cannot_be_read_harms_nothing_and_is_told_once_and_when_it_is_well(
    hant_stage: Stage, how: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    stage, ncdr = hant_stage, Ncdr(hant_stage)
    await stage.say("mei", "/warnings")
    how = {
        name: value.replace("2026/7/7", "2026/11/24") if isinstance(value, str) else value
        for name, value in how.items()
    }
    await ncdr.breaks(**how)
    await stage.wait(LOOK)
    assert (await stage.wait("1h")).sent == [], "a short failure is nobody's business"
    told = (await stage.wait("15m")).one_to("mei")
    assert "讀不到" in told.text
    assert told.silent
    assert (await stage.wait("6h")).sent == []
    assert "🔴" in (await stage.say("mei", "/warnings")).one_to("mei").text
    assert "系統維護中" not in caplog.text

    receipt = await stage.say("alice", "12樓電梯壞了")
    assert receipt.to("alice"), "everything else goes on"

    await ncdr.mends()
    assert "又讀得到了" in "".join(m.text for m in (await stage.wait("2h")).to("mei"))


@one_database
async def test_only_who_leads_here_asks_for_the_warnings(hant_stage: Stage) -> None:
    for who in ("alice", "bob"):
        assert "官方警報" not in (await hant_stage.say(who, "/warnings")).one_to(who).text
    assert "官方警報" in (await hant_stage.say("sue", "/warnings")).one_to("sue").text


class _Broken:
    """A source that fails as nobody has foreseen, and whose error quotes what it was sent."""

    async def get(
        self, feed: FeedCode, link: str | None, *, limit: int, etag: str | None = None
    ) -> Answer:
        raise KeyError("<the payload>")

    def has(self, feed: FeedCode) -> bool:
        return feed in REGIONS


@one_database
async def test_an_error_that_nobody_foresaw_is_one_feeds_trouble_and_quotes_nothing(
    hant_stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    hant_stage.guanjia.weather.source = _Broken()
    await hant_stage.wait(LOOK)
    assert "the reader of ncdr failed with KeyError" in caplog.text
    assert "payload" not in caplog.text
    now = (await hant_stage.say("mei", "/warnings")).one_to("mei")
    assert hant_stage.words("warning.problem_malformed") in now.text


@one_database
async def test_a_community_without_an_area_asks_nobody(hant_stage: Stage) -> None:
    async with hant_stage.guanjia.database.transaction() as session:
        await session.execute(update(Community).values(area={}))
    hant_stage.guanjia.weather.source = _Broken()
    await hant_stage.wait("1h")
    now = (await hant_stage.say("mei", "/warnings")).one_to("mei")
    assert "area" in now.text
    async with hant_stage.guanjia.database.reading() as session:
        feeds = (await session.scalars(select(Feed))).all()
    assert {each.failures for each in feeds} == {0}, "read at the start, and not since"


@one_database
async def test_what_cannot_be_kept_is_tried_again_in_a_minute_and_not_every_second(
    hant_stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    async def full(*_: object) -> None:
        tried.append(hant_stage.now)
        raise OSError("<the payload>")

    monkeypatch.setattr(taking_in, "take_in", full)
    await hant_stage.wait(LOOK)
    for _ in range(3):
        await hant_stage.wait("10s")
    assert len(tried) == 1
    await hant_stage.wait("1m")
    assert len(tried) == 2
    assert "taking in ncdr failed with OSError" in caplog.text
    assert "payload" not in caplog.text


@one_database
async def test_where_one_community_fails_the_others_are_warned_and_it_is_tried_again_in_a_minute(
    hant_stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    neighbour = community(99, Region.TW, "Asia/Taipei")
    neighbour.area = {"ncdr": "臺北市"}
    async with hant_stage.guanjia.database.transaction() as session:
        session.add(neighbour)
    asked = []

    async def answer(session: AsyncSession, community: Community, *_: object) -> list[object]:
        asked.append(community.id)
        if community.id == 1:
            raise OSError("<the payload>")
        return []

    monkeypatch.setattr(calling, "answer", answer)
    await hant_stage.wait(LOOK)
    before = [*asked]
    assert before[:2] == [1, 99]
    await hant_stage.wait("10s")
    assert asked == before
    await hant_stage.wait("1m")
    assert asked == [*before, 1, 99]
    assert "failed with OSError" in caplog.text
    assert "payload" not in caplog.text


@one_database
async def test_great_heat_that_is_expected_is_told_the_day_before_and_approved(
    hant_stage: Stage,
) -> None:
    stage, title = hant_stage, "這兩天會很熱"
    await stage.say("alice", "/help")
    page = raw("forecast_cwa.json").decode().replace("2026-07-07", "2026-11-24")
    await stage.post("feed", feed="cwa", body=page)
    told = bearing(await stage.wait("1h"), "mei", title)
    assert "最高 37 度" in told.text
    assert "🟢 中央氣象署的天氣預報" in (await stage.say("mei", "/warnings")).one_to("mei").text
    await stage.post("feed", feed="cwa", body=page.replace('"37"', '"30"'))
    back = bearing(await stage.wait("1h"), "mei", title)
    assert "預報改了" in back.text
    late = await stage.tap("mei", "approve", message=told)
    assert late.note == stage.words("common.already_answered")

    await stage.go_to("2026-11-27T10:00:00+08:00")
    page = page.replace("2026-11-24", "2026-11-28")
    await stage.post("feed", feed="cwa", body=page)
    again = bearing(await stage.wait("1h"), "mei", title)
    approved = await stage.tap("mei", "approve", message=again)
    sent = [*approved.sent, *(await stage.wait("1m")).sent]
    assert any(title in each.text for each in sent if each.chat == "alice")


@one_database
async def test_a_forecast_that_cannot_be_read_is_told_as_what_it_is(hant_stage: Stage) -> None:
    await hant_stage.post("feed", feed="cwa", body="<html>")
    told = (await hant_stage.go_to("2026-11-23T17:00:00+08:00")).to("mei")
    (down,) = [each.text for each in told if "讀不到" in each.text]
    assert "不按預報安排" in down
