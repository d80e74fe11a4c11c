"""Journey: a seasonal reminder, from the manager's plan to everybody's phone and the report."""

import io
from collections.abc import Sequence
from datetime import date

from icalendar import Calendar
from PIL import Image
from sqlalchemy import delete, select

from db.models import Membership, Occurrence, OwnWords
from db.vocabulary import Language, OccurrenceState
from reminders.printing import picture
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Message, Stage

FIRST_TITLE = {
    Language.HANT: "冷天早晨，慢慢來",
    Language.HANS: "冷天早晨，慢慢来",
    Language.EN: "Cold mornings are best taken slowly",
}
"""Of the first reminder after the stage's Monday: heavy snow (大雪), 7 December, 10:00."""
OTHER_LANGUAGE = {
    Language.HANT: Language.EN,
    Language.HANS: Language.HANT,
    Language.EN: Language.HANS,
}
DUE = "2026-12-07T10:00:00+08:00"


async def read_first(stage: Stage) -> Message:
    """The manager asks for the plan and opens its first reminder."""
    plan = (await stage.say("mei", "/reminders")).one_to("mei")
    return (await stage.tap("mei", plan.labels[0])).one_to("mei")


async def approve_first(stage: Stage) -> None:
    await read_first(stage)
    await stage.tap("mei", "approve")


def readers(messages: Sequence[Message], words: str) -> set[str]:
    return {message.chat for message in messages if words in message.text}


@every_language
async def test_an_approved_reminder_reaches_everybody_in_their_language_with_a_report(
    stage: Stage,
) -> None:
    other = OTHER_LANGUAGE[stage.language]
    await stage.say("alice", "/help")
    await move_in(stage, "dora", "1-5A", other)
    await move_in(stage, "edwin", "2-6B", stage.language)
    await stage.post("block", **{"as": "edwin"})

    plan = (await stage.say("mei", "/reminders")).one_to("mei")
    assert FIRST_TITLE[stage.language] in plan.text
    *numbers, year, _picture, _calendar, at_hand = plan.labels
    assert (plan.data[-4], plan.labels[-4]) == ("year", year)
    assert len(numbers) == plan.text.count(stage.words("states.planned")) > 1
    assert at_hand == stage.words("buttons.at_hand")
    first = (await stage.tap("mei", plan.labels[0])).one_to("mei")
    assert FIRST_TITLE[stage.language] in first.text
    approved = await stage.tap("mei", "approve")
    assert approved.note == stage.words("plan.approved")
    assert (await stage.tap("mei", "approve")).note == stage.words("common.already_answered")

    assert not readers((await stage.go_to("2026-12-07T09:59:00+08:00")).sent, "119")
    sent = (await stage.go_to("2026-12-07T10:01:00+08:00")).sent
    assert readers(sent, FIRST_TITLE[stage.language]) == {"alice", "mei"}
    assert readers(sent, FIRST_TITLE[other]) == {"dora"}
    assert all(message.silent for message in sent if message.chat in ("alice", "dora"))
    card = next(message for message in sent if message.chat == "mei" and "📬" in message.text)
    assert card.silent
    assert FIRST_TITLE[stage.language] in card.text
    report = next(message for message in sent if message.chat == "mei" and "📊" in message.text)
    assert "2" in report.text.splitlines()[1]
    assert "3" in report.text.splitlines()[1]
    assert "Edwin" in report.text, "whom to ring instead"


@one_database
async def test_the_managers_own_words_go_out_once_they_are_approved_again(
    hant_stage: Stage,
) -> None:
    await hant_stage.say("alice", "/help")
    await approve_first(hant_stage)
    await read_first(hant_stage)
    await hant_stage.tap("mei", "edit_words")
    said = await hant_stage.say("mei", "明早 <8 度>，出門加件外套 & 圍巾；不舒服撥 119。")
    shown, _ = said.to("mei")
    assert "<8 度>，出門加件外套 & 圍巾" in shown.text
    assert not hant_stage.find_label(shown, "approve"), "nobody approves words of their own"
    asked = said.one_to("sue")
    assert FIRST_TITLE[Language.HANT] in asked.text
    read = (await hant_stage.tap("sue", "look_at_it")).one_to("sue")
    assert "出門加件外套 & 圍巾" in read.text
    assert hant_stage.find_label(read, "approve"), "the approval was for other words"
    assert not hant_stage.find_label(read, "skip"), "that is the managers'"
    english = await hant_stage.tap("sue", "read_en")
    assert FIRST_TITLE[Language.EN] in english.one_to("sue").text
    approved = await hant_stage.tap("sue", "approve")
    assert FIRST_TITLE[Language.HANT] in approved.one_to("mei").text

    sent = (await hant_stage.go_to(DUE)).to("alice")
    assert [message for message in sent if "出門加件外套 & 圍巾" in message.text]


