"""The report of a tiny catalogue: figures as text, and two pictures."""

from pathlib import Path

import pytest

from intents import report, samples
from tests.intents.tiny import CATALOGUE, SAMPLES

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[str]]:
    """The paths, and what was told on the way."""
    pytest.importorskip("matplotlib")
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(samples, "load", lambda *_: SAMPLES)
        folder = tmp_path_factory.mktemp("report") / "new"
        return list(report.write(CATALOGUE, folder, told.append)), told


def test_it_writes_a_text_and_two_pictures(written: tuple[list[Path], list[str]]) -> None:
    text, confusion, calibration = written[0]
    assert [path.name for path in written[0]] == [
        "accuracy.txt",
        "confusion.png",
        "calibration.png",
    ]
    assert confusion.read_bytes().startswith(PNG)
    assert calibration.read_bytes().startswith(PNG)
    assert text.read_text(encoding="utf-8").endswith("\n")


def test_the_text_has_a_line_for_every_topic(written: tuple[list[Path], list[str]]) -> None:
    lines = written[0][0].read_text(encoding="utf-8").splitlines()
    asked = sum(len(some) for each in CATALOGUE for some in each.phrases.values())
    assert lines[0] == f"{asked} phrases and {len(SAMPLES)} samples, each judged unseen"
    for topic in CATALOGUE:
        [line] = [line for line in lines if f" {topic.id} " in f"{line} " and "%" in line[:7]]
        phrases = sum(map(len, topic.phrases.values()))
        assert f" {phrases} " in f"{line} "


def test_the_worst_topic_comes_first(written: tuple[list[Path], list[str]]) -> None:
    lines = written[0][0].read_text(encoding="utf-8").splitlines()
    shares = [float(line[:6].rstrip("%")) for line in lines if line[5:6] == "%"]
    assert len(shares) == len(CATALOGUE)
    assert shares == sorted(shares)


def test_languages_are_told_apart(written: tuple[list[Path], list[str]]) -> None:
    text = written[0][0].read_text(encoding="utf-8")
    for title in ("samples, kind", "samples, category", "phrases, topic"):
        assert f"{title:<20} all" in text
    assert "phrases, topic       zh-Hant" in text
    assert "phrases, topic       en" in text


def test_progress_is_told(written: tuple[list[Path], list[str]]) -> None:
    assert written[1][-1] == "drawing"
    assert "examining part 1 of 5" in written[1]
