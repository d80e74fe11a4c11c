"""What any piece of work on tickets has at hand: the transaction, the time, the mailbag."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncSession

from bot.post import Mailbag, Voice
from db import people
from db.models import Community, Membership, Ticket
from db.vocabulary import Language, TicketKind

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

    def subject(self, ticket: Ticket, language: Language) -> str:
        """What a ticket is about, for its reader: topic, else category, else its kind."""
        known = self.catalogue.topics.get(ticket.topic) if ticket.topic else None
        if known:
            return known.name[language]
        text = f"categories.{ticket.category}"
        if ticket.kind is TicketKind.REQUEST and text in self.voice.texts:
            return self.voice.words(text, language)
        return self.voice.words(f"kinds.{ticket.kind.value}", language)
