"""Updates in: stored first, acknowledged later, handled chat by chat and each chat in order.

Telegram counts an update as delivered as soon as the next one is asked for. So it is in our
inbox by then; whatever happens afterwards, it is handled once, and nothing overtakes it in its
chat.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

_log = logging.getLogger(__name__)

Handler = Callable[[int, dict[str, Any]], Awaitable[None]]
"""Given the inbox row and the update: it claims the row (`db.inbox.claim`) in its transaction."""

_FIRST_PAUSE = 0.2
_ELSEWHERE_PAUSE = 0.05


class Clock(Protocol):
    def now(self) -> Any: ...


def lane_of(update: dict[str, Any]) -> int:
    """The chat an update belongs to, else the person it comes from, else 0."""
    for content in update.values():
        if isinstance(content, dict):
            place = content.get("message") or content
            for key in ("chat", "from", "user"):
                if isinstance(place.get(key), dict):
                    return int(place[key]["id"])
            if isinstance(content.get("from"), dict):
                return int(content["from"]["id"])
    return 0
