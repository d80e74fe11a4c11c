"""Finds which of a community's own names somebody meant, in spite of a slip or a homophone.

Codes and numbers are never mended: 3棟 is not 8棟, and 東門 is not 西門.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from intents.normalise import HAN, bare, fold
from intents.numbers import number
from intents.pinyin import spelt

_IS_HAN = re.compile(f"[{HAN}]")
_CODES = re.compile(r"\d+|(?<![a-z])[a-z](?![a-z])|[一二三四五六七八九十百甲乙丙丁戊己庚]+")
_SIDES = re.compile(
    "[东南西北左右前后上下内外]|(?<![a-z])(?:east|west|north|south|upper|lower|left|right"
    "|front|back|inner|outer)(?![a-z])"
)
_BESIDE_HAN = re.compile(rf"\s+(?=[{HAN}])|(?<=[{HAN}])\s+")
_HAN_NUMBER = re.compile("[一二三四五六七八九十百零〇]{1,5}(?=[号栋座楼层期幢])")
_EXACT, _SLIP, _SOUND = range(3)
_SHORTEST_LATIN, _LONG_LATIN = 5, 9
_SHORTEST_WITH_A_CODE = 4
"""Blok 3: the code, which is right, says most of it."""
_SHORTEST_HAN, _LONG_HAN = 3, 6
_FEWEST_HOMOPHONES = 2


@dataclass(frozen=True)
class Named:
    """Something of the community's own, by all the names it goes under."""

    code: str
    names: tuple[str, ...] = ()


def nearest(said: str, names: Iterable[Named]) -> Named | None:
    """The one that is meant; None where none is near, or two are equally so."""
    ranked = _ranked(said, names)
    if not ranked:
        return None
    best = [named for rank, named in ranked if rank == ranked[0][0]]
    return best[0] if len(best) == 1 else None


def did_you_mean(said: str, names: Iterable[Named], limit: int = 3) -> tuple[Named, ...]:
    """The likeliest first; empty where nothing is near."""
    return tuple(named for _, named in _ranked(said, names)[:limit])


def _ranked(said: str, names: Iterable[Named]) -> list[tuple[tuple[int, int], Named]]:
    plain = _plain(said)
    if not plain:
        return []
    ranked = []
    for named in names:
        ranks = [
            rank
            for name in (named.code, *named.names)
            if (rank := _rank(plain, _plain(name))) is not None
        ]
        if ranks:
            ranked.append((min(ranks), named))
    return sorted(ranked, key=lambda each: each[0])


@lru_cache(maxsize=4_000)
def _plain(name: str) -> str:
    together = _BESIDE_HAN.sub("", bare(fold(name)))
    return _HAN_NUMBER.sub(lambda said: str(number(said[0])), together)


@lru_cache(maxsize=20_000)
def _rank(said: str, name: str) -> tuple[int, int] | None:
    """How far a name is from what was said: the smaller, the nearer; None is too far."""
    if said == name:
        return (_EXACT, 0)
    if not name or not _could_be_the_same(said, name):
        return None
    allowed = _slips_allowed(said, name)
    slips = OSA.distance(said, name, score_cutoff=allowed)
    if slips <= allowed:
        return (_SLIP, slips)
    return (_SOUND, 0) if _sound_the_same(said, name) else None


def _could_be_the_same(said: str, name: str) -> bool:
    if _CODES.findall(said) != _CODES.findall(name):
        return False
    sides = _SIDES.findall(said)
    return not sides or sides == _SIDES.findall(name)


def _slips_allowed(said: str, name: str) -> int:
    """None in a short name: there, one other character makes another name."""
    shorter = min(said, name, key=len)
    han = bool(_IS_HAN.search(shorter))
    shortest, long = (_SHORTEST_HAN, _LONG_HAN) if han else (_SHORTEST_LATIN, _LONG_LATIN)
    if not han and _CODES.search(shorter):
        shortest = _SHORTEST_WITH_A_CODE
    letters = sum(not character.isdigit() and character != " " for character in shorter)
    return 0 if letters < shortest else 1 if letters < long else 2


def _sound_the_same(said: str, name: str) -> bool:
    written = len(_IS_HAN.findall(name))
    return (
        written >= _FEWEST_HOMOPHONES
        and written == len(_IS_HAN.findall(said))
        and spelt(said) == spelt(name)
    )
