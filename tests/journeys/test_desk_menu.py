"""Journeys behind the desk's card: work that waits, that is not for us, that is reported twice."""

from sqlalchemy import select

from db.models import Promise, Ticket
from db.vocabulary import Language, PromiseState, TicketState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Message, Stage

LIFT_BROKEN = {
    Language.HANT: "12樓電梯壞了",
    Language.HANS: "12楼电梯坏了",
    Language.EN: "The lift on the 12th floor is broken",
}
TAP_DRIPS = {
    Language.HANT: "廚房水龍頭一直滴水",
    Language.HANS: "厨房水龙头一直滴水",
    Language.EN: "The kitchen tap keeps dripping",
}
WHICH_DAY = {
    Language.HANT: "請問哪一天方便進屋？",
    Language.HANS: "请问哪天方便进屋？",
    Language.EN: "On which day may we come in?",
}
ANY_DAY = {
    Language.HANT: "都可以",
    Language.HANS: "都可以",
    Language.EN: "Any day is fine",
}
TOMORROW_AT_THREE = {
    Language.HANT: "明天下午三點",
    Language.HANS: "明天下午三点",
    Language.EN: "tomorrow 3pm",
}
TOMORROW_15 = {
    Language.HANT: "明天 15:00",
    Language.HANS: "明天 15:00",
    Language.EN: "tomorrow 15:00",
}
BOB = {Language.HANT: "李保", Language.HANS: "李保", Language.EN: "Bob Lee"}


async def ticket(stage: Stage, number: int = 1) -> Ticket:
    async with stage.guanjia.database.reading() as session:
        return await session.get_one(Ticket, number)


async def choose(stage: Stage, who: str, entry: str, card: Message) -> Heard:
    """Something that stands behind the card's last button."""
    opened = await stage.tap(who, "more", message=await latest(stage, card))
    return await stage.tap(who, entry, message=opened.one_to("staff"))


async def latest(stage: Stage, card: Message) -> Message:
    """The card as it stands now."""
    return next(each for each in await stage.messages(card.chat) if each.id == card.id)


async def taken(stage: Stage, words: str) -> Message:
    """Alice reports it and Bob takes it on; the card in the group."""
    card = (await stage.say("alice", words)).last_to("staff")
    await stage.tap("bob", "accept", message=card)
    return card


@every_language
async def test_the_work_waits_for_the_owners_answer(stage: Stage) -> None:
    language = stage.language
    card = await taken(stage, TAP_DRIPS[language])
    await choose(stage, "bob", "ask_owner", card)
    question = {"chat": "staff", "topic": card.topic}
    asked = await stage.say("bob", WHICH_DAY[language], **question)
    assert WHICH_DAY[language] in asked.one_to("alice").text
    assert BOB[language] in asked.one_to("alice").text
    assert (await ticket(stage)).state is TicketState.PENDING_CUSTOMER
    assert stage.words("states.pending_customer") in (await latest(stage, card)).text

    answered = await stage.say("alice", ANY_DAY[language], reply_to=asked.one_to("alice").id)
    assert ANY_DAY[language] in answered.last_to("staff").text
    assert (await ticket(stage)).state is TicketState.IN_PROGRESS
    assert (await ticket(stage)).paused_at is None


