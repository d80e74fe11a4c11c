"""Letters in Telegram's words, and Telegram's answers in ours."""

import json
from collections import deque
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.telegram.errors import outcome_of
from bot.telegram.sender import TelegramTransport
from bot.telegram.splitting import width
from db.leasing import LeasedLetter
from db.settling import MadeMessage
from db.vocabulary import LetterKind
from reminders.outbox import ADDRESSEE
from reminders.outcomes import (
    CardGone,
    Doubtful,
    Errand,
    Migrated,
    Offline,
    Outcome,
    Rejected,
    Sent,
    TopicGone,
    TryLater,
    Unreachable,
)
from tests.mail.mailroom import ALICE, STAFF_GROUP


class Recorder(BaseRequest):
    """Notes every call; answers with a message, or with the refusal it was told."""

    read_timeout = 5.0

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.uploads: list[bytes] = []
        self.refusals: deque[tuple[int, str] | None] = deque()
        self.number = 0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_: Any
    ) -> tuple[int, bytes]:
        assert request_data
        name = url.rsplit("/", 1)[1]
        given = json.loads(json.dumps(request_data.parameters))
        self.calls.append((name, given))
        if request_data.multipart_data:
            self.uploads += [content for _, content, _ in request_data.multipart_data.values()]
        refusal = self.refusals.popleft() if self.refusals else None
        if refusal:
            code, description = refusal
            return code, json.dumps({"ok": False, "description": description}).encode()
        return 200, json.dumps({"ok": True, "result": self.result(name, given)}).encode()

    def result(self, name: str, given: dict[str, Any]) -> object:
        self.number += 1
        if name == "copyMessage":
            return {"message_id": self.number}
        if name == "copyMessages":
            return [{"message_id": self.number + each} for each in range(len(given["message_ids"]))]
        if name == "createForumTopic":
            return {"message_thread_id": 77, "name": given["name"], "icon_color": 1}
        if name.startswith(("send", "edit")):
            chat = {"id": given["chat_id"], "type": "private"}
            return {"message_id": self.number, "date": 1, "chat": chat} | self.file(name)
        return True

    def file(self, name: str) -> dict[str, Any]:
        """What Telegram calls the file that it was given."""
        known = {"file_id": f"F{self.number}", "file_unique_id": f"U{self.number}"}
        match name:
            case "sendDocument":
                return {"document": known}
            case "sendPhoto":
                return {"photo": [known | {"width": 9, "height": 9}]}
            case _:
                return {}

    @property
    def methods(self) -> list[str]:
        return [name for name, _ in self.calls]


@pytest.fixture
def telegram() -> Recorder:
    return Recorder()


def letter(kind: LetterKind, body: dict[str, Any], **fields: Any) -> LeasedLetter:
    given: dict[str, Any] = {
        "id": 1,
        "priority": 2,
        "chat_id": ALICE,
        "topic_id": None,
        "card_id": None,
        "ticket_id": None,
        "body_id": None,
        "broadcast_id": None,
        "person_id": None,
        "addressee": None,
        "silent": False,
        "repeatable": True,
        "repeated": False,
        "attempts": 0,
        "shared_body": None,
        "thread_id": None,
        "topic_title": None,
        "card_message_id": None,
    }
    return LeasedLetter(kind=kind, own_body=body, **(given | fields))


class Posting:
    """Sends one letter through the recorder; counts the slots it asked for."""

    def __init__(self, telegram: Recorder) -> None:
        self.transport = TelegramTransport(Bot("1:token", request=telegram))
        self.slots = 0
        self.errand: Errand | None = None

    async def __call__(self, letter: LeasedLetter, *, plain: bool = False) -> Outcome:
        async def slot(_: int) -> None:
            self.slots += 1

        self.errand = Errand(letter, slot)
        self.errand.plain = plain
        return await self.transport.send(self.errand)


@pytest.fixture
def post(telegram: Recorder) -> Posting:
    return Posting(telegram)


async def test_a_text_with_everything(telegram: Recorder, post: Posting) -> None:
    body = {
        "text": "<b>您好</b>",
        "buttons": [[{"text": "修好了", "data": "fix:1"}, {"text": "看", "url": "https://x.tw"}]],
        "reply_to": 9,
    }
    sent = await post(letter(LetterKind.TEXT, body, thread_id=5, silent=True))
    assert sent == Sent(1)
    assert telegram.calls == [
        (
            "sendMessage",
            {
                "chat_id": ALICE,
                "text": "<b>您好</b>",
                "parse_mode": "HTML",
                "disable_notification": True,
                "message_thread_id": 5,
                "link_preview_options": {"is_disabled": True},
                "reply_parameters": {"message_id": 9, "allow_sending_without_reply": True},
                "reply_markup": {
                    "inline_keyboard": [
                        [
                            {"text": "修好了", "callback_data": "fix:1"},
                            {"text": "看", "url": "https://x.tw"},
                        ]
                    ]
                },
            },
        )
    ]


