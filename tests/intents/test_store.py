"""One file holds what was learned: read back it judges the same, and another file is refused."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from intents import Engine, store, training
from intents.model import Model
from intents.rules import Rules
from intents.store import StoreError
from tests.intents.tiny import CATALOGUE, SAMPLES

RULES = Rules()
TEXTS = [
    "The lift is BROKEN",
    "電踢壞了",
    "there is a fire",
    "泳池幾點開?",
    "hello",
    "",
    "12樓漏水",
]


@pytest.fixture(scope="module")
def model() -> Model:
    return training.train(CATALOGUE, SAMPLES, RULES)


@pytest.fixture
def kept(model: Model, tmp_path: Path) -> Path:
    path = tmp_path / "learned.npz"
    store.save(path, CATALOGUE, model)
    return path


def test_what_was_read_back_judges_the_same(model: Model, kept: Path) -> None:
    catalogue, again = store.load(kept)
    before, after = Engine(CATALOGUE, model, RULES), Engine(catalogue, again, RULES)
    assert [after.understand(text) for text in TEXTS] == [before.understand(text) for text in TEXTS]


def test_the_catalogue_is_the_same(kept: Path) -> None:
    catalogue, _ = store.load(kept)
    assert dict(catalogue.topics) == dict(CATALOGUE.topics)


def test_the_model_is_the_same(model: Model, kept: Path) -> None:
    _, again = store.load(kept)
    assert again.space.numbers == model.space.numbers
    assert again.space.words == model.space.words
    assert list(again.texts) == list(model.texts)
    assert list(again.neighbours.texts) == list(model.neighbours.texts)
    assert (again.kind.labels, again.kind.mix) == (model.kind.labels, model.kind.mix)
    assert (again.kind.besides, again.category.besides) == (model.kind.besides, None)
    assert again.within == model.within
    assert again.taught() == model.taught()
    assert (again.table.steps == model.table.steps).all()


def test_what_was_read_back_can_be_kept_again(kept: Path, tmp_path: Path) -> None:
    store.save(tmp_path / "again.npz", *store.load(kept))
    assert store.load(tmp_path / "again.npz")[1].taught() == store.load(kept)[1].taught()


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        store.load(tmp_path / "nothing.npz")


class Bomb:
    """Whoever unpickles it makes the file `gone`."""

    def __init__(self, gone: Path) -> None:
        self.gone = gone

    def __reduce__(self) -> "tuple[object, tuple[Path]]":
        return Path.touch, (self.gone,)


@pytest.mark.parametrize("size", [0, 1, 100, 10_000])
def test_half_a_file_is_refused(kept: Path, size: int) -> None:
    kept.write_bytes(kept.read_bytes()[:size])
    with pytest.raises(StoreError):
        store.load(kept)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_file_with_a_hole_is_refused(kept: Path, share: float) -> None:
    content = bytearray(kept.read_bytes())
    at = int(len(content) * share)
    content[at : at + 64] = bytes(64 * [0x5A])
    kept.write_bytes(content)
    with pytest.raises(StoreError, match=r"learned\.npz cannot be read"):
        store.load(kept)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04 and more", b"\x93NUMPY\x01\x00", b"{}", b"\x80\x04."]
)
def test_another_programs_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign.npz"
    path.write_bytes(content)
    with pytest.raises(StoreError):
        store.load(path)


def test_arrays_of_something_else_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign.npz"
    with path.open("wb") as file:
        np.savez(file, rarity=np.zeros(3), about=np.zeros(3, np.uint8))
    with pytest.raises(StoreError):
        store.load(path)


def test_one_array_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign.npz"
    with path.open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(StoreError):
        store.load(path)


def test_a_pickle_is_refused_and_nothing_in_it_runs(tmp_path: Path) -> None:
    path, ran = tmp_path / "learned.npz", tmp_path / "ran"
    path.write_bytes(pickle.dumps(Bomb(ran)))
    with pytest.raises(StoreError):
        store.load(path)
    with path.open("wb") as file:
        np.savez(file, topics=np.asarray([Bomb(ran)], dtype=object))
    with pytest.raises(StoreError):
        store.load(path)
    assert not ran.exists()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        store.load(tmp_path)
