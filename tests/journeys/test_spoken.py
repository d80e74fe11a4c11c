"""Journey: what staff say to an owner. Unkind words wait; a time that is named is a promise."""

import pytest
from sqlalchemy import select

from db.models import Promise, Ticket, TicketEvent
from db.vocabulary import EventType, Language, PromiseState, TicketState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Message, Stage
from tests.journeys.test_request import BOB, LIFT_BROKEN, PART_ORDERED, PICTURE

POLICY = {
    Language.HANT: "您好。這是公司規定，沒辦法！",
    Language.HANS: "您好。这是公司规定，没办法！",
    Language.EN: "Hello. That's company policy!",
}
TOMORROW = {
    Language.HANT: "明天下午三點帶零件來",
    Language.HANS: "明天下午三点带零件来",
    Language.EN: "I'll bring the part tomorrow at 3pm",
}
THREE_O_CLOCK = {
    Language.HANT: "明天 15:00",
    Language.HANS: "明天 15:00",
    Language.EN: "tomorrow 15:00",
}
FOUR_O_CLOCK = {
    Language.HANT: "明天下午四點",
    Language.HANS: "明天下午四点",
    Language.EN: "tomorrow 4pm",
}


async def taken(stage: Stage) -> Message:
    """Alice's lift, which Bob has accepted; the desk's card."""
    opened = await stage.say("alice", LIFT_BROKEN[stage.language])
    await stage.tap("bob", "accept", chat="staff")
    return opened.to("staff")[0]


async def events(stage: Stage, *types: EventType) -> list[TicketEvent]:
    async with stage.guanjia.database.reading() as session:
        query = select(TicketEvent).where(TicketEvent.type.in_(types)).order_by(TicketEvent.id)
        return list(await session.scalars(query))


async def promises(stage: Stage) -> list[PromiseState]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(Promise.state).order_by(Promise.id)))


async def the_ticket(stage: Stage) -> Ticket:
    async with stage.guanjia.database.reading() as session:
        return (await session.scalars(select(Ticket))).one()


QUESTION = {
    Language.HANT: "請問哪一天方便進屋？",
    Language.HANS: "请问哪天方便进屋？",
    Language.EN: "On which day may we come in?",
}

# --- held back ----------------------------------------------------------------------------------


@every_language
async def test_unkind_words_wait_and_go_out_kinder(stage: Stage) -> None:
    language = stage.language
    card = await taken(stage)
    written = await stage.say("bob", POLICY[language], chat="staff", topic=card.topic)
    assert not written.to("alice")
    held = written.one_to("staff")
    assert BOB[language] in held.text
    kinder = stage.words("spoken.kinder_policy")
    assert kinder in held.text
    greeting = POLICY[language].partition("。" if language is not Language.EN else ".")[0]
    assert greeting in held.text, "only the unkind sentence is changed"

    sent = await stage.tap("bob", "say_kinder", chat="staff")
    assert sent.note == stage.words("spoken.sent_kinder")
    read = sent.one_to("alice").text
    assert kinder in read
    assert greeting in read
    assert POLICY[language] not in read
    assert (await the_ticket(stage)).first_response_at is not None

    again = await stage.tap("bob", "say_anyway", chat="staff")
    assert again.note == stage.words("common.stale")
    assert not again.to("alice"), "one or the other, once"
    kinds = [each.type for each in await events(stage, EventType.SAID_KINDER, EventType.OVERRODE)]
    assert kinds == [EventType.SAID_KINDER]


async def test_the_writer_may_insist_and_it_is_logged(hant_stage: Stage) -> None:
    card = await taken(hant_stage)
    words = POLICY[Language.HANT]
    await hant_stage.say("bob", words, chat="staff", topic=card.topic)

    not_hers = await hant_stage.tap("sue", "say_anyway", chat="staff")
    assert not_hers.note == hant_stage.words("spoken.only_the_writer")
    assert not not_hers.to("alice")

    sent = await hant_stage.tap("bob", "say_anyway", chat="staff")
    assert words in sent.one_to("alice").text
    (logged,) = await events(hant_stage, EventType.OVERRODE)
    assert logged.data["said"] == words
    assert logged.data["phrases"] == ["policy"]
    assert (await hant_stage.tap("bob", "say_anyway", chat="staff")).note == hant_stage.words(
        "common.stale"
    )


