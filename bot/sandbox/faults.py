"""Things that go wrong when somebody orders it: refusals, limits, broken connections."""

import time
from collections import deque
from dataclasses import asdict, dataclass

from bot.sandbox.refusals import ConnectionBrokenError, RefusalError
from bot.sandbox.shapes import Json

BREAKS = 0
"""The code of a fault that is no answer at all."""
TOO_MANY = 429

_DESCRIPTIONS = {
    400: "Bad Request: refused by an ordered fault",
    403: "Forbidden: bot was blocked by the user",
    409: (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    ),
    500: "Internal Server Error",
}
CODES = (BREAKS, TOO_MANY, *_DESCRIPTIONS)


@dataclass
class Fault:
    method: str
    code: int
    times: int
    chat_id: int | None = None
    """None: whatever the chat."""
    retry_after: int = 1
    description: str | None = None
    after_delivery: bool = False
    """With code BREAKS: the call takes effect and only its answer is lost."""

    def hits(self, method: str, chat_id: str) -> bool:
        if self.method.lower() != method.lower():
            return False
        return self.chat_id is None or str(self.chat_id) == chat_id

    def error(self) -> RefusalError | ConnectionBrokenError:
        if self.code == BREAKS:
            return ConnectionBrokenError(delivered=self.after_delivery)
        if self.code == TOO_MANY:
            words = self.description or f"Too Many Requests: retry after {self.retry_after}"
            return RefusalError(TOO_MANY, words, retry_after=self.retry_after)
        return RefusalError(self.code, self.description or _DESCRIPTIONS[self.code])


class Faults:
    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, fault: Fault) -> None:
        self._ordered.append(fault)

    def clear(self) -> None:
        self._ordered.clear()

    def strike(self, method: str, chat_id: object) -> Fault | None:
        """The fault that hits this call, used up once."""
        if not self._ordered:
            return None
        hit = next((each for each in self._ordered if each.hits(method, str(chat_id))), None)
        if hit is not None:
            hit.times -= 1
            if hit.times <= 0:
                self._ordered.remove(hit)
        return hit


@dataclass(frozen=True)
class LoggedCall:
    n: int
    bot: str
    method: str
    chat: object
    ok: bool
    error: str | None
    time: float
    """Seconds of a clock that only runs, whatever the sandbox's own clock does."""


class CallLog:
    """The newest calls that bots made."""

    def __init__(self, remembered: int = 10_000) -> None:
        self._calls: deque[LoggedCall] = deque(maxlen=remembered)
        self._count = 0

    def add(self, bot: str, method: str, chat: object, error: str | None) -> None:
        self._count += 1
        call = LoggedCall(self._count, bot, method, chat, error is None, error, time.monotonic())
        self._calls.append(call)

    def after(self, n: int) -> list[Json]:
        missed = max(0, min(self._count - n, len(self._calls)))
        return [asdict(self._calls[-back]) for back in range(missed, 0, -1)]
