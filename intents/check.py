"""Everything that is wrong with the files that people edit, told at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from intents import samples
from intents.catalogue import Catalogue
from intents.mistakes import CatalogueError, Mistake
from intents.rules import Rules
from intents.samples import Sample
from intents.shapes import check_words


def check_sources(home: Path) -> Catalogue:
    """The topics of a home. Raises CatalogueError with all mistakes in topics, samples and cues."""
    catalogue: Catalogue
    catalogue, *_ = _all(
        lambda: Catalogue.load(home / "topics"),
        lambda: samples.load(home / "samples"),
        lambda: Rules(home),
    )
    return catalogue


def check_everything(topics: Path | None = None) -> tuple[Catalogue, tuple[Sample, ...]]:
    """The same of the shipped files, and of those that are read at the first message."""
    catalogue, known, *_ = _all(lambda: Catalogue.load(topics), samples.load, Rules, check_words)
    return catalogue, known


def _all(*reads: Callable[[], Any]) -> list[Any]:
    read: list[Any] = []
    mistakes: list[Mistake] = []
    for each in reads:
        try:
            read.append(each())
        except CatalogueError as error:
            mistakes += error.found
    if mistakes:
        raise CatalogueError(mistakes)
    return read