@one_database
async def test_it_may_be_dropped_or_put_another_way(hant_stage: Stage) -> None:
    card = await taken(hant_stage)
    written = await hant_stage.say("bob", POLICY[Language.HANT], chat="staff", topic=card.topic)
    dropped = await hant_stage.tap("bob", "say_not", chat="staff")
    assert dropped.note == hant_stage.words("spoken.not_sent")
    assert not dropped.to("alice")

    async def put(words: str) -> Heard:
        assert written.said is not None
        return await hant_stage.say("bob", words, chat="staff", edit=written.said.id)

    worse = await put("不關我們的事")
    assert [each.chat for each in worse.sent] == ["staff"], "held back again"
    better = (await put("我幫您問清楚了")).one_to("alice").text
    assert "我幫您問清楚了" in better
    assert "更正" not in better, "she has never seen the first"

    unkind = await put("公司規定")
    assert [each.chat for each in unkind.sent] == ["staff"]
    sent = await hant_stage.tap("bob", "say_anyway", chat="staff")
    assert "更正" in sent.one_to("alice").text


@every_language
async def test_a_question_is_held_back_like_any_words_and_asked_once_it_is_kind(
    stage: Stage,
) -> None:
    language = stage.language
    card = await taken(stage)
    here = {"chat": "staff", "topic": card.topic}
    menu = await stage.tap("bob", "more", chat="staff")
    await stage.tap("bob", "ask_owner", message=menu.last_to("staff"))
    written = await stage.say("bob", POLICY[language], **here)
    assert not written.to("alice")
    held = written.one_to("staff")
    assert stage.words("spoken.kinder_policy") in held.text
    assert not held.labels, "a question waits for other words"
    assert written.said is not None
    asked = await stage.say("bob", QUESTION[language], chat="staff", edit=written.said.id)
    assert QUESTION[language] in asked.one_to("alice").text
    assert (await the_ticket(stage)).state is TicketState.PENDING_CUSTOMER


@one_database
async def test_whom_to_turn_to_is_held_back_like_any_words(hant_stage: Stage) -> None:
    stage = hant_stage
    card = (await stage.say("alice", "12樓電梯壞了")).last_to("staff")
    here = {"chat": "staff", "topic": card.topic}
    menu = await stage.tap("bob", "more", message=card)
    why = await stage.tap("bob", "reject", message=menu.last_to("staff"))
    await stage.tap("bob", "reject_neighbour", message=why.one_to("staff"))
    rude = await stage.say("bob", "不關我們的事，去問別的部門", **here)
    assert not rude.to("alice")
    assert (await the_ticket(stage)).state is TicketState.NEW
    kind = await stage.say("bob", "12樓的林先生", **here)
    assert "12樓的林先生" in kind.one_to("alice").text
    assert (await the_ticket(stage)).state is TicketState.REJECTED


@one_database
async def test_notes_and_kind_words_are_not_held_up(hant_stage: Stage) -> None:
    card = await taken(hant_stage)
    noted = await hant_stage.say("bob", "// 這是公司規定，沒辦法", chat="staff", topic=card.topic)
    assert not noted.to("alice")
    assert not noted.one_to("staff").labels
    told = await hant_stage.say("bob", PART_ORDERED[Language.HANT], chat="staff", topic=card.topic)
    assert PART_ORDERED[Language.HANT] in told.one_to("alice").text
    assert not await events(hant_stage, EventType.HELD_BACK)


