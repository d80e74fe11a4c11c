"""What was read from a message, folded and in pieces, back in the writer's own words and script."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import NamedTuple

from intents.normalise import LONGEST_READ, bare, fold

# Simplified, as words are folded. What a piece of two characters begins or ends with where it
# was cut out across the border of words: 「是没」, 「说的」, 「个水」.
_NEVER_FIRST = frozenset(
    "的了是个得地着过们既左吗呢吧啊呀架系也都就在和把被与而或这那我你他她它很太"
)
_NEVER_LAST = frozenset("的是个既系也都就在和把被与而或这那我你他她它很太还")
_TELLS_NOTHING = re.compile(
    "a|an|the|and|or|but|so|if|as|at|by|for|from|in|into|of|off|on|out|over|since|than|to|under|"
    "until|with|i|you|he|she|it|we|they|me|us|them|my|your|his|her|its|our|their|this|that|these|"
    "those|there|here|be|is|are|was|were|been|being|am|do|does|did|has|have|had|will|would|can|"
    "could|may|might|must|shall|should|just|when|where|who|what|which|how"
)


_LOOKED_FOR = 8
"""Places of one piece: who says it more often says nothing else with it."""


class Original:
    """A message, with where each folded sign of it was written."""

    def __init__(self, text: str) -> None:
        self._text = text[:LONGEST_READ]
        signs = {each: _signs(each) for each in set(self._text)}
        self._signs = "".join([signs[each] for each in self._text])
        self._places = [at for at, each in enumerate(self._text) for _ in signs[each]]

    def words(self, read: str) -> str:
        """As they were written; as they were read, where they cannot be found."""
        found = next(self._found(read), None)
        return read if found is None else self._written(found)

    def telling(self, pieces: Sequence[str]) -> str:
        """Words and pairs of Han characters as the words they are from; empty where none is one.

        Pairs that overlap are one longer piece, and nothing is said twice.
        """
        places = (islice(self._found(piece), _LOOKED_FOR) for piece in pieces)
        found = sorted(set(chain.from_iterable(places)))
        whole = [self._trimmed(span) for span in _joined(found)]
        told = {self._said(span): span for span in reversed(whole) if self._is_told(span)}
        kept = [span for said, span in told.items() if not _is_part(said, told)]
        return " ".join(self._written(span) for span in sorted(kept))

    def _found(self, read: str) -> "Iterator[_Span]":
        """Where the words stand, and are no part of a longer Latin word or number."""
        wanted, begin = "".join(bare(read).split()), -1
        while wanted and (begin := self._signs.find(wanted, begin + 1)) >= 0:
            span = _Span(begin, begin + len(wanted))
            if self._stands_alone(span):
                yield span

    def _stands_alone(self, span: "_Span") -> bool:
        first, last = self._places[span.begin], self._places[span.end - 1]
        before, after = self._text[max(first - 1, 0) : first], self._text[last + 1 : last + 2]
        begins, ends = self._signs[span.begin], self._signs[span.end - 1]
        joins_on = _is_latin(begins) and _is_latin(_signs(before))
        return not (joins_on or (_is_latin(ends) and _is_latin(_signs(after))))

    def _trimmed(self, span: "_Span") -> "_Span":
        begin, end = span.begin, span.end
        while begin < end and self._signs[begin] in _NEVER_FIRST:
            begin += 1
        while begin < end and self._signs[end - 1] in _NEVER_LAST:
            end -= 1
        return _Span(begin, end)

    def _is_told(self, span: "_Span") -> bool:
        said = self._said(span)
        return len(said) > 1 and not _TELLS_NOTHING.fullmatch(said)

    def _said(self, span: "_Span") -> str:
        return self._signs[span.begin : span.end]

    def _written(self, span: "_Span") -> str:
        return self._text[self._places[span.begin] : self._places[span.end - 1] + 1]


class _Span(NamedTuple):
    begin: int
    end: int


def _joined(spans: Sequence[_Span]) -> list[_Span]:
    """Those that share a sign as one; expects them in their order."""
    joined = list(spans[:1])
    for _, span in pairwise(spans):
        last = joined[-1]
        if span.begin < last.end:
            joined[-1] = _Span(last.begin, max(last.end, span.end))
        else:
            joined.append(span)
    return joined


@lru_cache(maxsize=20_000)
def _signs(character: str) -> str:
    """The character as it is compared; empty for what is compared without."""
    return "".join(bare(fold(character)).split())


def _is_latin(signs: str) -> bool:
    return signs.isascii() and signs.isalnum()


def _is_part(said: str, of: Iterable[str]) -> bool:
    """A car is no part of a card: of Han characters alone."""
    return not said.isascii() and any(said != each and said in each for each in of)
