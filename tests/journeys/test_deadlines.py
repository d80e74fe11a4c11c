"""Journey: the clock runs: the owner hears before it is late, the desk higher and higher up."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from db.clocks import WEEKDAYS
from db.models import Calendar, Community, Ticket, TicketEvent
from db.vocabulary import EventType, Language, Priority, Region
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Stage

DOOR = {
    Language.HANT: "浴室的門壞了",
    Language.HANS: "浴室的门坏了",
    Language.EN: "The bathroom door is broken",
}
"""P3: an answer within four hours, done within three days of eight."""

WORKING_WEEK = {day: [["08:30", "12:00"], ["13:30", "18:00"]] for day in WEEKDAYS[:5]}


async def works(stage: Stage, region: Region, zone: str, hours: dict[str, Any]) -> None:
    """The office keeps the region's holidays, and these hours."""
    async with stage.guanjia.database.transaction() as session:
        await session.execute(update(Community).values(region=region, timezone=zone))
        await session.execute(update(Calendar).values(hours=hours, keeps_holidays=True))


async def the_ticket(stage: Stage) -> Ticket:
    async with stage.guanjia.database.reading() as session:
        return (await session.scalars(select(Ticket))).one()


async def happened(stage: Stage, *types: EventType) -> list[str]:
    """Which of these, of which clock, in order."""
    async with stage.guanjia.database.reading() as session:
        events = await session.scalars(
            select(TicketEvent).where(TicketEvent.type.in_(types)).order_by(TicketEvent.id)
        )
        return [f"{event.type.value} {event.data['clock']}" for event in events]


def minute(moment: datetime) -> datetime:
    """The stage's clock runs on while the scene is played."""
    return moment.replace(second=0, microsecond=0)


def readers(heard: Heard) -> list[str]:
    return sorted(message.chat for message in heard.sent)


def at(text: str, zone: str = "Asia/Taipei") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@every_language
async def test_an_answer_that_is_owed_climbs_from_the_worker_to_the_manager(stage: Stage) -> None:
    """Reported at 10:00 on a Monday: an answer is owed within four hours."""
    receipt = (await stage.say("alice", DOOR[stage.language])).one_to("alice")
    assert "14:00" in receipt.text

    assert not (await stage.go_to("2026-11-23T11:59:00+08:00")).sent
    assert readers(await stage.go_to("2026-11-23T12:01:00+08:00")) == ["bob"]
    nearly = await stage.go_to("2026-11-23T13:13:00+08:00")
    assert readers(nearly) == ["alice", "bob"]
    told = nearly.one_to("alice")
    assert told.text.startswith("⏳")
    assert "#1" in told.text
    assert not re.search(r"\d:\d\d", told.text), "a word in advance names no new time"
    assert told.silent
    late = await stage.go_to("2026-11-23T14:01:00+08:00")
    assert readers(late) == ["sue"]
    assert late.one_to("sue").text.startswith("🔴")
    higher = await stage.go_to("2026-11-23T16:01:00+08:00")
    assert readers(higher) == ["mei"]
    assert "150%" in higher.one_to("mei").text
    last = await stage.go_to("2026-11-23T18:01:00+08:00")
    assert "200%" in last.one_to("mei").text, "the second time does not read like the first"
    assert readers(last) == ["alice", "mei"], "nobody is a director here"
    assert last.one_to("alice").text != told.text
    assert not (await stage.go_to("2026-11-23T20:59:00+08:00")).sent
    assert await happened(stage, EventType.WARNED, EventType.BREACHED) == [
        "warned response",
        "breached response",
    ]
    assert (await the_ticket(stage)).breached_response


@every_language
async def test_once_answered_the_card_promises_no_answer(stage: Stage) -> None:
    opened = await stage.say("alice", DOOR[stage.language])
    assert "14:00" in opened.one_to("alice").text
    topic = opened.to("staff")[-1].topic
    answered = await stage.say("bob", "……", chat="staff", topic=topic)
    assert "14:00" not in answered.edits_in("alice")[-1].text


@one_database
async def test_whoever_is_told_can_still_help_it(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "浴室的門壞了")
    await stage.go_to("2026-11-23T13:13:00+08:00")
    await stage.tap("bob", "accept", chat="staff")
    assert not (await stage.go_to("2026-11-23T19:00:00+08:00")).sent
    assert await happened(stage, EventType.BREACHED) == []


@one_database
async def test_nobody_is_nudged_at_night(hant_stage: Stage) -> None:
    """Half of four hours from 20:00 have passed at 09:30."""
    stage = hant_stage
    await stage.go_to("2026-11-23T20:00:00+08:00")
    await stage.say("alice", "浴室的門壞了")
    assert not (await stage.go_to("2026-11-24T09:29:00+08:00")).sent
    assert readers(await stage.go_to("2026-11-24T09:31:00+08:00")) == ["bob"]


