"""Tells which of our three languages a message is written in, from its characters alone."""

import re
from functools import cache
from typing import Literal

from intents.normalise import LONGEST_READ, simplified_characters, traditional_characters

Language = Literal["zh-Hant", "zh-Hans", "en"]

# Written Cantonese; Simplified script never has them.
_CANTONESE = frozenset("唔冇咗嘅喺嚟嘢啲嗰佢哋咩乜𨋢睇瞓攞畀俾噉咁嘥搵啱揸掟曱甴孖嘞㗎喎囉嗌")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN_WORD = re.compile(r"(?<![^\W\d_])[A-Za-zＡ-Ｚａ-ｚ]{2,}")
_OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024fＡ-Ｚａ-ｚ]")


def detect_language(text: str) -> Language | None:
    """None when the characters leave it open: 「漏水」 is written alike in both scripts."""
    text = text[:LONGEST_READ]
    if not _HAN.search(text):
        return "en" if _LATIN_WORD.search(text) and not _OTHER_LETTER.search(text) else None
    hant = sum(character in _only_traditional() for character in text)
    hans = sum(character in _only_simplified() for character in text)
    if hant == hans:
        return None
    return "zh-Hant" if hant > hans else "zh-Hans"


@cache
def _only_traditional() -> frozenset[str]:
    forms = {c for c in simplified_characters() if not _encodes(c, "gb2312")}
    return frozenset(forms | _CANTONESE)


@cache
def _only_simplified() -> frozenset[str]:
    # 后, 里, 台 have a Traditional form and are Traditional characters themselves: Big5 knows them.
    return frozenset(c for c in traditional_characters() if not _encodes(c, "big5")) - _CANTONESE


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
