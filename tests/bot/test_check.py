"""`python -m bot check`: every mistake at once, each where somebody can find it."""

from functools import partial
from pathlib import Path

import pytest

from bot import check
from bot.config import Settings
from bot.texts import TextError
from intents import samples


async def test_mistakes_of_all_kinds_are_told_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en.yaml").write_text(
        '- {kind: wish, category: noise, text: "so loud"}\n- {kind: complaint, category: noise}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(samples, "load", partial(samples.load, tmp_path))

    def no_texts() -> None:
        raise TextError(["text owner.card is missing in en"])

    monkeypatch.setattr(check, "load_texts", no_texts)
    mistakes = await check.everything(Settings(data=tmp_path))
    assert mistakes[0] == "text owner.card is missing in en"
    assert [mistake.split(": ")[0] for mistake in mistakes[1:]] == [
        "samples/en.yaml:1",
        "samples/en.yaml:2",
    ]
