"""Bots tell about themselves: name, descriptions, commands by place and language."""

import json
import re

from bot.sandbox.call import Call, Method
from bot.sandbox.formatting import units
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json

COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_DESCRIPTION_UNITS = 256
_SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)


def get_me(call: Call) -> Json:
    return call.bot.user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(call: Call) -> bool:
    commands = [_checked(each) for each in call.objects("commands")]
    if len(commands) > COMMANDS:
        bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.commands[_place(call)] = commands
    call.cloud.memory.keep_bot(call.bot)
    return True


def get_my_commands(call: Call) -> list[Json]:
    return call.bot.commands.get(_place(call), [])


def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop(_place(call), None)
    call.cloud.memory.keep_bot(call.bot)
    return True


def _checked(command: Json) -> Json:
    name = str(command.get("command", "")).removeprefix("/").lower()
    description = str(command.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        bad_request("BOT_COMMAND_INVALID")
    if not 1 <= units(description) <= _DESCRIPTION_UNITS:
        bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _place(call: Call) -> str:
    """Where and in which language a list of commands is shown."""
    scope = call.object("scope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        bad_request("can't parse BotCommandScope: unsupported type specified")
    if scope["type"].startswith("chat"):
        Call(call.cloud, call.bot, scope, {}).chat()
    return f"{json.dumps(scope, sort_keys=True)}:{call.text('language_code')}"


def _setter(what: str, limit: int) -> Method:
    def set_words(call: Call) -> bool:
        words = call.text(what)
        if units(words) > limit:
            bad_request(f"bot {what.replace('_', ' ')} is too long")
        call.bot.words[f"{what}:{call.text('language_code')}"] = words
        call.cloud.memory.keep_bot(call.bot)
        return True

    return set_words


def _getter(what: str) -> Method:
    def get_words(call: Call) -> Json:
        """In a language without words of its own, those for everybody."""
        kept = call.bot.words
        own = kept.get(f"{what}:{call.text('language_code')}") or kept.get(f"{what}:")
        return {what: own or (call.bot.first_name if what == "name" else "")}

    return get_words


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
}
