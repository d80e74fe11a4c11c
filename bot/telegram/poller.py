"""Asks Telegram for updates, and acknowledges only those that are stored."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, cast

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.errors import seconds_of
from bot.telegram.intake import Update

_log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_ANSWER_MARGIN = 10.0
"""Seconds an answer may take beyond the time Telegram was asked to wait for news."""


class TokenRefusedError(Exception):
    """Telegram does not know the bot's token."""

    def __init__(self) -> None:
        super().__init__("Telegram refuses the bot token: check TELEGRAM_BOT_TOKEN.")


class Poller:
    def __init__(
        self,
        bot: Bot,
        take: Callable[[Sequence[Update]], Awaitable[None]],
        *,
        patience: int = 30,
        random_share: Callable[[], float] = random.random,
    ) -> None:
        """`take` (of `Intake`) stores updates before it returns; `patience`: a poll's seconds."""
        self._bot = bot
        self._take = take
        self._patience = patience
        self._random_share = random_share
        # None at first: a stored number could lie beyond the new ones, which Telegram draws
        # afresh after a quiet week, and would discard them.
        self._offset: int | None = None
        self._conflicts = self._failures = 0
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Until `stop`; raises TokenRefusedError."""
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            while not self._stopping.is_set():
                # Only the waiting is cut short, never the storing.
                await self._store(await self._poll_until(stopped))
        finally:
            stopped.cancel()

    async def _poll_until(self, stopped: asyncio.Task[Any]) -> list[Update]:
        poll = asyncio.create_task(self._poll())
        try:
            await asyncio.wait({poll, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return poll.result() if poll.done() else []
        finally:
            poll.cancel()

    def stop(self) -> None:
        """End the poll at once. What was fetched and not stored comes again."""
        self._stopping.set()

    async def _poll(self) -> list[Update]:
        try:
            updates = await self._ask()
        except InvalidToken as error:
            raise TokenRefusedError from error
        except Conflict:
            await self._step_aside()
        except RetryAfter as error:
            await asyncio.sleep(seconds_of(error.retry_after))
        except TelegramError as error:
            await self._back_off(error)
        else:
            self._conflicts = self._failures = 0
            return updates
        return []

    async def _ask(self) -> list[Update]:
        parameters: dict[str, Any] = {
            "timeout": self._patience,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        # Not `get_updates`: that gives parsed objects, and the inbox keeps what was really sent.
        answer = await self._bot._post(
            "getUpdates", parameters, read_timeout=self._patience + _ANSWER_MARGIN
        )
        return cast("list[Update]", answer)

    async def _store(self, updates: list[Update]) -> None:
        if not updates:
            return
        try:
            await self._take(updates)
        except Exception as error:
            # Not stored, so not acknowledged: they come again.
            _log.error("Updates could not be stored: %s", type(error).__name__)
            await self._pause(1.0)
            return
        self._offset = max(update["update_id"] for update in updates) + 1

    async def _step_aside(self) -> None:
        if self._conflicts == 0:
            _log.error("Another Guanjia is polling with this token: only one can. Waiting for it.")
        await asyncio.sleep(min(5.0 * 2**self._conflicts, 60.0))
        self._conflicts += 1

    async def _back_off(self, error: TelegramError) -> None:
        pause = min(1.0 * 2**self._failures, 30.0) * (0.5 + self._random_share() / 2)
        self._failures += 1
        name = type(error).__name__
        _log.warning("Telegram is out of reach (%s): next try in %.1f s", name, pause)
        await asyncio.sleep(pause)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
