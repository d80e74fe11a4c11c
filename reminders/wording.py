"""What an occurrence will say, in every language: the shipped words, or a manager's instead."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Community, Occurrence, OwnWords
from db.vocabulary import Language
from reminders.letterhead import letter, setting_of
from reminders.merging import merged_body
from reminders.notices import Notice, Notices
from reminders.notices.rendering import section
from reminders.told import NOTHING_TOLD, Told, told_of

Letters: TypeAlias = dict[Language, str]
"""Telegram HTML by language, without the greeting by name."""


@dataclass(frozen=True)
class Said:
    """One reminder of a letter."""

    notice: Notice
    own: Mapping[Language, str] = field(default_factory=dict)
    """What a manager wrote instead."""
    told: Mapping[Language, Told] = field(default_factory=dict)


async def wording(
    session: AsyncSession, occurrence: Occurrence, notices: Notices, community: Community
) -> Letters:
    """All that its letter says. Raises KeyError for a notice that is not shipped any more."""
    said = await said_in(session, occurrence, notices, community)
    return merged_letters(said, community)


async def said_in(
    session: AsyncSession, occurrence: Occurrence, notices: Notices, community: Community
) -> list[Said]:
    """The reminder itself, and those that are merged into it."""
    parts = [row for row in await merged_into(session, occurrence) if notices.get(row.notice)]
    rows = [occurrence, *parts]
    own = await own_words(session, [row.id for row in rows])
    return [
        Said(
            notices.by_id[row.notice],
            own.get(row.id, {}),
            await told_of(session, row, community),
        )
        for row in rows
    ]


async def merged_into(session: AsyncSession, lead: Occurrence) -> list[Occurrence]:
    """In the order of the days on which they would have come by themselves."""
    rows = await session.scalars(select(Occurrence).where(Occurrence.merged_into_id == lead.id))
    return sorted(rows, key=lambda row: (row.wanted_at or row.due_at, row.rule_id, row.key))


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
    """Of one reminder alone."""
    return merged_letters([Said(notice, own)], community)


def shipped(notices: Notices, notice_id: str, community: Community) -> Letters:
    """Of one notice alone; made once while this version runs, for planning asks every day."""
    names = [community.name(language) for language in Language]
    asked = (notice_id, community.region.value, community.office_phone, *names)
    if asked not in notices.letters:
        notices.letters[asked] = letters(notices.by_id[notice_id], community, {})
    return notices.letters[asked]


def merged_letters(said: Sequence[Said], community: Community) -> Letters:
    """The first leads; each other stands under its own title."""

    def in_language(language: Language) -> str:
        title, body = merged_body(
            [
                section(
                    each.notice,
                    community,
                    language,
                    each.told.get(language, NOTHING_TOLD),
                    each.own.get(language),
                )
                for each in said
            ]
        )
        return letter(title, body, setting_of(community, language), language)

    return {language: in_language(language) for language in Language}


def text_hash(words: Letters, *said: Notice) -> str:
    """Changes when any language's words do, whom what is said is for, or whether it asks."""
    addressed: dict[str, object] = {
        each.id: [each.audience.model_dump(mode="json") if each.audience else None, each.asks]
        for each in said
        if each.audience or each.asks
    }
    return hashlib.sha256(json.dumps(words | addressed, sort_keys=True).encode()).hexdigest()


def shipped_hash(notice: Notice, community: Community) -> str:
    """Of what it says there, in every language, as it is shipped."""
    return text_hash(letters(notice, community, {}), notice)


async def hash_of(
    session: AsyncSession, occurrence: Occurrence, notices: Notices, community: Community
) -> str:
    """Of all that its letter says."""
    said = await said_in(session, occurrence, notices, community)
    return text_hash(merged_letters(said, community), *(each.notice for each in said))
