"""The sandbox refuses what Telegram refuses, in Telegram's words."""

from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter

from bot.sandbox.cloud import Cloud

from .conftest import ALICE, BOB, CHARLIE, STAFF, Script, Stopwatch


def keyboard(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data=data)]])


async def test_nobody_is_written_to_first(guanjia: Bot, script: Script) -> None:
    with pytest.raises(Forbidden, match=r"(?i)can't initiate conversation"):
        await guanjia.send_message(CHARLIE, "hello")
    await script.say("charlie", "/start")
    assert (await guanjia.send_message(CHARLIE, "hello")).text == "hello"


async def test_who_blocked_the_bot_is_not_reached(guanjia: Bot, script: Script) -> None:
    await script.post("block", who="alice")
    with pytest.raises(Forbidden, match=r"(?i)bot was blocked by the user"):
        await guanjia.send_message(ALICE, "hello")
    await script.post("unblock", who="alice")
    await guanjia.send_message(ALICE, "hello")


async def test_an_unknown_chat_is_not_found(guanjia: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)Chat not found"):
        await guanjia.send_message(424242, "hello")


@pytest.mark.parametrize("blank", [" ", "\n\n", "<b> </b>"])
async def test_an_empty_text_is_refused(guanjia: Bot, blank: str) -> None:
    with pytest.raises(BadRequest, match=r"(?i)text is empty"):
        await guanjia.send_message(ALICE, blank, parse_mode="HTML")


async def test_4096_units_are_counted_after_the_markup(guanjia: Bot) -> None:
    await guanjia.send_message(ALICE, f"<b>{'a' * 4096}</b>", parse_mode="HTML")
    await guanjia.send_message(ALICE, "😀" * 2048)
    with pytest.raises(BadRequest, match=r"(?i)message is too long"):
        await guanjia.send_message(ALICE, "😀" * 2048 + "a")


async def test_captions_have_1024_units(guanjia: Bot) -> None:
    await guanjia.send_photo(ALICE, b"picture", "a" * 1024)
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await guanjia.send_photo(ALICE, b"picture", "a" * 1025)


async def test_callback_data_has_1_to_64_bytes(guanjia: Bot) -> None:
    await guanjia.send_message(ALICE, "x", reply_markup=keyboard("樓" * 21 + "x"))
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await guanjia.send_message(ALICE, "x", reply_markup=keyboard("樓" * 22))