@one_database
async def test_nobody_is_woken_a_late_approval_waits_for_the_morning(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "/help")
    asked = await hant_stage.go_to("2026-12-04T10:01:00+08:00")
    assert FIRST_TITLE[Language.HANT] in asked.one_to("mei").text
    await hant_stage.go_to("2026-12-07T22:00:00+08:00")
    await hant_stage.tap("mei", "look_at_it")
    approved = await hant_stage.tap("mei", "approve")
    assert not approved.to("alice")

    night = await hant_stage.go_to("2026-12-08T08:29:00+08:00")
    assert not night.sent
    morning = await hant_stage.go_to("2026-12-08T08:30:00+08:00")
    assert readers(morning.sent, FIRST_TITLE[Language.HANT]) == {"alice", "mei"}


@one_database
async def test_what_nobody_approved_is_not_sent_nor_what_was_skipped(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "/help")
    plan = (await hant_stage.say("mei", "/reminders")).one_to("mei")
    second = (await hant_stage.tap("mei", plan.labels[1])).one_to("mei")
    await hant_stage.tap("mei", "skip")
    heard = await hant_stage.go_to("2026-12-14T12:00:00+08:00")

    assert not heard.to("alice")
    about = [each.text for each in heard.to("mei") if FIRST_TITLE[Language.HANT] in each.text]
    assert len(about) == 2, "asked once, then told"
    assert "沒有發" in about[-1]
    assert not readers(heard.sent, second.text.splitlines()[2]), "what was skipped is settled"


@one_database
async def test_who_wants_quiet_is_spared_reminders_but_not_notices(hant_stage: Stage) -> None:
    assert "/quiet" in (await hant_stage.say("alice", "/quiet")).one_to("alice").text
    await hant_stage.tap("alice", "🔕 全部不收")
    await move_in(hant_stage, "dora", "1-5A", Language.HANT)
    await approve_first(hant_stage)
    sent = await hant_stage.go_to(DUE)
    assert readers(sent.sent, "119") == {"dora"}

    await hant_stage.say("mei", "/broadcast 明天停水")
    await hant_stage.tap("mei", "audience_all")
    await hant_stage.tap("mei", "submit")
    notice = await hant_stage.approve_as("sue")
    assert readers(notice.to("alice"), "明天停水") == {"alice"}
    again = (await hant_stage.say("alice", "/quiet")).one_to("alice")
    assert "🔔 恢復收取" in again.labels


@one_database
async def test_one_may_be_spared_a_theme_and_the_manager_sees_the_number_that_is_sent(
    hant_stage: Stage,
) -> None:
    await hant_stage.say("alice", "/help")
    await move_in(hant_stage, "dora", "1-5A", Language.HANT)
    shown = await read_first(hant_stage)
    assert "2 人" in shown.text
    await hant_stage.say("alice", "/quiet")
    off = await hant_stage.tap("alice", "☑️ 禦寒")
    assert "⬜️ 禦寒" in off.one_to("alice").labels
    assert "禦寒" in (await hant_stage.say("alice", "/mydata")).one_to("alice").text
    shown = await read_first(hant_stage)
    assert "1 人" in shown.text
    await hant_stage.tap("mei", "approve", message=shown)
    sent = await hant_stage.go_to(DUE)
    assert readers(sent.sent, "119") == {"dora"}

    await hant_stage.tap("alice", "🔕 全部不收")
    one = await hant_stage.tap("alice", "⬜️ 防火")
    labels = one.one_to("alice").labels
    assert "☑️ 防火" in labels
    assert "⬜️ 防盜" in labels, "the others stay off"


WATER = {
    Language.HANT: "停水之前，先存好水",
    Language.HANS: "停水之前，先存好水",
    Language.EN: "Store some water before it is turned off",
}


