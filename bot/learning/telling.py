"""A letter that no conversation asked for: from the school to the managers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.post import Mailbag, Voice
from bot.texts import Texts
from db import people
from db.models import Community
from db.session import Database
from db.vocabulary import Language
from intents import Catalogue, Mistake

MOST_TOLD = 8
"""Mistakes in one letter; `python -m bot check` tells them all."""


def desk(
    session: AsyncSession,
    texts: Texts,
    catalogue: Catalogue,
    community: Community,
    cause: str,
    now: datetime,
) -> Desk:
    voice = Voice(texts, community, now)
    return Desk(session, now, Mailbag(cause, voice, now), catalogue)


async def tell_of_failure(
    database: Database, texts: Texts, catalogue: Catalogue, cause: str, now: datetime
) -> None:
    """Every manager, once for this cause: what was learned before goes on working."""
    async with database.transaction() as session:
        for community in await people.communities(session):
            here = desk(session, texts, catalogue, community, f"{cause}:{community.id}", now)
            for manager in await people.managers_of(session, community.id):
                here.bag.tell(manager, "manager.learning_failed", silent=True)
            await here.bag.drop(session)


async def tell_of_mistakes(
    database: Database,
    texts: Texts,
    catalogue: Catalogue,
    mistakes: Sequence[Mistake],
    cause: str,
    now: datetime,
) -> None:
    """Every manager, once for this cause: where the files are wrong, and how to mend them."""
    async with database.transaction() as session:
        for community in await people.communities(session):
            here = desk(session, texts, catalogue, community, f"{cause}:{community.id}", now)
            for manager in await people.managers_of(session, community.id):
                here.bag.tell(
                    manager,
                    "manager.files_wrong",
                    silent=True,
                    mistakes=[_told(each, here, manager.language) for each in mistakes[:MOST_TOLD]],
                    more=max(0, len(mistakes) - MOST_TOLD),
                )
            await here.bag.drop(session)


def _told(mistake: Mistake, here: Desk, reader: Language) -> dict[str, object]:
    name = mistake.wrong.flaw.name.lower()
    words = here.voice.words(f"mistakes.{name}", reader, **mistake.wrong.values)
    return {"file": mistake.file, "line": mistake.line, "words": words}
