"""Bots pass messages on: as copies that name nobody, or forwarded with their origin."""

from bot.sandbox.call import Call, Method
from bot.sandbox.chats import Chat, Message
from bot.sandbox.methods.sending import send
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import CONTENT, Json

MESSAGES_AT_ONCE = range(1, 101)


def copy_message(call: Call) -> Json:
    message = call.message(_source(call), "message to copy not found")
    if message.service:
        bad_request("message can't be copied")
    content = _content(message)
    if call.parameters.get("caption") is not None and "text" not in content:
        content = _without_caption(content) | call.caption()
    return {"message_id": send(call, content)["message_id"]}


def copy_messages(call: Call) -> list[Json]:
    """Messages that are gone or cannot be copied are left out; albums stay albums."""
    messages = [each for each in _messages(call) if not each.service]
    if not messages:
        bad_request("there are no messages to copy")
    albums: dict[str, str] = {}
    copies = []
    for message in messages:
        content = _content(message)
        if call.flag("remove_caption"):
            content = _without_caption(content)
        content |= _album(call, message, albums)
        copies.append({"message_id": send(call, content)["message_id"]})
    return copies


def forward_message(call: Call) -> Json:
    message = call.message(_source(call), "message to forward not found")
    if message.service or message.body.get("has_protected_content"):
        bad_request("message can't be forwarded")
    return send(call, forwarded(message))


def forward_messages(call: Call) -> list[Json]:
    messages = [each for each in _messages(call) if not each.service]
    if not messages:
        bad_request("there are no messages to forward")
    albums: dict[str, str] = {}
    return [
        {"message_id": send(call, forwarded(each) | _album(call, each, albums))["message_id"]}
        for each in messages
    ]


def forwarded(message: Message) -> Json:
    """The content of a forwarded message: what it was, and who said it first."""
    origin = message.body.get("forward_origin") or {
        "type": "user",
        "date": message.moment,
        "sender_user": message.body["from"],
    }
    return _content(message) | {"forward_origin": origin}


def _source(call: Call) -> Chat:
    return call.chat("from_chat_id")


def _messages(call: Call) -> list[Message]:
    wanted = call.numbers("message_ids")
    if len(wanted) not in MESSAGES_AT_ONCE:
        bad_request("there must be 1 to 100 messages")
    chat = _source(call)
    return [chat.messages[each] for each in sorted(set(wanted)) if each in chat.messages]


def _album(call: Call, message: Message, albums: dict[str, str]) -> Json:
    """The album of the copies of `message`'s album."""
    old = message.body.get("media_group_id")
    if old is None:
        return {}
    if old not in albums:
        albums[old] = str(call.cloud.memory.next("album", 13_000_000_000_000_001))
    return {"media_group_id": albums[old]}


def _content(message: Message) -> Json:
    return {name: message.body[name] for name in CONTENT if name in message.body}


def _without_caption(content: Json) -> Json:
    return {name: part for name, part in content.items() if not name.startswith("caption")}


METHODS: dict[str, Method] = {
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
