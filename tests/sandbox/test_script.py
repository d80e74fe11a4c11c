"""The script interface: what people say and press, what is shown, time, mishaps, events."""

import asyncio
import base64
import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot

from bot.sandbox.cloud import Cloud

from .conftest import ALICE, BOB, STAFF, Script, Steersman

PHOTO = base64.b64encode(b"\x89PNG\r\n\x1a\nnot much of a picture").decode()


async def shown(script: Script, chat: str, query: str = "") -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = (await script.get(f"chats/{chat}/messages{query}"))["messages"]
    return messages


async def newest_update(guanjia: Bot) -> Any:
    return (await guanjia.get_updates(offset=-1))[-1]


async def test_the_cast_is_there(script: Script) -> None:
    chats = (await script.get("chats"))["chats"]
    assert [each["chat"] for each in chats] == ["alice", "bob", "sue", "mei", "staff"]
    assert chats[-1]["id"] == STAFF
    assert chats[-1]["members"] == ["mei", "sue", "bob"]
    people = (await script.get("people"))["people"]
    assert [each["as"] for each in people] == ["alice", "bob", "sue", "mei", "charlie"]
    assert [each["started"] for each in people] == [True, True, True, True, False]


async def test_a_message_has_the_promised_shape(script: Script) -> None:
    said = (await script.say("alice", "/help me at t.me/guanjia <now>"))["message"]
    assert datetime.fromisoformat(said.pop("date")).utcoffset() is not None
    assert said == {
        "id": 1,
        "chat": "alice",
        "topic": None,
        "from": "alice",
        "text": "/help me at t.me/guanjia <now>",
        "html": '/help me at <a href="https://t.me/guanjia">t.me/guanjia</a> &lt;now&gt;',
        "buttons": [],
        "edited": False,
        "files": [],
        "reply_to": None,
        "silent": False,
        "pinned": False,
        "service": None,
        "album": None,
        "forwarded": False,
        "reactions": [],
    }


async def test_somebody_new_moves_in_at_their_first_word(script: Script) -> None:
    await script.say("wendy", "/start Ab3xYz")
    [wendy] = [each for each in (await script.get("people"))["people"] if each["as"] == "wendy"]
    assert (wendy["id"], wendy["first_name"], wendy["language_code"]) == (1101, "Wendy", "en")
    assert [each["text"] for each in await shown(script, "1101")] == ["/start Ab3xYz"]


@pytest.mark.parametrize("name", ["A", "a", "x" * 33, "1st", "staff", "guanjia", ""])
async def test_nobody_is_called_that(script: Script, name: str) -> None:
    assert "Nobody can be called" in await script.refused("say", 400, who=name, text="x")


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video", "sticker", "audio"])
async def test_a_file_reaches_the_bot_and_the_page(guanjia: Bot, script: Script, kind: str) -> None:
    said = (await script.say("alice", "words", **{kind: PHOTO}))["message"]
    [file] = said["files"]
    assert file["kind"] == kind
    assert said["text"] == "words"
    content = await script.client.get(file["url"])
    assert content.content == base64.b64decode(PHOTO)
    assert "sandbox" in content.headers["content-security-policy"]
    update = await newest_update(guanjia)
    sent = update.message.effective_attachment
    sent = sent[-1] if kind == "photo" else sent
    assert bytes(await (await sent.get_file()).download_as_bytearray()) == base64.b64decode(PHOTO)


async def test_an_album_is_several_messages_with_one_caption(guanjia: Bot, script: Script) -> None:
    first = (await script.say("alice", "both sides", album=[PHOTO, PHOTO]))["message"]
    updates = await guanjia.get_updates()
    assert [update.message.caption for update in updates] == ["both sides", None]
    assert {update.message.media_group_id for update in updates} == {first["album"]}


async def test_a_place_and_a_person(guanjia: Bot, script: Script) -> None:
    place = {"latitude": 25.03, "longitude": 121.56}
    assert (await script.say("alice", location=place))["message"]["location"] == place
    contact = {"phone_number": "+886900000000", "first_name": "Bob"}
    await script.say("alice", contact=contact)
    assert (await newest_update(guanjia)).message.contact.phone_number == "+886900000000"


async def test_a_correction_is_an_edit(guanjia: Bot, script: Script) -> None:
    said = (await script.say("alice", "the lfit"))["message"]
    corrected = (await script.say("alice", "the lift", edit=said["id"]))["message"]
    assert (corrected["id"], corrected["text"], corrected["edited"]) == (
        said["id"],
        "the lift",
        True,
    )
    before, after = await guanjia.get_updates()
    assert (before.message.text, after.edited_message.text) == ("the lfit", "the lift")


