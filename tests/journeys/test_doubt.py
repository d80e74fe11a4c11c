"""Journey: it may be a danger. One question, nothing waits for the answer, nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Ticket
from db.vocabulary import Language, TicketKind, TicketState
from intents import Category, Hazard, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Stage
from tests.journeys.understood import Understood, wish

SMELL = {
    Language.HANT: "廚房那邊有一點怪味",
    Language.HANS: "厨房那边有点怪味",
    Language.EN: "there is an odd smell in the kitchen",
}
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
YES = {Language.HANT: "對！", Language.HANS: "是的", Language.EN: "Yes, now"}
NO = {Language.HANT: "不是", Language.HANS: "没有。", Language.EN: "No."}


def doubtful(understood: Understood, language: Language = Language.HANT, **known: Any) -> str:
    as_request = {
        "kind": Kind.REQUEST,
        "category": Category.SEWAGE_DRAIN,
        "topic": "smell_source",
        "sure": True,
        "hazard": None,
        "doubtful": Hazard.GAS,
    }
    understood(SMELL[language], **(as_request | known))
    return SMELL[language]


async def kinds(stage: Stage) -> list[tuple[TicketKind, TicketState]]:
    async with stage.guanjia.database.reading() as session:
        rows = await session.execute(select(Ticket.kind, Ticket.state).order_by(Ticket.id))
        return [(kind, state) for kind, state in rows]


def is_emergency(heard: Heard, text: str) -> bool:
    page = heard.one_to("bob").text
    return page.startswith("🚨") and text in page and "119" in heard.to("alice")[0].text


@every_language
async def test_asked_once_and_yes_is_an_emergency_in_the_words_it_was_said_in(
    stage: Stage, understood: Understood
) -> None:
    text = doubtful(understood, stage.language)
    heard = await stage.say("alice", text)
    asked = heard.one_to("alice")
    assert "119" in asked.text
    assert len(asked.labels) == 2
    assert not heard.to("staff")
    assert not heard.to("bob")

    now = await stage.tap("alice", "happening", message=asked)
    assert is_emergency(now, text)
    assert text in now.last_to("staff").text
    assert stage.find_label(now.to("alice")[-1], "false_alarm")
    for label in asked.labels:
        again = await stage.tap("alice", label, message=asked)
        assert again.note == stage.words("common.already_answered")
        assert not again.sent
    assert await kinds(stage) == [(TicketKind.EMERGENCY, TicketState.NEW)]
    later = await stage.wait("6m")
    assert later.to("bob")[-1].text.startswith("🚨"), "called again like any emergency"


@every_language
async def test_typed_answers_count_as_well(stage: Stage, understood: Understood) -> None:
    text = doubtful(understood, stage.language)
    await stage.say("alice", text)
    assert is_emergency(await stage.say("alice", YES[stage.language]), text)


@every_language
async def test_no_makes_it_what_it_is_without_the_danger(
    stage: Stage, understood: Understood
) -> None:
    text = doubtful(understood, stage.language)
    await stage.say("alice", text)
    heard = await stage.say("alice", NO[stage.language])
    assert "#1" in heard.one_to("alice").text
    assert text in heard.one_to("staff").text
    assert "❓" not in heard.one_to("staff").text
    twice = await stage.tap("alice", "not_happening")
    assert twice.note == stage.words("common.already_answered")
    assert await kinds(stage) == [(TicketKind.REQUEST, TicketState.NEW)]
    assert not (await stage.wait("3m")).sent

    now = await stage.tap("alice", "happening")
    assert is_emergency(now, text), "whoever calls for help after all is helped"
    assert await kinds(stage) == [(TicketKind.EMERGENCY, TicketState.NEW)]


@every_language
async def test_after_two_silent_minutes_the_desk_has_it_as_an_ordinary_ticket(
    stage: Stage, understood: Understood
) -> None:
    text = doubtful(understood, stage.language)
    await stage.say("alice", text)
    assert not (await stage.wait("1m")).sent
    told = await stage.wait("61s")
    assert text in told.one_to("staff").text
    assert "❓" in told.one_to("staff").text
    assert "#1" in told.one_to("alice").text
    assert not (await stage.wait("2m")).sent, "told once"

    now = await stage.tap("alice", "happening")
    assert is_emergency(now, text)
    assert "❓" not in now.edits_in("staff")[-1].text
    assert await kinds(stage) == [(TicketKind.EMERGENCY, TicketState.NEW)]


@one_database
async def test_no_after_the_desk_was_told_tells_the_desk(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await stage.say("alice", doubtful(understood))
    await stage.wait("3m")
    heard = await stage.tap("alice", "not_happening")
    assert stage.words("staff.no_danger", number=1, owner="陳雅麗") == heard.one_to("staff").text
    assert await kinds(stage) == [(TicketKind.REQUEST, TicketState.NEW)]


@one_database
@pytest.mark.parametrize("minutes", ["1m", "3m"])
async def test_a_question_without_danger_is_answered_and_leaves_no_open_ticket(
    hant_stage: Stage, understood: Understood, minutes: str
) -> None:
    stage = hant_stage
    text = doubtful(understood, kind=Kind.QUESTION, category=Category.GAS, topic="q_gas_check")
    await stage.say("alice", text)
    await stage.wait(minutes)
    answered = await stage.tap("alice", "not_happening")
    assert stage.find_label(answered.last_to("alice"), "helpful")
    assert await kinds(stage) == [(TicketKind.OTHER, TicketState.CANCELLED)]
    listed = (await stage.say("alice", "/mytickets")).one_to("alice")
    assert "#1" not in listed.text
    assert not listed.labels

    now = await stage.tap("alice", "happening")
    assert is_emergency(now, text)
    again = await stage.tap("alice", "happening")
    assert again.note == stage.words("common.already_answered")


@one_database
async def test_unclear_words_are_asked_about_after_the_danger_is_out_of_the_way(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = doubtful(understood, kind=Kind.OTHER, sure=False, topic=None)
    await stage.say("alice", text)
    unclear = (await stage.tap("alice", "not_happening")).one_to("alice")
    handed = await stage.tap("alice", "none_of_these", message=unclear)
    assert text in handed.one_to("staff").text


@one_database
async def test_a_complaint_stays_a_complaint(hant_stage: Stage, understood: Understood) -> None:
    stage = hant_stage
    text = doubtful(
        understood, kind=Kind.COMPLAINT, category=Category.NOISE, topic="noise_neighbour"
    )
    await stage.say("alice", text)
    heard = await stage.tap("alice", "not_happening")
    assert stage.find_label(heard.one_to("alice"), "right")
    assert text in heard.one_to("sue").text
    assert not heard.to("staff")


@one_database
async def test_several_wishes_are_offered_once_there_is_no_danger(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    wishes = (
        wish("電梯壞了", Kind.REQUEST, Category.ELEVATOR, "lift_out_of_order"),
        wish("走廊的燈不亮了", Kind.REQUEST, Category.ELECTRICITY, "light_out"),
    )
    await stage.say("alice", doubtful(understood, wishes=wishes))
    offer = await stage.tap("alice", "not_happening")
    taken = await stage.tap("alice", "take_both", message=offer.one_to("alice"))
    assert len(taken.to("alice")) == 3, "a receipt each, and where the first is"


@one_database
async def test_words_that_leave_no_doubt_make_one_emergency_with_both(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = doubtful(understood)
    await stage.say("alice", text)
    heard = await stage.say("alice", "瓦斯漏氣了，好臭")
    assert is_emergency(heard, text)
    assert any("瓦斯漏氣了" in message.text for message in heard.to("staff"))
    assert len(await kinds(stage)) == 1


@one_database
async def test_other_words_are_heard_as_ever_and_the_question_stands(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await stage.say("alice", doubtful(understood))
    heard = await stage.say("alice", "走廊的燈不亮了")
    assert "#2" in heard.one_to("alice").text
    assert "#1" in (await stage.wait("2m")).one_to("alice").text


@one_database
async def test_a_picture_goes_to_the_desk_without_waiting(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = doubtful(understood)
    heard = await stage.say("alice", text, photo=PICTURE)
    assert text in heard.to("staff")[0].text
    assert heard.to("staff")[-1].files
    later = await stage.wait("2m")
    assert "#1" in later.one_to("alice").text
    assert not later.to("staff")


@one_database
async def test_somebody_who_belongs_to_nobody_is_asked_too_and_presses_only_his_own(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = doubtful(understood)
    asked = (await stage.say("alice", text)).one_to("alice")
    his = (await stage.say("charlie", text)).one_to("charlie")
    for data in asked.data:
        pressed = await stage.tap("charlie", data, message=his, stale=True)
        assert pressed.note == stage.words("common.stale")
        assert not pressed.sent
    now = await stage.tap("charlie", "happening", message=his)
    assert "119" in now.to("charlie")[0].text
    assert now.one_to("bob").text.startswith("🚨")
    assert await kinds(stage) == [
        (TicketKind.REQUEST, TicketState.NEW),
        (TicketKind.EMERGENCY, TicketState.NEW),
    ]


@one_database
async def test_a_false_alarm_and_then_danger_after_all(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    text = doubtful(understood)
    asked = (await stage.say("alice", text)).one_to("alice")
    await stage.tap("alice", "happening", message=asked)
    await stage.tap("alice", "false_alarm")
    assert is_emergency(await stage.tap("alice", "happening", message=asked), text)
    assert [kind for kind, _ in await kinds(stage)] == [TicketKind.EMERGENCY] * 2


@one_database
async def test_a_danger_that_comes_out_late_has_the_time_of_a_danger_from_then_on(
    hant_stage: Stage, understood: Understood
) -> None:
    """The answer to the ordinary ticket was missed; the one to the danger is not yet."""
    stage = hant_stage
    await stage.say("alice", doubtful(understood))
    await stage.wait("30h")
    async with stage.guanjia.database.reading() as session:
        assert (await session.scalars(select(Ticket))).one().breached_response
    raised = stage.now
    await stage.tap("alice", "happening")
    async with stage.guanjia.database.reading() as session:
        ticket = (await session.scalars(select(Ticket))).one()
    assert abs(ticket.due_from - raised) < timedelta(minutes=1)
    assert ticket.first_response_due == ticket.due_from + timedelta(minutes=5)
    assert not ticket.breached_response
    waiting = await stage.wait("4m30s")
    assert [message.chat for message in waiting.sent] == ["alice"]
    assert "119" in waiting.one_to("alice").text
    assert {message.chat for message in (await stage.wait("1m")).sent} == {"bob", "sue", "mei"}
