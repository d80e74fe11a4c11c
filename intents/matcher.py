"""Finds the labelled phrases nearest to a message, in under a millisecond.

Shared n-grams, weighted by rarity, name some thirty candidates through an inverted index;
only those are compared letter by letter. A label's score blends its nearest phrase with how
well the message fits the label's phrases taken together.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from typing import TypeVar

from rapidfuzz import fuzz

from intents.normalise import HAN, bare, fold

CANDIDATES = 32
"""Phrases that are compared letter by letter."""
LABELS = 24
"""Labels that are reported."""
LONGEST_MESSAGE = 40
"""n-grams of a message that are looked at, the rarest first: keeps a long story fast."""
MOST_READ = 600
"""Entries of the index that are read for a message: what keeps the time flat as phrases grow."""

_NEAREST_PHRASE, _WHOLE_LABEL = 0.66, 0.34
_BY_LETTERS, _BY_NGRAMS = 0.4, 0.6
_HAN_SINGLE, _HAN_PAIR, _WORD, _WORD_PAIR, _LETTERS = 0.5, 1.0, 1.0, 0.7, 0.35
_LETTERS_AT_ONCE = 4
_DUST = 0.03
_NOTHING = (0.0, -1)
# A phrase inside a longer message counts, if it is long enough not to be there by accident.
_SHORTEST_PART, _LONGER_BY, _PART_DISCOUNT = 4, 1.5, 0.8

_RUNS = re.compile(rf"[{HAN}]+|[^\s{HAN}]+")
_HAN_RUN = re.compile(rf"[{HAN}]")

Vector = dict[str, float]
Key = TypeVar("Key")


@dataclass(frozen=True)
class Example:
    """A phrase that is known to mean `label`."""

    label: str
    text: str


@dataclass(frozen=True)
class Match:
    """How near a label is to a message, from 0 to 1, and its phrase that is nearest."""

    label: str
    score: float
    phrase: str


def ngrams(text: str) -> Vector:
    """The countable pieces of bare text, each with the weight of its sort."""
    pieces: Vector = defaultdict(float)
    previous = ""
    for run in _RUNS.findall(text):
        if _HAN_RUN.match(run):
            _count_han(run, pieces)
            previous = ""
        else:
            word = "0" if run.isdigit() else run
            _count_word(word, previous, pieces)
            previous = word
    return pieces


def _count_han(run: str, pieces: Vector) -> None:
    for character in run:
        pieces[character] += _HAN_SINGLE
    for one, next_one in pairwise(run):
        pieces[one + next_one] += _HAN_PAIR


def _count_word(word: str, previous: str, pieces: Vector) -> None:
    pieces[f"w:{word}"] += _WORD
    if previous:
        pieces[f"w:{previous} {word}"] += _WORD_PAIR
    if len(word) >= _LETTERS_AT_ONCE:
        edged = f"^{word}$"
        for start in range(len(edged) - _LETTERS_AT_ONCE + 1):
            pieces[f"c:{edged[start : start + _LETTERS_AT_ONCE]}"] += _LETTERS


class Matcher:
    """An index over examples; the same one serves topics and the benchmark."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._examples: Sequence[Example] = tuple(examples)
        self._bare = [bare(fold(example.text)) for example in self._examples]
        self._word_for_word: dict[str, Example] = {}
        for text, example in zip(self._bare, self._examples, strict=True):
            self._word_for_word.setdefault(text, example)
        counted = [ngrams(text) for text in self._bare]
        self._rarity = _rarity(counted)
        vectors = [self._weighed(pieces) for pieces in counted]
        self._phrases_with = _inverted(enumerate(vectors))
        self._labels_with = _inverted(self._label_vectors(vectors).items())

    def word_for_word(self, text: str) -> Example | None:
        """The example that says exactly this, but for script, case and punctuation."""
        return self._word_for_word.get(bare(fold(text)))

    def match(self, text: str) -> list[Match]:
        """Labels by falling score; only labels that share something with the message."""
        folded = bare(fold(text))
        vector = _rarest(self._weighed(ngrams(folded)), LONGEST_MESSAGE)
        if not vector:
            return []
        whole = _overlap(vector, self._labels_with)
        nearest = self._nearest_phrases(folded, vector)
        scores = {
            # A label of many different phrases fits little even when it is right: hence the root.
            label: _NEAREST_PHRASE * nearest.get(label, _NOTHING)[0] + _WHOLE_LABEL * math.sqrt(fit)
            for label, fit in whole.items()
        }
        ranked = nlargest(LABELS, scores, key=scores.__getitem__)
        return [
            Match(label, min(1.0, scores[label]), self._said(nearest.get(label)))
            for label in ranked
        ]

    def _nearest_phrases(self, text: str, vector: Vector) -> dict[str, tuple[float, int]]:
        """Per label: how near its nearest phrase is, and which of the examples that is."""
        shared = _overlap(vector, self._phrases_with)
        best: dict[str, tuple[float, int]] = {}
        for index in nlargest(CANDIDATES, shared, key=shared.__getitem__):
            letters = _alike(text, self._bare[index])
            near = _BY_LETTERS * letters + _BY_NGRAMS * shared[index]
            label = self._examples[index].label
            if near > best.get(label, _NOTHING)[0]:
                best[label] = (near, index)
        return best

    def _said(self, nearest: tuple[float, int] | None) -> str:
        return self._examples[nearest[1]].text if nearest else ""

    def _weighed(self, pieces: Vector) -> Vector:
        weighed = {
            piece: (1 + math.log(count) if count > 1 else count) * self._rarity[piece]
            for piece, count in pieces.items()
            if piece in self._rarity
        }
        unknown = len(pieces) - len(weighed)
        return _unit(weighed, unknown_share=unknown / len(pieces) if pieces else 0.0)

    def _label_vectors(self, vectors: Sequence[Vector]) -> dict[str, Vector]:
        sums: dict[str, Vector] = defaultdict(lambda: defaultdict(float))
        for example, vector in zip(self._examples, vectors, strict=True):
            total = sums[example.label]
            for piece, weight in vector.items():
                total[piece] += weight
        return {label: _without_dust(_unit(total)) for label, total in sums.items()}


