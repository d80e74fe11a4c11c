"""Makes two ways of writing the same words equal: script, width, case, emoji, spelling.

`fold` keeps punctuation and digits, because places ("12/F", "3-12-F") are read from it;
`bare` goes on to drop them, because phrases are compared without.
"""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

LONGEST_READ = 800
"""Characters of a message that are read; nobody reports a leak in more."""
_LAST_READ = 240
"""Of a longer one, the beginning and so much of the end, where the alarm may be."""

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# One spelling for characters that owners use for one another, after Traditional → Simplified.
# Cantonese is folded to the spelling typed in a hurry (左 for 咗), which loses nothing we need.
_SAME_CHARACTER = {
    "著": "着",
    "妳": "你",
    "您": "你",
    "甚": "什",
    "麽": "么",
    "裏": "里",
    "裡": "里",
    "咗": "左",
    "嚟": "黎",
    "嘢": "野",
    "嘅": "既",
    "喺": "系",
    "㗎": "架",
    "噉": "咁",
    "俾": "畀",
    "啲": "d",
    "曱": "甲",
    "甴": "由",
}
_EMOJI_THAT_ARE_WORDS = {"🆘": " sos ", "🆗": " ok ", "🚒": " 消防车 ", "🚑": " 救护车 "}
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
_PICTURES = frozenset({"So", "Sk"})

_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_NOT_A_WORD = re.compile(r"[^\w']+|_+")
_SPOKEN_THRICE = re.compile(r"([^\d\s]{1,4}?)\1{2,}")
_APOSTROPHES = re.compile("['’‘`´]")


def simplified_characters() -> dict[str, str]:
    """Traditional → Simplified, one character for one, as OpenCC has it."""
    return _one_for_one("t2s")


def traditional_characters() -> dict[str, str]:
    """Simplified → Traditional, one character for one, as OpenCC has it."""
    return _one_for_one("s2t")


@cache
def _one_for_one(conversion: str) -> dict[str, str]:
    han = [chr(point) for point in (*range(0x3400, 0xA000), *range(0x20000, 0x2A6E0))]
    # A line break between characters keeps OpenCC from reading them as words.
    converted = OpenCC(conversion).convert("\n".join(han)).split("\n")
    return {a: b for a, b in zip(han, converted, strict=True) if a != b and len(b) == 1}


class _FoldingTable(dict[int, str | None]):
    """A table for `str.translate` that decides about a character the first time it is met."""

    def __missing__(self, point: int) -> str | None:
        character = chr(point)
        self[point] = folded = self._decide(character)
        return folded

    @staticmethod
    def _decide(character: str) -> str | None:
        if character.isspace():
            return " "
        category = unicodedata.category(character)
        if category in _INVISIBLE:
            return None
        return " " if category in _PICTURES else character


@cache
def _folding_table() -> _FoldingTable:
    table = _FoldingTable()
    table.update({ord(a): b for a, b in simplified_characters().items()})
    table.update({ord(a): b for a, b in _SAME_CHARACTER.items()})
    table.update({ord(a): b for a, b in _EMOJI_THAT_ARE_WORDS.items()})
    return table


def fold(text: str) -> str:
    """One script, one width, one case; no emoji, control or bidi characters; single spaces."""
    if len(text) > LONGEST_READ:
        text = f"{text[: LONGEST_READ - _LAST_READ]} {text[-_LAST_READ:]}"
    compatible = unicodedata.normalize("NFKC", text)[: LONGEST_READ + 1]
    plain = _APOSTROPHES.sub("'", compatible.casefold()).translate(_folding_table())
    return _BETWEEN_HAN.sub("", " ".join(plain.split()))


def bare(folded: str) -> str:
    """Words only: punctuation gone, what is said three times over said once."""
    words = " ".join(_NOT_A_WORD.sub(" ", folded).split())
    return _SPOKEN_THRICE.sub(r"\1", _BETWEEN_HAN.sub("", words))
