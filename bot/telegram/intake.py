"""Updates in: stored first, acknowledged later, handled chat by chat and each chat in order.

Telegram forgets an update as soon as the next one is asked for. By then it is in our inbox, and
from there it is handled once, whatever happens, and nothing overtakes it in its chat.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from traceback import format_tb
from typing import Any

from bot.clock import Clock
from db import inbox
from db.inbox import Arrival, StoredUpdate
from db.session import Database

_log = logging.getLogger(__name__)

Update = dict[str, Any]
"""An update as Telegram sent it."""

Handle = Callable[[int, Update], Awaitable[None]]
"""Given the inbox row and the update. It claims the row (`db.inbox.claim`) in its transaction."""

_FIRST_PAUSE = 0.2
_ELSEWHERE_PAUSE = 0.05
"""Seconds until we look again whether another process has finished with a chat."""


def lane_of(update: Update) -> int:
    """The chat an update belongs to; where there is none the person it comes from, else 0."""
    for content in update.values():
        if isinstance(content, dict):
            place = content.get("message") or content
            for found in (place.get("chat"), content.get("from"), content.get("user")):
                if found:
                    return int(found["id"])
    return 0


class Intake:
    """The lanes: one chat each, side by side, at most `lanes_at_once` of them at work."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        process: Handle,
        *,
        on_dead: Handle | None = None,
        lanes_at_once: int = 32,
    ) -> None:
        """`on_dead` is told of an update that was given up, so that its sender can be told."""
        self._database = database
        self._clock = clock
        self._process = process
        self._on_dead = on_dead
        self._lanes_at_once = lanes_at_once
        # Where nobody else works on the inbox, what follows the head can be read with it.
        self._at_a_time = 16 if database.is_sqlite else 1
        self._waiting: dict[int, None] = {}  # an ordered set: first come, first served
        self._working: dict[int, asyncio.Task[None]] = {}
        self._resting: dict[int, asyncio.TimerHandle] = {}
        self._called_again: set[int] = set()
        self._stopping = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def take(self, updates: Sequence[Update]) -> None:
        """Store them; when this returns they may be acknowledged."""
        if not updates:
            return
        arrivals = [Arrival(each["update_id"], lane_of(each), each) for each in updates]
        async with self._database.transaction() as session:
            await inbox.store(session, arrivals, self._clock.now())
        for arrival in arrivals:
            self._call(arrival.chat_id)

    async def sweep(self) -> None:
        """Take up what an earlier or another process left; at the start, and now and then."""
        async with self._database.reading() as session:
            lanes = await inbox.waiting_lanes(session)
        for chat_id in lanes:
            self._call(chat_id)

    async def settled(self) -> None:
        """Wait until no lane has anything to do."""
        await self._idle.wait()

    async def stop(self, deadline: float = 10.0) -> None:
        """Begin nothing new; finish what is begun, or give it back when time is up."""
        self._stopping.set()
        for timer in self._resting.values():
            timer.cancel()
        self._resting.clear()
        self._waiting.clear()
        if tasks := list(self._working.values()):
            _, late = await asyncio.wait(tasks, timeout=deadline)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._idle.set()

    # --- lanes ----------------------------------------------------------------------------------

    def _call(self, chat_id: int) -> None:
        if self._stopping.is_set() or chat_id in self._resting:
            return
        if chat_id in self._working:
            self._called_again.add(chat_id)
            return
        self._idle.clear()
        self._waiting[chat_id] = None
        self._open_lanes()

    def _open_lanes(self) -> None:
        while self._waiting and len(self._working) < self._lanes_at_once:
            chat_id = next(iter(self._waiting))
            del self._waiting[chat_id]
            self._working[chat_id] = asyncio.create_task(self._work(chat_id))

    async def _work(self, chat_id: int) -> None:
        try:
            pause = await self._empty(chat_id)
        except Exception as error:
            _log.error("Lane %s stopped: %s", chat_id, _described(error))
            pause = 1.0
        finally:
            del self._working[chat_id]
        self._close(chat_id, pause)

    def _close(self, chat_id: int, pause: float) -> None:
        called_again = chat_id in self._called_again
        self._called_again.discard(chat_id)
        if pause and not self._stopping.is_set():
            self._resting[chat_id] = asyncio.get_running_loop().call_later(
                pause, self._rested, chat_id
            )
        elif called_again:
            self._call(chat_id)
        self._open_lanes()
        if not (self._waiting or self._working or self._resting):
            self._idle.set()

    def _rested(self, chat_id: int) -> None:
        del self._resting[chat_id]
        self._call(chat_id)

    async def _empty(self, chat_id: int) -> float:
        """Handle the lane's updates one by one; seconds to rest where it has to be left."""
        handled = 0
        while not self._stopping.is_set():
            updates = await self._first(chat_id)
            if not updates:
                return 0.0
            if updates[0].id == handled:
                return _ELSEWHERE_PAUSE  # another process has it in hand: wait behind it
            for update in updates:
                if self._stopping.is_set():
                    return 0.0
                if pause := await self._handle(update):
                    return pause
                handled = update.id
            if len(updates) < self._at_a_time and chat_id not in self._called_again:
                return 0.0
        return 0.0

    async def _first(self, chat_id: int) -> list[StoredUpdate]:
        self._called_again.discard(chat_id)
        async with self._database.reading() as session:
            return await inbox.first(session, chat_id, self._at_a_time)

    async def _handle(self, head: StoredUpdate) -> float:
        """Seconds to wait before it is tried again; 0 where the lane may go on."""
        try:
            await self._process(head.id, head.payload)
        except Exception as error:
            if head.attempts == 0:
                _log.error("Update %s failed: %s", head.update_id, _described(error))
            return await self._fail(head, type(error).__name__)
        return 0.0

    async def _fail(self, head: StoredUpdate, error: str) -> float:
        async with self._database.transaction() as session:
            dead = await inbox.fail(session, head.id, error)
        if not dead:
            return _FIRST_PAUSE * 2.0**head.attempts
        _log.error("Update %s was given up: %s", head.update_id, error)
        if self._on_dead is not None:
            try:
                await self._on_dead(head.id, head.payload)
            except Exception as failure:
                _log.error("Telling of update %s failed: %s", head.update_id, _described(failure))
        return 0.0


def _described(error: Exception) -> str:
    """The kind of error and where it arose, without its message: that may quote what was said."""
    return f"{type(error).__name__}\n" + "".join(format_tb(error.__traceback__))
