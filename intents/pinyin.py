"""Spells Han characters as they sound, so that 電踢 and 電梯 come near each other.

Toneless Mandarin, with the pairs made equal that speakers mix up and input methods offer for
one another (zh/z, ch/c, sh/s, n/l, -ng/-n). Cantonese homophones mostly fall together, too.
"""

import os
import re
from functools import cache, lru_cache

from intents.normalise import HAN

# Characters are read one by one; the dictionary of phrases would take 0.3 s and 40 MB.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin import Style, pinyin

_HAN_CHARACTER = re.compile(f"[{HAN}]")
_RETROFLEX = {"zh": "z", "ch": "c", "sh": "s"}


def spelt(text: str) -> str:
    """Folded text with each Han character as its syllable, one blank between syllables."""
    return " ".join(_HAN_CHARACTER.sub(lambda found: f" {syllable(found[0])} ", text).split())


@lru_cache(maxsize=30_000)
def syllable(character: str) -> str:
    """The character's commonest sound; the character itself where it has none."""
    read = pinyin(character, style=Style.NORMAL, errors="ignore")
    return _fuzzy(read[0][0]) if read else character


@cache
def _fuzzy(sound: str) -> str:
    sound = _RETROFLEX.get(sound[:2], sound[:2]) + sound[2:]
    if sound.startswith("l"):
        sound = "n" + sound[1:]
    return sound.removesuffix("g") if sound.endswith("ng") else sound
