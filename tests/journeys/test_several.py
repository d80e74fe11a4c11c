"""Journey: two or three things in one message. Each is offered as its own, and taken once."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation import several
from db.models import Ticket
from db.vocabulary import Language, TicketKind
from intents import Category, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Stage
from tests.journeys.understood import Understood, wish

LIFT = {
    Language.HANT: "12樓電梯壞了",
    Language.HANS: "12楼电梯坏了",
    Language.EN: "the lift on the 12th floor is broken",
}
GUARD = {
    Language.HANT: "警衛還對我大小聲",
    Language.HANS: "保安还对我大吼大叫",
    Language.EN: "the guard shouted at me",
}
FEES = {
    Language.HANT: "管理費怎麼繳",
    Language.HANS: "物业费怎么交",
    Language.EN: "how do I pay the management fee",
}
FIRE = "樓下好像失火了"
THANKS = "李師傅人很好，謝謝"

PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def both(understood: Understood, language: Language = Language.HANT) -> str:
    """A message about the lift and about the guard."""
    text = f"{LIFT[language]}，{GUARD[language]}"
    wishes = (
        wish(LIFT[language], Kind.REQUEST, Category.ELEVATOR, "lift_out_of_order"),
        wish(GUARD[language], Kind.COMPLAINT, Category.STAFF_ATTITUDE, "staff_attitude"),
    )
    understood(text, kind=Kind.REQUEST, sure=True, wishes=wishes)
    return text


async def said_on_tickets(stage: Stage) -> list[tuple[TicketKind, str]]:
    async with stage.guanjia.database.reading() as session:
        rows = await session.execute(select(Ticket.kind, Ticket.said).order_by(Ticket.id))
        return [(kind, said) for kind, said in rows]


@every_language
async def test_two_wishes_become_a_ticket_and_a_complaint_each_in_its_own_words(
    stage: Stage, understood: Understood
) -> None:
    language = stage.language
    heard = await stage.say("alice", both(understood, language))
    offer = heard.one_to("alice")
    assert "①" in offer.text
    assert LIFT[language] in offer.text
    assert "②" in offer.text
    assert GUARD[language] in offer.text
    assert not heard.to("staff")
    assert not heard.to("sue")
    assert stage.find_label(offer, "take_both")
    assert len(offer.labels) == 4

    taken = await stage.tap("alice", "take_both", message=offer)
    receipt, mirror = taken.to("alice")
    assert "#1" in receipt.text
    assert GUARD[language] in mirror.text
    assert LIFT[language] not in mirror.text
    assert stage.find_label(mirror, "right")
    assert LIFT[language] in taken.one_to("staff").text
    assert GUARD[language] not in taken.one_to("staff").text, "the team does not read it"
    assert GUARD[language] in taken.one_to("sue").text

    for label in offer.labels:
        again = await stage.tap("alice", label, message=offer)
        assert not again.sent, label
        assert again.note
    assert await said_on_tickets(stage) == [
        (TicketKind.REQUEST, LIFT[language]),
        (TicketKind.COMPLAINT, GUARD[language]),
    ]


@one_database
async def test_one_is_taken_now_and_the_other_may_follow(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    offer = (await stage.say("alice", both(understood))).one_to("alice")
    complained = await stage.tap("alice", "只要 ②", message=offer)
    assert not complained.to("staff")
    assert (await stage.tap("alice", "只要 ②", message=offer)).note
    followed = await stage.tap("alice", "take_both", message=offer)
    assert "#2" in followed.one_to("alice").text
    assert not followed.to("sue"), "what is taken is taken"
    assert [kind for kind, _ in await said_on_tickets(stage)] == [
        TicketKind.COMPLAINT,
        TicketKind.REQUEST,
    ]


@one_database
async def test_a_person_reads_the_whole_and_then_nothing_else_is_taken(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = both(understood)
    offer = (await stage.say("alice", text)).one_to("alice")
    handed = await stage.tap("alice", "none_of_these", message=offer)
    assert text in handed.one_to("staff").text
    for label in offer.labels:
        assert not (await stage.tap("alice", label, message=offer)).sent
    assert await said_on_tickets(stage) == [(TicketKind.OTHER, text)]


@one_database
async def test_three_things_are_each_led_where_they_would_have_gone_alone(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = "電梯壞了，管理費怎麼繳，李師傅人很好，謝謝"
    wishes = (
        wish(LIFT[Language.HANT], Kind.REQUEST, Category.ELEVATOR, "lift_out_of_order"),
        wish(FEES[Language.HANT], Kind.QUESTION, Category.FEES_BILLING, "q_fee_payment"),
        wish(THANKS, Kind.PRAISE, Category.STAFF_ATTITUDE, "praise_staff"),
    )
    understood(text, wishes=wishes)
    offer = (await stage.say("alice", text)).one_to("alice")
    taken = await stage.tap("alice", "take_all", message=offer)
    receipt, answer, thanks = taken.to("alice")
    assert "#1" in receipt.text
    assert stage.find_label(answer, "helpful")
    assert "謝謝您的鼓勵" in thanks.text
    assert THANKS in taken.one_to("sue").text
    for label in offer.labels:
        again = await stage.tap("alice", label, message=offer)
        assert not again.sent, "praise is passed on once, an answer given once"


@one_database
async def test_pictures_go_with_the_first_ticket_and_only_there(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = both(understood)
    offer = (await stage.say("alice", text, photo=PICTURE)).last_to("alice")
    lift = await stage.tap("alice", "只要 ①", message=offer)
    assert any(message.files for message in lift.to("staff"))
    guard = await stage.tap("alice", "只要 ②", message=offer)
    assert not any(message.files for message in guard.sent)


@one_database
async def test_a_picture_sent_before_waits_for_the_choice(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = both(understood)
    await stage.say("alice", photo=PICTURE)
    await stage.say("alice", text)
    taken = await stage.tap("alice", "take_both")
    assert [bool(message.files) for message in taken.to("staff")].count(True) == 1


@one_database
async def test_danger_goes_first_and_the_rest_is_offered_after_it(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = f"{FIRE}，還有{LIFT[Language.HANT]}"
    wishes = (
        wish(LIFT[Language.HANT], Kind.REQUEST, Category.ELEVATOR, "lift_out_of_order"),
        wish(FIRE, Kind.EMERGENCY, Category.FIRE_SAFETY, "fire_now"),
    )
    understood(text, kind=Kind.EMERGENCY, topic="fire_now", wishes=wishes)
    heard = await stage.say("alice", text)
    first, *_, offer = heard.to("alice")
    assert "119" in first.text
    assert text in heard.one_to("bob").text
    assert stage.find_label(offer, "take_it")
    assert FIRE not in offer.text

    taken = await stage.tap("alice", "take_it", message=offer)
    assert "#2" in taken.one_to("alice").text
    assert not (await stage.tap("alice", "take_it", message=offer)).sent
    assert await said_on_tickets(stage) == [
        (TicketKind.EMERGENCY, text),
        (TicketKind.REQUEST, LIFT[Language.HANT]),
    ]


@one_database
async def test_danger_among_them_is_seen_even_where_the_message_is_called_something_else(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = f"{LIFT[Language.HANT]}。{FIRE}"
    wishes = (
        wish(LIFT[Language.HANT], Kind.REQUEST, Category.ELEVATOR, "lift_out_of_order"),
        wish(FIRE, Kind.EMERGENCY, Category.FIRE_SAFETY, "fire_now"),
    )
    understood(text, kind=Kind.REQUEST, topic="lift_out_of_order", hazard=None, wishes=wishes)
    heard = await stage.say("alice", text)
    assert "119" in heard.to("alice")[0].text
    assert heard.one_to("bob").text.startswith("🚨")


@one_database
async def test_a_stranger_takes_nothing_and_is_offered_nothing(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = both(understood)
    offer = (await stage.say("alice", text)).one_to("alice")
    await stage.say("charlie", "/start")
    own = (await stage.tap("charlie", "繁體中文")).one_to("charlie")
    for data in offer.data:
        pressed = await stage.tap("charlie", data, message=own, stale=True)
        assert pressed.note == stage.words("common.stale")
        assert not pressed.sent

    asked = await stage.say("charlie", text)
    assert text in asked.one_to("mei").text, "first somebody has to know him"
    assert not await said_on_tickets(stage)


@one_database
async def test_whoever_waited_to_be_let_in_is_not_asked_again(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = both(understood)
    await stage.say("charlie", text)
    await stage.say("charlie", "3-12E")
    await stage.tap("mei", "vouch")
    assert await said_on_tickets(stage) == [
        (TicketKind.REQUEST, LIFT[Language.HANT]),
        (TicketKind.COMPLAINT, GUARD[Language.HANT]),
    ]


@one_database
async def test_a_button_takes_only_what_was_shown(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = both(understood)
    offer = (await stage.say("alice", text)).one_to("alice")
    learnt = (
        wish(GUARD[Language.HANT], Kind.COMPLAINT, Category.STAFF_ATTITUDE, "staff_attitude"),
        wish(LIFT[Language.HANT], Kind.REQUEST, Category.ELEVATOR, "lift_out_of_order"),
    )
    understood(text, wishes=learnt)
    pressed = await stage.tap("alice", "只要 ①", message=offer)
    assert pressed.note == stage.words("common.stale")
    assert not pressed.sent


@one_database
async def test_a_reply_that_also_complains_does_not_reach_the_team(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", "廚房水龍頭漏水")).one_to("alice")
    text = both(understood)
    heard = await stage.say("alice", text, reply_to=receipt.id)
    assert not heard.to("staff")
    assert stage.find_label(heard.one_to("alice"), "take_both")


@one_database
async def test_a_choice_that_broke_in_the_middle_is_made_once_when_tried_again(
    hant_stage: Stage, understood: Understood, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = hant_stage
    offer = (await stage.say("alice", both(understood))).one_to("alice")
    whole, attempts = several.fulfil, 0

    async def break_at_the_second(*args: Any, **more: Any) -> Ticket | None:
        nonlocal attempts
        attempts += 1
        if attempts == 2:
            raise RuntimeError("the room fell in")
        return await whole(*args, **more)

    monkeypatch.setattr(several, "fulfil", break_at_the_second)
    taken = await stage.tap("alice", "take_both", message=offer)
    assert attempts == 4, "the first was made again, the half of it was not kept"
    assert len(taken.to("alice")) == 2
    assert len(await said_on_tickets(stage)) == 2


# --- where each of them is --------------------------------------------------------------------

BROKEN_LIFT = {
    Language.HANT: "電梯壞了",
    Language.HANS: "电梯坏了",
    Language.EN: "the lift is broken",
}
DARK_LAMP = {
    Language.HANT: "走廊的燈不亮",
    Language.HANS: "走廊的灯不亮",
    Language.EN: "the corridor lamp is dark",
}
BLOCK_5 = {Language.HANT: "5棟", Language.HANS: "5栋", Language.EN: "Block 5"}
TWELFTH = {Language.HANT: "3棟12樓", Language.HANS: "3栋12楼", Language.EN: "Block 3, 12/F"}


def nowhere_yet(understood: Understood, language: Language = Language.HANT) -> str:
    """A message about two things, and not a word on where they are."""
    text = f"{BROKEN_LIFT[language]}，{DARK_LAMP[language]}"
    wishes = (
        wish(BROKEN_LIFT[language], Kind.REQUEST, Category.ELEVATOR, "lift_out_of_order"),
        wish(DARK_LAMP[language], Kind.REQUEST, Category.ELECTRICITY, "light_out"),
    )
    understood(text, kind=Kind.REQUEST, sure=True, wishes=wishes)
    return text


async def places(stage: Stage) -> list[tuple[str | None, str | None, bool]]:
    async with stage.guanjia.database.reading() as session:
        found = await session.scalars(select(Ticket).order_by(Ticket.id))
        return [
            (each.building.code if each.building else None, each.floor, each.place_known)
            for each in found
        ]


@every_language
async def test_each_is_asked_where_it_is_one_after_the_other(
    stage: Stage, understood: Understood
) -> None:
    language = stage.language
    await stage.say("alice", nowhere_yet(understood, language))
    first, second, asked = (await stage.tap("alice", "take_both")).to("alice")
    assert "#1" in first.text
    assert "#2" in second.text
    assert "#1" in asked.text
    assert "#2" not in asked.text
    assert stage.find_label(asked, "elsewhere")

    then = await stage.say("alice", BLOCK_5[language])
    assert "#1" in then.one_to("alice").text, "noted"
    assert "#2" in then.one_to("alice").text, "and the next"
    noted = await stage.say("alice", TWELFTH[language])
    assert noted.one_to("alice").text == stage.words("owner.place_noted", number=2)
    assert await places(stage) == [("5", None, True), ("3", "12", True)]


@one_database
async def test_both_may_be_in_the_same_place(hant_stage: Stage, understood: Understood) -> None:
    stage = hant_stage
    await stage.say("alice", nowhere_yet(understood))
    await stage.tap("alice", "take_both")
    await stage.say("alice", "5棟8樓")
    await stage.tap("alice", "same_place")
    assert await places(stage) == [("5", "8", True), ("5", "8", True)]
    assert (await stage.say("alice", "謝謝")).to("alice"), "nothing is asked any more"


@one_database
async def test_what_a_button_told_is_not_asked_again(
    hant_stage: Stage, understood: Understood
) -> None:
    """The other is, and the words that come after it are about that one."""
    stage = hant_stage
    await stage.say("alice", nowhere_yet(understood))
    first, _, _ = (await stage.tap("alice", "take_both")).to("alice")
    pressed = await stage.tap("alice", "3棟", message=first)
    assert pressed.note == stage.words("owner.place_noted", number=1)
    asked = pressed.one_to("alice")
    assert "#2" in asked.text
    assert stage.find_label(asked, "same_place")
    await stage.say("alice", "5棟")
    assert await places(stage) == [("3", None, True), ("5", None, True)]


@one_database
async def test_a_reply_to_a_receipt_tells_where_that_one_is(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await stage.say("alice", nowhere_yet(understood))
    _, second, _ = (await stage.tap("alice", "take_both")).to("alice")
    asked = (await stage.say("alice", "5棟", reply_to=second.id)).one_to("alice")
    assert await places(stage) == [(None, None, False), ("5", None, True)]
    await stage.tap("alice", "same_place", message=asked)
    assert await places(stage) == [("5", None, True), ("5", None, True)]


@one_database
async def test_one_taken_after_the_other_keeps_both_questions(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    offer = (await stage.say("alice", nowhere_yet(understood))).one_to("alice")
    await stage.tap("alice", "只要 ①", message=offer)
    await stage.tap("alice", "只要 ②", message=offer)
    await stage.say("alice", "3棟")
    await stage.say("alice", "5棟")
    assert await places(stage) == [("3", None, True), ("5", None, True)]


@one_database
async def test_what_was_withdrawn_is_not_asked_for(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await stage.say("alice", nowhere_yet(understood))
    first, _, _ = (await stage.tap("alice", "take_both")).to("alice")
    await stage.tap("alice", "withdraw", message=first)
    await stage.tap("alice", "withdraw_yes")
    noted = await stage.say("alice", "5棟")
    assert noted.one_to("alice").text == stage.words("owner.place_noted", number=2)


@one_database
async def test_where_a_danger_is_goes_before_where_a_lamp_is(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", BROKEN_LIFT[Language.HANT])
    await stage.say("alice", FIRE)
    await stage.say("alice", "5棟8樓")
    assert await places(stage) == [(None, None, False), ("5", "8", True)]


@one_database
async def test_nobody_is_told_where_another_owners_ticket_is(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", LIFT[Language.HANT])
    await move_in(stage, "dora", "5-8A", Language.HANT)
    await stage.say("dora", BROKEN_LIFT[Language.HANT])
    own = (await stage.messages("dora"))[-1]
    pressed = await stage.tap("dora", "place:2:s:1", message=own, stale=True)
    assert pressed.note == stage.words("common.stale")
    assert (await places(stage))[1] == (None, None, False)


@one_database
async def test_what_is_wrong_somewhere_else_is_nobody_elses_place(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await stage.say("alice", BROKEN_LIFT[Language.HANT])
    smell = "垃圾房很臭"
    understood(smell, kind=Kind.COMPLAINT, category=Category.CLEANING_WASTE, sure=True)
    await stage.say("alice", smell)
    assert (await places(stage))[0] == (None, None, False)
    assert len(await said_on_tickets(stage)) == 2
