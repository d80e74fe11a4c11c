"""Carries updates to a bot's webhook: in order, with its secret, again when it refuses."""

import asyncio
import ipaddress
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from bot.sandbox.accounts import BotAccount, Webhook
from bot.sandbox.shapes import Json

PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds between the attempts for one update; after the last one it is given up."""
_ANSWER_WITHIN = 10.0


class Courier:
    """Goes when there is something to carry, comes home when there is not."""

    def __init__(self, bot: BotAccount, carried: Callable[[BotAccount, int], None]) -> None:
        """`carried` is told of every update that need not be carried again."""
        self._bot = bot
        self._carried = carried
        self._way: asyncio.Task[None] | None = None

    def go(self) -> None:
        if self._way is None or self._way.done():
            self._way = asyncio.create_task(self._carry_all())

    def stop(self) -> None:
        if self._way is not None:
            self._way.cancel()

    async def _carry_all(self) -> None:
        async with httpx.AsyncClient(timeout=_ANSWER_WITHIN, trust_env=False) as client:
            while self._bot.queue and self._bot.webhook is not None:
                await self._carry(client, next(iter(self._bot.queue.values())))

    async def _carry(self, client: httpx.AsyncClient, update: Json) -> None:
        for pause in (*PAUSES, 0.0):
            webhook = self._bot.webhook
            if webhook is None:
                return
            failure = await _delivered(client, webhook, update)
            if failure is None:
                break
            webhook.last_error_date = int(time.time())
            webhook.last_error_message = failure
            await asyncio.sleep(pause)
        self._carried(self._bot, update["update_id"])


async def _delivered(client: httpx.AsyncClient, webhook: Webhook, update: Json) -> str | None:
    """None when the webhook took it, else why not."""
    secret = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret_token}
    try:
        answer = await client.post(
            webhook.url, json=update, headers=secret if webhook.secret_token else {}
        )
    except httpx.HTTPError as error:
        return f"Connection failed: {type(error).__name__}"
    if answer.is_success:
        return None
    return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"


def is_loopback(url: str) -> bool:
    """Whether the address leads to this machine only."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https"):
            return False
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