async def take_out_water(stage: Stage) -> Message:
    """The manager finds the notice about planned works on the water among those at hand."""
    await stage.say("mei", "/reminders")
    shelf = (await stage.tap("mei", "at_hand")).one_to("mei")
    (line,) = [each for each in shelf.text.splitlines() if WATER[stage.language] in each]
    leaf = (await stage.tap("mei", line.split(".")[0])).one_to("mei")
    assert WATER[stage.language] in leaf.text
    return (await stage.tap("mei", "take_out")).one_to("mei")


async def approved_by_both(stage: Stage) -> Heard:
    """What is major is read by the manager, and then by the supervisor, who is asked to."""
    asked = await stage.tap("mei", "approve_first")
    assert not asked.to("alice")
    (letter,) = asked.to("sue")
    await stage.tap("sue", "look_at_it", message=letter)
    return await stage.tap("sue", "approve")


@every_language
async def test_a_notice_at_hand_goes_out_once_it_is_taken_out_and_two_have_read_it(
    stage: Stage,
) -> None:
    await stage.say("alice", "/help")
    await stage.say("alice", "/quiet")
    await stage.tap("alice", stage.words("household.none_at_all"))
    taken = await take_out_water(stage)
    assert not (await stage.wait("5m")).to("alice")

    forged = taken.data[0]
    approved = await approved_by_both(stage)
    assert WATER[stage.language] in approved.last_to("mei").text
    twice = await stage.tap("mei", forged, message=taken, stale=True)
    assert twice.note == stage.words("common.already_answered")
    sent = [*approved.to("alice"), *(await stage.wait("5m")).to("alice")]
    (letter,) = [each for each in sent if WATER[stage.language] in each.text]
    assert not letter.silent, "a major matter is told to those, too, who asked for quiet"

    again = await take_out_water(stage)
    assert stage.words("states.sent") in again.text, "once a day"
    assert not stage.find_label(again, "approve")


@one_database
async def test_what_is_taken_out_at_night_waits_for_the_morning(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "/help")
    await hant_stage.go_to("2026-11-30T22:00:00+08:00")
    await take_out_water(hant_stage)
    alone = await hant_stage.tap("mei", "approve_first")
    again = await hant_stage.tap("mei", "approve_first")
    assert again.note == hant_stage.words("approval.asked_already")
    assert not (await hant_stage.wait("11h")).to("alice"), "one yes is not enough"
    await hant_stage.tap("sue", "look_at_it", message=alone.one_to("sue"))
    await hant_stage.go_to("2026-12-01T22:00:00+08:00")
    approved = await hant_stage.tap("sue", "approve")
    assert "08:30" in approved.one_to("mei").text
    await hant_stage.go_to("2026-12-02T08:29:00+08:00")
    morning = await hant_stage.go_to("2026-12-02T08:31:00+08:00")
    assert readers(morning.sent, WATER[Language.HANT]) == {"alice", "mei"}


@one_database
async def test_that_words_were_approved_whose_writer_has_left_is_told_to_the_managers(
    hant_stage: Stage,
) -> None:
    await move_in(hant_stage, "dan", "manager", Language.HANT)
    await read_first(hant_stage)
    await hant_stage.tap("mei", "edit_words")
    await hant_stage.say("mei", "天冷了，多穿一件；不舒服撥 119。")
    async with hant_stage.guanjia.database.transaction() as session:
        wrote = select(OwnWords.edited_by)
        await session.execute(delete(Membership).where(Membership.person_id.in_(wrote)))
    await hant_stage.tap("sue", "look_at_it")
    approved = await hant_stage.tap("sue", "approve")
    assert FIRST_TITLE[Language.HANT] in approved.one_to("dan").text
    assert not approved.to("mei")


