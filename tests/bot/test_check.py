"""`python -m bot check`: every mistake at once, each where somebody can find it."""

import shutil
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot import check
from bot.__main__ import main
from bot.config import Settings
from bot.texts import TextError
from intents import samples
from intents.rules import Rules
from intents.shapes import check_words
from intents.sources import HOME
from reminders.notices import FOLDER, Notices

SPOILT = [
    ("rules", "frames:", "frame:", "frame is not known here; is frames meant?"),
    ("rules", "frames:", "frame:", "frames is missing"),
    ("subjects", "water:", "watr:", "watr is not known here; is water meant?"),
    ("rooms", "gym: [", "gym: [no, ", "gym.0 False is no text; put it in quotes"),
    ("things", "people:", "peple:", "peple is not known here; is people meant?"),
    ("things", "people:", "peple:", "people is missing"),
    ("times", "[凌晨", "[晏", "parts.dawn.words.0 '晏' needs two characters at least"),
]
"""A file, what in it is written as what instead, and what is wrong then."""


async def test_mistakes_of_all_kinds_are_told_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en.yaml").write_text(
        '- {kind: wish, category: noise, text: "so loud"}\n- {kind: complaint, category: noise}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(samples, "load", partial(samples.load, tmp_path))
    home = _spoilt_home(tmp_path)
    monkeypatch.setattr(check, "Rules", _there(Rules, home))
    monkeypatch.setattr(check, "check_words", _there(check_words, home))

    def no_texts() -> None:
        raise TextError(["text owner.card is missing in en"])

    monkeypatch.setattr(check, "load_texts", no_texts)
    mistakes = (await check.everything(Settings(data=tmp_path), date(2026, 11, 26))).mistakes
    assert mistakes[0] == "text owner.card is missing in en"
    assert [mistake.split(": ")[0] for mistake in mistakes[1:3]] == [
        "samples/en.yaml:1",
        "samples/en.yaml:2",
    ]
    told = [(each.split(".")[0], each.split(": ", 1)[1]) for each in mistakes[3:]]
    assert sorted(told) == sorted((file, sentence) for file, _, _, sentence in SPOILT)
    for file, _, new, sentence in SPOILT:
        lines = (home / f"{file}.yaml").read_text(encoding="utf-8").splitlines()
        if not sentence.endswith("missing"):
            [line] = [number for number, each in enumerate(lines, 1) if new in each]
            assert f"{file}.yaml:{line}: {sentence}" in mistakes


def _there(read: Callable[[Path], object], home: Path) -> Callable[[], object]:
    return lambda: read(home)


def _spoilt_home(folder: Path) -> Path:
    home = folder / "home"
    home.mkdir()
    for path in HOME.glob("*.yaml"):
        shutil.copy(path, home)
    for file, old, new, _ in SPOILT:
        path = home / f"{file}.yaml"
        content = path.read_text(encoding="utf-8")
        assert old in content or new in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")
    return home


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
