"""Bots send: texts, files, albums, places, people."""

from bot.sandbox.call import Call, Method, caption_part, text_part
from bot.sandbox.chats import Message
from bot.sandbox.formatting import formatted, units
from bot.sandbox.limits import ALBUM, CAPTION_UNITS, MESSAGE_UNITS, check_encoding
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_ALBUM_KINDS = ("photo", "video", "document", "audio")


def send(call: Call, content: Json) -> Json:
    """Puts a message where the call wants it."""
    chat = call.writable_chat()
    thread_id, reply_to = call.thread(chat), call.replied_message(chat)
    if keyboard := call.keyboard():
        content = content | {"reply_markup": keyboard}
    if call.flag("protect_content"):
        content = content | {"has_protected_content": True}
    message = call.cloud.post(
        chat,
        call.bot.user(),
        content,
        thread_id=thread_id,
        reply_to=reply_to,
        is_silent=call.flag("disable_notification"),
    )
    return message.body


def send_message(call: Call) -> Json:
    text, entities = call.written("text", MESSAGE_UNITS, "entities")
    if not text:
        bad_request("message text is empty")
    content = text_part(text, entities)
    if preview := call.object("link_preview_options"):
        content["link_preview_options"] = preview
    return send(call, content)


def send_file(kind: str, *, has_caption: bool = True) -> Method:
    """The method that sends one file of this kind."""

    def send_this(call: Call) -> Json:
        check_everything_but_the_file(call)
        caption = call.caption() if has_caption else {}
        return send(call, call.file(kind).content_part() | caption)

    return send_this


def check_everything_but_the_file(call: Call) -> None:
    """So that a refused message leaves no file behind."""
    chat = call.writable_chat()
    call.thread(chat)
    call.replied_message(chat)
    call.keyboard()


def send_location(call: Call) -> Json:
    latitude, longitude = call.decimal("latitude"), call.decimal("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        bad_request("location is invalid")
    return send(call, {"location": {"latitude": latitude, "longitude": longitude}})


def send_contact(call: Call) -> Json:
    contact = {
        name: value
        for name in ("phone_number", "first_name", "last_name", "vcard")
        if (value := call.text(name))
    }
    if "phone_number" not in contact:
        bad_request("contact phone number must be non-empty")
    if "first_name" not in contact:
        bad_request("contact first name must be non-empty")
    return send(call, {"contact": contact})


def send_media_group(call: Call) -> list[Json]:
    check_everything_but_the_file(call)
    items = call.objects("media")
    if len(items) not in ALBUM:
        bad_request("wrong number of items in the album: there must be 2 to 10")
    captions = [_album_caption(item) for item in items]
    files = [call.named_file(_album_kind(item), str(item.get("media", ""))) for item in items]
    album = str(call.cloud.memory.next("album", 13_000_000_000_000_001))
    parts = [file.content_part() | caption for file, caption in zip(files, captions, strict=True)]
    return [send(call, part | {"media_group_id": album}) for part in parts]


def _album_kind(item: Json) -> str:
    kind = item.get("type")
    if kind not in _ALBUM_KINDS:
        bad_request("unsupported InputMedia type")
    return str(kind)


def _album_caption(item: Json) -> Json:
    caption = str(item.get("caption") or "")
    check_encoding(caption)
    text, entities = formatted(
        caption,
        str(item.get("parse_mode") or ""),
        item.get("caption_entities") or [],
    )
    if units(text) > CAPTION_UNITS:
        bad_request("message caption is too long")
    return caption_part(text, entities)


def send_chat_action(call: Call) -> bool:
    call.thread(call.writable_chat())
    if call.text("action") not in _ACTIONS:
        bad_request("wrong parameter action in request")
    return True


def set_message_reaction(call: Call) -> bool:
    chat = call.writable_chat()
    message: Message = call.message(chat, "message to react not found")
    emoji = [str(each.get("emoji", "")) for each in call.objects("reaction")]
    if len(emoji) > 1 or not all(emoji):
        bad_request("REACTION_INVALID")
    message.reactions[str(call.bot.id)] = emoji
    call.cloud.change(chat, message, message.body)
    return True


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_file("photo"),
    "sendDocument": send_file("document"),
    "sendVideo": send_file("video"),
    "sendVoice": send_file("voice"),
    "sendAudio": send_file("audio"),
    "sendSticker": send_file("sticker", has_caption=False),
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
