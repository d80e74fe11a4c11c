"""Dirt on the catalogue's own phrases: one slip in each, and what is wanted stays the same."""

from random import Random

import pytest
from pypinyin import lazy_pinyin

from intents import Catalogue, Engine

PHRASES = 150
STAY = 0.93
"""The share of phrases whose kind must survive one slip."""
_HAN = ("\u3400", "\u9fff")
_SHORTEST_HAN, _SHORTEST_WORD = 4, 4
_DROPPED = 0.33
"""The share of slips in Han that lose a character; the others take one that sounds alike."""


def is_han(character: str) -> bool:
    return _HAN[0] <= character <= _HAN[1]


def han_in(text: str) -> list[int]:
    return [at for at, character in enumerate(text) if is_han(character)]


def can_slip(text: str) -> bool:
    """Of a shorter one, a slip leaves nothing to understand."""
    long_words = [word for word in text.split() if len(word) >= _SHORTEST_WORD]
    return len(han_in(text)) >= _SHORTEST_HAN or (text.isascii() and len(long_words) > 1)


class Typist:
    """Mistypes as people do: a letter of a word, or a character for one that sounds alike."""

    def __init__(self, phrases: list[str], seed: int) -> None:
        self._dice = Random(seed)
        self._alike: dict[str, list[str]] = {}
        for character in sorted({each for phrase in phrases for each in phrase if is_han(each)}):
            self._alike.setdefault(lazy_pinyin(character)[0], []).append(character)

    def slipped(self, text: str) -> str:
        return self._han(text) if han_in(text) else self._latin(text)

    def _latin(self, text: str) -> str:
        words = text.split(" ")
        long = [at for at, word in enumerate(words) if len(word) >= _SHORTEST_WORD]
        at = self._dice.choice(long)
        word = words[at]
        place = self._dice.randrange(1, len(word) - 1)
        before, here, after = word[:place], word[place], word[place + 1 :]
        words[at] = self._dice.choice(
            [before + after, before + here + here + after, before + after[0] + here + after[1:]]
        )
        return " ".join(words)

    def _han(self, text: str) -> str:
        place = self._dice.choice(han_in(text))
        others = [each for each in self._alike[lazy_pinyin(text[place])[0]] if each != text[place]]
        is_dropped = not others or self._dice.random() < _DROPPED
        instead = "" if is_dropped else self._dice.choice(others)
        return text[:place] + instead + text[place + 1 :]


@pytest.mark.parametrize("seed", [1, 2])
def test_one_slip_leaves_the_kind(engine: Engine, catalogue: Catalogue, seed: int) -> None:
    said = [
        (topic.kind, phrase)
        for topic in catalogue
        for phrases in topic.phrases.values()
        for phrase in phrases
        if can_slip(phrase)
    ]
    typist = Typist([phrase for _, phrase in said], seed)
    asked = said[seed :: len(said) // PHRASES][:PHRASES]
    losses = []
    for kind, phrase in asked:
        slipped = typist.slipped(phrase)
        understood = engine.understand(slipped)
        if understood.kind is not kind:
            losses.append(f"{phrase} → {slipped}: {kind} → {understood.kind}")
    share = 1 - len(losses) / len(asked)
    print(f"{share:.1%} of {len(asked)} phrases keep their kind", *losses, sep="\n")
    assert len(asked) == PHRASES
    assert share >= STAY, losses


def test_the_typist_makes_one_slip_and_no_more() -> None:
    phrases = ["the lift is broken", "電梯壞了快來", "電提壞了快來"]
    typist = Typist(phrases, 0)
    for phrase in phrases * 20:
        slipped = typist.slipped(phrase)
        assert abs(len(slipped) - len(phrase)) <= 1
        if is_han(phrase[0]) and len(slipped) == len(phrase):
            assert sum(a != b for a, b in zip(phrase, slipped, strict=True)) == 1
