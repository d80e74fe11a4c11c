"""Journey: several tickets are open, and the owner answers somebody without saying which."""

import base64

import pytest
from sqlalchemy import select, update

from db.models import Ticket, TicketEvent
from db.vocabulary import EventType, Language, TicketState
from intents import Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Message, Stage
from tests.journeys.understood import Understood

REPORTED = {
    Language.HANT: ("3棟12樓電梯壞了", "廚房水龍頭漏水", "走廊的燈不亮了"),
    Language.HANS: ("3栋12楼电梯坏了", "厨房水龙头漏水", "楼道灯不亮了"),
    Language.EN: (
        "The lift on the 12th floor of block 3 is broken",
        "The kitchen tap is leaking",
        "The corridor light is out",
    ),
}
AFTER_THREE = {
    Language.HANT: "三點以後打給我",
    Language.HANS: "三点以后打给我",
    Language.EN: "Call me after three",
}
PICTURE = base64.b64encode(b"a picture").decode()


async def three_open(stage: Stage, *talked_about: int) -> dict[int, int | None]:
    """Alice's three tickets, in some of which the desk has written to her; their topics."""
    topics = {}
    for number, words in enumerate(REPORTED[stage.language], start=1):
        opened = await stage.say("alice", f"/new {words}")
        topics[number] = opened.last_to("staff").topic
    await stage.say("alice", "/cancel")
    for number in talked_about:
        await stage.say("bob", "OK?", chat="staff", topic=topics[number])
    return topics


async def said_to(stage: Stage, number: int) -> list[str]:
    """What the log holds of the owner's further words."""
    async with stage.guanjia.database.reading() as session:
        events = await session.scalars(
            select(TicketEvent).where(
                TicketEvent.ticket_id == number, TicketEvent.type == EventType.FOLLOWED_UP
            )
        )
        return [event.data["said"] for event in events]


def whose(stage: Stage, asked: Message) -> list[str]:
    return [label.split()[1] for label in asked.labels if label.startswith("➕")]


@every_language
async def test_with_three_open_the_owner_says_whose_it_is(
    stage: Stage, understood: Understood
) -> None:
    words = AFTER_THREE[stage.language]
    topics = await three_open(stage, 1, 2)
    understood(words, kind=Kind.HANDOFF, sure=True)
    heard = await stage.say("alice", words)
    asked = heard.one_to("alice")
    assert not heard.to("staff")
    assert whose(stage, asked) == ["#2", "#1", "#3"], "the newest talk first"
    chosen = await stage.tap("alice", asked.labels[1], message=asked)
    there = chosen.one_to("staff")
    assert words in there.text
    assert there.topic == topics[1]
    assert await said_to(stage, 1) == [words]

    later = await stage.wait("11m")
    assert not any(words in each.text for each in later.to("staff")), "it has its ticket"
    assert await said_to(stage, 2) == []
    assert not any("#2" in each.text for each in later.to("alice"))


@every_language
async def test_without_an_answer_it_goes_to_the_newest_talk_and_says_so(
    stage: Stage, understood: Understood
) -> None:
    words = AFTER_THREE[stage.language]
    topics = await three_open(stage, 1, 2)
    understood(words, kind=Kind.HANDOFF, sure=True)
    asked = (await stage.say("alice", words)).one_to("alice")
    early = await stage.wait("9m")
    assert not any(words in each.text for each in early.to("staff"))
    late = await stage.wait("2m")
    there = next(each for each in late.to("staff") if words in each.text)
    assert there.topic == topics[2]
    assert any("#2" in each.text for each in late.to("alice"))
    assert await said_to(stage, 2) == [words]
    async with stage.guanjia.database.reading() as session:
        assert (await session.get_one(Ticket, 2)).awaiting_reply_since is not None
    await stage.wait("1m")
    assert await said_to(stage, 2) == [words], "counted once"

    answer = await stage.say("bob", "OK", chat="staff", topic=topics[2], reply_to=there.id)
    assert answer.one_to("alice").reply_to is not None, "they know what is answered"
    moved = await stage.tap("alice", asked.labels[1], message=asked)
    assert moved.one_to("staff").topic == topics[1], "the buttons go on working"


@one_database
async def test_another_matter_becomes_a_ticket_of_its_own(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    words = AFTER_THREE[Language.HANT]
    await three_open(stage, 1, 2)
    understood(words, kind=Kind.HANDOFF, sure=True)
    await stage.say("alice", words)
    opened = await stage.tap("alice", "new_ticket")
    assert "#4" in opened.one_to("alice").text
    later = await stage.wait("11m")
    assert not any("❔" in each.text for each in later.to("staff"))


@one_database
async def test_a_picture_with_words_waits_as_well(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    words = AFTER_THREE[Language.HANT]
    topics = await three_open(stage, 1, 3)
    understood(words, kind=Kind.OTHER, sure=True)
    await stage.say("alice", words, photo=PICTURE)
    late = await stage.wait("11m")
    header, copied = (each for each in late.to("staff") if "❔" in each.text or each.files)
    assert words in header.text
    assert {header.topic, copied.topic} == {topics[3]}


@one_database
@pytest.mark.parametrize("sure", [True, False])
async def test_the_ticket_that_asked_is_answered_first(
    hant_stage: Stage, understood: Understood, sure: bool
) -> None:
    stage = hant_stage
    words = AFTER_THREE[Language.HANT]
    topics = await three_open(stage, 1, 2, 3)
    async with stage.guanjia.database.transaction() as session:
        await session.execute(
            update(Ticket).where(Ticket.id == 2).values(state=TicketState.PENDING_CUSTOMER)
        )
    understood(words, kind=Kind.OTHER, sure=sure)
    heard = await stage.say("alice", words)
    assert {each.topic for each in heard.to("staff")} == {topics[2]}
    assert stage.find_label(heard.one_to("alice"), "something_else")
    async with stage.guanjia.database.reading() as session:
        ticket = await session.get_one(Ticket, 2)
    assert ticket.state is TicketState.IN_PROGRESS


@one_database
async def test_without_any_talk_a_person_is_found_and_thanks_are_only_thanks(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await three_open(stage)
    understood("我要找真人", kind=Kind.HANDOFF, sure=True)
    assert "#4" in (await stage.say("alice", "我要找真人")).last_to("alice").text
    await stage.tap("bob", "accept", chat="staff")
    await stage.say("alice", "/cancel")
    topics = {each.topic for each in await stage.messages("staff") if "#1 " in each.text}
    await stage.say("bob", "好", chat="staff", topic=topics.pop())
    understood("好的", kind=Kind.OTHER, topic="other_acknowledge", sure=True)
    assert not (await stage.say("alice", "好的")).one_to("alice").labels


@one_database
async def test_where_a_complaint_is_talked_about_no_team_reads_it_unasked(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    words = AFTER_THREE[Language.HANT]
    topics = await three_open(stage)
    complaint = (await stage.say("alice", "我要投訴樓上半夜吵")).one_to("sue")
    await stage.say("sue", "請問方便通話嗎？", reply_to=complaint.id)
    late_lift = await stage.say("bob", "OK?", chat="staff", topic=topics[3])
    assert late_lift.to("alice")
    understood(words, kind=Kind.HANDOFF, sure=True)
    await stage.say("alice", words)
    late = await stage.wait("11m")
    assert not any(words in each.text for each in late.to("staff"))
    assert any(words in each.text for each in late.to("sue"))