async def test_a_keyboard_has_100_buttons_at_most(guanjia: Bot) -> None:
    def rows(count: int) -> list[list[dict[str, str]]]:
        return [[{"text": str(number), "callback_data": "x"}] for number in range(count)]

    await guanjia.send_message(
        ALICE, "x", api_kwargs={"reply_markup": {"inline_keyboard": rows(100)}}
    )
    with pytest.raises(BadRequest, match=r"(?i)markup_too_long"):
        await guanjia.send_message(
            ALICE, "x", api_kwargs={"reply_markup": {"inline_keyboard": rows(101)}}
        )


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<b>open", 'can\'t find end tag corresponding to start tag "b"'),
        ("a < b", 'unsupported start tag "" at byte offset 2'),
        ("樓<x>", 'unsupported start tag "x" at byte offset 3'),
        ("<b>x</i>", 'unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "unexpected end tag at byte offset 1"),
        ("<b x", "unclosed start tag at byte offset 0"),
        ('<span class="big">x</span>', 'tag "span" must have class "tg-spoiler"'),
    ],
)
async def test_broken_html_is_refused(guanjia: Bot, html: str, complaint: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        await guanjia.send_message(ALICE, html, parse_mode="HTML")
    assert "can't parse entities" in str(refusal.value).lower()
    assert complaint in str(refusal.value).lower()


async def test_other_markup_than_html_is_refused_openly(guanjia: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)HTML only"):
        await guanjia.send_message(ALICE, "*x*", parse_mode="MarkdownV2")


async def test_half_a_character_is_refused(guanjia: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)UTF-8"):
        await guanjia.send_message(ALICE, "x\ud83d")


async def test_a_message_that_is_not_there_is_not_changed(guanjia: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await guanjia.edit_message_text("x", ALICE, 99)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await guanjia.delete_message(ALICE, 99)
    with pytest.raises(BadRequest, match=r"(?i)message to copy not found"):
        await guanjia.copy_message(ALICE, BOB, 99)
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await guanjia.send_message(ALICE, "x", reply_to_message_id=99)


async def test_the_same_again_is_no_change(guanjia: Bot) -> None:
    sent = await guanjia.send_message(ALICE, "<b>x</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"(?i)is not modified"):
        await sent.edit_text("<b>x</b>", parse_mode="HTML")
    edited = await sent.edit_text("x")
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    with pytest.raises(BadRequest, match=r"(?i)is not modified"):
        await edited.edit_reply_markup()


async def test_only_own_messages_are_edited(guanjia: Bot, script: Script) -> None:
    said = (await script.say("alice", "mine"))["message"]
    with pytest.raises(BadRequest, match=r"(?i)can't be edited"):
        await guanjia.edit_message_text("ours", ALICE, said["id"])


async def test_texts_and_captions_are_not_confused(guanjia: Bot) -> None:
    text, photo = await guanjia.send_message(ALICE, "x"), await guanjia.send_photo(ALICE, b"x")
    with pytest.raises(BadRequest, match=r"(?i)no caption"):
        await text.edit_caption("y")
    with pytest.raises(BadRequest, match=r"(?i)no text"):
        await photo.edit_text("y")


async def test_after_two_days_words_to_a_person_stay(guanjia: Bot, script: Script) -> None:
    sent = await guanjia.send_message(ALICE, "x")
    await script.post("clock", advance="2d1m")
    with pytest.raises(BadRequest, match=r"(?i)can't be deleted"):
        await sent.delete()


async def test_a_topic_that_is_gone_is_not_found(guanjia: Bot, script: Script) -> None:
    topic = await guanjia.create_forum_topic(STAFF, "#1")
    card = await guanjia.send_message(STAFF, "x", message_thread_id=topic.message_thread_id)
    await script.post("delete_topic", chat="staff", topic=topic.message_thread_id)
    with pytest.raises(BadRequest, match=r"(?i)thread not found"):
        await guanjia.send_message(STAFF, "x", message_thread_id=topic.message_thread_id)
    with pytest.raises(BadRequest, match=r"(?i)not found"):
        await card.edit_text("y")
    with pytest.raises(BadRequest, match=r"(?i)thread not found"):
        await guanjia.close_forum_topic(STAFF, topic.message_thread_id)


async def test_a_closed_topic_is_open_to_administrators(guanjia: Bot) -> None:
    topic = await guanjia.create_forum_topic(STAFF, "#1")
    await guanjia.close_forum_topic(STAFF, topic.message_thread_id)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await guanjia.close_forum_topic(STAFF, topic.message_thread_id)
    await guanjia.send_message(STAFF, "x", message_thread_id=topic.message_thread_id)


async def test_a_group_that_moved_says_where_to(guanjia: Bot, script: Script) -> None:
    topic = await guanjia.create_forum_topic(STAFF, "#1")
    await script.post("migrate", chat="staff")
    with pytest.raises(ChatMigrated) as moved:
        await guanjia.send_message(STAFF, "x")
    new = moved.value.new_chat_id
    sent = await guanjia.send_message(new, "x", message_thread_id=topic.message_thread_id)
    assert sent.chat.id == new
    signs = [update.message for update in await guanjia.get_updates()]
    assert [(sign.chat.id, sign.migrate_to_chat_id) for sign in signs[:1]] == [(STAFF, new)]
    assert [(sign.chat.id, sign.migrate_from_chat_id) for sign in signs[1:]] == [(new, STAFF)]
    chats = (await script.get("chats"))["chats"]
    assert [each["id"] for each in chats if each["chat"] == "staff"] == [new]


async def test_a_press_grows_old_in_real_time(
    guanjia: Bot, cloud: Cloud, script: Script, stopwatch: Stopwatch
) -> None:
    sent = await guanjia.send_message(ALICE, "x", reply_markup=keyboard("x"))
    presses = []
    for _ in range(2):
        await script.post("tap", who="alice", message_id=sent.id, button="A")
        presses.append((await guanjia.get_updates(offset=-1))[-1].callback_query)
    await presses[0].answer("in time")
    await script.post("clock", advance="1d")
    await presses[0].answer("twice, which nobody minds")
    stopwatch.seconds += 151
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await presses[1].answer("too late")
    with pytest.raises(BadRequest, match=r"(?i)query ID is invalid"):
        await guanjia.answer_callback_query("1")


async def test_files_have_limits(guanjia: Bot, cloud: Cloud) -> None:
    with pytest.raises(BadRequest, match=r"(?i)too big for a photo"):
        await guanjia.send_photo(ALICE, b"x" * (10 * 1024 * 1024 + 1))
    with pytest.raises(NetworkError, match=r"(?i)Request Entity Too Large"):
        await guanjia.send_document(ALICE, b"x" * (50 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match=r"(?i)non-empty"):
        await guanjia.send_document(ALICE, b"")
    sent = await guanjia.send_document(ALICE, b"x" * (20 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await sent.document.get_file()


async def test_a_file_is_sent_again_by_its_id_as_what_it_is(guanjia: Bot) -> None:
    photo = (await guanjia.send_photo(ALICE, b"picture")).photo[-1]
    assert (await guanjia.send_photo(BOB, photo.file_id)).photo[-1].file_id == photo.file_id
    with pytest.raises(BadRequest, match=r"(?i)type Photo as Document"):
        await guanjia.send_document(BOB, photo.file_id)
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier"):
        await guanjia.send_photo(BOB, "https://example.org/x.png")


async def test_two_to_ten_make_an_album(guanjia: Bot) -> None:
    pictures = [InputMediaPhoto(b"picture %d" % number) for number in range(11)]
    with pytest.raises(BadRequest, match=r"(?i)wrong number of items"):
        await guanjia.send_media_group(ALICE, pictures)
    album = await guanjia.send_media_group(ALICE, pictures[:2], caption="both")
    assert len({each.media_group_id for each in album}) == 1
    assert [each.caption for each in album] == ["both", None]


async def test_a_bot_that_left_may_not_write(guanjia: Bot) -> None:
    await guanjia.leave_chat(STAFF)
    with pytest.raises(Forbidden, match=r"(?i)not a member"):
        await guanjia.send_message(STAFF, "x")


async def test_ordered_limits_hit_the_chat_they_are_meant_for(
    guanjia: Bot, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    await script.post("fault", method="sendMessage", chat="alice", code=429, retry_after=3, times=2)
    await guanjia.send_message(BOB, "x")
    for _ in range(2):
        with pytest.raises(RetryAfter) as limit:
            await guanjia.send_message(ALICE, "x")
        assert limit.value.retry_after == timedelta(seconds=3)
    await guanjia.send_message(ALICE, "x")


@pytest.mark.parametrize(
    ("code", "error"),
    [(400, BadRequest), (403, Forbidden), (409, Conflict), (500, NetworkError)],
)
async def test_ordered_refusals_come_as_what_they_are(
    guanjia: Bot, script: Script, code: int, error: type[Exception]
) -> None:
    await script.post("fault", method="sendMessage", code=code, description="Because: so")
    with pytest.raises(error, match=r"(?i)Because: so"):
        await guanjia.send_message(ALICE, "x")


@pytest.mark.parametrize(("after_delivery", "arrived"), [(False, 0), (True, 1)])
async def test_a_connection_breaks_before_or_after_delivery(
    guanjia: Bot, script: Script, *, after_delivery: bool, arrived: int
) -> None:
    await script.post("fault", method="sendMessage", code=0, after_delivery=after_delivery)
    with pytest.raises(NetworkError) as broken:
        await guanjia.send_message(ALICE, "x")
    kind = "ReadError" if after_delivery else "ConnectError"
    assert type(broken.value.__cause__).__name__ == kind
    assert len((await script.get("chats/alice/messages"))["messages"]) == arrived


async def test_faults_can_be_taken_back(guanjia: Bot, script: Script) -> None:
    await script.post("fault", method="sendMessage", code=500, times=9)
    await script.client.delete("/sandbox/fault")
    await guanjia.send_message(ALICE, "x")
