"""Journey: whatever people send and whatever breaks, nothing is lost and nobody sees a mess."""

import base64
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.conversation import owner
from bot.conversation.front import COMMANDS
from bot.conversation.turn import Turn
from bot.sandbox.limits import MESSAGE_UNITS
from db.models import InboxUpdate, Ticket
from db.vocabulary import InboxState, Language
from tests.journeys.matrix import one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Message, Stage

LIFT = "3棟12樓電梯壞了"
SORRY = "我沒能處理好"
"""Of the words for what went wrong inside."""


def file(content: str = "picture") -> str:
    return base64.b64encode(content.encode()).decode()


async def tickets_there(stage: Stage) -> int:
    async with stage.guanjia.database.reading() as session:
        return await session.scalar(select(func.count(Ticket.id))) or 0


async def open_lift(stage: Stage) -> Message:
    """Alice's ticket, taken by Bob; the desk's card."""
    card = (await stage.say("alice", LIFT)).to("staff")[-1]
    await stage.tap("bob", "accept", chat="staff")
    return card


def texts(messages: list[Message]) -> str:
    return "".join(message.text for message in messages)


# --- what people send -------------------------------------------------------------------------


@one_database
async def test_the_longest_message_is_kept_whole(hant_stage: Stage) -> None:
    story = "那個東西怪怪的，" * 510
    story = story[: MESSAGE_UNITS - 4] + "說完了。"
    asked = await hant_stage.say("alice", story)
    opened = await hant_stage.tap("alice", "none_of_these", message=asked.one_to("alice"))
    for_the_desk = texts(opened.to("staff")[1:])
    assert for_the_desk.count("東西") == story.count("東西"), "the card is short, the rest follows"
    assert "說完了。" in for_the_desk

    receipt = opened.one_to("alice")
    more = await hant_stage.say("alice", story, reply_to=receipt.id)
    assert texts(more.to("staff")).count("東西") == story.count("東西")


@one_database
async def test_signs_of_markup_are_only_signs(hant_stage: Stage) -> None:
    said = '電梯壞了 & <b>一直</b> "沒人理" <script>alert(1)</script> </code'
    opened = await hant_stage.say("alice", said)
    assert said in opened.to("staff")[-1].text
    card = opened.to("staff")[-1]
    answered = await hant_stage.say("bob", "<i>馬上</i> & 就到", chat="staff", topic=card.topic)
    assert "<i>馬上</i> & 就到" in answered.one_to("alice").text


@one_database
@pytest.mark.parametrize(
    "sent",
    [
        {"sticker": file()},
        {"voice": file()},
        {"document": file(), "file_name": "<合約>.pdf"},
        {"location": {"latitude": 25.03, "longitude": 121.56}},
        {"contact": {"phone_number": "0912", "first_name": "<b>"}},
    ],
    ids=lambda sent: next(iter(sent)),
)
async def test_whatever_has_no_words_is_asked_about_and_goes_with_the_words(
    hant_stage: Stage, sent: dict[str, Any]
) -> None:
    asked = await hant_stage.say("alice", **sent)
    assert hant_stage.find_label(asked.one_to("alice"), "none_of_these")
    opened = await hant_stage.say("alice", LIFT)
    assert "#1" in opened.last_to("alice").text
    topic = opened.to("staff")
    header = next(message for message in topic if "📎" in message.text)
    assert header.id < topic[-1].id, "what was sent first follows its header"
    assert not topic[-1].labels

    more = await hant_stage.say("alice", **sent)
    assert "#1" in more.one_to("alice").text, "with one ticket open it is for that one"
    assert len(more.to("staff")) == 2


@one_database
async def test_an_album_is_asked_about_once_and_arrives_whole(hant_stage: Stage) -> None:
    photos = [file("one"), file("two"), file("three")]
    asked = await hant_stage.say("alice", album=photos)
    assert len(asked.to("alice")) == 1
    unsure = await hant_stage.say("alice", "那個東西怪怪的")
    assert hant_stage.find_label(unsure.one_to("alice"), "none_of_these")
    opened = await hant_stage.tap("alice", "none_of_these", message=unsure.one_to("alice"))
    assert "那個東西怪怪的" in texts(opened.to("staff"))
    assert sum(len(message.files) for message in opened.to("staff")) == 3

    captioned = await hant_stage.say("dora", "樓下失火了", album=photos)
    assert captioned.sent[0].chat == "dora"
    assert sum(len(message.files) for message in captioned.to("staff")) == 3


@one_database
async def test_a_correction_reaches_the_desk_and_the_owner(hant_stage: Stage) -> None:
    opened = await hant_stage.say("alice", LIFT)
    said, card = opened.said, opened.to("staff")[-1]
    assert said is not None
    corrected = await hant_stage.say("alice", "5棟電梯壞了，不是3棟", edit=said.id)
    assert "不是3棟" in corrected.one_to("staff").text
    assert await tickets_there(hant_stage) == 1

    wrote = await hant_stage.say("bob", "三點到", chat="staff", topic=card.topic)
    assert wrote.said is not None
    again = await hant_stage.say("bob", "四點到", chat="staff", edit=wrote.said.id)
    assert "四點到" in again.one_to("alice").text


@one_database
async def test_commands_nobody_knows_and_lone_signs(hant_stage: Stage) -> None:
    for said in ("/fix_everything", "/", "/啟動", "/start@another_bot", "？？？", "👍", "#", "#0"):
        heard = await hant_stage.say("alice", said)
        assert heard.one_to("alice").text, said
        assert not heard.to("staff"), said


