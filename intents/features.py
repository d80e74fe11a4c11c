"""Cuts messages into the countable pieces that models learn from, and weighs them.

Each sort of piece sees something else: words and their neighbours what is said, letters inside
words what is meant in spite of a typo, Han characters alone and in pairs what needs no word
boundaries, syllables what a homophone meant, and marks what the rules know. Each sort is
weighted by rarity and brought to the same length before they are added, so that a sort with
many pieces does not drown the others.
"""

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress, count, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from intents.normalise import HAN
from intents.pinyin import syllable
from intents.spelling import Spelling

if TYPE_CHECKING:
    from scipy import sparse

WORD, NEAR, TOGETHER, LETTERS, HAN_PIECE, HAN_NEAR, SOUND, MARK = range(8)
WEIGHTS = (1.0, 0.6, 0.6, 1.0, 1.0, 0.6, 0.3, 0.8)
"""How much each sort of piece counts, in the order above."""

LONGEST = 400
"""Characters of bare text that are cut up: a longer story says the same again."""
MOST_WORDS_TOGETHER = 14
"""Words of which every two are looked at together; a longer message has too many such pairs."""
_REACH = 3
_SHORTEST_LETTERS, _LONGEST_LETTERS = 2, 5
_LONGEST_WORD = 24

_RUNS = re.compile(rf"[{HAN}]+|[^\s{HAN}]+")
_LATIN_WORD = re.compile(r"[a-z]{4,}")
_IS_HAN = re.compile(rf"[{HAN}]")
_STEMMER = snowballstemmer.stemmer("english")

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
_WHOLE = (WORD, HAN_PIECE)
"""The sorts that tell how much of a message is known at all."""


