"""The messenger's updates, read into our own words; what concerns nobody is left out."""

from typing import Any

import pytest
from telegram import Update

from bot.buttons import Action, Press
from bot.conversation.messages import Change, ChatChange, ChatMoved, Incoming, Media, Speaker
from bot.telegram.reading import read
from tests.bot.raw_updates import (
    ALICE,
    ALICES_CHAT,
    ANOTHER_BOT,
    BOB,
    CHANNEL,
    DATE,
    GROUP,
    GUANJIA,
    PLAIN_GROUP,
    STAFF_GROUP,
    Raw,
    edited,
    file,
    in_topic,
    member,
    message,
    picture,
    place_changed,
    pressed,
    said,
    topic_header,
)

INBOX = 99
ALICE_SPEAKS = Speaker(1001, "Alice Chan", "zh-hant")
BOB_SPEAKS = Speaker(1002, "Bob Lee", None)


def heard(raw: Raw) -> Incoming | ChatChange | ChatMoved | None:
    update = Update.de_json(raw, None)
    assert update is not None
    return read(update, INBOX)


def incoming(raw: Raw) -> Incoming:
    happening = heard(raw)
    assert isinstance(happening, Incoming)
    return happening


# --- words ------------------------------------------------------------------------------------


def test_words_in_private() -> None:
    assert heard(said(text="廚房漏水")) == Incoming(
        speaker=ALICE_SPEAKS,
        chat_id=1001,
        private=True,
        inbox_id=INBOX,
        message_id=7,
        text="廚房漏水",
    )


def test_words_keep_what_looks_like_markup() -> None:
    entities = [{"type": "bold", "offset": 0, "length": 2}]
    assert incoming(said(text="<b>1</b> & 2", entities=entities)).text == "<b>1</b> & 2"


def test_words_that_answer_a_message() -> None:
    answered = message(message_id=5, sender=GUANJIA, text="收到")
    assert incoming(said(text="謝謝", reply_to_message=answered)).reply_to == 5


def test_words_that_were_changed() -> None:
    happening = incoming(edited(text="浴室漏水"))
    assert happening.edited
    assert (happening.text, happening.message_id) == ("浴室漏水", 7)


def test_a_caption_that_was_changed() -> None:
    happening = incoming(edited(caption="浴室", photo=[picture("p", 90)]))
    assert (happening.edited, happening.text, happening.media) == (True, "浴室", Media.PHOTO)


def test_a_command() -> None:
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    happening = incoming(said(text="/start aBc-_9", entities=entities))
    assert (happening.command, happening.argument) == ("start", "aBc-_9")


# --- topics -----------------------------------------------------------------------------------


def test_words_in_a_topic() -> None:
    assert heard(in_topic(12, text="師傅已出發")) == Incoming(
        speaker=BOB_SPEAKS,
        chat_id=GROUP,
        private=False,
        inbox_id=INBOX,
        message_id=7,
        thread_id=12,
        text="師傅已出發",
    )


def test_what_only_answers_the_topics_first_line_answers_nothing() -> None:
    happening = incoming(in_topic(12, text="師傅已出發", reply_to_message=topic_header(12)))
    assert happening.reply_to is None
    assert happening.thread_id == 12


def test_an_answer_in_a_topic_is_an_answer() -> None:
    card = message(message_id=20, sender=GUANJIA, chat=STAFF_GROUP, text="#12")
    assert incoming(in_topic(12, text="好", reply_to_message=card)).reply_to == 20


def test_a_thread_of_answers_is_no_topic() -> None:
    """In a group without topics, answers have a thread number too."""
    group = STAFF_GROUP | {"is_forum": False}
    happening = incoming(said(sender=BOB, chat=group, message_thread_id=5, text="好"))
    assert happening.thread_id is None


def test_words_in_a_plain_group() -> None:
    happening = incoming(said(sender=BOB, chat=PLAIN_GROUP, text="/queue"))
    assert (happening.private, happening.chat_id, happening.thread_id) == (False, -500, None)


# --- pictures and the rest --------------------------------------------------------------------


def test_a_picture_with_words_comes_in_its_largest_size() -> None:
    sizes = [picture("small", 90), picture("middle", 320), picture("large", 1280)]
    happening = incoming(said(photo=sizes, caption="看，漏水"))
    assert (happening.media, happening.file_id) == (Media.PHOTO, "large")
    assert happening.text == "看，漏水"
    assert happening.album is None


def test_the_parts_of_an_album_know_each_other() -> None:
    first = incoming(said(photo=[picture("a", 90)], media_group_id="777", caption="兩張"))
    second = incoming(said(message_id=8, video=video(), media_group_id="777"))
    assert first.album == second.album == "777"
    assert (first.media, second.media) == (Media.PHOTO, Media.VIDEO)


