"""What the proof-reader knows of words: verbs, threats, links, the signs of each script."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from opencc import OpenCC

from db.vocabulary import Language

_FILE = Path(__file__).with_name("lexicon.yaml")


def verbs(language: Language) -> tuple[str, ...]:
    return tuple(_lexicon()["verbs"][language])


def threats(language: Language) -> tuple[str, ...]:
    return tuple(_lexicon()["threats"][language])


def trusted_sites() -> tuple[str, ...]:
    return tuple(_lexicon()["trusted_sites"])


def shorteners() -> tuple[str, ...]:
    return tuple(_lexicon()["shorteners"])


@cache
def is_simplified(sign: str) -> bool:
    """Only of the Simplified script: not shared by both, nor Traditional as it stands."""
    if sign in _lexicon()["also_traditional"]:
        return False
    of_simplified: bool = _converter("t2s").convert(sign) == sign
    return of_simplified and bool(_converter("s2t").convert(sign) != sign)


@cache
def is_traditional(sign: str) -> bool:
    return bool(_converter("t2s").convert(sign) != sign)


@cache
def _converter(name: str) -> Any:
    return OpenCC(name)


@cache
def _lexicon() -> dict[str, Any]:
    lexicon: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return lexicon
