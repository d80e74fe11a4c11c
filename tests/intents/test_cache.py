"""What was learned is kept by a hash of all that was read, and learned again when that changed."""

import os
from pathlib import Path

import pytest

from intents import Engine, Kind, Lesson, cache, engine_of, ready, samples
from intents.model import Model
from intents.samples import Sample
from tests.intents.tiny import CATALOGUE, SAMPLES, topic

SAMPLE = '- {kind: request, category: water, text: "my tap is dripping"}\n'


@pytest.fixture(autouse=True)
def few_samples(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of samples, of which the hash is taken; the tiny ones are learned."""
    folder = tmp_path / "samples"
    folder.mkdir()
    (folder / "en.yaml").write_text(SAMPLE, encoding="utf-8")
    monkeypatch.setattr(samples, "SAMPLES", folder)
    monkeypatch.setattr(samples, "load", lambda *_: SAMPLES)
    return folder


@pytest.fixture
def lessons(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that something is learned, by the number of its samples."""
    counted: list[int] = []
    train = cache.training.train

    def count(catalogue: object, some: tuple[Sample, ...], *more: object) -> Model:
        counted.append(len(some))
        return train(catalogue, some, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(cache.training, "train", count)
    return counted


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def means_a_lift(engine: Engine) -> bool:
    return engine.understand("the lift is broken").topic == "lift_broken"


def test_the_second_time_nothing_is_learned(tmp_path: Path, lessons: list[int]) -> None:
    kept = tmp_path / "cache"
    assert means_a_lift(engine_of(CATALOGUE, kept))
    assert means_a_lift(engine_of(CATALOGUE, kept))
    assert len(lessons) == 1
    [name] = files(kept)
    assert name.startswith("taught-")
    assert name.endswith(".npz")


def test_without_a_cache_it_is_learned_every_time(lessons: list[int]) -> None:
    assert means_a_lift(engine_of(CATALOGUE))
    assert means_a_lift(engine_of(CATALOGUE))
    assert len(lessons) == 2


def test_a_lesson_changes_the_hash(tmp_path: Path, lessons: list[int]) -> None:
    engine_of(CATALOGUE, tmp_path / "cache")
    taught = CATALOGUE.with_lessons([Lesson("the box between floors is dead", "lift_broken")])
    engine = engine_of(taught, tmp_path / "cache")
    assert engine.understand("the box between floors is dead").topic == "lift_broken"
    assert len(lessons) == 2
    assert len(files(tmp_path / "cache")) == 2


@pytest.mark.parametrize("changed", ["phrase", "sample", "new samples", "new topic"])
def test_a_change_of_what_is_read_changes_the_hash(
    tmp_path: Path, few_samples: Path, changed: str
) -> None:
    topics = tmp_path / "topics"
    topics.mkdir()
    (topics / "lift.yaml").write_text("phrases: [the lift]", encoding="utf-8")
    before = cache._shipped(tmp_path, topics)
    assert cache._shipped(tmp_path, topics) == before
    if changed == "phrase":
        (topics / "lift.yaml").write_text("phrases: [the lift!]", encoding="utf-8")
    elif changed == "sample":
        (few_samples / "en.yaml").write_text(SAMPLE + SAMPLE, encoding="utf-8")
    elif changed == "new samples":
        (few_samples / "yue.yaml").write_text("", encoding="utf-8")
    else:
        (topics / "tap.yaml").write_text("", encoding="utf-8")
    assert cache._shipped(tmp_path, topics) != before


@pytest.mark.parametrize("library", ["numpy", "scikit-learn", "opencc"])
def test_another_version_of_a_library_changes_the_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    before = cache._shipped(tmp_path, None)
    version = cache.version
    monkeypatch.setattr(cache, "version", lambda name: "0.1" if name == library else version(name))
    assert cache._shipped(tmp_path, None) != before


def test_another_order_of_the_same_files_is_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_text("1")
    other.write_text("2")
    assert cache._hashed([one, other]) == cache._hashed([other, one])


@pytest.mark.parametrize("content", [b"", b"half a file", None])
def test_a_file_that_cannot_be_read_is_learned_again(
    tmp_path: Path, lessons: list[int], content: bytes | None
) -> None:
    kept = tmp_path / "cache"
    engine_of(CATALOGUE, kept)
    [path] = kept.iterdir()
    path.write_bytes(path.read_bytes()[:5_000] if content is None else content)
    assert means_a_lift(engine_of(CATALOGUE, kept))
    assert len(lessons) == 2
    assert means_a_lift(engine_of(CATALOGUE, kept)), "and is whole again"
    assert len(lessons) == 2


def test_only_the_newest_files_stay(tmp_path: Path) -> None:
    kept = tmp_path / "cache"
    kept.mkdir()
    for age in range(1, 6):
        old = kept / f"taught-{age}.npz"
        old.touch()
        os.utime(old, (1_000_000 - age, 1_000_000 - age))
    (kept / "somebody-elses.txt").touch()
    engine_of(CATALOGUE, kept)
    there = files(kept)
    assert "taught-1.npz" in there
    assert "taught-5.npz" not in there
    assert "somebody-elses.txt" in there
    assert len(there) == cache._KEPT + 1


def test_what_is_used_is_not_cleared_as_old(tmp_path: Path) -> None:
    kept = tmp_path / "cache"
    engine_of(CATALOGUE, kept)
    [used] = kept.iterdir()
    os.utime(used, (1_000_000, 1_000_000))
    engine_of(CATALOGUE, kept)
    assert used.stat().st_mtime > 1_000_000


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    """A file stands where the folder should be; so it fails for the mightiest user, too."""
    kept = tmp_path / "cache"
    kept.write_text("in the way")
    assert means_a_lift(engine_of(CATALOGUE, kept))
    assert kept.read_text() == "in the way"


def test_a_full_disk_leaves_no_half_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.store, "save", full)
    assert means_a_lift(engine_of(CATALOGUE, tmp_path / "cache"))
    assert files(tmp_path / "cache") == []


def test_ready_reads_what_learn_left_behind(tmp_path: Path, lessons: list[int]) -> None:
    topics = tmp_path / "topics"
    topics.mkdir()
    for each in CATALOGUE:
        (topics / f"{each.id}.yaml").write_text(each.model_dump_json(), encoding="utf-8")
    learned = cache.learn(tmp_path / "cache", topics)
    assert len(learned.catalogue) == len(CATALOGUE)
    assert means_a_lift(ready(tmp_path / "cache", topics))
    assert len(lessons) == 1
    assert files(tmp_path / "cache")[0].startswith("shipped-")


def test_ready_without_a_cache_learns_here(tmp_path: Path, lessons: list[int]) -> None:
    topics = tmp_path / "topics"
    topics.mkdir()
    for each in CATALOGUE:
        (topics / f"{each.id}.yaml").write_text(each.model_dump_json(), encoding="utf-8")
    assert means_a_lift(ready(None, topics))
    assert len(lessons) == 1


def test_the_hash_is_of_all_the_code() -> None:
    read = set(cache._read_by_all())
    assert set(Path(cache.__file__).parent.rglob("*.py")) <= read


def test_a_topic_that_was_taken_out_changes_the_hash() -> None:
    more = {**CATALOGUE.topics, "q_gym": topic("q_gym", kind=Kind.QUESTION)}
    without = type(CATALOGUE)(CATALOGUE.topics)
    assert cache._of_topics(without) == cache._of_topics(CATALOGUE)
    assert cache._of_topics(type(CATALOGUE)(more)) != cache._of_topics(CATALOGUE)
