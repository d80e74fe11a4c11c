"""The files as they were read: noticed when they change, and handed on byte for byte."""

import os
from pathlib import Path

import pytest

from intents.sources import HOME, Sources, stamp

CONTENTS = {
    "topics/tap.yaml": b"id: tap\n",
    "samples/en.yaml": b"- a\n",
    "rules.yaml": b"urgent: [now]\n",
    "subjects.yaml": b"",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Sources(CONTENTS).write(tmp_path / "home")
    return tmp_path / "home"


def test_what_is_written_is_read_again_byte_for_byte(home: Path) -> None:
    assert Sources.read(home).files == CONTENTS
    assert Sources.read(home).digest == Sources(CONTENTS).digest


def test_the_shipped_files_are_all_there() -> None:
    files = Sources.read().files
    assert len([name for name in files if name.startswith("topics/")]) > 200
    assert {"samples/en.yaml", "rules.yaml", "subjects.yaml"} <= set(files)
    assert not {"things.yaml", "rooms.yaml"} & set(files), "these are read at the start only"
    assert files["topics/tap_fault.yaml"] == (HOME / "topics/tap_fault.yaml").read_bytes()


def test_what_editors_leave_beside_a_file_is_none_of_them(home: Path) -> None:
    before = stamp(home)
    (home / "topics/.#tap.yaml").symlink_to("nobody@nowhere")
    (home / "topics/tap.yaml~").write_text("id: tap")
    (home / "topics/.tap.yaml.swp").write_text("id: tap")
    (home / "notes.yaml").write_text("more: rules")
    assert stamp(home) == before
    assert Sources.read(home).files == CONTENTS


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_that_is_written_is_noticed(home: Path, name: str) -> None:
    before = stamp(home)
    (home / name).write_bytes(CONTENTS[name] + b"\n")
    assert stamp(home) != before
    assert Sources.read(home).digest != Sources(CONTENTS).digest


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_that_is_gone_is_noticed(home: Path, name: str) -> None:
    before = stamp(home)
    (home / name).unlink()
    assert stamp(home) != before
    assert name not in Sources.read(home).files


def test_the_same_size_at_another_time_is_noticed_and_the_content_decides(home: Path) -> None:
    before = stamp(home)
    path = home / "topics/tap.yaml"
    os.utime(path, (1, 1))
    assert stamp(home) != before
    assert Sources.read(home).digest == Sources(CONTENTS).digest


def test_what_is_moved_from_one_file_to_another_is_another_content() -> None:
    moved = {**CONTENTS, "samples/en.yaml": b"", "samples/fr.yaml": b"- a\n"}
    assert Sources(moved).digest != Sources(CONTENTS).digest


def test_a_file_that_leads_nowhere_hides_no_other(home: Path) -> None:
    for name in "abcxyz":
        (home / f"topics/{name}.yaml").symlink_to("nowhere")
    assert Sources.read(home).files == CONTENTS


def test_a_file_that_may_not_be_read_is_an_error(home: Path) -> None:
    (home / "topics/folder.yaml").mkdir()
    with pytest.raises(OSError, match=r"folder\.yaml"):
        Sources.read(home)


def test_a_home_that_is_gone_has_no_files(tmp_path: Path) -> None:
    assert stamp(tmp_path / "nowhere") == ()
    assert Sources.read(tmp_path / "nowhere").files == {}
