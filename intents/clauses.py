"""Cuts a message where another wish may begin: at full stops, and before words that add one.

「停車費多少？還有B2燈壞了」 holds two; a comma alone joins what belongs together.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

SHORTEST = {"han": 3, "latin": 8}
"""Characters below which a piece says nothing by itself and stays with what went before."""
MOST = 4
"""Clauses that are judged one by one; the rest stays with the last."""

_STOPS = re.compile(r"(?<=[。！？!?；;\n])(?![。！？!?；;])|(?<=[^\d\s.][.])(?=\s)")
_NEVER = "(?!)"
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Clause:
    """A part of a message in its own words; `adds`: it begins with a word that adds a wish."""

    text: str
    adds: bool = False


def cut(text: str, joiners: Sequence[str]) -> list[Clause]:
    """The clauses of the message, at least one; `joiners` are words that add a wish.

    A joiner counts at the beginning of a sentence and after a comma or a blank.
    """
    found: list[Clause] = []
    for sentence in _STOPS.split(text):
        for part in _split(sentence, tuple(joiners)):
            _append(found, part)
    return found or [Clause(text)]


def _split(sentence: str, joiners: tuple[str, ...]) -> Iterable[Clause]:
    start, adds = 0, False
    for match in _joining(joiners).finditer(sentence):
        if match.start():
            yield Clause(sentence[start : match.start()], adds)
        start, adds = match.start(), True
    yield Clause(sentence[start:], adds)


def _append(found: list[Clause], part: Clause) -> None:
    text = part.text.strip(" \t\r\n,，、")
    if not text:
        return
    shortest = SHORTEST["han" if _HAN.search(text) else "latin"]
    if found and (len(text) < shortest or len(found) >= MOST):
        found[-1] = Clause(f"{found[-1].text} {text}", found[-1].adds)
    else:
        found.append(Clause(text, part.adds))


@cache
def _joining(joiners: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(joiners, key=len, reverse=True)
    han = "|".join(re.escape(word) for word in longest_first if not word.isascii())
    latin = "|".join(re.escape(word) for word in longest_first if word.isascii())
    begins_han = rf"(?:^|(?<=[,，、\s。!！?？]))(?:{han or _NEVER})"
    begins_latin = rf"(?:^|(?<=[,;\s]))(?:{latin or _NEVER})\b"
    return re.compile(f"{begins_han}|{begins_latin}", re.IGNORECASE)
