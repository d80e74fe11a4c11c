"""The sender: drains the outbox, at our pace, in order, and writes down what became of each letter.

One sender works at a time. It takes letters in hand under a lease, so that if it dies its
successor knows which ones are in doubt; it has one letter on its way to a chat at a time, so that
no chat's letters overtake each other.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from db import leasing, settling
from db.leasing import ATTEMPTS, LeasedLetter
from db.session import Database
from db.settling import MadeMessage, SentLetter, revive
from db.vocabulary import MailPriority, OutboxState
from reminders.carrying import Carrier
from reminders.outcomes import (
    Doubtful,
    Errand,
    Offline,
    Outcome,
    Rejected,
    Sent,
    Transport,
    TryLater,
    Unreachable,
)
from reminders.pace import Pace
from reminders.timely import Nights

__all__ = ["Sender", "revive"]

_log = logging.getLogger(__name__)

_LEASE = timedelta(seconds=60)
_AHEAD = 0.2
"""Seconds of slots given out ahead: what is more urgent waits no longer behind them."""
_LINGER = 0.005
"""Seconds to let results gather, so that many share one transaction."""
_INSPECTION = 5.0
_ORDERLY = 5
"""So many attempts a letter keeps its chat's others behind it; then they may pass."""

Finished = tuple[Errand, Outcome | None]
"""None: it was never started, and can be given back."""


class Clock(Protocol):
    def now(self) -> datetime: ...


def growing_pause(attempts: int) -> float:
    """Seconds: 2, 6, 18, 54, 162, 486, then a quarter of an hour."""
    return float(min(2 * 3**attempts, 900))


