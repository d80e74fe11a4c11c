"""What happens in the sandbox, told to whoever watches: the page, and callers that wait."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from bot.sandbox.shapes import Json

REMEMBERED = 5_000


@dataclass(frozen=True)
class Happening:
    """`message_id` is read when it is told, so that nobody is shown what is no longer so."""

    number: int
    type: str
    chat_id: int | None = None
    message_id: int | None = None
    details: Json = field(default_factory=dict)


class Happenings:
    """The newest happenings, for those who were away for a moment, and the watch for more."""

    def __init__(self) -> None:
        # Numbers go on growing when the sandbox is started again.
        self._last = int(time.time() * 1000)
        self._recent: deque[Happening] = deque(maxlen=REMEMBERED)
        self._more = asyncio.Event()
        self._is_over = False

    @property
    def last(self) -> int:
        return self._last

    def add(
        self,
        type: str,
        chat_id: int | None = None,
        message_id: int | None = None,
        **details: object,
    ) -> None:
        self._last += 1
        self._recent.append(Happening(self._last, type, chat_id, message_id, details))
        self._wake()

    def after(self, number: int) -> list[Happening]:
        """Those later than `number` that are still remembered."""
        missed = min(self._last - number, len(self._recent))
        return [self._recent[-back] for back in range(missed, 0, -1)]

    async def watch(self, number: int, pause: float) -> AsyncIterator[list[Happening]]:
        """All after `number`, as they come; an empty list when nothing did for `pause` seconds."""
        while not self._is_over:
            news = self.after(number)
            if not news:
                news = await self._wait(number, pause)
            number = news[-1].number if news else number
            yield news

    async def _wait(self, number: int, pause: float) -> list[Happening]:
        more = self._more
        try:
            async with asyncio.timeout(pause):
                await more.wait()
        except TimeoutError:
            return []
        return self.after(number)

    def close(self) -> None:
        """Ends every watch."""
        self._is_over = True
        self._wake()

    def _wake(self) -> None:
        self._more.set()
        self._more = asyncio.Event()


class Witness:
    """Notes which messages came and which were changed while it looks."""

    def __init__(self) -> None:
        self.sent: dict[tuple[int, int], None] = {}
        self.edited: dict[tuple[int, int], None] = {}

    def see(self, type: str, chat_id: int, message_id: int) -> None:
        place = (chat_id, message_id)
        if type == "message":
            self.sent[place] = None
        elif type == "edited" and place not in self.sent:
            self.edited[place] = None
