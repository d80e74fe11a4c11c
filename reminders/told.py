"""What a letter may tell of the warning that called for it, or of the meeting it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Community, Meeting, Occurrence
from db.vocabulary import Language

RISEN = "^"
"""In an occurrence's key: its warning was in force before, and is graver now."""


@dataclass(frozen=True)
class AlertTold:
    risen: bool = False
    """It is graver than it was."""


@dataclass(frozen=True)
class MeetingTold:
    title: str
    place: str
    starts: str


@dataclass(frozen=True)
class Told:
    """`alert` and `meeting`, as a template names them."""

    alert: AlertTold | None = None
    meeting: MeetingTold | None = None

    def values(self) -> dict[str, Any]:
        return {"alert": self.alert, "meeting": self.meeting}


NOTHING_TOLD = Told()

SAMPLE = Told(
    AlertTold(),
    MeetingTold(title="A", place="B1", starts="19:30"),
)
"""Something of everything, in no language, for those who check templates."""


async def told_of(
    session: AsyncSession, occurrence: Occurrence, community: Community
) -> dict[Language, Told]:
    """By the language of the reader."""
    meeting = await session.get(Meeting, occurrence.meeting_id) if occurrence.meeting_id else None
    return {
        language: Told(
            AlertTold(RISEN in occurrence.key) if occurrence.alert_id else None,
            _meeting(meeting, community, language) if meeting else None,
        )
        for language in Language
    }


def _meeting(meeting: Meeting, community: Community, language: Language) -> MeetingTold:
    return MeetingTold(
        title=_said(meeting.titles, community, language),
        place=_said(meeting.places, community, language),
        starts=_moment(meeting.starts_at, community, language),
    )


def _said(words: Mapping[str, str], community: Community, language: Language) -> str:
    """In the reader's language, else in the community's, else in the one it was written in."""
    spoken = (language.value, community.language.value)
    return next((words[code] for code in spoken if words.get(code)), next(iter(words.values()), ""))


def _moment(moment: datetime, community: Community, language: Language) -> str:
    """1月5日 18:00 / 5 Jan, 18:00."""
    local = moment.astimezone(ZoneInfo(community.timezone))
    if language is Language.EN:
        return f"{local.day} {local:%b}, {local:%H:%M}"
    return f"{local.month}月{local.day}日 {local:%H:%M}"
