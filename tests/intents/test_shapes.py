"""Every mistake in the files of words is named with its file and its line, and never a surprise."""

import shutil
from pathlib import Path

import pytest

from intents import CatalogueError
from intents.rules import Rules
from intents.shapes import check_words
from intents.sources import HOME


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The shipped files, to be spoilt."""
    for path in HOME.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> int:
    """The line on which it now is."""
    content = path.read_text(encoding="utf-8")
    before, found, after = content.partition(old)
    assert found, old
    path.write_text(f"{before}{new}{after}", encoding="utf-8")
    return before.count("\n") + 1


def mistakes(home: Path, file: str) -> list[str]:
    """As whoever reads the file tells them."""
    read = Rules if file in ("rules", "subjects") else check_words
    with pytest.raises(CatalogueError) as caught:
        read(home)
    return list(caught.value.mistakes)


def test_the_shipped_files_are_right() -> None:
    check_words()
    assert Rules().joiners


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("rules", "  supposed:", "  suposed:", "frames.suposed is not known here; is supposed"),
        ("rules", "not_urgent:", "unhurried:", "unhurried is not known here"),
        ("rules", "not_urgent:", "urgent:", "'urgent' is here twice"),
        ("rules", "  handoff:\n    strong:", "  handoff:\n    loud:", "loud is not known here"),
        ("rules", "kinds:\n  complaint:", "kinds:\n  wish:", "kinds.wish is not known here"),
        ("rules", "[改天, 不急", "[改天, no, 不急", "not_urgent.1 False is no text; put it in"),
        ("rules", "[改天, 不急", "[改天, '', 不急", "not_urgent.1 is empty"),
        ("rules", "[改天, 不急", "[改天, ' ', 不急", "the cue ' ' can be read as nothing at all"),
        ("rules", "joiners: [還有", "joiners: ['🙂'", "joiners.0 '🙂' has no words in it"),
        ("rules", "[改天, 不急", "[(改|過)天, (不急", "the brackets of the cue '(不急' do not"),
        ("rules", "[改天, 不急", "[改天|不急", "the brackets of the cue '改天|不急' do not match"),
        ("rules", "[改天, 不急", "[改天, (很|)*, 不急", "the cue '(很|)*' can be read as nothing"),
        ("subjects", "water:\n  plain:", "water:\n  plian:", "water.plian is not known here; is"),
        ("subjects", "elevator:", "lift:", "lift is not known here"),
        ("subjects", "hint: [爐頭", "hint: [(爐頭", "the brackets of the cue '(爐頭' do not match"),
        ("subjects", "hint: [爐頭", "hint: [3, 爐頭", "gas.hint.0 3 is no text; put it in quotes"),
        ("rooms", "kitchen: [", "Kitchen: [", "Kitchen 'Kitchen' has characters that do"),
        ("rooms", "study: [書房", "study: [廚房", "study.0 '廚房' is also in kitchen"),
        ("rooms", "study: [", "study: [no, ", "study.0 False is no text; put it in quotes"),
        ("rooms", "gym: [健身房, 健身室, gym, fitness room]", "gym:", "gym: here belongs a list"),
        ("things", "people:", "peple:", "peple is not known here; is people meant?"),
        ("things", "  tap: [水龍頭", "  tap: ['🚰'", "things.tap.0 '🚰' has no words in it"),
        ("names", "titles:", "title:", "title is not known here; is titles meant?"),
        ("names", "[mr, mrs", "[mr., mrs", "latin_titles.civil.0 'mr.' has characters that do not"),
        ("names", "  王: [wang", "  王-: [wang", "surnames.王- '王-' has characters that do not"),
        ("names", "- 師傅", "- (師傅)", "titles.work.0 '(師傅)' has characters that do"),
        ("times", "hours: [0, 6]", "hours: [0]", "parts.dawn.hours.1 is missing"),
        ("times", "hours: [0, 6]", "hours: ['0', 6]", "parts.dawn.hours.0 '0' is no whole number"),
        ("times", "hours: [0, 6]", "hours: [0, 60]", "60 is not between 0 and 36"),
        ("times", "words: [凌晨", "words: [晏", "parts.dawn.words.0 '晏' needs two characters"),
        ("times", "今早: [0, morning]", "今早: [0, mornin]", "both.今早.1 'mornin' is not one of"),
        ("times", "  6: [sunday]", "  7: [sunday]", "weekdays.7 7 is not between 0 and 6"),
        ("times", "  1: [明天", "  next: [明天", "days.next 'next' is no whole number"),
        ("times", "again: [", "agian: [", "agian is not known here; is again meant?"),
        ("times", 'at, "on", in', "at, on, in", "True is no text; put it in quotes"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    home: Path, file: str, old: str, new: str, sentence: str
) -> None:
    line = spoil(home / f"{file}.yaml", old, new) + new.count("\n")
    found = mistakes(home, file)
    assert any(each.startswith(f"{file}.yaml:{line}: ") and sentence in each for each in found), (
        line,
        found,
    )


def test_what_has_to_be_there_is_missed(home: Path) -> None:
    (home / "rules.yaml").write_text("frames: {past: [上次]}\n", encoding="utf-8")
    found = mistakes(home, "rules")
    assert "rules.yaml:1: frames.over is missing" in found
    assert "rules.yaml:1: hazards is missing" in found
    assert not any("past" in each for each in found)


@pytest.mark.parametrize("file", ["rules", "subjects", "rooms", "things", "names", "times"])
@pytest.mark.parametrize("content", [b"", b"- a", b"a: [", b"a: \xff", b"just words", None])
def test_a_file_that_is_none_of_ours_is_a_mistake(
    home: Path, file: str, content: bytes | None
) -> None:
    path = home / f"{file}.yaml"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    found = mistakes(home, file)
    assert found
    assert all(each.startswith(f"{file}.yaml:") for each in found)


def test_all_mistakes_of_both_files_of_cues_come_together(home: Path) -> None:
    spoil(home / "rules.yaml", "[改天, 不急", "[改天|不急")
    spoil(home / "rules.yaml", "courtesy: [", "courtesy: [(, ")
    spoil(home / "subjects.yaml", "hint: [爐頭", "hint: [(爐頭")
    assert [each.split(":")[0] for each in mistakes(home, "rules")] == ["rules.yaml"] * 2 + [
        "subjects.yaml"
    ]
