"""What will be said to many, before anybody is owed it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast
from db.vocabulary import Language, Prepared, Theme, Weight
from reminders.audience import Audience


async def draft(
    session: AsyncSession,
    *,
    community_id: int,
    author_id: int | None,
    audience: Audience,
    texts: Mapping[Language, str],
    silent: bool,
    now: datetime,
    media: dict[str, Any] | None = None,
    weight: Weight | None = None,
    theme: Theme | None = None,
    occasion: str | None = None,
    asks: bool = False,
    expires_at: datetime | None = None,
    corrects_id: int | None = None,
    meeting_id: int | None = None,
    framed: bool = False,
    prepared: Prepared | None = None,
) -> int:
    """The new broadcast's id. `texts` is HTML in one language at least.

    Who reads another language gets the community's, or else the first. `media` is
    `{"photo": {"file_id": …}}` or `{"document": {"file_id": …}}`. `author_id` None is the
    seasonal plan. Without a `weight`, what comes silently is a reminder, and the rest a notice.
    """
    if not texts:
        raise ValueError("a broadcast says something in one language at least")
    broadcast = Broadcast(
        community_id=community_id,
        author_id=author_id,
        audience=audience.to_json(),
        texts={language.value: text for language, text in texts.items()},
        media=media,
        silent=silent,
        weight=weight or (Weight.REMINDER if silent else Weight.NOTICE),
        theme=theme,
        occasion=occasion,
        asks=asks,
        expires_at=expires_at,
        corrects_id=corrects_id,
        meeting_id=meeting_id,
        framed=framed,
        prepared=prepared,
        created_at=now,
    )
    session.add(broadcast)
    await session.flush()
    return broadcast.id


def seal(draft: Broadcast) -> str:
    """Of all that its readers would meet: who saw another version has agreed to nothing."""
    met = [draft.audience, draft.texts, draft.media, draft.weight, draft.asks, draft.repeat]
    when = draft.send_at and draft.send_at.astimezone(UTC).isoformat()
    shown = json.dumps([*met, when], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:8]
