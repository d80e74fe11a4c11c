"""A list as it was ordered: what names people is looked up and printed when the letter leaves.

Nothing of it is kept but the order, so that no file with names lies about in the database.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Community
from db.vocabulary import Language
from reminders.answering import Floor, by_floor
from reminders.broadcast import answers
from reminders.printing.sheet import Line, Section, Sheet, Words

READS = {Language.HANT: "繁體", Language.HANS: "简体", Language.EN: "English"}
"""Which language somebody reads, in that language."""


@dataclass(frozen=True)
class Order:
    """Who has not answered a letter, in the words of whoever asked."""

    broadcast_id: int
    language: Language
    name: str
    """Of the file."""
    words: Words

    def to_json(self) -> dict[str, Any]:
        return {
            "broadcast_id": self.broadcast_id,
            "language": self.language.value,
            "name": self.name,
            "words": vars(self.words),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Order":
        language, words = Language(stored["language"]), Words(**stored["words"])
        return cls(stored["broadcast_id"], language, stored["name"], words)


async def laid_out(session: AsyncSession, order: Order) -> Sheet:
    """Those who have not answered by now."""
    asked = await session.get_one(Broadcast, order.broadcast_id)
    community = await session.get_one(Community, asked.community_id)
    silent = await answers.silent(session, asked, order.language)
    sections = tuple(_section(order.words, floor) for floor in by_floor(silent))
    return Sheet(order.language, community.region, order.words, sections)


def _section(words: Words, floor: Floor) -> Section:
    level = floor.floor
    if level.isdigit():
        level = words.floor.format(floor=level)
    elif level.upper() == "G":
        level = words.ground
    return Section(
        words.heading.format(building=floor.building, level=level),
        tuple(
            Line(each.unit, each.name, READS[each.language], each.arrived) for each in floor.people
        ),
    )
