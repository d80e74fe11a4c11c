"""Everybody a letter was for, as a table: looked up and written when the file leaves.

Of 100,000 lines it takes seconds, in which nobody else is held up.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast
from db.vocabulary import Language
from reminders.broadcast import Copy, roll
from reminders.printing.process import print_table
from reminders.printing.tables import Cells, Frame

_PART = 500
"""Lines that are worded without a pause."""


@dataclass(frozen=True)
class RollOrder:
    broadcast_id: int
    language: Language
    """Of whoever asked."""
    zone: str
    asks: bool
    """Its readers were asked to answer."""
    name: str
    """Of the file."""
    words: Mapping[str, str]
    """`copy_sent`, `trouble_blocked`, `zh-Hant` …: what stands in the columns."""
    frame: Frame

    def to_json(self) -> dict[str, Any]:
        return vars(self) | {"language": self.language.value, "frame": self.frame.to_json()}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "RollOrder":
        given = {
            "language": Language(stored["language"]),
            "frame": Frame.from_json(stored["frame"]),
        }
        return cls(**stored | given)

    def line(self, each: Copy) -> list[str]:
        words = self.words
        line = [
            " ".join(each.units),
            each.name,
            words[each.speaks.value],
            words[f"copy_{each.state.value}"],
            words[f"trouble_{each.trouble.value}"] if each.trouble else "",
            local(each.settled_at, self.zone),
        ]
        if self.asks:
            line += [
                words[f"said_{each.answer.value}"] if each.answer else "",
                local(each.answered_at, self.zone),
                words[f"reached_{each.reached_by.value}"] if each.reached_by else "",
            ]
        return line


def local(moment: datetime | None, zone: str) -> str:
    """As a spreadsheet program knows it."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if moment else ""


async def written(session: AsyncSession, order: RollOrder) -> bytes:
    """Raises PrintingError."""
    sent = await session.get_one(Broadcast, order.broadcast_id)

    async def lines() -> AsyncIterator[list[Cells]]:
        async for part in roll(session, sent, order.language, _PART):
            yield [order.line(each) for each in part]

    return await print_table(order.frame, lines())
