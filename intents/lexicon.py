"""Finds known names in a text: Latin ones as whole words, Han ones anywhere."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

_WORD = re.compile("[a-z]+")
_FIRST_WORD = re.compile("[^a-z]*([a-z]+)")


Meant = TypeVar("Meant")


@dataclass(frozen=True)
class Mention(Generic[Meant]):
    """A name that was said, and what it stands for."""

    said: str
    meant: Meant


def words_of(folded: str) -> frozenset[str]:
    """Its Latin words, which say quickly what a text cannot be about."""
    return frozenset(_WORD.findall(folded))


class Lexicon(Generic[Meant]):
    """Names of folded text. Of two that begin at one place, the longer is meant."""

    def __init__(self, names: Mapping[str, Meant]) -> None:
        self._names = dict(names)
        latin = [name for name in names if name.isascii()]
        self._first_words = frozenset(
            word + ending
            for name in latin
            if (found := _FIRST_WORD.match(name))
            for word in (found[1],)
            for ending in ("", "s")
        )
        self._latin = _pattern(latin, before=r"(?<![a-z])", after=r"(?=s?(?![a-z]))")
        self._han = _pattern(name for name in names if not name.isascii())

    def found_in(self, folded: str, words: frozenset[str]) -> list[Mention[Meant]]:
        """In the order in which they are said; `words` are the text's `words_of`."""
        found = [] if folded.isascii() else list(self._han.finditer(folded))
        if not words.isdisjoint(self._first_words):
            found += self._latin.finditer(folded)
            found.sort(key=re.Match.start)
        return [Mention(each[0], self._names[each[0]]) for each in found]


def _pattern(names: Iterable[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """One branch for each first character, so that most places are passed over at once."""
    by_first: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        by_first.setdefault(name[0], []).append(name[1:])
    branches = [
        re.escape(first) + f"(?:{'|'.join(map(re.escape, rests))})"
        for first, rests in by_first.items()
    ]
    return re.compile(f"{before}(?:{'|'.join(branches)}){after}" if branches else r"(?!)")