@one_database
async def test_unkind_words_under_a_picture_hold_it_back_too(hant_stage: Stage) -> None:
    card = await taken(hant_stage)
    written = await hant_stage.say(
        "bob", POLICY[Language.HANT], photo=PICTURE, chat="staff", topic=card.topic
    )
    assert not written.to("alice")
    held = written.one_to("staff")
    assert not hant_stage.find_label(held, "say_kinder")
    sent = await hant_stage.tap("bob", "say_anyway", message=held)
    assert sent.last_to("alice").files[0]["kind"] == "photo"


@one_database
async def test_in_person_it_is_the_same(hant_stage: Stage) -> None:
    """A complaint is the supervisor's, and never in a group."""
    await hant_stage.say("alice", "我要投訴，樓上裝修到半夜很吵")
    card = [each for each in await hant_stage.messages("sue") if "🔒" in each.text][-1]
    written = await hant_stage.say("sue", "這是公司規定，沒辦法", reply_to=card.id)
    assert not written.to("alice")
    assert not written.to("staff")
    assert hant_stage.words("spoken.kinder_policy") in written.one_to("sue").text
    sent = await hant_stage.tap("sue", "say_kinder")
    assert hant_stage.words("spoken.kinder_policy") in sent.one_to("alice").text

    await hant_stage.say("sue", "我明天下午三點上去看", reply_to=card.id)
    made = await hant_stage.tap("sue", "promise")
    assert "明天 15:00" in made.one_to("alice").text
    await hant_stage.tap("sue", "promise_move")
    moved = await hant_stage.say("sue", FOUR_O_CLOCK[Language.HANT])
    assert "明天 16:00" in moved.one_to("alice").text
    assert not moved.to("staff")


@one_database
async def test_what_was_held_on_a_ticket_that_is_over_stays_unsaid(hant_stage: Stage) -> None:
    card = await taken(hant_stage)
    await hant_stage.say("bob", POLICY[Language.HANT], chat="staff", topic=card.topic)
    await hant_stage.tap("alice", "withdraw")
    await hant_stage.tap("alice", "withdraw_yes")
    refused = await hant_stage.tap("bob", "say_anyway", chat="staff")
    assert refused.note == hant_stage.words("common.stale")
    assert not refused.to("alice")


# --- promised -----------------------------------------------------------------------------------


async def promised(stage: Stage, card: Message) -> Message:
    """Bob's promise for tomorrow at three; what the topic shows of it."""
    await stage.say("bob", TOMORROW[stage.language], chat="staff", topic=card.topic)
    return (await stage.tap("bob", "promise", chat="staff")).one_to("staff")


@every_language
async def test_a_time_that_was_named_is_promised_in_one_tap_and_kept(stage: Stage) -> None:
    language = stage.language
    card = await taken(stage)
    told = await stage.say("bob", TOMORROW[language], chat="staff", topic=card.topic)
    assert TOMORROW[language] in told.one_to("alice").text, "it is sent at once"
    offer = told.one_to("staff")
    assert THREE_O_CLOCK[language] in offer.text
    assert await promises(stage) == [], "nothing is promised lightly"

    not_hers = await stage.tap("sue", "promise", message=offer)
    assert not_hers.note == stage.words("spoken.only_the_writer")

    made = await stage.tap("bob", "promise", message=offer)
    assert THREE_O_CLOCK[language] in made.one_to("alice").text
    assert BOB[language] in made.one_to("alice").text
    assert (await the_ticket(stage)).promise_due is not None
    twice = await stage.tap("bob", "promise", message=offer)
    assert twice.note == stage.words("common.stale")
    assert not twice.sent

    await stage.wait("20h")
    kept = await stage.tap("bob", "promise_kept", chat="staff")
    assert kept.note == stage.words("spoken.kept")
    assert await promises(stage) == [PromiseState.KEPT]
    ticket = await the_ticket(stage)
    assert ticket.promise_kept_at is not None
    assert ticket.promise_due is None
    late = await stage.wait("20h")
    assert not [
        each for each in late.to("alice") if BOB[language] in each.text and "🤝" in each.text
    ]
    assert not (await the_ticket(stage)).breached_promise


