"""Training in another process: what it prints comes back, and what goes wrong is one sentence."""

import pytest

from bot.learning import training
from bot.learning.training import TrainingError, run_intents


async def test_what_is_printed_comes_back() -> None:
    assert "python -m intents" in await run_intents(["--help"])


async def test_a_failure_says_why_in_one_sentence() -> None:
    with pytest.raises(TrainingError, match=r"ended with 2: .*invalid choice"):
        await run_intents(["juggle"])


async def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "LONGEST", 0.01)
    with pytest.raises(TrainingError, match="longer than"):
        await run_intents(["check"])