async def test_others_words_are_not_corrected(guanjia: Bot, script: Script) -> None:
    sent = await guanjia.send_message(ALICE, "x")
    assert "their own" in await script.refused("say", 403, who="alice", text="y", edit=sent.id)


async def test_a_reply_and_a_forward(guanjia: Bot, script: Script) -> None:
    sent = await guanjia.send_message(BOB, "for Bob")
    said = (await script.say("bob", "thanks", reply_to=sent.id))["message"]
    assert said["reply_to"] == sent.id
    assert (await newest_update(guanjia)).message.reply_to_message.text == "for Bob"
    source = {"chat": "bob", "message_id": sent.id}
    passed_on = (await script.say("bob", chat="staff", forward_from=source))["message"]
    assert (passed_on["text"], passed_on["forwarded"]) == ("for Bob", True)
    assert (await newest_update(guanjia)).message.forward_origin.sender_user.id == guanjia.id
    await script.refused("say", 403, who="alice", forward_from=source)


async def test_a_topic_of_the_group(guanjia: Bot, script: Script) -> None:
    topic = (await guanjia.create_forum_topic(STAFF, "#1 樓梯")).message_thread_id
    said = (await script.say("bob", "on my way", chat="staff", topic=topic))["message"]
    assert (said["topic"], said["reply_to"]) == (topic, None)
    update = await newest_update(guanjia)
    assert update.message.is_topic_message
    assert update.message.reply_to_message.forum_topic_created.name == "#1 樓梯"
    await script.say("bob", "for all", chat="staff")
    assert [each["text"] for each in await shown(script, "staff", f"?topic={topic}")] == [
        "#1 樓梯",
        "on my way",
    ]
    first = (await shown(script, "staff"))[0]
    assert (first["service"], first["topic"]) == ("topic_created", topic)
    chats = (await script.get("chats"))["chats"]
    assert chats[-1]["topics"] == [{"topic": topic, "name": "#1 樓梯", "closed": False}]
    await guanjia.edit_forum_topic(STAFF, topic, "#1 done")
    await guanjia.close_forum_topic(STAFF, topic)
    chats = (await script.get("chats"))["chats"]
    assert chats[-1]["topics"] == [{"topic": topic, "name": "#1 done", "closed": True}]
    await script.say("bob", "an administrator", chat="staff", topic=topic)
    await script.post("join", who="charlie", chat="staff")
    assert "closed" in await script.refused(
        "say", 403, who="charlie", text="x", chat="staff", topic=topic
    )


async def test_strangers_see_and_say_nothing(guanjia: Bot, script: Script) -> None:
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await guanjia.send_message(STAFF, "x", api_kwargs={"reply_markup": keyboard})
    for who in ("alice", "charlie"):
        await script.refused("say", 403, who=who, text="x", chat="staff")
        await script.refused("tap", 403, who=who, message_id=sent.id, chat="staff", button="A")
    await script.refused("say", 403, who="charlie", text="x", chat="alice")
    assert not [update for update in await guanjia.get_updates() if update.effective_chat]


async def test_joining_and_leaving_are_told(guanjia: Bot, script: Script) -> None:
    await script.post("join", who="charlie", chat="staff")
    assert (await guanjia.get_chat_member(STAFF, 1005)).status == "member"
    assert [user.id for user in (await newest_update(guanjia)).message.new_chat_members] == [1005]
    await script.refused("join", 400, who="charlie", chat="staff")
    await script.say("charlie", "hello", chat="staff")
    await script.post("leave", who="charlie", chat="staff")
    assert (await newest_update(guanjia)).message.left_chat_member.id == 1005
    assert (await guanjia.get_chat_member(STAFF, 1005)).status == "left"
    await script.refused("say", 403, who="charlie", text="x", chat="staff")
    assert [each["service"] for each in await shown(script, "staff")] == ["joined", None, "left"]


async def test_who_blocked_the_bot_cannot_write_to_it(script: Script) -> None:
    await script.post("block", who="alice")
    assert "unblock" in await script.refused("say", 403, who="alice", text="x")
    await script.refused("block", 400, who="alice")
    await script.refused("block", 400, who="charlie")


