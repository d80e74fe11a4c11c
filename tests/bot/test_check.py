"""`python -m bot check`: every mistake at once, each where somebody can find it."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot import check
from bot.__main__ import main
from bot.config import Settings
from bot.texts import TextError
from intents import letters
from reminders.notices import FOLDER, Notices


async def test_mistakes_of_all_kinds_are_told_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en.yaml").write_text(
        '- {kind: wish, category: noise, text: "so loud"}\n- {kind: complaint, category: noise}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(letters, "load", partial(letters.load, tmp_path))

    def no_texts() -> None:
        raise TextError(["text owner.card is missing in en"])

    monkeypatch.setattr(check, "load_texts", no_texts)
    mistakes = (await check.everything(Settings(data=tmp_path), date(2026, 11, 26))).mistakes
    assert mistakes[0] == "text owner.card is missing in en"
    assert [mistake.split(": ")[0] for mistake in mistakes[1:]] == [
        "letters/en.yaml:1",
        "letters/en.yaml:2",
    ]


async def test_notices_are_proof_read_and_advice_is_no_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heater = (FOLDER / "fire.heater.yaml").read_text(encoding="utf-8")
    shouting = heater.replace("Give the heater some room", "GIVE the heater room")
    shouting = shouting.replace("Heaters are coming out again.", "Heaters can be deadly.")
    (tmp_path / "fire.heater.yaml").write_text(shouting, encoding="utf-8")
    monkeypatch.setattr(Notices, "load", partial(Notices.load, tmp_path))

    found = await check.everything(Settings(data=tmp_path), date(2026, 11, 26))
    (mistake,), (advice,) = found.mistakes, found.advice
    assert mistake.startswith("fire.heater.yaml:35: E10 in TW en, HK en, CN en: “deadly”")
    assert advice.startswith("fire.heater.yaml:34: W09 in TW en, HK en, CN en: “GIVE” shouts")


def test_the_shipped_files_are_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith("Everything is in order.\n")