@one_database
async def test_a_program_that_slept_tells_the_owner_at_its_first_look(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "浴室的門壞了")
    stage.guanjia.clock.move_to(at("2026-11-23 14:30"))
    woken = await stage.wait("1m")
    assert readers(woken) == ["alice", "sue"]
    assert await happened(stage, EventType.WARNED, EventType.BREACHED) == [
        "warned response",
        "breached response",
    ]
    stage.guanjia.clock.move_to(at("2026-11-23 13:00"))
    assert not (await stage.go_to("2026-11-23T15:59:00+08:00")).sent, "a clock that was set back"


@one_database
async def test_an_answer_that_came_too_late_is_written_down(hant_stage: Stage) -> None:
    """Nobody looked in between: the program was not running."""
    stage = hant_stage
    await stage.say("alice", "浴室的門壞了")
    stage.guanjia.clock.move_to(at("2026-11-23 14:30"))
    await stage.tap("bob", "accept", chat="staff")
    assert "breached response" in await happened(stage, EventType.BREACHED)
    assert (await the_ticket(stage)).breached_response


# --- danger, holidays -------------------------------------------------------------------------


@one_database
async def test_a_danger_at_three_at_night_on_a_public_holiday(hant_stage: Stage) -> None:
    """春節: the office is shut for days; the page goes out at once, and on."""
    stage = hant_stage
    await works(stage, Region.TW, "Asia/Taipei", WORKING_WEEK)
    stage.guanjia.clock.move_to(at("2027-02-06 03:00"))
    called = await stage.say("alice", "樓下好像失火了，好多煙")
    assert "119" in called.to("alice")[0].text
    assert {"bob", "sue"} <= set(readers(called))

    assert not (await stage.wait("3m")).sent
    waiting = await stage.go_to("2027-02-06T03:04:30+08:00")
    assert readers(waiting) == ["alice"], "before the five minutes are over, and no page between"
    assert "119" in waiting.one_to("alice").text
    assert not waiting.one_to("alice").silent
    paged = await stage.go_to("2027-02-06T03:05:30+08:00")
    assert readers(paged) == ["bob", "mei", "sue"]
    assert readers(await stage.go_to("2027-02-06T03:10:30+08:00")) == ["bob", "mei", "sue"]

    await stage.tap("bob", "on_my_way")
    taken = await the_ticket(stage)
    assert taken.calendar_id is None
    assert minute(taken.resolution_due) == at("2027-02-06 05:00")
    assert taken.breached_response


@one_database
async def test_a_friday_evening_before_a_long_holiday_with_a_make_up_workday(
    hant_stage: Stage,
) -> None:
    """Three working days from Friday 17:50: ten minutes, Saturday the 14th, which makes up for
    a day of the break, and then Tuesday and Wednesday after it."""
    stage = hant_stage
    zone = "Asia/Shanghai"
    await works(stage, Region.CN, zone, WORKING_WEEK)
    stage.guanjia.clock.move_to(at("2026-02-13 17:50", zone))
    receipt = (await stage.say("alice", "浴室的門壞了")).one_to("alice")
    assert "13:50" in receipt.text, "an answer by Saturday noon"
    ticket = await the_ticket(stage)
    assert minute(ticket.first_response_due) == at("2026-02-14 13:50", zone)
    assert minute(ticket.resolution_due) == at("2026-02-25 17:50", zone)

    await stage.go_to("2026-02-14T10:00:00+08:00")
    await stage.tap("bob", "accept", chat="staff")
    holidays = await stage.go_to("2026-02-24T11:00:00+08:00")
    assert not [each for each in holidays.sent if "#1" in each.text], "nobody works in the break"
    half = await stage.go_to("2026-02-24T14:00:00+08:00")
    assert readers(half) == ["bob"]


# --- what the owner writes later --------------------------------------------------------------


@every_language
async def test_what_the_owner_writes_later_is_owed_an_answer_too(stage: Stage) -> None:
    more = {
        Language.HANT: "把手也鬆了",
        Language.HANS: "把手也松了",
        Language.EN: "The handle is loose as well",
    }[stage.language]
    receipt = (await stage.say("alice", DOOR[stage.language])).one_to("alice")
    await stage.tap("bob", "accept", chat="staff")
    assert (await the_ticket(stage)).next_response_due is None
    await stage.say("alice", more, reply_to=receipt.id)
    owed = await the_ticket(stage)
    assert owed.next_response_due is not None
    assert owed.next_due_at == owed.next_response_due

    assert readers(await stage.wait("2h1m")) == ["bob"]
    warned = await stage.wait("72m")
    assert readers(warned) == ["alice", "bob"]
    late = await stage.wait("1h")
    assert readers(late) == ["sue"]

    topic = (await stage.messages("staff"))[-1].topic
    await stage.say("bob", "OK, 收到", chat="staff", topic=topic)
    answered = await the_ticket(stage)
    assert (answered.awaiting_reply_since, answered.next_response_due) == (None, None)
    assert answered.next_due_at == answered.resolution_due
    assert await happened(stage, EventType.WARNED, EventType.BREACHED) == [
        "warned next_response",
        "breached next_response",
    ]


