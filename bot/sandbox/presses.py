"""Buttons that were pressed, until a bot answers or Telegram loses its patience."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass

from bot.sandbox.journal import Journal
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json

PATIENCE = 150.0
"""Seconds of real time: Telegram does not wait longer because the sandbox's clock stands still."""


@dataclass
class Press:
    id: str
    bot_id: int
    chat_id: int
    message_id: int
    person_id: int
    pressed_at: float
    answer: Json | None = None
    """What the bot made appear on the screen: `text` and `alert`."""


class Presses:
    def __init__(self, journal: Journal, seconds: Callable[[], float]) -> None:
        """`seconds` is the machine's clock, as `time.time`."""
        self._journal = journal
        self._seconds = seconds
        self._waiting: dict[str, Press] = {}
        for key, document in journal.entries("press"):
            self._waiting[key] = Press(**document)

    def add(self, bot_id: int, chat_id: int, message_id: int, person_id: int) -> Press:
        self._forget_old_ones()
        number = str(secrets.randbits(62))
        press = Press(number, bot_id, chat_id, message_id, person_id, self._seconds())
        self._waiting[press.id] = press
        self._journal.put("press", press.id, asdict(press))
        return press

    def answer(self, bot_id: int, press_id: str, answer: Json | None) -> Press | None:
        """The press if this is its first answer; None if it had one. Refuses what is too old."""
        press = self._waiting.get(press_id)
        if press is None or press.bot_id != bot_id or self._is_old(press):
            bad_request("query is too old and response timeout expired or query ID is invalid")
        if press.answer is not None:
            return None
        press.answer = answer or {}
        self._journal.put("press", press.id, asdict(press))
        return press

    def _is_old(self, press: Press) -> bool:
        return self._seconds() - press.pressed_at > PATIENCE

    def _forget_old_ones(self) -> None:
        for press in [each for each in self._waiting.values() if self._is_old(each)]:
            del self._waiting[press.id]
            self._journal.drop("press", press.id)
