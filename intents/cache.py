"""Keeps what was learned, so that only a changed catalogue is learned again.

The cache is a folder of files named by a hash of everything that training read: topics, samples,
cues, lessons, and the versions of code and libraries. A file that cannot be read is learned anew.
"""

import contextlib
import hashlib
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from intents import samples, store, training
from intents.catalogue import TOPICS, Catalogue
from intents.model import Model
from intents.rules import Rules
from intents.sources import HOME
from intents.understand import Engine

_HERE = Path(__file__).parent
_LIBRARIES = ("numpy", "scikit-learn", "rapidfuzz", "pypinyin", "snowballstemmer", "opencc")
_ENDING = ".npz"
_KEPT = 2
"""Files of a sort (shipped, taught) that stay: the one in use, and the one before it."""


@dataclass(frozen=True)
class Learned:
    """A catalogue, and the model of it."""

    catalogue: Catalogue
    model: Model


def ready(
    cache: Path | None = None,
    folder: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Engine:
    """An engine over the topics of the folder (the shipped ones).

    From the cache where the same was learned before, without even reading the topics; else it is
    learned now, which takes half a minute, and kept. Raises CatalogueError where topics or
    samples have mistakes.
    """
    path = _shipped(cache, folder)
    learned = _remembered(path)
    if learned is None and cache is not None:
        _learn_apart(cache, folder, tell)
        learned = _remembered(path)
    if learned is None:
        learned = learn(None, folder, tell)
    return Engine(learned.catalogue, learned.model, Rules())


def learn(
    cache: Path | None = None,
    folder: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Learned:
    """Learns the topics of the folder, in this process, and keeps what was learned."""
    catalogue = Catalogue.load(folder)
    learned = Learned(catalogue, training.train(catalogue, samples.load(), Rules(), tell))
    _keep(learned, _shipped(cache, folder))
    return learned


def _learn_apart(cache: Path, folder: Path | None, tell: Callable[[str], None]) -> None:
    """In a process of its own: training takes ten times the memory that serving does."""
    Catalogue.load(folder)  # mistakes are told here, to whoever called
    samples.load()
    tell("learning what owners mean (once; half a minute)")
    home = str(_HERE.parent)
    topics = [] if folder is None else ["--topics", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "intents", *topics, "train", "--cache", str(cache)],
        env=os.environ | {"PYTHONPATH": home},
        check=False,  # what it did not leave behind is learned here
        stdout=subprocess.DEVNULL,
    )


def _shipped(cache: Path | None, folder: Path | None) -> Path | None:
    return cache / f"shipped-{_of_files(folder or TOPICS)}{_ENDING}" if cache else None


def engine_of(
    catalogue: Catalogue,
    cache: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
    home: Path | None = None,
) -> Engine:
    """An engine over a catalogue that is at hand, with lessons perhaps; kept in the cache, too.

    `home` has the samples and cues, where they are not the shipped ones.
    """
    path = cache / f"taught-{_of_topics(catalogue, home)}{_ENDING}" if cache else None
    rules = Rules(home or HOME)
    learned = _remembered(path)
    if learned is None:
        known = samples.load(home / "samples" if home else None)
        learned = Learned(catalogue, training.train(catalogue, known, rules, tell))
        _keep(learned, path)
    return Engine(catalogue, learned.model, rules)


def _remembered(path: Path | None) -> Learned | None:
    if path is None:
        return None
    try:
        learned = Learned(*store.load(path))
    except (FileNotFoundError, store.StoreError):
        return None  # whatever is wrong with it, it can be learned again
    with contextlib.suppress(OSError):
        path.touch()
    return learned


def _keep(learned: Learned, path: Path | None) -> None:
    if path is not None:
        with contextlib.suppress(OSError):  # a full or read-only disk costs time, not service
            _write(learned, path)


def _write(learned: Learned, path: Path) -> None:
    """Whole or not at all: others may read at the same moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".learning-")
    try:
        os.close(handle)
        store.save(Path(name), learned.catalogue, learned.model)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sort = path.name.partition("-")[0]
    kept = sorted(path.parent.glob(f"{sort}-*{_ENDING}"), key=_age, reverse=True)
    left_behind = [
        each for each in path.parent.glob(".learning-*") if _age(each) < _age(path) - 3600
    ]
    for old in [*kept[_KEPT:], *left_behind]:
        old.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _of_files(folder: Path) -> str:
    return _hashed([*folder.glob("*.yaml"), *_read_by_all()])


def _of_topics(catalogue: Catalogue, home: Path | None = None) -> str:
    words = [topic.model_dump_json().encode() for topic in catalogue]
    return _hashed(_read_by_all(home), words)


def _read_by_all(home: Path | None = None) -> list[Path]:
    """Samples, cues and code: what every training depends on."""
    folder = home / "samples" if home else samples.SAMPLES
    return [*folder.glob("*.yaml"), *(home or _HERE).glob("*.yaml"), *_HERE.rglob("*.py")]


def _hashed(files: Iterable[Path], more: Iterable[bytes] = ()) -> str:
    known = hashlib.blake2b(digest_size=12)
    known.update(f"{platform.python_version()} {[version(each) for each in _LIBRARIES]}".encode())
    for path in sorted(files):
        known.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for words in more:
        known.update(words + b"\0")
    return known.hexdigest()
