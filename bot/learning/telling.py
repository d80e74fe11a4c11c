"""A letter that no conversation asked for: from the school to the managers."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.post import Mailbag, Voice
from bot.texts import Texts
from db import people
from db.models import Community
from db.session import Database
from intents import Catalogue


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