@one_database
async def test_a_managers_own_words_are_proof_read_as_they_are_written(hant_stage: Stage) -> None:
    await read_first(hant_stage)
    await hant_stage.tap("mei", "edit_words")
    faulty = await hant_stage.say("mei", "天冷！多穿！見 bit.ly/warm")
    shown, remarks = faulty.to("mei")
    assert not faulty.to("sue"), "it is to be mended first"
    assert "天冷！多穿！" in shown.text
    assert "先改好，才能核准" in remarks.text
    assert "最多一個，其餘改用句號。" in remarks.text
    assert "「bit.ly/warm」這個連結住戶無法辨認真假。" in remarks.text
    assert "最後一點寫上何時撥 119 / 110。" in remarks.text

    # In the letter of another they are read as well.
    async with hant_stage.guanjia.database.transaction() as session:
        part = (await session.scalars(select(Occurrence).join(OwnWords))).one()
        lead = Occurrence.state == OccurrenceState.PLANNED, Occurrence.id != part.id
        ahead = select(Occurrence).where(*lead).order_by(Occurrence.due_at).limit(1)
        look = f"occ:{(other := (await session.scalars(ahead)).one()).id}"
    hello = (await hant_stage.say("sue", "/help")).one_to("sue")
    alone = (await hant_stage.tap("sue", look, message=hello, stale=True)).one_to("sue")
    assert hant_stage.find_label(alone, "approve")
    async with hant_stage.guanjia.database.transaction() as session:
        (await session.get_one(Occurrence, part.id)).merged_into_id = other.id
    whole = (await hant_stage.tap("sue", look, message=hello, stale=True)).one_to("sue")
    assert not hant_stage.find_label(whole, "approve")
    async with hant_stage.guanjia.database.transaction() as session:
        (await session.get_one(Occurrence, part.id)).merged_into_id = None

    await read_first(hant_stage)
    await hant_stage.tap("mei", "edit_words")
    mended = await hant_stage.say("mei", "天冷了，多穿一件；不舒服撥 119。")
    shown, asked = mended.to("mei")
    assert "多穿一件" in shown.text
    assert asked.text == hant_stage.words("approval.asked_for_words", names=["蘇敏"])
    asked_of_sue = (await hant_stage.tap("sue", "look_at_it")).one_to("sue")
    approve = next(each for each in asked_of_sue.data if each.startswith("appr:"))
    refused = await hant_stage.tap("mei", approve, message=shown, stale=True)
    assert refused.note == hant_stage.words("approval.your_own")


@every_language
async def test_the_plan_can_be_taken_along_as_a_picture_and_for_a_calendar(stage: Stage) -> None:
    plan = (await stage.say("mei", "/reminders")).one_to("mei")
    first = FIRST_TITLE[stage.language]

    drawn = (await stage.tap("mei", "plan_picture", message=plan)).one_to("mei")
    content = await stage.fetch(drawn)
    assert content.startswith(b"\x89PNG")
    assert Image.open(io.BytesIO(content)).width == picture.WIDTH
    assert "60" in drawn.text

    await stage.tap("mei", "approve", message=await read_first(stage))
    taken = (await stage.tap("mei", "plan_ics", message=plan)).one_to("mei")
    events = Calendar.from_ical(await stage.fetch(taken)).walk("VEVENT")
    assert f"{len(events)}" in taken.text
    assert events[-1].start > date(2027, 10, 24), "to the end of the year"
    assert events[0]["summary"] == first
    assert (events[0].start.isoformat(), events[0]["status"]) == ("2026-12-07", "CONFIRMED")
    assert stage.words("states.approved") in events[0]["description"]
    assert "<" not in events[0]["description"]
    assert {event["status"] for event in events[1:]} == {"TENTATIVE"}


@every_language
async def test_a_routine_reminder_is_read_once_a_year_and_then_goes_out_by_itself(
    stage: Stage,
) -> None:
    await stage.say("alice", "/help")
    await stage.say("mei", "/reminders")
    leaf = (await stage.tap("mei", "year")).one_to("mei")
    for _ in range(40):
        if FIRST_TITLE[stage.language] in leaf.text:
            break
        leaf = (await stage.tap("mei", "next_one", message=leaf)).one_to("mei")
    assert FIRST_TITLE[stage.language] in leaf.text
    other = OTHER_LANGUAGE[stage.language]
    read = (await stage.tap("mei", f"read_{other.name.lower()}", message=leaf)).one_to("mei")
    assert FIRST_TITLE[other] in read.text
    approved = await stage.tap("mei", "approve_year", message=read)
    assert FIRST_TITLE[stage.language] in approved.note
    assert stage.find_label(approved.one_to("mei"), "approve_year"), "the next one"
    assert (await stage.tap("mei", "approve_year", message=read)).note == stage.words(
        "common.already_answered"
    )
    sent = await stage.go_to(DUE)
    assert not [each for each in sent.to("mei") if stage.find_label(each, "look_at_it")]
    assert readers(sent.to("alice"), FIRST_TITLE[stage.language]) == {"alice"}
