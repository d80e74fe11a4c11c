"""Where it is: what somebody said about a place, linked to the community's buildings and units."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db import people
from db.models import Building, Unit
from intents import Slots


@dataclass(frozen=True)
class Place:
    """As much as is known; `known` False: the ticket still needs to ask."""

    building_id: int | None = None
    floor: str | None = None
    unit_id: int | None = None
    room: str | None = None
    said: str | None = None
    known: bool = True

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


async def locate(
    session: AsyncSession, slots: Slots, community_id: int, homes: Sequence[Unit], needs: str
) -> Place:
    """The place a ticket is about, from the words and from where the speaker lives.

    `needs` is the topic's `place`: none, unit, building or anywhere. A floor or a room without
    a building means the speaker's own, if they have only one.
    """
    if needs == "none":
        return NOWHERE
    home = homes[0] if len(homes) == 1 else None
    building = await _building(session, slots.building, community_id)
    if slots.building and building is None:
        return Place(said=_spoken(slots), room=slots.room, known=False)
    hinted = bool(slots.floor or slots.unit or slots.room in _INDOORS)
    building_id = building.id if building else home.building_id if home and hinted else None
    if building_id and slots.floor and slots.unit:
        unit = await people.unit_at(session, building_id, slots.floor, slots.unit)
        if unit:
            return Place.of_unit(unit, slots.room)
    if home and not slots.building and not slots.floor and slots.room in _INDOORS:
        return Place.of_unit(home, slots.room)
    enough = bool(building_id) or (needs == "anywhere" and slots.room is not None)
    return Place(building_id=building_id, floor=slots.floor, room=slots.room, known=enough)


async def find_unit(session: AsyncSession, slots: Slots, community_id: int) -> Unit | None:
    """The unit somebody names whole; None where a part is missing or it does not exist."""
    building = await _building(session, slots.building, community_id)
    if building is None or not slots.floor or not slots.unit:
        return None
    return await people.unit_at(session, building.id, slots.floor, slots.unit)


async def _building(session: AsyncSession, said: str | None, community_id: int) -> Building | None:
    if said is None:
        return None
    wanted = said.casefold()
    for each in await people.buildings_of(session, community_id):
        if wanted in {name.casefold() for name in (each.code, *each.aliases, *each.names.values())}:
            return each
    return None


def _spoken(slots: Slots) -> str:
    return " ".join(part for part in (slots.building, slots.floor, slots.unit) if part)
