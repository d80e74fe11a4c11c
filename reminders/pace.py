"""How fast we may send: smooth overall, gentle to each chat, silent where we were told to wait.

Telegram limits a bot to some 30 messages a second overall, one a second to a person and twenty a
minute to a group, where edits and new topics count as messages. Bursts are what it punishes, so
every send is given a slot of its own, one interval after the last. Pure arithmetic on seconds:
whoever asks brings the time.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass

_MINUTE = 60.0


@dataclass(frozen=True)
class Limits:
    """What a chat of each kind bears. Zero means no limit."""

    per_second: float = 25.0
    """Over all chats. Telegram says 30; keeping below spares us its refusals."""
    private_interval: float = 1.0
    group_interval: float = 0.2
    group_per_minute: int = 20


class Pace:
    """Gives out slots. `spend` takes one, in the order in which they are given."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        per_second = self.limits.per_second
        self.interval = 1.0 / per_second if per_second else 0.0
        self._overall = float("-inf")
        # Ordered by their last slot, so that what time has made meaningless is found in front.
        self._private: OrderedDict[int, float] = OrderedDict()
        self._groups: OrderedDict[int, deque[float]] = OrderedDict()
        self._pauses: dict[int, float] = {}

    @classmethod
    def unlimited(cls) -> "Pace":
        """No limit of our own; what Telegram asks us to wait we still wait."""
        return cls(Limits(0.0, 0.0, 0.0, 0))

    def next_slot(self, chat_id: int, now: float) -> float:
        """The earliest moment, not before `now`, at which a message may go to this chat."""
        return max(now, self.overall_slot(now), self._own_slot(chat_id))

    def overall_slot(self, now: float) -> float:
        """The earliest moment at which anything may go to anybody."""
        return max(now, self._overall + self.interval)

    def slots_within(self, seconds: float, now: float, at_most: int) -> int:
        """How many messages may start in the next `seconds`."""
        left = now + seconds - self.overall_slot(now)
        if left < 0:
            return 0
        return min(at_most, int(left / self.interval) + 1) if self.interval else at_most

    def spend(self, chat_id: int, slot: float) -> None:
        """Take the slot that `next_slot` named."""
        self._overall = max(self._overall, slot)
        if chat_id < 0:
            self._spend_group(chat_id, slot)
        elif self.limits.private_interval:
            self._private[chat_id] = slot
            self._private.move_to_end(chat_id)
        self._forget(slot)

    def pause(self, chat_id: int, until: float) -> None:
        """Nothing goes to this chat before then; a longer pause stands."""
        self._pauses[chat_id] = max(until, self._pauses.get(chat_id, until))

    def resting(self, now: float) -> dict[int, float]:
        """The chats that would have to wait longer than the others, and until when."""
        free = self.overall_slot(now)
        for chat_id in [chat for chat, until in self._pauses.items() if until <= now]:
            del self._pauses[chat_id]
        slots = ((chat_id, self._own_slot(chat_id)) for chat_id in self._known())
        return {chat_id: slot for chat_id, slot in slots if slot > free}

    def _known(self) -> Iterator[int]:
        yield from self._private
        yield from self._groups
        yield from self._pauses

    def _own_slot(self, chat_id: int) -> float:
        paused = self._pauses.get(chat_id, float("-inf"))
        if chat_id < 0:
            return max(paused, self._group_slot(chat_id))
        last = self._private.get(chat_id, float("-inf"))
        return max(paused, last + self.limits.private_interval)

    def _group_slot(self, chat_id: int) -> float:
        spent = self._groups.get(chat_id)
        if not spent:
            return float("-inf")
        slot = spent[-1] + self.limits.group_interval
        if len(spent) == spent.maxlen:
            slot = max(slot, spent[0] + _MINUTE)
        return slot

    def _spend_group(self, chat_id: int, slot: float) -> None:
        if self.limits.group_per_minute:
            spent = self._groups.setdefault(chat_id, deque(maxlen=self.limits.group_per_minute))
            spent.append(slot)
            self._groups.move_to_end(chat_id)

    def _forget(self, now: float) -> None:
        """Drop from the front what no longer keeps anybody waiting: memory stays bounded."""
        stale = now - self.limits.private_interval
        while self._private and next(iter(self._private.values())) < stale:
            self._private.popitem(last=False)
        while self._groups and next(iter(self._groups.values()))[-1] < now - _MINUTE:
            self._groups.popitem(last=False)
