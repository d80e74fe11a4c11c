"""Reads the particulars of a message: where, when, how much, which number, what and who.

Most messages name none of them. So each pattern says which characters or words it cannot do
without, and is not tried where they are missing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intents.lexicon import Lexicon, Mention, words_of
from intents.money import SIGNS, WORDS, Money, money_in
from intents.names import titled_in
from intents.normalise import LONGEST_READ, fold
from intents.numbers import number
from intents.phones import phone_in
from intents.times import When, when_in

_ROOMS = Path(__file__).with_name("rooms.yaml")
_THINGS = Path(__file__).with_name("things.yaml")

_HAN = "一二三四五六七八九十百零〇"
_HAN_NUMBER = re.compile(f"(?<![{_HAN}])[{_HAN}]{{1,5}}(?=[号栋座楼层幢期单室房f梯])")
_HAN_DIGITS = frozenset(_HAN)
_DIGITS = frozenset("0123456789")

_N = r"\d{1,4}"
_NOT_INSIDE = r"(?<![\w])"
# 5号 alone is a date.
_BUILDING = r"(?:号楼|号院|栋|幢|座|大厦|号(?=\s*\d{1,2}(?:楼|层|f)))"
_LEVEL = r"(?:/f|f(?![a-z])|楼|层|th floor|st floor|nd floor|rd floor|/fl|fl(?![a-z]))"
_UNIT_LETTERS = r"[a-z]\d?"

_BLOCK_WORDS = ("block", "blk", "building", "bldg", "tower", "twr")
_FLAT_WORDS = ("unit", "flat", "apartment", "apt", "suite", "room", "rm", "#")
_FLOOR_WORDS = ("floor", "level", "lvl")


def _whole(words: Iterable[str]) -> str:
    """One of the words, not inside another; looking back last lets a search run to its letters."""
    return "(?:" + "|".join(rf"{word}(?<!\w{word})" for word in words) + ")"


_BLOCK, _FLAT, _FLOOR = map(_whole, (_BLOCK_WORDS, _FLAT_WORDS, _FLOOR_WORDS))


@dataclass(frozen=True)
class _Written:
    """A way to write a place; `needs` are the characters and words of which it has one."""

    pattern: re.Pattern[str]
    needs: frozenset[str]
    digit: bool
    """Whether there must be a digit, too."""


def _written(needs: Iterable[str], pattern: str, digit: bool = True) -> _Written:
    return _Written(re.compile(pattern), frozenset(needs), digit)


# Read in this order; the first that fits fills what it knows, later ones only what is still open.
_WRITTEN = [
    # 3-12-F, 3-12F, 3-12-501
    _written(
        "-",
        rf"{_NOT_INSIDE}(?P<building>\d{{1,2}}|[a-z])-(?P<floor>\d{{1,2}})"
        rf"(?:-?(?P<unit>{_UNIT_LETTERS})|-(?P<unit_number>\d{{1,4}}))(?![\w-])",
    ),
    # 3-501: the first flat on the fifth floor
    _written(
        "-", rf"{_NOT_INSIDE}(?P<building>\d{{1,2}}|[a-z])-(?P<flat>\d{{3,4}}[a-z]?)(?![\w-])"
    ),
    # 3号楼2单元501, 6栋三单元, B座12楼F室
    _written(
        "号栋幢座厦",
        rf"(?P<building>{_N}|(?<![a-z])[a-z]){_BUILDING}(?:(?P<entrance>\d)(?:单元|门))?"
        r"(?:(?P<flat>\d{3,4})(?![\d楼层/]))?",
        digit=False,
    ),
    _written(
        _BLOCK_WORDS,
        rf"{_BLOCK}\.?\s*(?:no\.?\s*)?(?P<building>{_N}|(?<=\s)[a-z])(?![a-z0-9])",
        digit=False,
    ),
    # unit 12F, flat 5A: floor and letter in one
    _written(
        _FLAT_WORDS,
        rf"{_FLAT}\.?\s*(?P<floor>\d{{1,2}})-?(?P<unit>[a-z])(?![a-z])",
    ),
    # room 501, room 319D
    _written(_FLAT_WORDS, rf"{_FLAT}\.?\s*(?P<flat>\d{{3,4}}[a-z]?)(?!\w)"),
    # flat F, unit 3
    _written(
        _FLAT_WORDS,
        rf"{_FLAT}\.?\s*(?P<unit>[a-z]|\d{{1,4}}[a-z]?)(?!\w)",
        digit=False,
    ),
    # 地下一楼, 负二层: before its number is taken for a floor
    _written("地负-", r"(?:地下|负|-)(?P<basement>\d)(?:楼|层|f)"),
    # 12楼F, 12/F F室, 12楼之3, 12楼501室
    _written(
        "f楼层",
        rf"(?<![a-z\d.-])(?P<floor>\d{{1,3}})\s*{_LEVEL}"
        r"(?:\s*之?-?\s*(?P<unit>[a-z](?![a-z/])|(?<=之)\d|\d{1,4}(?=室|房|号)))?",
    ),
    _written("b", r"(?<![a-z\d])(?P<floor>b\d)(?![a-z\d])"),
    # floor 12, level 3
    _written(_FLOOR_WORDS, rf"{_FLOOR}\s*(?P<floor>\d{{1,3}})(?!\d)"),
    # G樓; 地下 is the ground floor to Cantonese speakers, unless something is below ground
    _written(
        ("g", "地", "ground"),
        r"(?P<ground>(?<![a-z])g\s*(?:楼|/f)|ground floor|地面层"
        r"|地下(?!\d|[水管车停室库通铁层楼商广一二电道]))",
        digit=False,
    ),
    _written("室房户", r"(?P<flat>(?<!\d)\d{3,4})(?:室|房|号房|户)"),
    _written("室单户房", r"(?<![a-z])(?P<unit>[a-z])(?:室|单位|户|房)", digit=False),
    # from 7c, at 12b: a floor and a letter that cannot mean "floor"
    _written(
        ("from", "in", "at", "我", "住", "系"),
        r"(?:from|in|at|我是|住|系)\s*(?P<floor>\d{1,2})(?P<unit>[a-eg-z])(?![a-z0-9])",
    ),
]


@dataclass(frozen=True)
class Slots:
    """The particulars, as far as the message says. Rooms and things have English names."""

    building: str | None = None
    floor: str | None = None
    unit: str | None = None
    room: str | None = None
    when: When | None = None
    money: Money | None = None
    phone: str | None = None
    what: str | None = None
    """The thing it is about; a lift is a room and a thing."""
    who: str | None = None
    """A role by its English name; a person who was named, in folded words: 王师傅, mr wong."""


@dataclass(frozen=True)
class _Meaning:
    """What one name stands for: part of a building, a thing, a role, or more than one of them."""

    room: str | None
    thing: str | None
    role: str | None


def read_slots(text: str) -> Slots:
    """Every part is None that the message does not name."""
    return slots_in(fold(text))


def slots_in(folded: str) -> Slots:
    """The same from text that is folded already."""
    folded = folded[:LONGEST_READ]
    words = words_of(folded)
    characters = frozenset(folded)
    mentions = _names().found_in(folded, words)
    numbers = not characters.isdisjoint(_DIGITS)
    phone = phone_in(folded) if numbers else None
    place = _place(folded.replace(phone.said, " ") if phone else folded, words | characters)
    speaks_of_money = not (characters.isdisjoint(SIGNS) and words.isdisjoint(WORDS))
    return Slots(
        building=place.get("building"),
        floor=place.get("floor"),
        unit=place.get("unit"),
        room=next((each.meant.room for each in mentions if each.meant.room), None),
        when=when_in(folded, words),
        money=money_in(folded) if speaks_of_money else None,
        phone=phone.number if phone else None,
        what=_longest_thing(mentions),
        who=_who(folded, characters, words, mentions),
    )


def _place(folded: str, has: frozenset[str]) -> dict[str, str]:
    written = folded if has.isdisjoint(_HAN_DIGITS) else _han_numbers_as_digits(folded)
    numbers = written is not folded or not has.isdisjoint(_DIGITS)
    found: dict[str, str] = {}
    for each in _WRITTEN:
        if (numbers or not each.digit) and not has.isdisjoint(each.needs):
            match = each.pattern.search(written)
            if match:
                _fill(found, match.groupdict())
    return found


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
    if unit := parts.get("unit") or parts.get("unit_number"):
        found.setdefault("unit", unit)
    if "building" in parts:
        found.setdefault("building", parts["building"])


def _han_numbers_as_digits(folded: str) -> str:
    return _HAN_NUMBER.sub(lambda said: str(number(said[0])), folded)


def _longest_thing(mentions: Iterable[Mention[_Meaning]]) -> str | None:
    things = [each for each in mentions if each.meant.thing]
    return max(things, key=lambda each: len(each.said)).meant.thing if things else None


def _who(
    folded: str,
    characters: frozenset[str],
    words: frozenset[str],
    mentions: Iterable[Mention[_Meaning]],
) -> str | None:
    named = titled_in(folded, characters, words)
    return named or next((each.meant.role for each in mentions if each.meant.role), None)


@cache
def _names() -> Lexicon[_Meaning]:
    """Rooms, things and roles together, so that a text is gone through once."""
    said = _read(_THINGS)
    rooms, things, roles = map(_by_name, (_read(_ROOMS), said["things"], said["people"]))
    every_room = Lexicon(rooms)

    def room_of(name: str) -> str | None:
        within = every_room.found_in(name, words_of(name))
        return within[0].meant if within else None

    return Lexicon(
        {
            name: _Meaning(room_of(name), things.get(name), roles.get(name))
            for name in (*rooms, *things, *roles)
        }
    )


def _by_name(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {fold(word): meant for meant, words in names.items() for word in words}


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
