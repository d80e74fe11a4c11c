"""Which flat somebody means when they were asked for one: 3-12F, 3棟12樓F, Block 3, 12F."""

import re
from dataclasses import replace
from unicodedata import normalize

from bot.conversation.turn import Turn
from bot.places import find_unit
from db.models import Unit

_FLOOR_AND_DOOR = re.compile(r"(?<![A-Za-z0-9/])(\d{1,2})-?([A-Za-z])(?![A-Za-z0-9])")
"""12F, 5a. Elsewhere 12F may be a floor; in answer to "which flat" it is floor 12, flat F."""


async def flat_named(turn: Turn, text: str) -> Unit | None:
    """None where a part is missing or there is no such flat here."""
    slots = turn.understand(text).slots
    written = _FLOOR_AND_DOOR.search(normalize("NFKC", text))
    if slots.unit is None and written:
        slots = replace(slots, floor=written[1], unit=written[2].upper())
    return await find_unit(turn.session, slots, turn.community.id)
