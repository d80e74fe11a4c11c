"""Updates on their way to bots: queued until acknowledged, fetched by poll or by webhook."""

import asyncio
from collections.abc import Callable

from bot.sandbox.accounts import BotAccount
from bot.sandbox.journal import Journal
from bot.sandbox.shapes import Json
from bot.sandbox.webhook import Courier

_FIRST_UPDATE = 100_000_001


class Mailbag:
    def __init__(self, journal: Journal, next_number: Callable[[str, int], int]) -> None:
        self._journal = journal
        self._next_number = next_number
        self._couriers: dict[int, Courier] = {}
        self._found: dict[int, dict[int, Json]] = {}
        for key, update in journal.entries("update"):
            bot_id = int(key.split("/")[0])
            self._found.setdefault(bot_id, {})[update["update_id"]] = update

    def find_again(self, bot: BotAccount) -> None:
        """What was on its way to the bot when the sandbox was left."""
        bot.queue = dict(sorted(self._found.pop(bot.id, {}).items()))

    def put(self, bot: BotAccount, kind: str, content: Json) -> None:
        if not bot.wants(kind):
            return
        update_id = self._next_number(f"update {bot.id}", _FIRST_UPDATE)
        update = {"update_id": update_id, kind: content}
        bot.queue[update_id] = update
        self._journal.put("update", f"{bot.id}/{update_id}", update)
        bot.arrived.set()
        self.call_courier(bot)

    def acknowledge(self, bot: BotAccount, before: int) -> None:
        """Updates with a lower number than `before` never come again."""
        # The queue is in order: only its head is looked at.
        while bot.queue and (update_id := next(iter(bot.queue))) < before:
            del bot.queue[update_id]
            self._journal.drop("update", f"{bot.id}/{update_id}")

    def clear(self, bot: BotAccount) -> None:
        self.acknowledge(bot, max(bot.queue, default=0) + 1)

    async def wait_for(self, bot: BotAccount, seconds: float) -> None:
        """Until there is something for the bot, or the time is up."""
        bot.arrived.clear()
        if bot.queue or seconds <= 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await bot.arrived.wait()
        except TimeoutError:
            return

    def call_courier(self, bot: BotAccount) -> None:
        """Has the bot's updates carried to its webhook, if it has one."""
        if bot.webhook is None or not bot.queue:
            return
        courier = self._couriers.setdefault(bot.id, Courier(bot, self._carried))
        courier.go()

    def _carried(self, bot: BotAccount, update_id: int) -> None:
        self.acknowledge(bot, update_id + 1)
        self._journal.commit()

    def close(self) -> None:
        for courier in self._couriers.values():
            courier.stop()