@one_database
async def test_every_command_may_be_said_again(hant_stage: Stage) -> None:
    for command in COMMANDS:
        for _ in range(2):
            heard = await hant_stage.say("mei", f"/{command}")
            assert SORRY not in texts(heard.to("mei")), command


@one_database
async def test_pressing_twice_does_it_once(hant_stage: Stage) -> None:
    card = (await hant_stage.say("alice", LIFT)).to("staff")[-1]
    accept = next(data for data in card.data if data.startswith("acc"))
    first = await hant_stage.tap("bob", accept, message=card)
    again = await hant_stage.tap("bob", accept, message=card, stale=True)
    late = await hant_stage.tap("sue", accept, message=card, stale=True)
    assert len(first.to("alice")) == 1
    for press in (again, late):
        assert "李保" in press.note, "who was faster"
        assert not press.sent

    await move_in(hant_stage, "dora", "1-5A", Language.HANT)
    for who in ("dora", "charlie"):
        unsure = (await hant_stage.say(who, "那個東西怪怪的")).one_to(who)
        once = await hant_stage.tap(who, "none_of_these", message=unsure)
        twice = await hant_stage.tap(who, "none_of_these", message=unsure)
        assert {message.chat for message in once.sent} > {who}, "a person hears of it"
        assert {message.chat for message in twice.sent} <= {who}, "and only once"
    assert await tickets_there(hant_stage) == 2


# --- what breaks ------------------------------------------------------------------------------


@one_database
async def test_the_desk_hears_when_the_owner_cannot_be_reached(hant_stage: Stage) -> None:
    card = await open_lift(hant_stage)
    await hant_stage.post("block", **{"as": "alice"})
    wrote = await hant_stage.say("bob", "我到門口了", chat="staff", topic=card.topic)
    warned = [message for message in wrote.to("staff") if message.text.startswith("⚠️")]
    assert warned
    assert "陳雅麗" in warned[0].text
    assert {message.topic for message in warned} == {card.topic}

    await hant_stage.post("unblock", **{"as": "alice"})
    back = await hant_stage.say("bob", "改明天來", chat="staff", topic=card.topic)
    assert "改明天來" in back.last_to("alice").text
    assert not back.to("staff")


@one_database
async def test_a_deleted_topic_is_made_again_once(hant_stage: Stage) -> None:
    card = await open_lift(hant_stage)
    await hant_stage.post("delete_topic", topic=card.topic)
    for said in ("還有，門會夾人", "很危險"):
        heard = await hant_stage.say("alice", said, reply_to=2)
        assert said in texts(heard.to("staff"))
    places = {message.topic for message in await hant_stage.messages("staff") if message.topic}
    assert len(places) == 1
    assert places != {card.topic}
    answered = await hant_stage.say("bob", "馬上到", chat="staff", topic=places.pop())
    assert "馬上到" in answered.one_to("alice").text


@one_database
async def test_a_group_that_moved_keeps_its_tickets(hant_stage: Stage) -> None:
    card = await open_lift(hant_stage)
    await hant_stage.post("migrate")
    heard = await hant_stage.say("alice", "還有，門會夾人", reply_to=2)
    assert heard.one_to("staff").topic == card.topic
    resolved = await hant_stage.tap("bob", "resolve", chat="staff")
    assert hant_stage.find_label(resolved.one_to("alice"), "fixed_yes")


@one_database
async def test_a_broken_connection_repeats_a_ticket_marked(hant_stage: Stage) -> None:
    """The message arrived, its answer did not: better twice than never, and it says so."""
    await hant_stage.say("alice", "/help")
    await hant_stage.post("fault", method="sendMessage", code=0, chat="alice", after_delivery=True)
    opened = await hant_stage.say("alice", LIFT)
    later = await hant_stage.wait("2m")
    receipts = [*opened.to("alice"), *later.to("alice")]
    assert len(receipts) == 2
    assert receipts[1].text.startswith("🔁")
    assert await tickets_there(hant_stage) == 1


@one_database
async def test_one_chats_flood_limit_holds_up_nobody_else(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "/help")
    await hant_stage.post("fault", method="sendMessage", code=429, retry_after=2, chat="alice")
    opened = await hant_stage.say("alice", LIFT)
    assert [message.chat for message in opened.sent][-1] == "alice", "the desk did not wait"
    assert opened.to("staff")
    assert "#1" in opened.one_to("alice").text


async def test_what_breaks_inside_is_tried_again_and_then_said_politely(
    hant_stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hear, attempts = owner.hear, 0

    async def break_after_writing(turn: Turn, text: str) -> None:
        nonlocal attempts
        attempts += 1
        await hear(turn, text)
        raise RuntimeError("the room fell in")

    monkeypatch.setattr(owner, "hear", break_after_writing)
    broken = await hant_stage.say("alice", LIFT)
    assert attempts == 5
    apology = broken.one_to("alice")
    assert SORRY in apology.text
    assert "119" in apology.text
    assert "Error" not in apology.text
    assert "Traceback" not in apology.text
    assert not broken.to("staff"), "half of it would be worse than nothing"
    assert await tickets_there(hant_stage) == 0
    async with hant_stage.guanjia.database.reading() as session:
        kept = (await session.scalars(select(InboxUpdate))).one()
    assert kept.state is InboxState.DEAD
    assert kept.payload["message"]["text"] == LIFT, "the words are kept"
    assert LIFT not in caplog.text, "and nobody reads them in a log"

    monkeypatch.setattr(owner, "hear", hear)
    mended = await hant_stage.say("alice", LIFT)
    assert "李保" in mended.one_to("alice").text
    assert LIFT in mended.to("staff")[-1].text
