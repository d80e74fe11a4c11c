"""What given words are to be understood as, while everything else is understood as ever."""

from dataclasses import replace
from typing import Any

import pytest

from intents import Category, Engine, Kind, Understanding, Wish


class Understood:
    """`understood(text, refers_back=True)`: the engine's answer to it, but for that."""

    def __init__(self) -> None:
        self._told: dict[str, dict[str, Any]] = {}

    def __call__(self, text: str, **known: Any) -> None:
        self._told[text] = known

    def corrected(self, text: str, heard: Understanding) -> Understanding:
        plain = replace(heard, wishes=(), doubtful=None, refers_back=False)
        return replace(plain, **self._told.get(text, {}))


def listen_with(monkeypatch: pytest.MonkeyPatch) -> Understood:
    understood = Understood()
    understand = Engine.understand

    def heard(self: Engine, text: str, *args: Any, **more: Any) -> Understanding:
        return understood.corrected(text, understand(self, text, *args, **more))

    monkeypatch.setattr(Engine, "understand", heard)
    return understood


def wish(text: str, kind: Kind, category: Category, topic: str | None = None) -> Wish:
    return Wish(text, kind, category, urgent=False, confidence=0.9, topic=topic)
