"""Puts one slip into a message: a slip of the finger in a word, or a homophone among Han."""

import re
from collections import defaultdict
from collections.abc import Iterable
from random import Random

from pypinyin import lazy_pinyin

from intents.normalise import HAN, fold

_SLIPS = re.compile(rf"[A-Za-z]{{4,}}|[{HAN}]")


class Mistakes:
    """Homophones are taken from the characters of these texts: those that people write."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._alike: dict[str, list[str]] = defaultdict(list)
        for character in sorted({each for text in texts for each in re.findall(f"[{HAN}]", text)}):
            self._alike[_sound(character)].append(character)

    def one(self, text: str, chance: Random) -> str:
        """The text itself where there is nothing to mistake."""
        places = [found.span() for found in _SLIPS.finditer(text)]
        chance.shuffle(places)
        for start, end in places:
            slipped = self._slip(text[start:end], chance)
            if slipped:
                return text[:start] + slipped + text[end:]
        return text

    def _slip(self, piece: str, chance: Random) -> str | None:
        if piece.isascii():
            return slip_of_the_finger(piece, chance)
        # Another way to write the same character is no mistake.
        others = [each for each in self._alike[_sound(piece)] if fold(each) != fold(piece)]
        return chance.choice(others) if others else None


def slip_of_the_finger(word: str, chance: Random) -> str:
    """A letter swapped with the next one, dropped, or doubled."""
    at = chance.randrange(len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    dropped = word[:at] + word[at + 1 :]
    doubled = word[: at + 1] + word[at:]
    return chance.choice([doubled, dropped, swapped if swapped != word else doubled])


def _sound(character: str) -> str:
    return lazy_pinyin(character)[0]