@dataclass(frozen=True)
class Vector:
    """A message as numbers of known pieces and their weights; `known` is their share of all."""

    ids: Ids
    weights: Weights
    known: float


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English word without its endings; other words as they are."""
    return str(_STEMMER.stemWord(word)) if word.isascii() else word


@lru_cache(maxsize=50_000)
def _letters(word: str) -> tuple[str, ...]:
    edged = f"^{word[:_LONGEST_WORD]}$"
    return tuple(
        edged[start : start + length]
        for length in range(_SHORTEST_LETTERS, _LONGEST_LETTERS + 1)
        for start in range(len(edged) - length + 1)
    )


def pieces(text: str, spelling: Spelling | None = None) -> list[list[str]]:
    """The pieces of bare text by sort; marks are for the caller to add."""
    found: list[list[str]] = [[] for _ in WEIGHTS]
    words = []
    for run in _RUNS.findall(text[:LONGEST]):
        if _IS_HAN.match(run):
            _cut_han(run, found)
            words.append("汉")
        else:
            words.append("0" if run.isdigit() else run)
    if any(word != "汉" for word in words):
        _cut_words(words, found, spelling)
    return found


def _cut_words(words: list[str], found: list[list[str]], spelling: Spelling | None) -> None:
    said = [spelling.corrected(word) if spelling else word for word in words]
    stems = [stem(word) for word in said]
    found[WORD] += [each for each in stems if each != "汉"]
    marked = ["^", *stems, "$"]
    for at, one in enumerate(marked):
        found[NEAR] += [f"{one} {other}" for other in marked[at + 1 : at + 1 + _REACH]]
    different = sorted(set(stems))
    if len(different) <= MOST_WORDS_TOGETHER:
        for at, one in enumerate(different):
            found[TOGETHER] += [f"{one}+{other}" for other in different[at + 1 :]]
    for word in said:
        if word != "汉":
            found[LETTERS] += _letters(word)


def _cut_han(run: str, found: list[list[str]]) -> None:
    pairs = [one + other for one, other in pairwise(run)]
    found[HAN_PIECE] += [*run, *pairs]
    found[HAN_NEAR] += [f"{one}_{other}" for one, other in zip(run, run[2:], strict=False)]
    found[HAN_NEAR] += [f"{one}__{other}" for one, other in zip(run, run[3:], strict=False)]
    found[HAN_NEAR] += [one + other for one, other in pairwise(pairs[::2])]
    found[HAN_NEAR] += [f"^{run[:2]}", f"{run[-2:]}$"]
    sounds = [syllable(character) for character in run]
    found[SOUND] += [*sounds, *(f"{one} {other}" for one, other in pairwise(sounds))]


class FeatureSpace:
    """The pieces worth knowing, each with its number and rarity."""

    def __init__(
        self, numbers: Sequence[Mapping[str, int]], rarity: Weights, words: Mapping[str, int]
    ) -> None:
        self.numbers = numbers
        self.rarity = rarity
        self.words = words
        self._spelling = Spelling(words)
        self._sort = np.repeat(
            np.arange(len(WEIGHTS), dtype=np.int32), [len(some) for some in numbers]
        )

    def __len__(self) -> int:
        return len(self.rarity)

    def vector(self, plain: str, marks: Iterable[str] = ()) -> Vector:
        """Expects bare text, and what the rules found in it."""
        found = pieces(plain, self._spelling)
        found[MARK] += marks
        known = [
            [number for number in map(numbers.get, some) if number is not None]
            for numbers, some in zip(self.numbers, found, strict=True)
        ]
        ids, counts = np.unique(
            np.fromiter(chain.from_iterable(known), np.int32), return_counts=True
        )
        whole = sum(len(found[sort]) for sort in _WHOLE)
        share = sum(len(known[sort]) for sort in _WHOLE) / whole if whole else 0.0
        sorts = self._sort[ids]
        weights = _damped(counts) * self.rarity[ids]
        weights *= _scales(sorts, weights, len(WEIGHTS))[sorts]
        length = math.sqrt(float(weights @ weights))
        return Vector(ids, weights / length if length else weights, share)

    def spelt(self, folded: str) -> str:
        """Folded text with each Latin word as it was meant, for whoever looks for words."""
        return _LATIN_WORD.sub(lambda word: self._spelling.corrected(word[0]), folded)

    def words_in(self, plain: str) -> list[tuple[str, int]]:
        """The words and pairs of Han characters that are known, as written, with their numbers."""
        found = []
        for run in _RUNS.findall(plain[:LONGEST]):
            if _IS_HAN.match(run):
                said = [(one + other, HAN_PIECE, one + other) for one, other in pairwise(run)]
            else:
                said = [(run, WORD, stem(self._spelling.corrected(run)))]
            for written, sort, piece in said:
                number = self.numbers[sort].get(piece)
                if number is not None:
                    found.append((written, number))
        return found


def learn(
    texts: Iterable[tuple[str, Iterable[str]]], rarest: int = 1
) -> tuple[FeatureSpace, "sparse.csr_matrix"]:
    """The space of bare texts with their marks, and their vectors as the rows of a matrix.

    Pieces in fewer than `rarest` texts are left out: they cost room and teach little.
    """
    from scipy import sparse  # only training needs it, and it takes its time

    # A new piece gets the next number the moment it is asked for.
    numbers = [defaultdict[str, int](count().__next__) for _ in WEIGHTS]
    ids_of = [array("q") for _ in WEIGHTS]
    counts_of = [array("q") for _ in WEIGHTS]
    words: Counter[str] = Counter()
    for plain, marks in texts:
        found = pieces(plain)
        found[MARK] += marks
        words.update(run for run in _RUNS.findall(plain) if run.isascii() and run.isalpha())
        for known, ids, counts, some in zip(numbers, ids_of, counts_of, found, strict=True):
            ids.extend(map(known.__getitem__, some))
            counts.append(len(some))
    rows = len(counts_of[0])
    cells = [
        _cells(ids, counts, len(known), rarest)
        for ids, counts, known in zip(ids_of, counts_of, numbers, strict=True)
    ]
    rarity = [1 + np.log((1 + rows) / (1 + each.frequency)).astype(np.float32) for each in cells]
    ends = np.cumsum([len(each.frequency) for each in cells])
    starts = [0, *ends.tolist()]
    columns = np.concatenate([each.ids + start for each, start in zip(cells, starts, strict=False)])
    weights = np.concatenate(
        [
            _weighed(each, some, weight, rows)
            for each, some, weight in zip(cells, rarity, WEIGHTS, strict=True)
        ]
    )
    row_of = np.concatenate([each.rows for each in cells])
    lengths = np.sqrt(np.bincount(row_of, weights * weights, rows))
    weights /= lengths[row_of]
    matrix = sparse.csr_matrix(
        (weights.astype(np.float32), (row_of, columns)), shape=(rows, int(ends[-1]))
    )
    kept_numbers = [
        dict(zip(compress(known, each.kept), range(start, end), strict=True))
        for known, each, start, end in zip(numbers, cells, starts, ends.tolist(), strict=False)
    ]
    return FeatureSpace(kept_numbers, np.concatenate(rarity), words), matrix


@dataclass(frozen=True)
class _Cells:
    """Which kept piece of one sort is in which text, and how often."""

    rows: NDArray[np.int64]
    ids: NDArray[np.int64]
    counts: NDArray[np.int64]
    kept: NDArray[np.bool_]
    frequency: NDArray[np.int64]
    """In how many texts each kept piece is."""


def _cells(ids: "array[int]", counts: "array[int]", known: int, rarest: int) -> _Cells:
    row_of = np.repeat(np.arange(len(counts)), np.asarray(counts))
    cells, said = np.unique(row_of * max(1, known) + np.asarray(ids), return_counts=True)
    row_of, of = np.divmod(cells, max(1, known))
    frequency = np.bincount(of, minlength=known)
    kept = frequency >= rarest
    stays = kept[of]
    renumbered = np.cumsum(kept) - 1
    return _Cells(row_of[stays], renumbered[of[stays]], said[stays], kept, frequency[kept])


def _weighed(cells: _Cells, rarity: Weights, weight: float, rows: int) -> Weights:
    """Rare says more than common, and all of a text's pieces of a sort together `weight`."""
    weights = _damped(cells.counts) * rarity[cells.ids]
    lengths = np.sqrt(np.bincount(cells.rows, weights * weights, rows))
    return np.asarray(weights * (weight / lengths[cells.rows]), np.float32)


def _damped(counts: NDArray[np.int64]) -> Weights:
    """Said twice is not twice as telling."""
    return (1 + np.log(counts)).astype(np.float32)


def _scales(groups: NDArray[Any], weights: Weights, count: int) -> Weights:
    """What brings each group of pieces to its sort's weight; the groups go sort by sort."""
    lengths = np.sqrt(np.bincount(groups, weights * weights, count)).astype(np.float32)
    wanted = np.tile(np.asarray(WEIGHTS, np.float32), count // len(WEIGHTS))
    return np.divide(wanted, lengths, out=np.zeros(count, np.float32), where=lengths > 0)
