"""Reads a word nobody has taught as the nearest word somebody has, if it is near enough.

The first letter is taken to be right: it is seldom mistyped, and it leaves few words to compare.
"""

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
"""Shorter words have too many neighbours: "list" is not "lift", but "lfit" is."""
_LONG = 8
_TAUGHT_OFTEN = 2
_MOST_REMEMBERED = 20_000


class Spelling:
    """The Latin words of the examples, looked up by first letter and length."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self.words = dict(words)
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word, count in sorted(words.items(), key=lambda each: (-each[1], each[0])):
            if count >= _TAUGHT_OFTEN:
                self._alike[word[0], len(word)].append(word)
        self._remembered: dict[str, str] = {}

    def corrected(self, word: str) -> str:
        """The word itself where it is known, short, or near to nothing."""
        if (
            len(word) < SHORTEST - 1
            or word in self.words
            or not (word.isascii() and word.isalpha())
        ):
            return word
        if word not in self._remembered:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()  # misspellings never end
            self._remembered[word] = self._nearest(word)
        return self._remembered[word]

    def _nearest(self, word: str) -> str:
        """One slip in a word of up to seven letters, two in a longer one."""
        allowed = 2 if len(word) >= _LONG else 1
        near = [
            other
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for other in self._alike.get((word[0], length), ())
        ]
        # Of words that are as near, the first is taken: the one that is written most often.
        near.sort(key=self.words.__getitem__, reverse=True)
        if len(word) < SHORTEST:
            near = [other for other in near if sorted(other) == sorted(word)]
        found = process.extractOne(
            word, near, scorer=OSA.distance, score_cutoff=allowed, processor=None
        )
        return found[0] if found else word