def video() -> Raw:
    return file("v", width=9, height=9, duration=3)


@pytest.mark.parametrize(
    ("content", "media", "file_id"),
    [
        ({"video": video()}, Media.VIDEO, "v"),
        ({"video_note": file("n", length=9, duration=3)}, Media.VIDEO, "n"),
        ({"voice": file("o", duration=3)}, Media.VOICE, "o"),
        ({"audio": file("u", duration=3)}, Media.AUDIO, "u"),
        ({"document": file("d")}, Media.DOCUMENT, "d"),
        (
            {"animation": file("g", width=9, height=9, duration=1), "document": file("g2")},
            Media.ANIMATION,
            "g",
        ),
        (
            {
                "sticker": file(
                    "s", width=9, height=9, is_animated=False, is_video=False, type="regular"
                )
            },
            Media.STICKER,
            "s",
        ),
        ({"location": {"latitude": 25.0, "longitude": 121.5}}, Media.LOCATION, None),
        (
            {
                "location": {"latitude": 25.0, "longitude": 121.5},
                "venue": {
                    "location": {"latitude": 25.0, "longitude": 121.5},
                    "title": "大門",
                    "address": "翠湖路 1 號",
                },
            },
            Media.LOCATION,
            None,
        ),
        ({"contact": {"phone_number": "0912", "first_name": "Bob"}}, Media.CONTACT, None),
        ({"dice": {"value": 3, "emoji": "🎲"}}, Media.UNKNOWN, None),
        (
            {
                "poll": {
                    "id": "1",
                    "question": "?",
                    "options": [],
                    "total_voter_count": 0,
                    "is_closed": False,
                    "is_anonymous": True,
                    "type": "regular",
                    "allows_multiple_answers": False,
                    "allows_revoting": False,
                    "members_only": False,
                }
            },
            Media.UNKNOWN,
            None,
        ),
        ({"game": {"title": "x", "description": "x", "photo": []}}, Media.UNKNOWN, None),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_whatever_is_sent_is_called_by_its_name(
    content: dict[str, Any], media: Media, file_id: str | None
) -> None:
    happening = incoming(said(**content))
    assert (happening.media, happening.file_id, happening.text) == (media, file_id, "")


# --- buttons ----------------------------------------------------------------------------------


def test_a_button_in_private() -> None:
    assert heard(pressed("fix:17")) == Incoming(
        speaker=ALICE_SPEAKS,
        chat_id=1001,
        private=True,
        inbox_id=INBOX,
        message_id=70,
        press=Press(Action.FIXED, ("17",)),
    )


def test_a_button_on_a_card_in_a_topic() -> None:
    card = message(
        message_id=20,
        sender=GUANJIA,
        chat=STAFF_GROUP,
        message_thread_id=12,
        is_topic_message=True,
        text="#12",
    )
    happening = incoming(pressed("acc:17:3", on=card, **{"from": BOB}))
    assert happening.speaker == BOB_SPEAKS
    assert (happening.chat_id, happening.thread_id, happening.message_id) == (GROUP, 12, 20)
    assert happening.press == Press(Action.ACCEPT, ("17", "3"))
    assert happening.text == ""  # the card's words are the bot's, not the presser's
    assert not happening.stale_press


@pytest.mark.parametrize("data", ["yesterday:17", "", "💥", "acc", None])
def test_a_button_nobody_knows_any_more_is_stale(data: str | None) -> None:
    happening = incoming(pressed(data))
    known = data == "acc"
    assert happening.stale_press is not known
    assert (happening.press is not None) is known


def test_a_button_on_a_message_too_old_to_be_shown() -> None:
    gone = {"message_id": 70, "date": 0, "chat": ALICES_CHAT}
    happening = incoming(pressed("fix:17", on=gone))
    assert (happening.chat_id, happening.message_id) == (1001, 70)
    assert happening.press == Press(Action.FIXED, ("17",))


def test_a_button_on_a_message_sent_through_somebody_else_concerns_nobody() -> None:
    raw = pressed("fix:17", inline_message_id="abc")
    del raw["callback_query"]["message"]
    assert heard(raw) is None


# --- the bot's own place ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "change"),
    [("kicked", Change.BLOCKED), ("left", Change.BLOCKED), ("member", Change.REACHABLE)],
)
def test_somebody_blocks_the_bot_or_lets_it_back(status: str, change: Change) -> None:
    assert heard(place_changed(ALICES_CHAT, member(status))) == ChatChange(
        speaker=ALICE_SPEAKS, chat_id=1001, private=True, change=change
    )


@pytest.mark.parametrize(
    ("chat", "new", "change", "forum", "topics"),
    [
        (STAFF_GROUP, member("member"), Change.JOINED, True, False),
        (STAFF_GROUP, member("administrator"), Change.JOINED, True, False),
        (STAFF_GROUP, member("administrator", can_manage_topics=True), Change.JOINED, True, True),
        (PLAIN_GROUP, member("member"), Change.JOINED, False, False),
        (STAFF_GROUP, member("left"), Change.LEFT, True, False),
        (STAFF_GROUP, member("kicked"), Change.LEFT, True, False),
    ],
)
def test_the_bot_comes_into_a_group_and_goes(
    chat: Raw, new: Raw, change: Change, forum: bool, topics: bool
) -> None:
    assert heard(place_changed(chat, new, BOB)) == ChatChange(
        speaker=BOB_SPEAKS,
        chat_id=chat["id"],
        private=False,
        change=change,
        title=chat["title"],
        is_forum=forum,
        may_manage_topics=topics,
    )


def test_a_group_that_became_a_supergroup_has_moved() -> None:
    moved = said(chat=PLAIN_GROUP, migrate_to_chat_id=GROUP)
    assert heard(moved) == ChatMoved(old_chat_id=-500, new_chat_id=GROUP)


def test_the_other_half_of_the_move_says_nothing_new() -> None:
    assert heard(said(chat=STAFF_GROUP, migrate_from_chat_id=-500)) is None


# --- what concerns nobody ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(said(chat=STAFF_GROUP, new_chat_members=[BOB]), id="somebody joined"),
        pytest.param(said(chat=STAFF_GROUP, left_chat_member=BOB), id="somebody left"),
        pytest.param(said(chat=STAFF_GROUP, new_chat_title="Desk"), id="a new title"),
        pytest.param(said(chat=STAFF_GROUP, group_chat_created=True), id="a new group"),
        pytest.param(
            said(chat=STAFF_GROUP, pinned_message=message(chat=STAFF_GROUP, text="x")),
            id="a message was pinned",
        ),
        pytest.param(
            {"update_id": 1, "message": topic_header(12) | {"from": BOB}}, id="a topic was opened"
        ),
        pytest.param(in_topic(12, forum_topic_closed={}), id="a topic was closed"),
        pytest.param(in_topic(12, forum_topic_edited={"name": "x"}), id="a topic was renamed"),
        pytest.param(
            said(message_auto_delete_timer_changed={"message_auto_delete_time": 1}), id="timer"
        ),
        pytest.param(
            {
                "update_id": 1,
                "channel_post": {
                    "message_id": 1,
                    "date": DATE,
                    "chat": CHANNEL,
                    "sender_chat": CHANNEL,
                    "text": "news",
                },
            },
            id="a channel's post",
        ),
        pytest.param(
            {
                "update_id": 1,
                "edited_channel_post": {
                    "message_id": 1,
                    "date": DATE,
                    "edit_date": DATE,
                    "chat": CHANNEL,
                    "text": "news",
                },
            },
            id="a channel's post, changed",
        ),
        pytest.param(said(sender=ANOTHER_BOT, chat=STAFF_GROUP, text="rain"), id="another bot"),
        pytest.param(said(sender=GUANJIA, chat=STAFF_GROUP, text="…"), id="the bot itself"),
        pytest.param(
            {"update_id": 1, "message": {"message_id": 1, "date": DATE, "chat": STAFF_GROUP}},
            id="a message from nobody",
        ),
        pytest.param(
            {
                "update_id": 1,
                "inline_query": {"id": "1", "from": ALICE, "query": "x", "offset": ""},
            },
            id="an inline query",
        ),
        pytest.param({"update_id": 1}, id="something of tomorrow"),
        pytest.param({"update_id": 1, "sundial": {"shadow": 3}}, id="something unheard of"),
    ],
)
def test_what_concerns_nobody_is_left_out(raw: Raw) -> None:
    assert heard(raw) is None


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ({"first_name": "Alice", "last_name": "Chan"}, "Alice Chan"),
        ({"first_name": "阿麗"}, "阿麗"),
        ({"first_name": "阿麗", "last_name": ""}, "阿麗"),
        ({"first_name": "", "last_name": "Chan"}, "Chan"),
        ({"first_name": '<b>A</b> & "B"', "last_name": "{{ x }}"}, '<b>A</b> & "B" {{ x }}'),
        ({"first_name": "A\u202eB"}, "A\u202eB"),
        ({"first_name": "👩‍🔧"}, "👩‍🔧"),
        ({"first_name": " "}, "1001"),
        ({"first_name": ""}, "1001"),
        ({"first_name": "很" * 64, "last_name": "長" * 64}, "很" * 64 + " " + "長" * 63),
        ({"first_name": "x" * 500}, "x" * 128),
    ],
    ids=range(11),
)
def test_people_are_called_what_they_call_themselves(account: Raw, name: str) -> None:
    sender = {"id": 1001, "is_bot": False} | account
    assert incoming(said(sender=sender, text="hi")).speaker == Speaker(1001, name, None)
