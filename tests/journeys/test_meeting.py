"""Journey: a meeting, from the manager's lines to everybody's calendar, answers and minutes."""

import base64

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select

from db.models import Meeting, Reply
from db.vocabulary import Attendance, Language, MeetingState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Message, Stage

LIFTS = {
    Language.HANT: "業主懇談會：電梯更新\n12-20 19:00-21:00\n一樓大廳\n1. 報價 <說明>\n2. 提問",
    Language.HANS: "业主恳谈会：电梯更新\n12-20 19:00-21:00\n一楼大厅\n1. 报价 <说明>\n2. 提问",
    Language.EN: "Owners’ briefing: the lifts\n12-20 19:00-21:00\nLobby\n1. The <offers>\n2. All",
}
TITLE = {language: said.splitlines()[0] for language, said in LIFTS.items()}
AGENDA = {language: said.splitlines()[3] for language, said in LIFTS.items()}


async def announced(stage: Stage) -> tuple[Message, Message]:
    """The invitation as alice has it, and the manager's card."""
    await stage.say("alice", "/help")
    await stage.say("mei", f"/meeting {LIFTS[stage.language]}")
    await stage.tap("mei", "submit")
    sent = await stage.approve_as("sue")
    (card,) = [each for each in sent.to("mei") if stage.find_label(each, "move_meeting")]
    return sent.one_to("alice"), card


async def event_of(stage: Stage, message: Message) -> Event:
    (event,) = Calendar.from_ical(await stage.fetch(message)).walk("VEVENT")
    return event


async def meeting_of(stage: Stage) -> Meeting:
    async with stage.guanjia.database.reading() as session:
        return (await session.scalars(select(Meeting))).one()


async def reply_of(stage: Stage) -> tuple[Attendance, int]:
    async with stage.guanjia.database.reading() as session:
        reply = (await session.scalars(select(Reply))).one()
        return reply.answer, reply.party


async def card_after(stage: Stage, how_long: str = "15s") -> str:
    await stage.wait(how_long)
    cards = [each for each in await stage.messages("mei") if TITLE[stage.language] in each.text]
    return [each for each in cards if "💬" in each.text][-1].text


@every_language
async def test_a_meeting_is_announced_answered_and_counted(stage: Stage) -> None:
    language = stage.language
    other = Language.EN if language is not Language.EN else Language.HANT
    await move_in(stage, "dora", "1-5A", other)
    await stage.say("alice", "/help")
    how = (await stage.say("mei", "/meeting")).one_to("mei")
    assert how.text == stage.words("meeting.how", mistakes=[])
    preview = (await stage.say("mei", LIFTS[language])).one_to("mei")
    assert preview.text.count(AGENDA[language]) == 3, "each reads the rest in their own language"
    assert not [each for each in await stage.messages("alice") if TITLE[language] in each.text]

    await stage.tap("mei", "submit", message=preview)
    sent = await stage.approve_as("sue")
    invitation, abroad = sent.one_to("alice"), sent.one_to("dora")
    assert TITLE[language] in invitation.text
    assert "19:00–21:00" in invitation.text
    assert len(invitation.labels) == 3
    assert not invitation.silent
    assert set(invitation.labels).isdisjoint(set(abroad.labels) - {"🤔 再看看"})
    event = await event_of(stage, invitation)
    assert event["summary"] == TITLE[language]
    assert event.start.isoformat() == "2026-12-20T19:00:00+08:00"
    assert AGENDA[language] in event["description"]
    again = await stage.tap("mei", "submit", message=preview)
    assert again.note == stage.words("meeting.moved_on")
    assert not again.to("alice")

    noted = await stage.tap("alice", invitation.labels[0], message=invitation)
    assert noted.note == stage.words("meeting.noted", answer="coming", party=1)
    four = await stage.tap("alice", noted.one_to("alice").labels[2])
    assert four.note == stage.words("meeting.noted", answer="coming", party=4)
    assert await reply_of(stage) == (Attendance.COMING, 4)
    twice = await stage.tap("alice", invitation.labels[0], message=invitation)
    assert twice.note == stage.words("meeting.noted_already")
    assert await reply_of(stage) == (Attendance.COMING, 4), "said again, they still bring three"
    assert "4" in (await card_after(stage)).splitlines()[4]

    await stage.tap("alice", invitation.labels[2], message=invitation)
    assert await reply_of(stage) == (Attendance.NOT_COMING, 1)
    drawn = (await card_after(stage)).splitlines()
    assert (drawn[4].split()[-1], drawn[6].split()[-1]) == ("0", "1")


