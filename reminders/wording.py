"""What an occurrence will say, in every language: the shipped words, or a manager's instead."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Community, Occurrence
from db.models import Notice as OwnWords
from db.vocabulary import Language
from reminders.notices import Notice, Notices, render
from reminders.notices.rendering import reworded

Letters: TypeAlias = dict[Language, str]
"""Telegram HTML by language, without the greeting by name."""


async def wording(
    session: AsyncSession, occurrence: Occurrence, notices: Notices, community: Community
) -> Letters:
    """Raises KeyError for a notice that is not shipped any more."""
    own = await own_words(session, [occurrence.id])
    return letters(notices.by_id[occurrence.notice], community, own.get(occurrence.id, {}))


async def own_words(
    session: AsyncSession, occurrence_ids: Collection[int]
) -> dict[int, dict[Language, str]]:
    """Occurrence → language → what a manager wrote for it."""
    found: dict[int, dict[Language, str]] = {}
    written = await session.execute(
        select(OwnWords.occurrence_id, OwnWords.language, OwnWords.text).where(
            OwnWords.occurrence_id.in_(occurrence_ids)
        )
    )
    for occurrence_id, language, text in written:
        found.setdefault(occurrence_id, {})[language] = text
    return found


def letters(notice: Notice, community: Community, own: Mapping[Language, str]) -> Letters:
    return {
        language: reworded(notice, own[language], community, language)
        if language in own
        else render(
            notice, community.name(language), community.office_phone, community.region, language
        )
        for language in Language
    }


def text_hash(words: Letters) -> str:
    """Changes when any language's words do."""
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()
