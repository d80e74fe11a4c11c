"""Where it is: what somebody said about a place, linked to the community's buildings and units."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import people
from db.models import Building, Unit
from intents import Slots, read_slots
from intents.gazetteer import Named, did_you_mean, nearest
from intents.normalise import LONGEST_READ

MOST_GUESSES = 3


@dataclass(frozen=True)
class Place:
    """As much as is known; `known` False: the ticket still needs to ask."""

    building_id: int | None = None
    floor: str | None = None
    unit_id: int | None = None
    room: str | None = None
    said: str | None = None
    known: bool = True
    guesses: tuple[str, ...] = ()
    """Codes of units and buildings that may be meant by one that is not there; likeliest first."""

    def fields(self) -> dict[str, Any]:
        """As the ticket's columns."""
        return {
            "building_id": self.building_id,
            "floor": self.floor,
            "unit_id": self.unit_id,
            "room": self.room,
            "place_said": self.said,
            "place_known": self.known,
        }

    @classmethod
    def of_unit(cls, unit: Unit, room: str | None = None) -> "Place":
        return cls(building_id=unit.building_id, floor=unit.floor, unit_id=unit.id, room=room)


NOWHERE = Place()
"""For matters that have no place: nothing is asked."""

_INDOORS = frozenset({"kitchen", "bathroom", "toilet", "living_room", "bedroom", "balcony"})
_AT_HOME = re.compile(
    "(?:我家|家[裡裏里中]|屋企|我屋)"
    "(?![門门樓楼隔旁外對对附前後后出那這这嗰棟栋]|[大社小][樓楼廈厦區区])"
    "(?![裡里]?有(?:老|小|長|长|孕|嬰|婴|寶|宝|BB|人|病|孩))"
    r"|(?i:\b(?<!way to )(?:at home|(?:my|our) (?:flat|apartment|home|unit|place)\b)"
    "(?! (?:door|block)))"
)
"""Who says so lives there; not before the door, and not that there are children."""
_OUTSIDE_ALL_LISTS = frozenset({"G", "B1", "B2", "B3", "B4", "B5"})
"""Floors on which nobody lives, so that no unit tells of them."""


async def locate(
    session: AsyncSession,
    text: str,
    slots: Slots,
    community_id: int,
    homes: Sequence[Unit],
    needs: str,
) -> Place:
    """The place a ticket is about, from the words and from where the speaker lives.

    `slots` were read from the text; `needs` is the topic's `place`: none, unit, building or
    anywhere. A floor or a room without a building means the speaker's own, if they have only one.
    What is not there is not known, however clear it was said: `guesses` names what is there and
    near.
    """
    if needs == "none":
        return NOWHERE
    home = homes[0] if len(homes) == 1 else None
    buildings = await _buildings(session, slots.building, community_id)
    building = building_named(slots.building, buildings)
    if slots.building and building is None:
        guesses = buildings_meant(slots.building, buildings)
        guesses = _at_the_same_door(guesses, slots, homes)
        said = words_for_place(text, slots)
        return Place(said=said, room=slots.room, known=False, guesses=guesses)
    hinted = bool(slots.floor or slots.unit or slots.room in _INDOORS)
    building_id = building.id if building else home.building_id if home and hinted else None
    if building_id and slots.floor:
        unit = await _unit(session, building_id, slots)
        if unit:
            return Place.of_unit(unit, slots.room)
        there = await _units(session, building_id, slots)
        if there is not None:
            miss = _near_miss(slots, building_id, there, homes)
            return replace(miss, said=words_for_place(text, slots))
    is_at_home = slots.room in _INDOORS or (slots.room is None and _AT_HOME.search(text))
    if home and not slots.building and not slots.floor and is_at_home:
        return Place.of_unit(home, slots.room)
    enough = bool(building_id) or (needs == "anywhere" and slots.room is not None)
    return Place(building_id=building_id, floor=slots.floor, room=slots.room, known=enough)


async def find_unit(session: AsyncSession, slots: Slots, community_id: int) -> Unit | None:
    """The unit somebody names whole; None where a part is missing or it does not exist."""
    building = building_named(
        slots.building, await _buildings(session, slots.building, community_id)
    )
    return await _unit(session, building.id, slots) if building else None


def building_named(said: str | None, buildings: Iterable[Building]) -> Building | None:
    """By its code or a name; a slip in a long name does no harm, 3 is never 8."""
    if said is None:
        return None
    by_code = {each.code: each for each in buildings}
    named = [_named(each) for each in by_code.values()]
    found = nearest(said, named) or nearest(said.lstrip("0"), named)
    return by_code[found.code] if found else None


def buildings_meant(said: str, buildings: Iterable[Building]) -> tuple[str, ...]:
    """Codes that a wrong one may stand for: 33 or 03 for 3, A for A1 and A2."""
    named = [_named(each) for each in buildings]
    meant = [each.code for each in did_you_mean(said, named, MOST_GUESSES)]
    meant += [each.code for each in named if _miswritten(said.upper(), each.code.upper())]
    return tuple(dict.fromkeys(meant))[:MOST_GUESSES]