@every_language
async def test_a_meeting_that_is_moved_is_told_with_what_changed(stage: Stage) -> None:
    language = stage.language
    invitation, card = await announced(stage)
    await stage.tap("mei", "move_meeting", message=card)
    refused = (await stage.say("mei", "12-20 21:00-19:00")).one_to("mei")
    assert not refused.labels
    shown = (await stage.say("mei", "12-27 18:30-20:00\n<B2>")).one_to("mei")
    assert "18:30" in shown.text
    assert not [each for each in await stage.messages("alice") if "18:30" in each.text]

    handed_in = await stage.tap("mei", "submit", message=shown)
    assert not handed_in.to("alice"), "one manager's word is not enough"
    told = await stage.approve_as("sue")
    letter = told.one_to("alice")
    assert "18:30–20:00" in letter.text
    assert "<B2>" in letter.text
    assert LIFTS[language].splitlines()[2] in letter.text, "where it was"
    first, second = await event_of(stage, invitation), await event_of(stage, letter)
    assert second["uid"] == first["uid"]
    assert second["sequence"] > first["sequence"]
    assert second.start.isoformat() == "2026-12-27T18:30:00+08:00"
    assert second["location"] == "<B2>"
    twice = await stage.tap("mei", "submit", message=shown)
    assert twice.note == stage.words("broadcast.gone_out")
    older = await stage.tap("mei", card.data[0], message=card, stale=True)
    assert older.note == stage.words("meeting.moved_on")
    yes = await stage.tap("alice", letter.labels[0], message=letter)
    assert "18:30" in yes.one_to("alice").text


@every_language
async def test_a_meeting_that_is_called_off_is_over_for_everybody(stage: Stage) -> None:
    invitation, card = await announced(stage)
    surely = (await stage.tap("mei", "call_off", message=card)).one_to("mei")
    assert TITLE[stage.language] in surely.text
    handed_in = await stage.tap("mei", "submit", message=surely)
    assert not handed_in.to("alice")
    assert (await event_of(stage, handed_in.one_to("sue")))["status"] == "CANCELLED"
    assert (await meeting_of(stage)).state is MeetingState.ANNOUNCED, "nobody knows yet"
    told = await stage.approve_as("sue")
    letter = told.one_to("alice")
    assert not letter.labels, "nobody is asked any more"
    assert (await event_of(stage, letter))["status"] == "CANCELLED"
    assert (await meeting_of(stage)).state is MeetingState.CALLED_OFF
    late = await stage.tap("alice", invitation.labels[0], message=invitation)
    assert late.note == stage.words("meeting.no_more_answers", called_off=True)
    twice = await stage.tap("mei", "submit", message=surely)
    assert twice.note == stage.words("broadcast.gone_out")
    assert not twice.to("alice")


