"""A messenger that takes everything and says nothing: what is measured is our own work."""

import itertools
import json
from typing import Any

from telegram.request import BaseRequest, RequestData

_ME = {"id": 7000, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class NowhereRequest(BaseRequest):
    """Answers every call at once, with the least that PTB can read."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        called = url.rsplit("/", 1)[-1]
        if called == "getMe":
            result: Any = _ME
        elif called == "sendMessage":
            chat = (request_data.parameters if request_data else {}).get("chat_id", 1)
            result = {
                "message_id": next(self._ids),
                "date": 1,
                "chat": {"id": chat, "type": "private"},
                "text": "x",
            }
        else:
            result = True
        return 200, json.dumps({"ok": True, "result": result}).encode()


def message(update_id: int, user: int, text: str) -> dict[str, Any]:
    """An update as Telegram sends it."""
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1_790_000_000,
            "chat": {"id": user, "type": "private", "first_name": f"Owner {user}"},
            "from": {
                "id": user,
                "is_bot": False,
                "first_name": f"Owner {user}",
                "language_code": "zh-hant",
            },
            "text": text,
        },
    }