@every_language
async def test_a_promise_that_is_broken_is_owned_up_to(stage: Stage) -> None:
    language = stage.language
    card = await taken(stage)
    await promised(stage, card)
    await stage.wait("28h59m")
    heard = await stage.wait("2m")
    sorry = [each for each in heard.to("alice") if THREE_O_CLOCK[language].split()[1] in each.text]
    assert len(sorry) == 1, "told at the hour, by us"
    assert BOB[language] in sorry[0].text
    assert any("🔴" in each.text for each in heard.to("staff"))
    assert await promises(stage) == [PromiseState.BROKEN]
    ticket = await the_ticket(stage)
    assert ticket.breached_promise
    assert ticket.promise_due is None
    (settled,) = await events(stage, EventType.PROMISE_SETTLED)
    assert settled.data["outcome"] == "broken"
    assert (await stage.tap("bob", "promise_kept", chat="staff")).note == stage.words(
        "common.stale"
    )
    assert not (await stage.wait("30m")).to("alice"), "once"


async def test_another_time_is_the_owners_to_grant(hant_stage: Stage) -> None:
    card = await taken(hant_stage)
    await promised(hant_stage, card)
    asked = await hant_stage.tap("bob", "promise_move", chat="staff")
    assert asked.note == hant_stage.words("spoken.write_time")
    passed_on = await hant_stage.say(
        "bob", FOUR_O_CLOCK[Language.HANT], chat="staff", topic=card.topic
    )
    question = passed_on.one_to("alice")
    assert "明天 15:00" in question.text
    assert "明天 16:00" in question.text
    assert await promises(hant_stage) == [PromiseState.OPEN], "until she says yes"

    agreed = await hant_stage.tap("alice", "move_agreed")
    assert "明天 16:00" in agreed.last_to("alice").text
    assert await promises(hant_stage) == [PromiseState.MOVED, PromiseState.OPEN]
    assert (await hant_stage.tap("alice", "move_refused", message=question)).note == (
        hant_stage.words("common.stale")
    )
    await hant_stage.wait("29h30m")
    assert await promises(hant_stage) == [PromiseState.MOVED, PromiseState.OPEN]
    await hant_stage.tap("bob", "resolve", chat="staff")
    assert await promises(hant_stage) == [PromiseState.MOVED, PromiseState.KEPT]


@one_database
async def test_an_owner_who_says_no_keeps_the_time(hant_stage: Stage) -> None:
    card = await taken(hant_stage)
    await promised(hant_stage, card)
    await hant_stage.tap("bob", "promise_move", chat="staff")
    await hant_stage.say("bob", FOUR_O_CLOCK[Language.HANT], chat="staff", topic=card.topic)
    refused = await hant_stage.tap("alice", "move_refused")
    assert "明天 15:00" in refused.one_to("staff").text
    assert await promises(hant_stage) == [PromiseState.OPEN]

    await hant_stage.tap("bob", "promise_move", chat="staff")
    unread = await hant_stage.say("bob", "晚一點", chat="staff", topic=card.topic)
    assert not unread.to("alice")
    assert "讀不出" in unread.one_to("staff").text


@one_database
async def test_what_is_fixed_in_time_was_kept(hant_stage: Stage) -> None:
    card = await taken(hant_stage)
    await promised(hant_stage, card)
    await hant_stage.tap("bob", "resolve", chat="staff")
    assert await promises(hant_stage) == [PromiseState.KEPT]
    heard = await hant_stage.wait("30h")
    assert not any("承諾" in each.text or "抱歉" in each.text for each in heard.to("alice"))


@one_database
@pytest.mark.parametrize("said", ["明天會再來", "明天下午三點方便嗎？", "零件到了"])
async def test_no_promise_is_offered_where_no_hour_was_named(hant_stage: Stage, said: str) -> None:
    card = await taken(hant_stage)
    told = await hant_stage.say("bob", said, chat="staff", topic=card.topic)
    assert said in told.one_to("alice").text
    assert not told.to("staff")
