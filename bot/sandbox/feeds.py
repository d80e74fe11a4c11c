"""Warnings and forecasts as the sandbox has them: none, until somebody fills their feeds."""

from dataclasses import dataclass

from db.vocabulary import FeedCode
from reminders.warnings.source import Answer
from reminders.warnings.unreadable import Problem, UnreadableError

_NOTHING = {
    FeedCode.NCDR: b'{"entry": []}',
    FeedCode.HKO: b"{}",
    FeedCode.CMA: b"<rss><channel/></rss>",
    FeedCode.CWA: b'{"records": {"location": []}}',
    FeedCode.HKO_FORECAST: b'{"weatherForecast": []}',
    FeedCode.OPEN_METEO: b'{"daily": {}}',
}
_PATIENCE = 20.0


@dataclass(frozen=True)
class Filled:
    body: bytes
    status: int
    delay: float
    """Seconds that the answer is said to take; nobody waits for them."""


class FeedShelf:
    """Answers as the network would, with the same bounds, and asks nobody."""

    def __init__(self) -> None:
        self._filled: dict[tuple[FeedCode, str | None], Filled] = {}

    def fill(self, feed: FeedCode, link: str | None, content: Filled) -> None:
        """A feed, or with a link one of the files that it names, or a place that it is asked of."""
        self._filled[feed, link] = content

    async def get(
        self, feed: FeedCode, link: str | None, *, limit: int, etag: str | None = None
    ) -> Answer:
        filled = self._filled.get((feed, link))
        if filled is None and (link is None or feed is FeedCode.OPEN_METEO):
            return Answer(_NOTHING[feed])
        if filled is None or filled.status != 200:
            raise UnreadableError(Problem.REFUSED)
        if filled.delay > _PATIENCE:
            raise UnreadableError(Problem.SLOW)
        if len(filled.body) > limit:
            raise UnreadableError(Problem.TOO_BIG)
        return Answer(filled.body)

    def has(self, feed: FeedCode) -> bool:
        return feed in _NOTHING
