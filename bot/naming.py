"""What tells a name from ordinary words where it stands: no 李保 in 行李保管, no Bill in bills."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from intents.names import is_written_as_a_name
from intents.normalise import HAN, fold
from intents.sources import Sources

_FILE = Path(__file__).with_suffix(".yaml")

_FAMILIAR = frozenset("小老")
_IS_HAN = re.compile(f"[{HAN}]")

_DONE = "[a-z]{2,}[^e ]ed"
"""A past form in -ed, as "need" is none."""

_FIRST_NAMES_KEPT = 1000

_REACH = 30
"""Characters beside a name in which it is told where they live."""


@dataclass(frozen=True)
class _Customs:
    """naming.yaml, folded."""

    ends_a_word: Mapping[str, frozenset[str]]
    words_of_their_own: tuple[str, ...]
    words_themselves: frozenset[str]
    after_a_name: frozenset[str]
    first_names_that_are_words: frozenset[str]
    does: str
    does_unless_modal: str
    modals: frozenset[str]
    anybody: frozenset[str]
    neighbour_before: re.Pattern[str]
    neighbour_after: re.Pattern[str]


@cache
def _customs() -> _Customs:
    said: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    does = [*said["does"].split(), *said["does_to_us"]]
    return _Customs(
        ends_a_word={
            fold(surname): frozenset(fold(before)) | _FAMILIAR
            for surname, before in said["ends_a_word"].items()
        },
        words_of_their_own=tuple(map(fold, said["words_of_their_own"])),
        words_themselves=frozenset(fold(said["words_themselves"])),
        after_a_name=frozenset(fold(said["after_a_name"])),
        first_names_that_are_words=frozenset(said["first_names_that_are_words"].split()),
        does=f"{_either(does)}|{_DONE}",
        does_unless_modal=_either(said["does_unless_modal"].split()),
        modals=frozenset(said["modals"]),
        anybody=frozenset(said["anybody"]),
        **_neighbours(said["neighbours"]),
    )


def _neighbours(said: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    some = {group: _either(map(fold, words)) for group, words in said.items()}
    before = f"(?: *(?:{some['before_the_name']}))*"
    after = f"(?: *(?:{some['after_the_name']}))*"
    who, where = f"{some['who']}|{some['who_latin']}", f"{some['where']}|{some['where_latin']}"
    lives = f"(?:who )?(?:{some['lives']}) *(?:{where}|{some['where_one_lives']})"
    return {
        "neighbour_before": re.compile(
            f"(?:{some['who']}|{some['who_only_before']}|{some['where']}"
            f"|(?:{some['who_latin']})[,:(]?){before} *$"
        ),
        "neighbour_after": re.compile(
            rf"[ (]*{after} *(?:{who})|, *{after} *(?:{who}) *(?:[,)]|$)"
            rf"|[ ,(]*(?:{lives}|{some['where_latin']})"
        ),
    }


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@lru_cache(maxsize=_FIRST_NAMES_KEPT)
def _is_a_word(latin: str) -> bool:
    """One of the examples has it, as "bill", or it is one of the first names that are words."""
    if latin in _customs().first_names_that_are_words:
        return True
    word = latin.encode()
    alone = re.compile(rb"(?<![A-Za-z'])" + word + rb"(?![A-Za-z])")
    return any(word in file and alone.search(file) for file in Sources.read().files.values())


def is_apart(folded: str, start: int, end: int) -> bool:
    """Whether the two characters there, a name of somebody's, are no parts of ordinary words."""
    known = _customs()
    surname = folded[start]
    makes_a_word = known.ends_a_word.get(surname, _FAMILIAR)
    alone = folded.endswith(known.words_of_their_own, 0, start)
    if start and folded[start - 1] in makes_a_word and not alone:
        return False
    if surname not in known.words_themselves:
        return True
    after = folded[end : end + 1]
    return not _IS_HAN.match(after) or after in known.after_a_name


def is_first_name(word: str, text: str) -> bool:
    """Bob always is; Bill only where he is written as a name, or does something."""
    if not _is_a_word(word) or is_written_as_a_name(word, text):
        return True
    return word not in _customs().anybody and _does_something(word, text)


def _does_something(word: str, text: str) -> bool:
    return bool(_as_somebody(word).search(text.replace("’", "'")))


@lru_cache(maxsize=_FIRST_NAMES_KEPT)
def _as_somebody(word: str) -> re.Pattern[str]:
    """Sue stole it, SUE STOLE IT, 昨天 Sue 罵我; not: sue them, 昨天 sue 他."""
    known = _customs()
    does = known.does if word in known.modals else f"{known.does}|{known.does_unless_modal}"
    name = rf"(?:(?<![A-Za-z]){word.capitalize()}|(?:^|(?<=[.!?]) *){word.upper()})(?![A-Za-z])"
    return re.compile(rf"{name}(?i:'s\b|\s+(?:{does})\b)|(?<=[{HAN}]) ?{name}|{name} ?(?=[{HAN}])")


def is_of_a_neighbour(folded: str, start: int, end: int) -> bool:
    """隔壁李先生, Mr Lee next door: whoever has the name there lives here."""
    known = _customs()
    return bool(
        known.neighbour_before.search(folded[max(0, start - _REACH) : start])
        or known.neighbour_after.match(folded[end : end + _REACH])
    )