@pytest.mark.parametrize(
    ("wish", "status", "complaint"),
    [
        ({"text": "x"}, 400, "as: Field required"),
        ({"who": "alice"}, 400, "nothing to say"),
        ({"who": "alice", "text": "  "}, 400, "nothing to say"),
        ({"who": "alice", "text": "x" * 4097}, 400, "too long"),
        ({"who": "alice", "text": "x", "colour": "red"}, 400, "colour: Extra inputs"),
        ({"who": "alice", "photo": "%%%"}, 400, "not base64"),
        ({"who": "alice", "photo": ""}, 400, "photo"),
        ({"who": "alice", "photo": PHOTO, "voice": PHOTO}, 400, "one file"),
        ({"who": "alice", "album": [PHOTO]}, 400, "two photos"),
        ({"who": "alice", "text": "x", "chat": "nowhere"}, 404, "no chat “nowhere”"),
        ({"who": "bob", "text": "x", "chat": "staff", "topic": 99}, 404, "no topic 99"),
        ({"who": "alice", "text": "x", "reply_to": 99}, 404, "no message 99"),
        ({"who": "alice", "text": "x", "edit": 99}, 404, "no message 99"),
    ],
)
async def test_what_cannot_be_said(
    script: Script, wish: dict[str, Any], status: int, complaint: str
) -> None:
    assert complaint in await script.refused("say", status, **wish)


async def test_half_a_character_cannot_be_said(script: Script) -> None:
    half = json.dumps({"as": "alice", "text": "\ud83d"})
    response = await script.client.post("/sandbox/say", content=half)
    assert response.status_code == 400
    assert "surrogate" in response.json()["error"]


async def test_a_body_that_is_not_json(script: Script) -> None:
    response = await script.client.post("/sandbox/say", content=b"{")
    assert (response.status_code, response.json()) == (400, {"error": "The body is not JSON."})


async def test_a_button_that_is_not_there_names_those_that_are(
    guanjia: Bot, script: Script
) -> None:
    keyboard = {
        "inline_keyboard": [[{"text": "A", "callback_data": "a"}, {"text": "Web", "url": "t.me/x"}]]
    }
    sent = await guanjia.send_message(ALICE, "x", api_kwargs={"reply_markup": keyboard})
    tap = {"who": "alice", "message_id": sent.id}
    assert "“A”, “Web”" in await script.refused("tap", 404, **tap, button="B")
    assert "opens t.me/x" in await script.refused("tap", 400, **tap, button="Web")
    await script.refused("tap", 404, **tap, button="x" * 65, stale=True)
    await script.refused("tap", 404, who="alice", message_id=99, button="A")
    unanswered = await script.post("tap", **tap, button="a")
    assert unanswered == {"message": None, "answer": None, "sent": [], "edited": []}


@pytest.mark.parametrize(
    ("advance", "passed"),
    [
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("2h", timedelta(hours=2)),
        ("1w", timedelta(weeks=1)),
        ("1d12h", timedelta(days=1, hours=12)),
    ],
)
async def test_the_clock_advances(script: Script, advance: str, passed: timedelta) -> None:
    before = datetime.fromisoformat((await script.get("clock"))["now"])
    after = datetime.fromisoformat((await script.post("clock", advance=advance))["now"])
    assert passed <= after - before < passed + timedelta(seconds=5)


async def test_the_clock_is_set_and_what_falls_due_is_told(
    guanjia: Bot, script: Script, steersman: Steersman
) -> None:
    steersman.overdue.append(lambda: guanjia.send_message(ALICE, "due", disable_notification=True))
    answer = await script.post("clock", set="2027-01-05T10:00:00+08:00")
    assert answer["now"].startswith("2027-01-05T02:00:0")
    [sent] = answer["sent"]
    assert (sent["text"], sent["silent"]) == ("due", True)
    assert sent["date"].startswith("2027-01-05T02:00:0")
    back = await script.post("clock", set="2020-01-01T00:00:00Z")
    assert back["now"].startswith("2020-01-01T00:00:0")


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"advance": "2h", "set": "2027-01-05T10:00:00Z"},
        {"advance": "soon"},
        {"advance": "-2h"},
        {"advance": "99999999w"},
        {"set": "2027-01-05T10:00:00"},
        {"set": "tomorrow"},
        {"advance": 3},
    ],
)
async def test_times_that_mean_nothing_are_refused_in_a_sentence(
    script: Script, wish: dict[str, Any]
) -> None:
    assert (await script.refused("clock", 400, **wish)).endswith(".")


@pytest.mark.parametrize(
    "wish", [{"code": 429}, {"method": "sendMessage", "code": 418}, {"method": "", "code": 429}]
)
async def test_faults_that_cannot_happen(script: Script, wish: dict[str, Any]) -> None:
    await script.refused("fault", 400, **wish)


async def test_what_was_sent_and_then_changed_is_told_once(
    guanjia: Bot, script: Script, steersman: Steersman
) -> None:
    async def send_and_change() -> None:
        sent = await guanjia.send_message(ALICE, "one")
        await guanjia.edit_message_text("two", ALICE, sent.id)
        await (await guanjia.send_message(ALICE, "gone")).delete()

    steersman.overdue.append(send_and_change)
    answer = await script.post("clock", advance="1h")
    assert [each["text"] for each in answer["sent"]] == ["two"]
    assert answer["edited"] == []


