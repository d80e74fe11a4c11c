"""Bots hear what happened: by asking again and again, or by a webhook."""

import re

from bot.sandbox.accounts import BotAccount, Webhook
from bot.sandbox.call import Call, Method
from bot.sandbox.refusals import bad_request, conflict
from bot.sandbox.shapes import Json
from bot.sandbox.webhook import is_loopback

_AT_ONCE = 100
_LONGEST_WAIT = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(call: Call) -> list[Json]:
    """An offset acknowledges all before it; what is only read comes again."""
    bot = call.bot
    if bot.webhook is not None:
        conflict("can't use getUpdates method while webhook is active; use deleteWebhook first")
    if bot.is_polled:
        conflict(
            "terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
    _choose_kinds(call)
    _acknowledge(call)
    call.cloud.commit()
    bot.is_polled = True
    try:  # A poll that is cancelled leaves its place to the next one.
        await call.cloud.mailbag.wait_for(bot, _patience(call))
    finally:
        bot.is_polled = False
    limit = min(max(call.number("limit") or _AT_ONCE, 1), _AT_ONCE)
    return list(bot.queue.values())[:limit]


def _patience(call: Call) -> int:
    return min(max(call.number("timeout") or 0, 0), _LONGEST_WAIT)


def _acknowledge(call: Call) -> None:
    offset = call.number("offset") or 0
    if offset < 0:
        kept = list(call.bot.queue)[offset:]
        offset = kept[0] if kept else 0
    call.cloud.mailbag.acknowledge(call.bot, offset)


def _choose_kinds(call: Call) -> None:
    """Without a word about it, what was chosen last time goes on."""
    kinds = call.structure("allowed_updates")
    if kinds is None:
        return
    if not isinstance(kinds, list) or not all(isinstance(each, str) for each in kinds):
        bad_request('can\'t parse "allowed_updates": an Array of Strings is expected')
    if kinds != call.bot.allowed_updates:
        call.bot.allowed_updates = kinds
        call.cloud.memory.keep_bot(call.bot)


def set_webhook(call: Call) -> bool:
    url = call.text("url")
    if not url:
        return delete_webhook(call)
    if not is_loopback(url):
        bad_request("bad webhook: the sandbox delivers to loopback addresses only")
    secret = call.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        bad_request("secret token contains unallowed characters")
    _choose_kinds(call)
    _drop_pending(call)
    call.bot.webhook = Webhook(url, secret, call.number("max_connections") or 40)
    call.cloud.memory.keep_bot(call.bot)
    call.cloud.mailbag.call_courier(call.bot)
    return True


def delete_webhook(call: Call) -> bool:
    _drop_pending(call)
    call.bot.webhook = None
    call.cloud.memory.keep_bot(call.bot)
    return True


def _drop_pending(call: Call) -> None:
    if call.flag("drop_pending_updates"):
        call.cloud.mailbag.clear(call.bot)


def get_webhook_info(call: Call) -> Json:
    call.cloud.mailbag.call_courier(call.bot)
    return _webhook_info(call.bot)


def _webhook_info(bot: BotAccount) -> Json:
    info: Json = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.queue),
    }
    if bot.allowed_updates:
        info["allowed_updates"] = bot.allowed_updates
    if bot.webhook is None:
        return info
    info |= {"url": bot.webhook.url, "max_connections": bot.webhook.max_connections}
    if bot.webhook.last_error_message:
        info["last_error_date"] = bot.webhook.last_error_date
        info["last_error_message"] = bot.webhook.last_error_message
    return info


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