class Sender:
    def __init__(
        self,
        database: Database,
        transport: Transport,
        pace: Pace,
        clock: Clock,
        *,
        in_charge: Callable[[], bool] = lambda: True,
        sole: bool = False,
        at_once: int = 64,
        glance: float = 0.25,
    ) -> None:
        """`in_charge` says whether this process is the one that sends; asked before every lease.

        `sole`: no other process can be sending, so that letters found in hand at the start are
        a dead one's and need not wait for their lease to run out. `glance`: seconds between two
        looks at the outbox when nobody calls `wake`.
        """
        self._database = database
        self._carrier = Carrier(database, transport)
        self._pace = pace
        self._clock = clock
        self._in_charge = in_charge
        self._sole = sole
        self._at_once = at_once
        self._glance = glance
        self._flying: dict[int, tuple[Errand, asyncio.Task[None]]] = {}
        self._finished: list[Finished] = []
        self._held: dict[tuple[int, int], datetime] = {}
        self._nights = Nights()
        self._exhausted = False
        self._offline_until = self._offline_pause = 0.0
        self._inspected: float | None = None
        self._deadline = 10.0
        self._turning = asyncio.Lock()
        self._awake = asyncio.Event()
        self._turned = asyncio.Event()
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()

    # --- from outside ---------------------------------------------------------------------------

    def wake(self) -> None:
        """There is something in the outbox: look at once."""
        self._awake.set()

    async def run(self) -> None:
        """Until `stop`. A database that fails for a moment is asked again, nothing is lost."""
        self._ended.clear()
        try:
            while not self._stopping.is_set():
                await self._turn_or_wait()
                await self._rest()
            await self._land()
        finally:
            for _, task in self._flying.values():
                task.cancel()
            self._ended.set()
            self._turned.set()

    async def stop(self, deadline: float = 10.0) -> None:
        """Take nothing more in hand; wait for what is on its way, `deadline` seconds at most."""
        self._deadline = deadline
        self._stopping.set()
        self._awake.set()
        await self._ended.wait()

    async def settled(self) -> None:
        """Wait until nothing is due at this moment and nothing is on its way."""
        self._awake.set()
        while True:
            self._turned.clear()
            async with self._turning:  # between two turns a letter is either due or on its way
                if self._ended.is_set() or not (self._flying or await self._is_due()):
                    return
            await self._turned.wait()

    async def next_due(self) -> datetime | None:
        """When the next letter that has to wait for its time may go."""
        async with self._database.reading() as session:
            return await leasing.next_due(session, self._clock.now())

    # --- one turn: settle what came back, take in hand what may go -------------------------------

    async def _turn_or_wait(self) -> None:
        try:
            async with self._turning:
                await self._turn()
        except SQLAlchemyError as error:
            _log.error("The outbox could not be read or written: %s", type(error).__name__)
            await self._sleep(1.0)
        self._turned.set()

    async def _turn(self) -> None:
        finished, now = list(self._finished), self._clock.now()
        await self._inspect(now)
        room = self._room()
        self._exhausted = False
        letters: list[LeasedLetter] = []
        if finished or (room and await self._is_due(self._resting())):
            async with self._database.transaction() as session:
                await self._settle(session, finished, now)
                letters = await self._lease(session, room, finished, now)
        self._exhausted = len(letters) < room
        del self._finished[: len(finished)]
        for errand, _ in finished:
            self._flying.pop(errand.letter.id, None)
        for letter in letters:
            self._launch(letter)

    def _room(self) -> int:
        seconds = time.monotonic()
        if not self._may_send(seconds):
            return 0
        free = self._at_once - len(self._flying) + len(self._finished)
        return self._pace.slots_within(_AHEAD, seconds, free) if free > 0 else 0

    def _resting(self, finished: Sequence[Finished] = ()) -> set[int]:
        """Chats that get nothing now: their turn has not come, or a letter is on its way."""
        back = {errand.letter.id for errand, _ in finished}
        busy = {
            errand.letter.chat_id
            for letter_id, (errand, _) in self._flying.items()
            if letter_id not in back
        }
        return busy | self._pace.resting(time.monotonic()).keys()

    async def _lease(
        self, session: AsyncSession, room: int, finished: Sequence[Finished], now: datetime
    ) -> list[LeasedLetter]:
        if not room:
            return []
        resting = self._resting(finished)
        held = self._holding(now)
        await self._nights.wake(session, now)
        letters = await leasing.lease(session, room, now, now + _LEASE, resting, held)
        return await self._nights.sift(session, letters, now)

    async def _is_due(self, resting: set[int] | None = None) -> bool:
        now = self._clock.now()
        if self._nights.are_over(now):
            return True
        async with self._database.reading() as session:
            return await leasing.is_due(session, now, resting or (), self._holding(now))

    def _holding(self, now: datetime) -> set[tuple[int, int]]:
        self._held = {place: until for place, until in self._held.items() if until > now}
        return set(self._held)

    async def _inspect(self, now: datetime) -> None:
        """Every few seconds, and on taking over: look after letters whose sender died."""
        seconds = time.monotonic()
        if not self._in_charge():
            self._inspected = None
            return
        if self._inspected is not None and seconds < self._inspected + _INSPECTION:
            return
        first = self._inspected is None
        async with self._database.transaction() as session:
            flying = list(self._flying)
            await settling.recover(session, now, flying=flying, at_once=first and self._sole)
            if flying:
                await leasing.renew(session, flying, now + _LEASE)
            if first:
                self._held |= await leasing.held_back(session, now)
                await self._nights.look(session)
        self._inspected = seconds

    async def _rest(self) -> None:
        """Until something happens: a result, a call, a slot, a look in any case."""
        pause = min(max(self._pause(time.monotonic()), 0.01), self._glance)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), pause)
            if not self._stopping.is_set():
                await asyncio.sleep(_LINGER)
        self._awake.clear()

    def _pause(self, seconds: float) -> float:
        if self._exhausted:
            waiting = self._pace.resting(seconds).values()
            return min(waiting, default=seconds + self._glance) - seconds
        if len(self._flying) < self._at_once and self._may_send(seconds):
            return self._pace.overall_slot(seconds) - seconds - _AHEAD / 2
        return self._glance

    def _may_send(self, seconds: float) -> bool:
        return self._in_charge() and seconds >= self._offline_until and not self._stopping.is_set()

    # --- on its way -----------------------------------------------------------------------------

    def _launch(self, letter: LeasedLetter) -> None:
        errand = Errand(letter, self._next_slot)
        slot = self._pace.next_slot(letter.chat_id, time.monotonic())
        self._pace.spend(letter.chat_id, slot)
        task = asyncio.create_task(self._fly(errand, slot))
        self._flying[letter.id] = (errand, task)

    async def _fly(self, errand: Errand, slot: float) -> None:
        await self._sleep(slot - time.monotonic())
        outcome = None if self._stopping.is_set() else await self._carrier.carry(errand)
        self._finished.append((errand, outcome))
        self._awake.set()

    async def _next_slot(self, chat_id: int) -> None:
        seconds = time.monotonic()
        slot = self._pace.next_slot(chat_id, seconds)
        self._pace.spend(chat_id, slot)
        await asyncio.sleep(max(slot - seconds, 0.0))

    async def _sleep(self, seconds: float) -> None:
        """Cut short by `stop`."""
        if seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _land(self) -> None:
        tasks = [task for _, task in self._flying.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=self._deadline)
        await self._turn_or_wait()

    # --- what became of it ------------------------------------------------------------------------

    async def _settle(
        self, session: AsyncSession, finished: Sequence[Finished], now: datetime
    ) -> None:
        sent = [_sent(errand, outcome) for errand, outcome in finished if isinstance(outcome, Sent)]
        if sent:
            self._offline_pause = 0.0
            await settling.mark_sent(session, sent, now)
        for errand, outcome in finished:
            if not isinstance(outcome, Sent):
                await self._settle_unsent(session, errand, outcome, now)

    async def _settle_unsent(
        self, session: AsyncSession, errand: Errand, outcome: Outcome | None, now: datetime
    ) -> None:
        letter = errand.letter
        match outcome:
            case None:
                await leasing.release(session, [letter.id], now)
            case Offline(reason):
                self._go_offline(reason)
                await leasing.release(session, [letter.id], now)
            case Unreachable(reason) if letter.chat_id > 0:
                await settling.give_up_chat(session, letter, reason, now)
            case Unreachable(reason):
                _log.warning("Group %s cannot be written to: %s", letter.chat_id, reason)
                await settling.give_up(session, letter, OutboxState.UNREACHABLE, reason, now)
            case Rejected(reason):
                await self._reject(session, letter, reason, now)
            case Doubtful(reason):
                await self._doubt(session, errand, reason, now)
            case TryLater():
                await self._postpone(session, errand, outcome, now)
            case _:
                # Mended once on the way and broken again: not for long, surely.
                again = TryLater(0.0, False, f"{type(outcome).__name__} again")
                await self._postpone(session, errand, again, now)

    def _go_offline(self, reason: str) -> None:
        seconds = time.monotonic()
        if seconds < self._offline_until:
            return  # several letters found out at the same time
        self._offline_pause = min(max(2 * self._offline_pause, 1.0), 30.0)
        self._offline_until = seconds + self._offline_pause
        _log.warning("Telegram is out of reach (%s): next try in %g s", reason, self._offline_pause)

    async def _reject(
        self, session: AsyncSession, letter: LeasedLetter, reason: str, now: datetime
    ) -> None:
        _log.error("Letter %s (%s) was rejected: %s", letter.id, letter.kind, reason)
        await settling.give_up(session, letter, OutboxState.REJECTED, reason, now)

    async def _doubt(
        self, session: AsyncSession, errand: Errand, reason: str, now: datetime
    ) -> None:
        letter = errand.letter
        if letter.repeatable and letter.attempts + 1 < ATTEMPTS:
            await self._again(session, errand, Doubtful(reason), now)
            return
        _log.warning("Letter %s may or may not have arrived: %s", letter.id, reason)
        await settling.link(session, letter, errand.made)
        await settling.give_up(session, letter, OutboxState.IN_DOUBT, reason, now)

    async def _postpone(
        self, session: AsyncSession, errand: Errand, outcome: TryLater, now: datetime
    ) -> None:
        letter = errand.letter
        if letter.attempts + 1 < ATTEMPTS:
            await self._again(session, errand, outcome, now)
            return
        reason = f"given up after {ATTEMPTS} attempts: {outcome.reason}"
        await self._reject(session, letter, reason, now)

    async def _again(
        self, session: AsyncSession, errand: Errand, outcome: TryLater | Doubtful, now: datetime
    ) -> None:
        letter, wait = errand.letter, growing_pause(errand.letter.attempts)
        if isinstance(outcome, TryLater):
            wait = outcome.after if outcome.whole_chat else max(outcome.after, wait)
        until = now + timedelta(seconds=wait)
        self._hold(letter, until, outcome)
        await settling.link(session, letter, errand.made)
        await settling.postpone(
            session,
            letter,
            until,
            outcome.reason,
            now,
            repeated=isinstance(outcome, Doubtful),
            done=errand.done,
        )

    def _hold(self, letter: LeasedLetter, until: datetime, outcome: TryLater | Doubtful) -> None:
        """Nothing of the same rank may overtake it; of a chat told to wait, nothing at all."""
        if isinstance(outcome, TryLater) and outcome.whole_chat:
            self._pace.pause(letter.chat_id, time.monotonic() + outcome.after)
            self._held |= {(letter.chat_id, rank): until for rank in MailPriority}
        elif letter.attempts < _ORDERLY:
            self._held[letter.chat_id, letter.priority] = until


def _sent(errand: Errand, outcome: Sent) -> SentLetter:
    made = tuple(errand.made)
    if not made and outcome.message_id is not None:
        made = (MadeMessage(outcome.message_id),)
    return SentLetter(errand.letter, outcome.message_id, made)
