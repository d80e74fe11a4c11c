"""Reads where it is from a message: building, floor, unit and room, however they are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from intents.normalise import fold

_ROOMS = Path(__file__).with_name("rooms.yaml")

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_DIGITS |= {"七": 7, "八": 8, "九": 9}
_HAN_NUMBER = re.compile("[一二三四五六七八九十百零〇]+(?=[号栋座楼层幢期单室房f梯])")

_N = r"\d{1,4}"
_NOT_INSIDE = r"(?<![\w])"
# 5号 alone is a date.
_BUILDING = r"(?:号楼|号院|栋|幢|座|大厦|号(?=\s*\d{1,2}(?:楼|层|f)))"
_BLOCK = r"(?:block|blk|building|bldg|tower|twr|bldg\.)"
_LEVEL = r"(?:/f|f(?![a-z])|楼|层|th floor|st floor|nd floor|rd floor|/fl|fl(?![a-z]))"
_FLAT = r"(?:unit|flat|apt|apartment|suite|room|rm|#)"
_UNIT_LETTERS = r"[a-z]\d?"

# Read in this order; the first that fits fills what it knows, later ones only what is still open.
_WRITTEN = [
    # 3-12-F, 3-12F, 3-12-501
    rf"{_NOT_INSIDE}(?P<building>\d{{1,2}}|[a-z])-(?P<floor>\d{{1,2}})-?(?P<unit>{_UNIT_LETTERS}|\d{{1,4}})(?!\w)",
    # 3号楼2单元501, 6栋三单元, B座12楼F室
    rf"(?P<building>{_N}|(?<![a-z])[a-z]){_BUILDING}(?:(?P<entrance>\d)(?:单元|门))?(?:(?P<flat>\d{{3,4}})(?!\d))?",
    rf"{_NOT_INSIDE}{_BLOCK}\s*(?:no\.?\s*)?(?P<building>{_N}|[a-z])(?![a-z0-9])",
    # unit 12F, flat 5A: floor and letter in one
    rf"{_NOT_INSIDE}{_FLAT}\.?\s*(?P<floor>\d{{1,2}})-?(?P<unit>[a-z])(?![a-z])",
    # room 501, room 319D
    rf"{_NOT_INSIDE}{_FLAT}\.?\s*(?P<flat>\d{{3,4}}[a-z]?)(?!\w)",
    # flat F, unit 3
    rf"{_NOT_INSIDE}{_FLAT}\.?\s*(?P<unit>[a-z]|\d{{1,4}}[a-z]?)(?!\w)",
    # 地下一楼, 负二层: before its number is taken for a floor
    r"(?:地下|负|-)(?P<basement>\d)(?:楼|层|f)",
    # 12楼F, 12/F F室, 12楼之3, 12楼501室
    rf"(?<![a-z\d.-])(?P<floor>\d{{1,3}})\s*{_LEVEL}(?:\s*之?-?\s*(?P<unit>[a-z](?![a-z/])|(?<=之)\d|\d{{1,4}}(?=室|房|号)))?",
    r"(?<![a-z\d])(?P<floor>b\d)(?![a-z\d])",
    # floor 12, level 3
    rf"{_NOT_INSIDE}(?:floor|level|lvl)\s*(?P<floor>\d{{1,3}})(?!\d)",
    # G樓; 地下 is the ground floor to Cantonese speakers, unless something is below ground
    r"(?P<ground>(?<![a-z])g\s*(?:楼|/f)|ground floor|地面层"
    r"|地下(?!\d|[水管车停室库通铁层楼商广一二电道]))",
    r"(?P<flat>(?<!\d)\d{3,4})(?:室|房|号房|户)",
    r"(?<![a-z])(?P<unit>[a-z])(?:室|单位|户|房)",
    # from 7c, at 12b: a floor and a letter that cannot mean "floor"
    r"(?:from|in|at|我是|住|系)\s*(?P<floor>\d{1,2})(?P<unit>[a-eg-z])(?![a-z0-9])",
]
_PATTERNS = [re.compile(written) for written in _WRITTEN]


@dataclass(frozen=True)
class Slots:
    """Where it is, as far as the message says. Rooms have English names of their own."""

    building: str | None = None
    floor: str | None = None
    unit: str | None = None
    room: str | None = None


def read_slots(text: str) -> Slots:
    """Every part is None that the message does not name."""
    return slots_in(fold(text))


def slots_in(folded: str) -> Slots:
    """The same from text that is folded already."""
    written = _han_numbers_as_digits(folded)
    found: dict[str, str] = {}
    for pattern in _PATTERNS:
        match = pattern.search(written)
        if match:
            _fill(found, match.groupdict())
    return Slots(found.get("building"), found.get("floor"), found.get("unit"), _room(folded))


def _fill(found: dict[str, str], said: Mapping[str, str | None]) -> None:
    parts = {name: value.upper() for name, value in said.items() if value}
    floor = parts.get("floor")
    if flat := parts.get("flat"):
        # 501 is the first flat on the fifth floor, 1203 the third on the twelfth.
        found.setdefault("unit", flat)
        floor = flat.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")[:-2]
    if "basement" in parts:
        floor = f"B{parts['basement']}"
    if "ground" in parts:
        floor = "G"
    if floor:
        found.setdefault("floor", floor)
    for name in ("building", "unit"):
        if name in parts:
            found.setdefault(name, parts[name])


def _han_numbers_as_digits(folded: str) -> str:
    return _HAN_NUMBER.sub(lambda number: str(_value(number[0])), folded)


def _value(number: str) -> int | str:
    """十二 is 12, 二十 is 20, 五〇一 is 501."""
    if not set(number) & set("十百"):
        return "".join(str(_DIGITS[digit]) for digit in number)
    total, last = 0, 0
    for character in number:
        if character in _DIGITS:
            last = _DIGITS[character]
        else:
            total += (last or 1) * (10 if character == "十" else 100)
            last = 0
    return total + last


def _room(folded: str) -> str | None:
    found = _room_pattern().search(folded)
    return _rooms()[found[0]] if found else None


@cache
def _rooms() -> Mapping[str, str]:
    names = yaml.safe_load(_ROOMS.read_text(encoding="utf-8"))
    return {fold(word): room for room, words in names.items() for word in words}


@cache
def _room_pattern() -> re.Pattern[str]:
    longest_first = sorted(_rooms(), key=len, reverse=True)
    return re.compile("|".join(_as_a_word(name) for name in longest_first))


def _as_a_word(name: str) -> str:
    return rf"(?<![a-z]){re.escape(name)}(?=s?(?![a-z]))" if name.isascii() else re.escape(name)