async def test_messages_are_pinned_and_read_from_a_number_on(guanjia: Bot, script: Script) -> None:
    first = await guanjia.send_message(ALICE, "one")
    await guanjia.send_message(ALICE, "two")
    await first.pin()
    assert [each["pinned"] for each in await shown(script, "alice")] == [True, False, False]
    assert [each["text"] for each in await shown(script, "alice", f"?after={first.id}")] == [
        "two",
        "one",
    ]
    await first.unpin()
    assert not any(each["pinned"] for each in await shown(script, "alice"))


async def test_calls_are_logged(guanjia: Bot, script: Script) -> None:
    await script.post("fault", method="sendMessage", code=500)
    with pytest.raises(Exception, match="Internal"):
        await guanjia.send_message(ALICE, "x")
    calls = (await script.get("calls"))["calls"]
    last = calls[-1]
    assert (last["method"], last["chat"], last["ok"]) == ("sendMessage", ALICE, False)
    assert last["error"] == "Internal Server Error"
    assert (await script.get(f"calls?after={last['n']}"))["calls"] == []
    assert (await script.get(f"calls?after={last['n'] - 1}"))["calls"] == [last]


async def happenings(address: str, headers: dict[str, str], count: int) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []
    async with (
        asyncio.timeout(10),
        httpx.AsyncClient() as client,
        client.stream("GET", f"{address}/sandbox/events", headers=headers) as stream,
    ):
        async for line in stream.aiter_lines():
            if line.startswith("data: "):
                heard.append(json.loads(line[6:]))
            if len(heard) == count:
                break
    return heard


async def test_an_event_is_heard_as_it_happens(address: str, cloud: Cloud, script: Script) -> None:
    listening = asyncio.create_task(
        happenings(address, {"Last-Event-ID": str(cloud.happenings.last)}, 1)
    )
    await asyncio.sleep(0.1)
    assert not listening.done()
    await script.say("alice", "hello")
    [heard] = await listening
    assert (heard["type"], heard["message"]["text"]) == ("message", "hello")


async def test_events_missed_are_told_afterwards_as_things_stand_now(
    address: str, cloud: Cloud, guanjia: Bot, script: Script
) -> None:
    start = cloud.happenings.last
    await script.say("alice", "hello")
    changed = await guanjia.send_message(ALICE, "x")
    await guanjia.edit_message_text("y", ALICE, changed.id)
    await script.post("clock", advance="1h")
    gone = await guanjia.send_message(ALICE, "gone")
    await gone.delete()
    await guanjia.create_forum_topic(STAFF, "#1")
    await script.post("block", who="alice")
    heard = await happenings(address, {"Last-Event-ID": str(start)}, 8)
    told = [(each["type"], each.get("message", {}).get("text")) for each in heard]
    assert told == [
        ("message", "hello"),
        ("message", "y"),
        ("edited", "y"),
        ("clock", None),
        ("deleted", None),
        ("message", "#1"),
        ("topic", None),
        ("chat", None),
    ]
    assert heard[4]["message_id"] == gone.id
    assert (await script.get("clock"))["now"][:16] == heard[3]["now"][:16]
    numbers = [each["id"] for each in heard]
    assert numbers == sorted(set(numbers))
    assert await happenings(address, {"Last-Event-ID": str(numbers[-2])}, 1) == [heard[-1]]


async def test_a_toast_is_an_event(
    guanjia: Bot, cloud: Cloud, script: Script, address: str
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await guanjia.send_message(ALICE, "x", api_kwargs={"reply_markup": keyboard})
    start = cloud.happenings.last
    await script.post("tap", who="alice", message_id=sent.id, button="A")
    await (await newest_update(guanjia)).callback_query.answer("Ding!")
    [toast] = await happenings(address, {"Last-Event-ID": str(start)}, 1)
    assert (toast["type"], toast["chat"], toast["message_id"]) == ("answer", "alice", sent.id)
    assert (toast["text"], toast["alert"]) == ("Ding!", False)


@pytest.mark.parametrize(
    "wish",
    [
        {"feed": "bbc"},
        {"feed": "hko", "body": 7},
        {"feed": "hko", "delay": -1},
        {"feed": "hko", "say": "?"},
        {},
    ],
)
async def test_feeds_that_cannot_be(script: Script, wish: dict[str, Any]) -> None:
    await script.refused("feed", 400, **wish)