async def test_a_shared_body_greets_its_reader(telegram: Recorder, post: Posting) -> None:
    shared = {"text": f"{ADDRESSEE}，您好"}
    await post(letter(LetterKind.TEXT, {}, shared_body=shared, addressee="A<b>"))
    assert telegram.calls[0][1]["text"] == "A&lt;b&gt;，您好"


async def test_a_repetition_is_marked_and_an_edit_is_none(
    telegram: Recorder, post: Posting
) -> None:
    await post(letter(LetterKind.TEXT, {"text": "hello"}, repeated=True))
    card = letter(LetterKind.CARD, {"text": "hello"}, repeated=True, card_id=1, card_message_id=3)
    assert await post(card) == Sent(3)
    assert [given["text"] for _, given in telegram.calls] == ["🔁 hello", "hello"]
    assert telegram.methods == ["sendMessage", "editMessageText"]


async def test_a_new_card_is_pinned_an_old_one_stays_so(telegram: Recorder, post: Posting) -> None:
    body = {"text": "hello", "pin": True}
    assert await post(letter(LetterKind.CARD, body, card_id=1)) == Sent(1)
    await post(letter(LetterKind.CARD, body, card_id=1, card_message_id=1))
    assert telegram.methods == ["sendMessage", "pinChatMessage", "editMessageText"]
    assert post.slots == 1


async def test_a_pin_that_fails_does_not_send_the_card_twice(
    telegram: Recorder, post: Posting
) -> None:
    telegram.refusals.extend([None, (400, "Bad Request: not enough rights to pin")])
    assert await post(letter(LetterKind.CARD, {"text": "x", "pin": True}, card_id=1)) == Sent(1)


async def test_an_edit_that_changes_nothing_is_done(telegram: Recorder, post: Posting) -> None:
    telegram.refusals.append((400, "Bad Request: message is not modified: same content"))
    card = letter(LetterKind.CARD, {"text": "x"}, card_id=1, card_message_id=3)
    assert await post(card) == Sent(3)


async def test_other_buttons_leave_the_message_as_it_is(telegram: Recorder, post: Posting) -> None:
    body = {"message_id": 3, "buttons": [[{"text": "OK", "data": "ack:1"}]]}
    assert await post(letter(LetterKind.BUTTONS, body)) == Sent()
    assert telegram.methods == ["editMessageReplyMarkup"]
    telegram.refusals.append((400, "Bad Request: message to edit not found"))
    assert await post(letter(LetterKind.BUTTONS, body)) == Sent()
    telegram.refusals.append((400, "Bad Request: message is not modified: same content"))
    assert await post(letter(LetterKind.BUTTONS, body)) == Sent()


async def test_a_long_text_goes_in_parts_with_the_buttons_last(
    telegram: Recorder, post: Posting
) -> None:
    body = {
        "text": ("水" * 3000 + "\n\n") * 2 + "end",
        "buttons": [[{"text": "b", "data": "x"}]],
        "reply_to": 4,
    }
    assert await post(letter(LetterKind.TEXT, body)) == Sent(2)
    first, last = (given for _, given in telegram.calls)
    assert width(first["text"]) == 3000
    assert ("reply_markup" in first, "reply_markup" in last) == (False, True)
    assert ("reply_parameters" in first, "reply_parameters" in last) == (True, False)
    assert post.slots == 1


async def test_parts_that_arrived_are_not_sent_again(telegram: Recorder, post: Posting) -> None:
    telegram.refusals.extend([None, (502, "Bad Gateway")])
    body = {"copy": {"chat_id": 5, "message_ids": [8]}, "note": "from 3-12F"}
    outcome = await post(letter(LetterKind.COPY, body))
    assert isinstance(outcome, TryLater)
    assert post.errand
    assert (post.errand.done, post.errand.made) == (1, [MadeMessage(1)])
    assert isinstance(await post(letter(LetterKind.COPY, body | {"done": 1})), Sent)
    assert telegram.methods == ["sendMessage", "copyMessage", "copyMessage"]


async def test_copies_know_their_originals(telegram: Recorder, post: Posting) -> None:
    body = {"copy": {"chat_id": 5, "message_ids": [9, 8]}, "note": "a photo"}
    assert await post(letter(LetterKind.COPY, body, chat_id=STAFF_GROUP, thread_id=6)) == Sent(3)
    assert post.errand
    assert post.errand.made == [MadeMessage(1), MadeMessage(2, 8), MadeMessage(3, 9)]
    _, given = telegram.calls[1]
    assert given == {
        "chat_id": STAFF_GROUP,
        "from_chat_id": 5,
        "message_ids": [8, 9],
        "message_thread_id": 6,
        "disable_notification": False,
    }


