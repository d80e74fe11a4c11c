"""Finds the examples most like a message: few by shared pieces, and those letter by letter.

The cosine over an inverted index names the candidates, so that the time stays flat as examples
grow; rapidfuzz then forgives typos and, over syllables, homophones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from intents.features import Vector
from intents.pinyin import spelt

if TYPE_CHECKING:
    from scipy import sparse

CANDIDATES = 32
"""Examples that are compared letter by letter."""
MOST_READ = 4_000
"""Entries of the index read for one message, the most telling pieces first."""
_TOO_COMMON = 1_500
_FAR = 0.04
"""A cosine below which nobody is a neighbour."""
LONGEST_COMPARED = 200
"""Characters compared letter by letter; the time grows with their square."""


@dataclass(frozen=True)
class Near:
    """The examples near to a message, with their likeness by pieces and by letters, 0 to 1."""

    examples: NDArray[np.intp]
    by_pieces: NDArray[np.float32]
    by_letters: NDArray[np.float32]


NOBODY = Near(np.zeros(0, np.intp), np.zeros(0, np.float32), np.zeros(0, np.float32))


class Neighbours:
    """An index over examples; `texts` are bare."""

    def __init__(
        self,
        starts: NDArray[np.int32],
        examples: NDArray[np.int32],
        weights: NDArray[np.float32],
        texts: Sequence[str],
        sounds: Sequence[str],
    ) -> None:
        self._starts = starts
        self._examples = examples
        self._weights = weights
        self.texts = texts
        self.sounds = sounds

    @classmethod
    def index(cls, matrix: "sparse.csr_matrix", texts: Sequence[str]) -> "Neighbours":
        """Over the rows of a matrix, an example a row."""
        pieces = matrix.T.tocsr()
        shortened = [text[:LONGEST_COMPARED] for text in texts]
        sounds = [text if text.isascii() else spelt(text) for text in shortened]
        return cls(pieces.indptr, pieces.indices, pieces.data, shortened, sounds)

    @classmethod
    def of(
        cls, arrays: Mapping[str, NDArray[Any]], texts: Sequence[str], sounds: Sequence[str]
    ) -> "Neighbours":
        """What `arrays` gave away, in its place again."""
        return cls(arrays["starts"], arrays["examples"], arrays["weights"], texts, sounds)

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {"starts": self._starts, "examples": self._examples, "weights": self._weights}

    def near(self, vector: Vector, plain: str, without: NDArray[np.intp] | None = None) -> Near:
        """The nearest examples; `without` are left out, to judge an example by the others."""
        likeness = self._likeness(vector)
        if without is not None:
            likeness[without] = 0
        found = np.flatnonzero(likeness > _FAR)
        if not len(found):
            return NOBODY
        if len(found) > CANDIDATES:
            best = np.argpartition(likeness[found], -CANDIDATES)[-CANDIDATES:]
            found = found[best]
        return Near(found, likeness[found], self._by_letters(plain[:LONGEST_COMPARED], found))

    def _likeness(self, vector: Vector) -> NDArray[np.float32]:
        """The cosine to every example, by the most telling pieces of the message."""
        starts, ends = self._starts[vector.ids], self._starts[vector.ids + 1]
        sizes = ends - starts
        order = np.argsort(-vector.weights, kind="stable")
        # What thousands of examples have tells none from another, however much it weighs.
        telling = order[sizes[order] <= _TOO_COMMON]
        read = telling[np.cumsum(sizes[telling]) <= MOST_READ]
        if not len(read):
            read = (telling if len(telling) else order)[:1]
        lengths = sizes[read]
        # The entries of all pieces behind one another: where each begins, and how far in we are.
        before = np.concatenate(([0], np.cumsum(lengths)))
        entries = np.arange(before[-1]) + np.repeat(starts[read] - before[:-1], lengths)
        shared = np.repeat(vector.weights[read], lengths) * self._weights[entries]
        summed = np.bincount(self._examples[entries], shared, len(self.texts))
        return np.asarray(summed, np.float32)

    def _by_letters(self, plain: str, found: NDArray[np.intp]) -> NDArray[np.float32]:
        texts = [self.texts[at] for at in found]
        best = process.cdist([plain], texts, scorer=fuzz.ratio)[0]
        if " " in plain:
            sorted_words = process.cdist([plain], texts, scorer=fuzz.token_sort_ratio)[0]
            best = np.maximum(best, 0.97 * sorted_words)
        if not plain.isascii():
            sounds = [self.sounds[at] for at in found]
            heard = process.cdist([spelt(plain)], sounds, scorer=fuzz.ratio)[0]
            best = np.maximum(best, 0.95 * heard)
        return np.asarray(best / 100, np.float32)
