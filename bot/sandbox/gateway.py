"""One Bot API call from parameters to answer, whichever way it came in."""

import json
from collections.abc import Awaitable, Mapping
from typing import Any

from bot.sandbox.accounts import BotAccount
from bot.sandbox.call import Call
from bot.sandbox.cloud import Cloud
from bot.sandbox.faults import Fault
from bot.sandbox.methods import find_method
from bot.sandbox.refusals import ConnectionBrokenError, RefusalError
from bot.sandbox.uploads import Upload


async def answer(
    cloud: Cloud,
    token: str,
    method: str,
    parameters: Mapping[str, Any],
    uploads: Mapping[str, Upload],
) -> tuple[int, bytes]:
    """Status and JSON. Raises ConnectionBrokenError when a fault wants no answer at all."""
    try:
        bot = cloud.bot(token)
        result = await _performed(Call(cloud, bot, parameters, uploads), method)
    except RefusalError as refusal:
        return refusal.code, refusal.payload()
    finally:
        cloud.commit()
    # Only ASCII: half a surrogate pair, which JSON can carry, would not be UTF-8.
    return 200, json.dumps({"ok": True, "result": result}).encode("ascii")


def download(cloud: Cloud, token: str, path: str) -> tuple[int, bytes]:
    """Status and the file's bytes, or why not as JSON."""
    try:
        cloud.bot(token)
        file = cloud.shelf.at_path(path)
        if file is None:
            raise RefusalError(404, "Not Found")
    except RefusalError as refusal:
        return refusal.code, refusal.payload()
    return 200, cloud.shelf.content(file)


async def _performed(call: Call, name: str) -> Any:
    chat_id = call.parameters.get("chat_id")
    error: str | None = None
    try:
        fault = call.cloud.faults.strike(name, chat_id)
        return await _result(call, name, fault)
    except (RefusalError, ConnectionBrokenError) as refusal:
        error = str(refusal)
        raise
    finally:
        call.cloud.calls.add(_who(call.bot, call.cloud), name, chat_id, error)


async def _result(call: Call, name: str, fault: Fault | None) -> Any:
    if fault is not None and not fault.after_delivery:
        raise fault.error()
    method = find_method(name)
    if method is None:
        raise RefusalError(404, "Not Found: method not found")
    result = method(call)
    if isinstance(result, Awaitable):
        result = await result
    if fault is not None:
        raise fault.error()
    return result


def _who(bot: BotAccount, cloud: Cloud) -> str:
    return "guanjia" if bot is cloud.guanjia else bot.username