async def test_words_beneath_a_copy_are_left_to_its_header(
    telegram: Recorder, post: Posting
) -> None:
    source = {"chat_id": 5, "message_ids": [8], "words": "the lift"}
    await post(letter(LetterKind.COPY, {"copy": source, "note": "the lift", "reply_to": 4}))
    header, copied = (given for _, given in telegram.calls)
    assert header["reply_parameters"]["message_id"] == 4
    assert copied["caption"] == ""
    assert "reply_parameters" not in copied

    album = source | {"message_ids": [8, 9]}
    await post(letter(LetterKind.COPY, {"copy": album, "note": "the lift"}))
    assert telegram.calls[-1][1]["remove_caption"] is True


async def test_an_invitation_is_drawn_as_a_qr_code(telegram: Recorder, post: Posting) -> None:
    body = {"text": "掃我", "photo": {"qr": "https://t.me/guanjia_bot?start=abc"}}
    assert await post(letter(LetterKind.PHOTO, body)) == Sent(1)
    assert telegram.uploads[0].startswith(b"\x89PNG")
    assert telegram.calls[0][1]["caption"] == "掃我"


async def test_a_caption_that_is_too_long_follows_as_a_message(
    telegram: Recorder, post: Posting
) -> None:
    body = {"text": "長" * 1500, "document": {"file_id": "F"}}
    assert await post(letter(LetterKind.DOCUMENT, body)) == Sent(2)
    assert telegram.methods == ["sendDocument", "sendMessage"]
    assert "caption" not in telegram.calls[0][1]


async def test_plain_words_go_without_markup(telegram: Recorder, post: Posting) -> None:
    await post(letter(LetterKind.TEXT, {"text": "<b>1 &lt; 2</b>"}), plain=True)
    _, given = telegram.calls[0]
    assert (given["text"], given.get("parse_mode")) == ("1 < 2", None)


async def test_topics_are_made_closed_and_opened(telegram: Recorder, post: Posting) -> None:
    assert await post.transport.make_topic(STAFF_GROUP, "#1 電梯" * 50) == 77
    assert len(telegram.calls[0][1]["name"]) == 128
    for kind in (LetterKind.CLOSE_TOPIC, LetterKind.REOPEN_TOPIC):
        assert await post(letter(kind, {}, thread_id=77)) == Sent()
    telegram.refusals.append((400, "Bad Request: TOPIC_NOT_MODIFIED"))
    assert await post(letter(LetterKind.CLOSE_TOPIC, {}, thread_id=77)) == Sent()
    telegram.refusals.append((400, "Bad Request: message thread not found"))
    assert await post(letter(LetterKind.CLOSE_TOPIC, {}, thread_id=77)) == Sent()


def broken(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "private", "outcome"),
    [
        (ChatMigrated(-1005), False, Migrated(-1005)),
        (Forbidden("bot was blocked by the user"), True, Unreachable),
        (BadRequest("Chat not found"), True, Unreachable),
        (BadRequest("Chat not found"), False, Rejected),
        (BadRequest("Message thread not found"), False, TopicGone()),
        (BadRequest("Message to edit not found"), True, CardGone()),
        (BadRequest("Message can't be edited"), True, CardGone()),
        (BadRequest("Can't parse entities: no end tag"), True, Rejected),
        (BadRequest("Button_data_invalid"), True, Rejected("Button_data_invalid")),
        (NetworkError("Bad Gateway"), True, TryLater),
        (NetworkError("Internal Server Error (500)"), True, TryLater),
        (InvalidToken(), True, Offline),
        (broken(TimedOut(), httpx.ConnectTimeout("")), True, Offline("ConnectTimeout")),
        (broken(TimedOut(), httpx.PoolTimeout("")), True, Offline("PoolTimeout")),
        (broken(NetworkError(""), httpx.ConnectError("")), True, Offline("ConnectError")),
        (broken(TimedOut(), httpx.ReadTimeout("")), True, Doubtful),
        (broken(NetworkError("gone"), httpx.ReadError("")), True, Doubtful("gone")),
        (TelegramError("Invalid server response"), True, Doubtful),
        (Conflict("terminated by other"), True, Doubtful),
    ],
)
def test_what_an_error_means(error: TelegramError, private: bool, outcome: Any) -> None:
    found = outcome_of(error, private=private)
    if isinstance(outcome, type):
        assert type(found) is outcome
    else:
        assert found == outcome


def test_unparsable_markup_is_told_apart() -> None:
    found = outcome_of(BadRequest("Can't parse entities: no end tag"), private=True)
    assert isinstance(found, Rejected)
    assert found.unparsable


@pytest.mark.parametrize("setting", ["0", "1"])
@pytest.mark.filterwarnings("ignore:.*retry_after")
def test_flood_control_in_both_of_its_shapes(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", setting)
    assert outcome_of(RetryAfter(7), private=True) == TryLater(7.0, True, "flood control")