@every_language
async def test_thanks_start_no_clock(stage: Stage) -> None:
    thanks = {
        Language.HANT: "好的，謝謝",
        Language.HANS: "好的，谢谢",
        Language.EN: "OK, thank you",
    }
    receipt = (await stage.say("alice", DOOR[stage.language])).one_to("alice")
    await stage.tap("bob", "accept", chat="staff")
    await stage.say("alice", thanks[stage.language], reply_to=receipt.id)
    assert (await the_ticket(stage)).next_response_due is None


@one_database
async def test_writing_again_does_not_put_off_the_answer(hant_stage: Stage) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", "浴室的門壞了")).one_to("alice")
    await stage.tap("bob", "accept", chat="staff")
    await stage.say("alice", "把手也鬆了", reply_to=receipt.id)
    first = (await the_ticket(stage)).next_response_due
    await stage.wait("30m")
    await stage.say("alice", "門框也裂了", reply_to=receipt.id)
    assert (await the_ticket(stage)).next_response_due == first


@one_database
async def test_what_is_written_before_anybody_answered_is_covered_by_that_answer(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", "浴室的門壞了")).one_to("alice")
    await stage.say("alice", "門框也裂了", reply_to=receipt.id)
    assert (await the_ticket(stage)).next_response_due is None


# --- how pressing it is -----------------------------------------------------------------------


@every_language
async def test_the_desk_makes_a_ticket_more_pressing_and_its_time_is_counted_anew(
    stage: Stage,
) -> None:
    """P3 from 10:00; at 10:05 it is urgent: an answer by 10:15, done by 14:00."""
    await stage.say("alice", DOOR[stage.language])
    await stage.wait("5m")
    asked = (await stage.tap("bob", "more", chat="staff")).last_to("staff")
    choices = (await stage.tap("bob", "priority", message=asked)).last_to("staff")
    done = await stage.tap("bob", "urgency_high", message=choices)
    assert "P2" in done.last_to("staff").text
    assert "14:00" in done.last_to("staff").text
    ticket = await the_ticket(stage)
    assert minute(ticket.first_response_due) == at("2026-11-23 10:15")
    assert minute(ticket.resolution_due) == at("2026-11-23 14:00")
    assert "14:00" in done.edits_in("alice")[-1].text, "the owner's card knows it too"
    again = await stage.tap("bob", "urgency_high", message=choices)
    assert not again.sent
    assert again.note
    nudged = await stage.go_to("2026-11-23T10:08:00+08:00")
    assert readers(nudged) == ["bob"]


@one_database
async def test_only_who_leads_gives_a_ticket_more_time(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "浴室的門壞了")
    asked = (await stage.tap("bob", "more", chat="staff")).last_to("staff")
    choices = (await stage.tap("bob", "priority", message=asked)).last_to("staff")
    refused = await stage.tap("bob", "urgency_low", message=choices)
    assert refused.note == stage.words("clock.leaders_lower")
    assert not refused.sent
    assert (await the_ticket(stage)).priority is Priority.P3
    await stage.tap("sue", "urgency_low", message=choices)
    lower = await the_ticket(stage)
    assert lower.priority is Priority.P4
    assert minute(lower.first_response_due) == at("2026-11-23 18:00")
    await stage.tap("bob", "impact_estate", message=choices)
    assert (await the_ticket(stage)).priority is Priority.P3


@one_database
async def test_a_deadline_that_was_missed_is_not_mended_by_giving_more_time(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", "浴室的門壞了")
    asked = (await stage.tap("sue", "more", chat="staff")).last_to("staff")
    choices = (await stage.tap("sue", "priority", message=asked)).last_to("staff")
    was = (await the_ticket(stage)).resolution_due
    await stage.go_to("2026-11-23T14:10:00+08:00")
    await stage.tap("sue", "urgency_low", message=choices)
    late = await the_ticket(stage)
    assert minute(late.first_response_due) == at("2026-11-23 14:00")
    assert late.breached_response
    assert late.resolution_due > was, "what is not missed yet has more time"


@one_database
async def test_a_danger_is_not_talked_down(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "樓下好像失火了，好多煙")
    pressed = await stage.tap(
        "sue", "prio:1:low:1", message=await stage.newest_with("hand_off", "staff"), stale=True
    )
    assert pressed.note == stage.words("common.stale")
    assert (await the_ticket(stage)).priority is Priority.P1
