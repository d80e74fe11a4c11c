"""What Telegram refuses: texts too long, keyboards that do nothing, files too big."""

import re

from bot.sandbox.refusals import RefusalError, bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.uploads import Upload

MESSAGE_UNITS = 4096
CAPTION_UNITS = 1024
TOAST_UNITS = 200
BUTTONS = 100
BUTTON_DATA_BYTES = 64
ALBUM = range(2, 11)
PHOTO_BYTES = 10 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
TOPIC_NAME_CHARACTERS = 128

_ACTIONS = frozenset(
    {
        "callback_data",
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
_ADDRESS = re.compile(r"(?:(?:https?|tg|ton|tonsite)://)?[^\s/?#]+\.?[^\s]*", re.IGNORECASE)
_OTHER_MARKUP = ("keyboard", "remove_keyboard", "force_reply")


def check_encoding(text: str) -> None:
    """JSON can carry half of a surrogate pair; UTF-8 cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        bad_request("strings must be encoded in UTF-8")


def inline_keyboard(markup: object) -> Json | None:
    """The keyboard under a message, checked; None where there is none to keep."""
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if not any(name in markup for name in _OTHER_MARKUP):
            bad_request("can't parse reply keyboard markup JSON object")
        return None
    rows = [row for row in _rows(markup["inline_keyboard"]) if row]
    if sum(map(len, rows)) > BUTTONS:
        bad_request("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _rows(keyboard: object) -> list[list[Json]]:
    if not isinstance(keyboard, list):
        bad_request('field "inline_keyboard" must be of type Array')
    for row in keyboard:
        if not isinstance(row, list):
            bad_request('field "inline_keyboard" must be an Array of Arrays')
        if not all(isinstance(button, dict) for button in row):
            bad_request("can't parse inline keyboard button: Object expected")
    return keyboard


def _check_button(button: Json) -> None:
    text = button.get("text")
    if not isinstance(text, str):
        bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    check_encoding(text)
    if not text.strip():
        bad_request("can't parse inline keyboard button: Inline keyboard button text is empty")
    if _ACTIONS.isdisjoint(button):
        bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button:
        _check_data(button["callback_data"])
    if "url" in button and not _ADDRESS.fullmatch(str(button["url"])):
        bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def _check_data(data: object) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= BUTTON_DATA_BYTES:
        bad_request("BUTTON_DATA_INVALID")


def check_upload(upload: Upload, kind: str) -> None:
    size = len(upload.content)
    if size == 0:
        bad_request("file must be non-empty")
    if size > UPLOAD_BYTES:
        raise RefusalError(413, "Request Entity Too Large")
    if kind == "photo" and size > PHOTO_BYTES:
        bad_request(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_BYTES} bytes"
        )