def _alike(message: str, phrase: str) -> float:
    """How alike two bare texts are letter by letter, from 0 to 1."""
    best = fuzz.ratio(message, phrase)
    if message.isascii():
        best = max(best, 0.97 * fuzz.token_sort_ratio(message, phrase))
    long_enough = len(phrase) >= _SHORTEST_PART * (3 if phrase.isascii() else 1)
    if long_enough and len(message) >= _LONGER_BY * len(phrase):
        best = max(best, _PART_DISCOUNT * fuzz.partial_ratio(message, phrase))
    return best / 100


def _rarest(vector: Vector, most: int) -> Vector:
    if len(vector) <= most:
        return vector
    return {piece: vector[piece] for piece in nlargest(most, vector, key=vector.__getitem__)}


def _without_dust(vector: Vector) -> Vector:
    """Pieces that weigh next to nothing make up most of a large label's index."""
    return {piece: weight for piece, weight in vector.items() if weight >= _DUST}


def _rarity(counted: Sequence[Vector]) -> dict[str, float]:
    seen = Counter(piece for pieces in counted for piece in pieces)
    return {piece: math.log((1 + len(counted)) / (0.5 + n)) for piece, n in seen.items()}


def _unit(vector: Vector, unknown_share: float = 0.0) -> Vector:
    """Length one; less when part of the text was never seen, so that strangers score low."""
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    if not length:
        return {}
    scale = math.sqrt(1 - 0.5 * unknown_share) / length
    return {piece: weight * scale for piece, weight in vector.items()}


def _inverted(vectors: Iterable[tuple[Key, Vector]]) -> dict[str, list[tuple[Key, float]]]:
    index: dict[str, list[tuple[Key, float]]] = defaultdict(list)
    for key, vector in vectors:
        for piece, weight in vector.items():
            index[piece].append((key, weight))
    return dict(index)


def _overlap(vector: Vector, index: Mapping[str, list[tuple[Key, float]]]) -> dict[Key, float]:
    """How much each indexed vector shares with this one, going by its most telling pieces."""
    totals: dict[Key, float] = defaultdict(float)
    read = 0
    for piece in sorted(vector, key=vector.__getitem__, reverse=True):
        entries = index.get(piece, ())
        read += len(entries)
        if read > MOST_READ and totals:
            break
        weight = vector[piece]
        for key, other in entries:
            totals[key] += weight * other
    return totals