@one_database
async def test_who_is_asked_and_does_not_answer_is_asked_again_and_let_go(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    card = await taken(stage, TAP_DRIPS[Language.HANT])
    await choose(stage, "bob", "ask_owner", card)
    await stage.say("bob", WHICH_DAY[Language.HANT], chat="staff", topic=card.topic)
    reminded = await stage.wait("2d1h")
    again = [each for each in reminded.to("alice") if WHICH_DAY[Language.HANT] in each.text]
    assert len(again) == 1
    let_go = await stage.wait("5d")
    assert not [each for each in let_go.to("alice") if WHICH_DAY[Language.HANT] in each.text]
    assert (await ticket(stage)).state is TicketState.CLOSED

    last = let_go.last_to("alice")
    assert stage.find_label(last, "fixed_no")
    await stage.tap("alice", "fixed_no", message=last)
    assert (await ticket(stage)).state is TicketState.IN_PROGRESS


@every_language
async def test_an_appointment_is_a_promise_to_be_there_at_an_hour(stage: Stage) -> None:
    language = stage.language
    card = await taken(stage, TAP_DRIPS[language])
    await choose(stage, "bob", "book", card)
    here = {"chat": "staff", "topic": card.topic}
    unclear = await stage.say("bob", ANY_DAY[language], **here)
    assert not unclear.to("alice"), "no time, and it is asked for again"
    booked = await stage.say("bob", TOMORROW_AT_THREE[language], **here)
    assert TOMORROW_15[language] in booked.one_to("alice").text
    assert BOB[language] in booked.one_to("alice").text
    row = await ticket(stage)
    assert row.state is TicketState.SCHEDULED
    async with stage.guanjia.database.reading() as session:
        (promise,) = await session.scalars(select(Promise))
    assert promise.due_at == row.promise_due
    assert promise.state is PromiseState.OPEN

    assert not (await stage.go_to("2026-11-24T13:59+08:00")).sent, "nobody is nudged"
    soon = await stage.go_to("2026-11-24T14:00+08:00")
    assert [each.chat for each in soon.sent] == ["staff"]
    assert not (await stage.go_to("2026-11-24T14:59+08:00")).sent
    sent = await stage.go_to("2026-11-24T15:00+08:00")
    assert {each.chat for each in sent.sent} == {"staff", "alice"}
    assert BOB[language] in sent.one_to("staff").text
    waits = sent.one_to("alice").text
    assert BOB[language] in waits
    assert "15:30" in waits, "who waits hears before it is missed, and until when"
    assert not (await stage.go_to("2026-11-24T15:20+08:00")).sent
    there = await stage.tap("bob", "arrived", message=sent.one_to("staff"))
    assert BOB[language] in there.one_to("alice").text
    assert there.one_to("alice").text.startswith("📍")
    row = await ticket(stage)
    assert (row.state, row.breached_promise) == (TicketState.IN_PROGRESS, False)
    assert await outcomes(stage) == [PromiseState.KEPT]
    again = await stage.tap("bob", "arrived", message=soon.one_to("staff"), stale=True)
    assert stage.words("states.in_progress") in again.note
    assert not again.to("alice")
    assert not (await stage.go_to("2026-11-24T16:00+08:00")).to("alice")


@every_language
async def test_whoever_goes_on_within_the_grace_has_kept_it(stage: Stage) -> None:
    card = await booked_for_tomorrow(stage)
    await stage.go_to("2026-11-24T15:25+08:00")
    await choose(stage, "bob", "resume", card)
    assert (await ticket(stage)).state is TicketState.IN_PROGRESS
    assert await outcomes(stage) == [PromiseState.KEPT]
    later = await stage.go_to("2026-11-24T15:45+08:00")
    assert not later.to("alice")
    assert not later.to("sue")


@every_language
async def test_an_appointment_to_which_nobody_came_is_broken_after_the_grace(
    stage: Stage,
) -> None:
    await booked_for_tomorrow(stage)
    at_the_hour = await stage.go_to("2026-11-24T15:29+08:00")
    assert "15:30" in at_the_hour.one_to("alice").text
    assert not at_the_hour.to("sue")
    missed = await stage.go_to("2026-11-24T15:30+08:00")
    assert "15:00" in missed.one_to("alice").text
    assert BOB[stage.language] in missed.one_to("alice").text
    assert missed.one_to("sue").text.startswith("🔴")
    assert BOB[stage.language] in missed.one_to("staff").text
    row = await ticket(stage)
    assert (row.state, row.breached_promise) == (TicketState.IN_PROGRESS, True)
    assert await outcomes(stage) == [PromiseState.BROKEN]
    late = await stage.tap("bob", "arrived", chat="staff", stale=True)
    assert stage.words("states.in_progress") in late.note
    assert not late.to("alice")
    assert not (await stage.go_to("2026-11-24T16:30+08:00")).to("alice"), "said once"


async def booked_for_tomorrow(stage: Stage) -> Message:
    """Bob is to be there at 15:00; the card."""
    card = await taken(stage, TAP_DRIPS[stage.language])
    await choose(stage, "bob", "book", card)
    await stage.say("bob", TOMORROW_AT_THREE[stage.language], chat="staff", topic=card.topic)
    return card


async def outcomes(stage: Stage) -> list[PromiseState]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(Promise.state).order_by(Promise.due_at)))