@one_database
async def test_what_begins_within_a_day_is_called_off_at_once_and_reviewed_after(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    _, card = await announced(stage)
    await stage.tap("mei", "move_meeting", message=card)
    moving = (await stage.say("mei", "12-27 18:30-20:00")).one_to("mei")
    await stage.tap("mei", "submit", message=moving)
    await stage.go_to("2026-12-19T22:30:00+08:00")
    shown = (await stage.tap("mei", "call_off", message=card)).one_to("mei")
    assert not stage.find_label(shown, "submit")
    sent = await stage.tap("mei", "send_unasked", message=shown)
    assert not sent.to("alice"), "nobody is woken for it"
    asked = sent.last_to("sue")
    assert stage.find_label(asked, "reviewed")
    assert asked.silent
    assert (await meeting_of(stage)).state is MeetingState.CALLED_OFF
    late = await stage.approve_as("sue")
    assert late.note == stage.words("broadcast.gone_out"), "the last word counts"
    assert not late.to("alice")
    letter = (await stage.go_to("2026-12-20T08:31:00+08:00")).one_to("alice")
    assert "取消了" in letter.text
    assert not letter.silent


@one_database
async def test_what_was_shown_by_day_and_is_sent_at_night_is_shown_again_as_urgent(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    early = LIFTS[stage.language].replace("19:00-21:00", "08:00-10:00")
    await stage.say("mei", f"/meeting {early}")
    await stage.tap("mei", "submit")
    await stage.approve_as("sue")
    await stage.go_to("2026-12-19T21:00:00+08:00")
    shown = (await stage.tap("mei", "call_off")).one_to("mei")
    await stage.go_to("2026-12-19T21:45:00+08:00")
    again = await stage.tap("mei", "send_unasked", message=shown)
    assert again.note == stage.words("common.stale")
    assert not again.to("alice"), "nobody is woken unless the manager means to"
    sent = await stage.tap("mei", "urgent_surely", message=again.one_to("mei"))
    assert not sent.one_to("alice").silent


@every_language
async def test_the_minutes_are_asked_for_and_sent_to_everybody(stage: Stage) -> None:
    await announced(stage)
    await stage.go_to("2026-12-20T21:01:00+08:00")
    assert (await meeting_of(stage)).state is MeetingState.OVER
    asked = await stage.go_to("2026-12-21T10:01:00+08:00")
    (wanted,) = [each for each in asked.to("mei") if stage.find_label(each, "write_minutes")]
    assert TITLE[stage.language] in wanted.text
    await stage.tap("mei", "write_minutes", message=wanted)
    preview = (await stage.say("mei", "1. <B>\n2. OK")).one_to("mei")
    await stage.tap("mei", "submit", message=preview)
    sent = await stage.approve_as("sue")
    letter = sent.one_to("alice")
    assert "1. <B>\n2. OK" in letter.text
    assert not letter.labels
    again = await stage.tap("mei", "submit", message=preview)
    assert again.note == stage.words("meeting.moved_on")
    assert not (await stage.go_to("2026-12-23T10:01:00+08:00")).to("mei")


@one_database
async def test_the_minutes_may_be_a_file(hant_stage: Stage) -> None:
    stage = hant_stage
    await announced(stage)
    await stage.go_to("2026-12-20T21:01:00+08:00")
    await stage.tap("mei", "write_minutes")
    file = base64.b64encode(b"the minutes").decode()
    preview = (await stage.say("mei", document=file, file_name="minutes.pdf")).last_to("mei")
    await stage.tap("mei", "submit", message=preview)
    sent = await stage.approve_as("sue")
    letter = sent.one_to("alice")
    assert await stage.fetch(letter) == b"the minutes"
    assert "附件" in letter.text


@one_database
async def test_a_draft_is_put_right_before_it_is_announced(hant_stage: Stage) -> None:
    stage = hant_stage
    await move_in(stage, "dora", "1-5A", Language.EN)
    first = (await stage.say("mei", f"/meeting {LIFTS[Language.HANT]}")).one_to("mei")
    assembly = (await stage.tap("mei", "is_owners_meeting", message=first)).one_to("mei")
    assert "委託" in assembly.text
    stale = await stage.tap("mei", "submit", message=first)
    assert stale.note == stage.words("meeting.moved_on")

    await stage.tap("mei", "add_en", message=assembly)
    lacking = (await stage.say("mei", "Owners’ meeting")).one_to("mei")
    assert lacking.text.startswith("⚠️")
    whole = (await stage.say("mei", "Owners’ meeting\nThe lobby\nThe lifts")).one_to("mei")
    assert "The lobby" in whole.text
    await stage.tap("mei", "submit", message=whole)
    sent = await stage.approve_as("sue")
    letter = sent.one_to("dora")
    assert "📍 The lobby" in letter.text
    assert (await event_of(stage, letter))["location"] == "The lobby"


@one_database
async def test_a_draft_may_be_dropped(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    preview = (await stage.say("mei", f"/meeting {LIFTS[Language.HANT]}")).one_to("mei")
    assert (await stage.tap("mei", "drop_broadcast", message=preview)).one_to("mei")
    late = await stage.tap("mei", "submit", message=preview)
    assert late.note == stage.words("meeting.moved_on")
    assert not late.to("alice")


@one_database
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("業主懇談會", "還缺內容"),
        ("業主懇談會\n明天晚上\n大廳", "看不懂"),
        ("業主懇談會\n12-20（六）19:00\n大廳", "對不起來"),
        ("業主懇談會\n2-30 19:00\n大廳", "沒有這個日期"),
        ("業主懇談會\n2025-12-20 19:00\n大廳", "已經過了"),
    ],
)
async def test_what_is_wrong_with_a_meeting_is_said_and_asked_again(
    hant_stage: Stage, said: str, answer: str
) -> None:
    await hant_stage.say("mei", "/meeting")
    assert answer in (await hant_stage.say("mei", said)).one_to("mei").text
    good = (await hant_stage.say("mei", LIFTS[Language.HANT])).one_to("mei")
    assert AGENDA[Language.HANT] in good.text


@one_database
async def test_meetings_are_the_managers_and_answers_those_who_were_asked(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    for who in ("alice", "bob"):
        refused = (await stage.say(who, f"/meeting {LIFTS[Language.HANT]}")).one_to(who)
        assert "沒有這項權限" in refused.text
    invitation, card = await announced(stage)
    own = (await stage.say("bob", "/help")).one_to("bob")
    for data in (*card.data, *invitation.data):
        pressed = await stage.tap("bob", data, message=own, stale=True)
        assert pressed.note == stage.words("common.not_yours"), data
    forged = ("coming:99", "coming:0", "nobody", "coming:x")
    for data in forged:
        pressed = await stage.tap("alice", f"rsvp:1:{data}", message=invitation, stale=True)
        assert pressed.note == stage.words("common.stale"), data
    async with stage.guanjia.database.reading() as session:
        assert (await session.scalars(select(Reply))).all() == []


@one_database
async def test_what_is_planned_is_found_again(hant_stage: Stage) -> None:
    stage = hant_stage
    await announced(stage)
    _, listed = (await stage.say("mei", "/meeting")).to("mei")
    opened = await stage.tap("mei", listed.labels[0], message=listed)
    card = opened.one_to("mei")
    assert stage.find_label(card, "call_off")
    assert "12月20日" in listed.labels[0]


@every_language
async def test_a_meeting_is_recalled_a_week_before_the_day_before_and_on_the_day(
    stage: Stage,
) -> None:
    invitation, _ = await announced(stage)
    await move_in(stage, "dora", "1-5A", stage.language)
    await stage.tap("alice", invitation.labels[1], message=invitation)
    title = TITLE[stage.language]
    assert not (await stage.go_to("2026-12-13T09:59:00+08:00")).to("alice")

    week = (await stage.go_to("2026-12-13T10:01:00+08:00")).sent
    (recalled,) = [each for each in week if each.chat == "alice" and title in each.text]
    assert len(recalled.labels) == 3
    assert not recalled.silent
    assert [each for each in week if each.chat == "dora" and title in each.text]
    await stage.tap("alice", recalled.labels[2], message=recalled)

    day_before = (await stage.go_to("2026-12-19T10:01:00+08:00")).sent
    told = [each.chat for each in day_before if title in each.text and "19:00" in each.text]
    assert "alice" not in told, "she said that she cannot come"
    assert "dora" in told
    (dora,) = [each for each in day_before if each.chat == "dora" and title in each.text]
    noted = await stage.tap("dora", dora.labels[0], message=dora)
    assert noted.note == stage.words("meeting.noted", answer="coming", party=1)

    same_day = (await stage.go_to("2026-12-20T10:01:00+08:00")).sent
    assert [each for each in same_day if each.chat == "dora" and title in each.text]
    late = await stage.go_to("2026-12-20T19:01:00+08:00")
    assert not late.to("alice")
    assert not late.to("dora")
    over = await stage.tap("dora", dora.labels[1], message=dora)
    assert over.note == stage.words("meeting.no_more_answers", called_off=False)


@one_database
async def test_the_reminders_move_with_the_meeting_and_go_with_it(hant_stage: Stage) -> None:
    stage = hant_stage
    _, card = await announced(stage)
    title = TITLE[Language.HANT]
    await stage.go_to("2026-12-12T12:00:00+08:00")
    await stage.tap("mei", "move_meeting", message=card)
    shown = (await stage.say("mei", "12-27 19:00-21:00")).one_to("mei")
    await stage.tap("mei", "submit", message=shown)
    await stage.approve_as("sue")

    old = (await stage.go_to("2026-12-19T12:00:00+08:00")).to("alice")
    assert not [each for each in old if title in each.text], "not on the old days"
    new = (await stage.go_to("2026-12-20T10:01:00+08:00")).to("alice")
    assert ["12月27日 19:00" in each.text for each in new if title in each.text] == [True]

    listed = (await stage.say("mei", "/meeting")).to("mei")[-1]
    opened = await stage.tap("mei", listed.labels[0], message=listed)
    await stage.tap("mei", "call_off", message=opened.one_to("mei"))
    await stage.tap("mei", "submit")
    await stage.approve_as("sue")
    after = (await stage.go_to("2026-12-28T12:00:00+08:00")).to("alice")
    assert not [each for each in after if title in each.text]
    plan = (await stage.say("mei", "/reminders")).one_to("mei")
    assert title not in plan.text


async def minutes_wanted(stage: Stage) -> Message:
    """The preview of what mei wrote once it was over."""
    await announced(stage)
    await stage.go_to("2026-12-20T21:01:00+08:00")
    await stage.tap("mei", "write_minutes")
    return (await stage.say("mei", "1. <B>\n2. OK")).one_to("mei")


@every_language
async def test_the_second_person_reads_the_invitation_in_every_language(stage: Stage) -> None:
    await move_in(stage, "dora", "1-5A", Language.EN)
    await move_in(stage, "emil", "1-6A", Language.HANT)
    await move_in(stage, "fang", "1-7A", Language.HANS)
    await stage.say("alice", "/help")
    preview = (await stage.say("mei", f"/meeting {LIFTS[stage.language]}")).one_to("mei")
    handed_in = await stage.tap("mei", "submit", message=preview)
    assert not handed_in.to("alice"), "her own yes is not enough"
    asked = handed_in.one_to("sue")
    for asks in ("Please press a button below", "來不來，請按下面的", "来不来，请按下面的"):
        assert asks in asked.text
    assert asked.text.count(AGENDA[stage.language]) == 3
    *_, readers = (line for line in asked.text.splitlines() if line.startswith("👥"))
    assert "4" in readers
    assert "4" in (stage.find_label(asked, "approve_broadcast") or "")
    event = await event_of(stage, asked)
    assert event["summary"] == TITLE[stage.language]
    again = await stage.tap("mei", "submit", message=preview)
    assert again.note == stage.words("approval.asked_already")
    assert not again.to("sue")


@one_database
async def test_nobody_approves_their_own_meeting_nor_one_changed_since(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    preview = (await stage.say("mei", f"/meeting {LIFTS[Language.HANT]}")).one_to("mei")
    old = (await stage.tap("mei", "submit", message=preview)).one_to("sue")
    own = await stage.tap("mei", old.data[0], message=preview, stale=True)
    assert own.note == stage.words("approval.your_own")
    assert not own.to("alice")
    assert (await meeting_of(stage)).state is MeetingState.DRAFT

    assembly = (await stage.tap("mei", "is_owners_meeting", message=preview)).one_to("mei")
    late = await stage.tap("sue", "approve_broadcast", message=old)
    assert late.note == stage.words("approval.changed_since")
    assert not late.to("alice")
    await stage.tap("mei", "submit", message=assembly)
    assert "委託" in (await stage.approve_as("sue")).one_to("alice").text


@one_database
async def test_an_invitation_sent_back_is_changed_where_it_was_written(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await stage.say("mei", f"/meeting {LIFTS[Language.HANT]}")
    await stage.tap("mei", "submit")
    await stage.tap("sue", "send_back")
    await stage.say("sue", "加上英文")
    shown = (await stage.tap("mei", "look_at_draft")).one_to("mei")
    assert stage.find_label(shown, "submit")
    await stage.tap("mei", "add_en", message=shown)
    whole = (await stage.say("mei", "Owners’ briefing\nThe lobby\nThe lifts")).one_to("mei")
    await stage.tap("mei", "submit", message=whole)
    sent = await stage.approve_as("sue")
    assert TITLE[Language.HANT] in sent.one_to("alice").text
    assert (await meeting_of(stage)).state is MeetingState.ANNOUNCED


@one_database
async def test_an_invitation_does_not_go_out_once_its_hour_has_come(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await stage.say("mei", f"/meeting {LIFTS[Language.HANT]}")
    await stage.tap("mei", "submit")
    await stage.go_to("2026-12-20T19:00:00+08:00")
    late = await stage.approve_as("sue")
    assert "來不及了" in late.note
    assert "19:00" in late.note
    assert not late.to("alice")


@one_database
async def test_what_a_meeting_says_has_to_be_mended_before_anybody_is_asked(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await stage.say("mei", f"/meeting {LIFTS[Language.HANT]}\nhttps://bit.ly/free")
    refused = await stage.tap("mei", "submit")
    assert refused.one_to("mei").text.count("「https://bit.ly/free」") == 1
    assert not refused.to("sue")


@one_database
async def test_minutes_that_were_sent_back_are_handed_in_again(hant_stage: Stage) -> None:
    stage = hant_stage
    preview = await minutes_wanted(stage)
    handed_in = await stage.tap("mei", "submit", message=preview)
    assert "1. <B>\n2. OK" in handed_in.one_to("sue").text
    assert not handed_in.to("alice")
    assert (await meeting_of(stage)).minuted_at is None
    twice = await stage.tap("mei", "write_minutes")
    assert twice.note == stage.words("approval.asked_already")
    quiet = (await stage.go_to("2026-12-21T10:01:00+08:00")).to("mei")
    assert not [each for each in quiet if stage.find_label(each, "write_minutes")]

    await stage.tap("sue", "send_back")
    await stage.say("sue", "2.?")
    shown = (await stage.tap("mei", "look_at_draft")).one_to("mei")
    assert "1. <B>\n2. OK" in shown.text
    await stage.tap("mei", "submit", message=shown)
    sent = await stage.approve_as("sue")
    assert "1. <B>\n2. OK" in sent.one_to("alice").text
    assert (await meeting_of(stage)).minuted_at is not None
    done = await stage.tap("mei", "write_minutes")
    assert done.note == stage.words("meeting.moved_on")
