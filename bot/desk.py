"""What any piece of work on tickets has at hand: the transaction, the time, the mailbag."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncSession

from bot.post import Mailbag, Voice
from db import people
from db.models import Community, Membership
from db.vocabulary import Language

if TYPE_CHECKING:
    from intents import Catalogue


@dataclass
class Desk:
    session: AsyncSession
    now: datetime
    bag: Mailbag
    catalogue: "Catalogue"

    @property
    def voice(self) -> Voice:
        return self.bag.voice

    @property
    def community(self) -> Community:
        return self.bag.voice.community

    async def staff(self) -> Sequence[Membership]:
        return await people.staff_of(self.session, self.community.id)

    def topic_name(self, topic: str | None, kind: str, language: Language) -> str:
        """What a ticket is about, in the reader's language; its kind where no topic is known."""
        known = self.catalogue.topics.get(topic) if topic else None
        return known.name[language] if known else self.voice.words(f"kinds.{kind}", language)