@one_database
async def test_an_appointment_that_is_moved_leaves_no_second_promise(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken(stage, TAP_DRIPS[Language.HANT])
    for said in ("明天下午三點", "後天下午三點", "明天下午三點"):
        await choose(stage, "bob", "book", card)
        await stage.say("bob", said, chat="staff", topic=card.topic)
    async with stage.guanjia.database.reading() as session:
        rows = (await session.scalars(select(Promise).order_by(Promise.due_at))).all()
    assert [each.state for each in rows] == [PromiseState.OPEN, PromiseState.MOVED]
    assert (await ticket(stage)).promise_due == rows[0].due_at
    await choose(stage, "bob", "resume", card)
    async with stage.guanjia.database.reading() as session:
        kept = await session.get_one(Promise, rows[0].id)
    assert kept.state is PromiseState.KEPT, "whoever begins before the hour is there in time"


@one_database
async def test_a_contractors_turn_and_back(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken(stage, TAP_DRIPS[Language.HANT])
    opened = await stage.tap("bob", "more", message=await latest(stage, card))
    menu = opened.one_to("staff")
    await stage.tap("bob", "await_others", message=menu)
    assert (await ticket(stage)).state is TicketState.PENDING_THIRD_PARTY
    stale = await stage.tap("bob", "await_others", message=menu)
    assert stage.words("states.pending_third_party") in stale.note
    assert not stale.sent
    await choose(stage, "bob", "resume", card)
    assert (await ticket(stage)).state is TicketState.IN_PROGRESS


@every_language
async def test_what_is_not_for_us_goes_to_whom_it_is_for(stage: Stage) -> None:
    language = stage.language
    card = (await stage.say("alice", TAP_DRIPS[language])).last_to("staff")
    why = await choose(stage, "bob", "reject", card)
    await stage.tap("bob", "reject_own_property", message=why.one_to("staff"))
    here = {"chat": "staff", "topic": card.topic}
    told = await stage.say("bob", "廠商客服 <0800>", **here)
    assert "廠商客服 <0800>" in told.one_to("alice").text
    row = await ticket(stage)
    assert (row.state, row.reject_contact) == (TicketState.REJECTED, "廠商客服 <0800>")
    assert not (await latest(stage, card)).labels, "it never comes back"


@one_database
async def test_a_contact_that_the_house_knows_is_not_asked_for(hant_stage: Stage) -> None:
    stage = hant_stage
    card = (await stage.say("alice", TAP_DRIPS[Language.HANT])).last_to("staff")
    why = await choose(stage, "bob", "reject", card)
    told = await stage.tap("bob", "reject_utility", message=why.one_to("staff"))
    assert "台水 1910" in told.one_to("alice").text


@one_database
async def test_a_call_for_help_and_a_complaint_are_not_sent_away(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "失火了！樓梯間冒濃煙")
    await stage.say("alice", "我要投訴，保全態度很差")
    shown = (await stage.messages("sue"))[-1]
    for number in (1, 2):
        refused = await stage.tap("sue", f"rejas:{number}:utility:1", message=shown, stale=True)
        assert refused.note == stage.words("common.stale")
        assert not refused.to("alice")
        assert (await ticket(stage, number)).state is TicketState.NEW


@every_language
async def test_the_same_thing_reported_twice_is_seen_to_once(stage: Stage) -> None:
    language = stage.language
    main = await taken(stage, LIFT_BROKEN[language])
    await move_in(stage, "dora", "3-12E", language)
    second = (await stage.say("dora", LIFT_BROKEN[language])).last_to("staff")
    asked = await choose(stage, "bob", "merge", second)
    (first,) = asked.one_to("staff").labels
    assert first.startswith("#1 ")
    merged = await stage.tap("bob", first, message=asked.one_to("staff"))
    assert BOB[language] in merged.one_to("dora").text
    assert "#1" not in merged.one_to("dora").text, "a neighbour's ticket is not theirs to see"
    assert [each.topic for each in merged.to("staff")] == [second.topic, main.topic]
    row = await ticket(stage, 2)
    assert (row.state, row.merged_into_id) == (TicketState.DUPLICATE, 1)

    done = await stage.tap("bob", "resolve", message=await latest(stage, main))
    apart = await stage.tap("dora", "something_else", message=done.one_to("dora"))
    row = await ticket(stage, 2)
    assert (row.state, row.merged_into_id) == (TicketState.NEW, None)
    assert [each.topic for each in apart.to("staff")] == [second.topic, main.topic]
    assert stage.find_label(await latest(stage, second), "accept")


@one_database
async def test_a_main_ticket_is_named_by_its_number_or_refused_with_the_reason(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", LIFT_BROKEN[Language.HANT])).one_to("alice")
    second = (await stage.say("alice", TAP_DRIPS[Language.HANT])).last_to("staff")
    here = {"chat": "staff", "topic": second.topic}
    for said, why in (("2", "itself"), ("99", "elsewhere")):
        await choose(stage, "bob", "merge", second)
        refused = await stage.say("bob", said, **here)
        expected = stage.words(
            "desk.refused", why=why, number=2, into=int(said), state="", title=""
        )
        assert refused.one_to("staff").text == expected
    await choose(stage, "bob", "merge", second)
    merged = await stage.say("bob", "#1", **here)
    assert "#1" in merged.one_to("alice").text, "both are her own"
    assert (await ticket(stage, 2)).merged_into_id == 1

    await stage.tap("alice", "withdraw", message=receipt)
    gone = await stage.tap("alice", "withdraw_yes")
    assert (await ticket(stage, 2)).state is TicketState.NEW, "withdrawn was the other one"
    assert [each.topic for each in gone.to("staff")].count(second.topic) == 1


@one_database
async def test_an_owner_who_presses_too_late_hears_how_it_stands(hant_stage: Stage) -> None:
    stage = hant_stage
    card = (await stage.say("alice", TAP_DRIPS[Language.HANT])).last_to("staff")
    sure = await stage.tap("alice", "withdraw")
    await stage.tap("bob", "accept", message=card)
    late = await stage.tap("alice", "withdraw_yes", message=sure.one_to("alice"))
    assert stage.words("states.in_progress") in late.note
    assert (await ticket(stage)).state is TicketState.IN_PROGRESS


@one_database
async def test_only_one_colleague_is_asked_at_a_time(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken(stage, TAP_DRIPS[Language.HANT])
    offered = (await stage.tap("bob", "hand_off", message=await latest(stage, card))).one_to(
        "staff"
    )
    await stage.tap("bob", "蘇敏", message=offered)
    second = await stage.tap("bob", "梅怡", message=offered)
    assert second.note == stage.words("desk.asked_already", to="蘇敏")
    assert not second.sent
