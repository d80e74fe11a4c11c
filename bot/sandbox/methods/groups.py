"""Bots look around: chats, who is in them, files; and leave."""

from bot.sandbox.accounts import BotAccount
from bot.sandbox.call import Call, Method
from bot.sandbox.chats import Chat
from bot.sandbox.limits import DOWNLOAD_BYTES
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json, administrator, full_chat, left, member, owner


def get_chat(call: Call) -> Json:
    chat = call.chat()
    seen = full_chat(chat.card)
    if chat.pinned:
        seen["pinned_message"] = chat.messages[chat.pinned[-1]].body
    return seen


def get_chat_member(call: Call) -> Json:
    chat = call.chat()
    user_id = call.number("user_id")
    bot = call.cloud.memory.bots.get(user_id or 0)
    if bot is not None:
        return _bot_member(chat, bot)
    person = call.cloud.memory.people.get(user_id or 0)
    if person is None:
        bad_request("user not found")
    if person.id not in chat.members:
        return left(person.user())
    if person.id not in chat.administrators:
        return member(person.user())
    is_owner = person.id == chat.administrators[0]
    return owner(person.user()) if is_owner else administrator(person.user())


def _bot_member(chat: Chat, bot: BotAccount) -> Json:
    if bot.id in chat.bots_outside:
        return left(bot.user())
    return member(bot.user()) if chat.is_private else administrator(bot.user())


def get_chat_administrators(call: Call) -> list[Json]:
    chat = call.chat()
    if chat.is_private:
        bad_request("there are no administrators in the private chat")
    users = [call.cloud.memory.people[each].user() for each in chat.administrators]
    bots = [administrator(bot.user()) for bot in _bots(call, chat)]
    return [owner(users[0]), *map(administrator, users[1:]), *bots]


def get_chat_member_count(call: Call) -> int:
    chat = call.chat()
    return len(chat.members) + len(_bots(call, chat))


def _bots(call: Call, chat: Chat) -> list[BotAccount]:
    return [bot for bot in call.cloud.memory.bots.values() if bot.id not in chat.bots_outside]


def leave_chat(call: Call) -> bool:
    chat = call.writable_chat()
    if chat.is_private:
        bad_request("chat member status can't be changed in private chats")
    user = call.bot.user()
    call.cloud.post(chat, user, {"left_chat_member": user})
    chat.bots_outside.append(call.bot.id)
    call.cloud.memory.keep_chat(chat)
    call.cloud.happenings.add("chat", chat.id)
    return True


def get_file(call: Call) -> Json:
    file = call.cloud.shelf.find(call.text("file_id"))
    if file is None:
        bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD_BYTES:
        bad_request("file is too big")
    return file.described() | {"file_path": file.path}


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "getFile": get_file,
}