def units_meant(said: Slots, units: Iterable[Unit], homes: Sequence[Unit]) -> tuple[str, ...]:
    """Codes of the building's units that may be meant by one that is not there.

    First the speaker's own, if they live in it and one part is right; then the right door on
    a floor that is written alike, then the doors next to the wrong one on the right floor.
    """
    floor, door = said.floor or "", said.unit or ""
    ranked: list[tuple[tuple[int, int, int], str]] = []
    own = {home.id for home in homes}
    for unit in units:
        on_floor, at_door = unit.floor == floor, bool(door) and unit.door in _doors(said)
        if unit.id in own and (on_floor or at_door or not door):
            ranked.append(((0, 0, unit.id), unit.code))
        elif at_door and _miswritten(floor, unit.floor):
            ranked.append(((1, abs(len(floor) - len(unit.floor)), unit.id), unit.code))
        elif on_floor and door:
            ranked.append(((2, _between(door, unit.door), unit.id), unit.code))
    return tuple(code for _, code in sorted(ranked))[:MOST_GUESSES]


def _near_miss(
    slots: Slots, building_id: int, units: Sequence[Unit], homes: Sequence[Unit]
) -> Place:
    floor = slots.floor if any(unit.floor == slots.floor for unit in units) else None
    return Place(
        building_id=building_id,
        floor=floor,
        room=slots.room,
        known=False,
        guesses=units_meant(slots, units, homes),
    )


def _at_the_same_door(
    guesses: tuple[str, ...], slots: Slots, homes: Sequence[Unit]
) -> tuple[str, ...]:
    """The speaker's own unit before the buildings, where all but the building is right."""
    own = [home.code for home in homes if home.floor == slots.floor and home.door in _doors(slots)]
    return (*own, *guesses)[:MOST_GUESSES]


async def _buildings(
    session: AsyncSession, said: str | None, community_id: int
) -> Sequence[Building]:
    return await people.buildings_of(session, community_id) if said is not None else ()


async def _unit(session: AsyncSession, building_id: int, slots: Slots) -> Unit | None:
    if not slots.floor:
        return None
    for door in _doors(slots):
        unit = await people.unit_at(session, building_id, slots.floor, door)
        if unit:
            return unit
    return None


async def _units(session: AsyncSession, building_id: int, slots: Slots) -> Sequence[Unit] | None:
    """All of the building's, where what was said is not among them; else None."""
    if slots.floor in _OUTSIDE_ALL_LISTS:
        return None
    units = (await session.scalars(select(Unit).where(Unit.building_id == building_id))).all()
    return units if slots.unit or not _may_be_a_floor(slots.floor or "", units) else None


def _may_be_a_floor(floor: str, units: Iterable[Unit]) -> bool:
    """A floor of units, or one below the highest: shops and gardens are no units."""
    floors = {unit.floor for unit in units}
    heights = [int(each) for each in floors if each.isdecimal()]
    if floor in floors or not heights:
        return True
    return floor.isdecimal() and 1 <= int(floor) <= max(heights)


def _doors(slots: Slots) -> tuple[str, ...]:
    """501 on the fifth floor may be called 501, 01 or 1."""
    if slots.unit is None:
        return ()
    doors = [slots.unit]
    rest = slots.unit.removeprefix(slots.floor or "")
    if slots.unit.isdigit() and rest not in ("", slots.unit):
        doors += [rest, rest.lstrip("0")]
    return tuple(door for door in dict.fromkeys(doors) if door)


def _miswritten(said: str, there: str) -> bool:
    """Two signs the wrong way round, one written twice, the last left out, a nought too many."""
    if len(said) == len(there):
        return len(said) > 1 and Counter(said) == Counter(there) and said != there
    if len(said) < len(there):
        return there.startswith(said) and not there[len(said) - 1 : len(said) + 1].isdigit()
    doubled = {said[:at] + said[at + 1 :] for at in range(1, len(said)) if said[at] == said[at - 1]}
    return there in doubled or said.lstrip("0") == there


def _between(one: str, other: str) -> int:
    """How far two doors lie from one another."""
    if one.isdigit() and other.isdigit():
        return abs(int(one) - int(other))
    return abs(ord(one[-1]) - ord(other[-1])) + 100 * (len(one) != len(other))


def _named(building: Building) -> Named:
    return Named(building.code, (*building.aliases, *building.names.values()))


def words_for_place(text: str, slots: Slots) -> str:
    """As few of the text's own words as name the same building, floor and unit."""
    text = text[:LONGEST_READ]
    end = _fewest(len(text), lambda size: _names_place(text[:size], slots))
    begin = end - _fewest(end, lambda size: _names_place(text[end - size : end], slots))
    return text[begin:end].strip()


def _fewest(most: int, enough: Callable[[int], bool]) -> int:
    """A number that is enough, where one less is not; `most` is taken to be enough."""
    least = 0
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if enough(middle) else (middle, most)
    return most


def _names_place(words: str, slots: Slots) -> bool:
    read = read_slots(words)
    return (read.building, read.floor, read.unit) == (slots.building, slots.floor, slots.unit)
