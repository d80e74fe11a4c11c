"""What everybody reads of a meeting: in each language, with a file for their calendar."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk import Desk
from db.models import Meeting
from db.vocabulary import Language, MeetingState, Weight
from reminders import broadcast, convening, enclosures
from reminders.audience import Audience
from reminders.letterhead import contact
from reminders.printing import ics


def matter(desk: Desk, meeting: Meeting, language: Language) -> dict[str, Any]:
    """What every text about a meeting can speak of."""
    said = convening.words_in(meeting, language, desk.community.language)
    return {
        "title": said.title,
        "place": said.place,
        "agenda": said.agenda,
        "meets": meeting.starts_at,
        "ends": meeting.ends_at,
        "kind_code": meeting.kind.value,
    }


def in_every_language(desk: Desk, meeting: Meeting, name: str, **more: Any) -> dict[Language, str]:
    return {
        language: desk.voice.html(name, language, **matter(desk, meeting, language), **more)
        for language in Language
    }


async def calendars(desk: Desk, meeting: Meeting) -> dict[str, Any]:
    """A broadcast's media: the .ics in the reader's own language."""
    day = meeting.starts_at.astimezone(ZoneInfo(desk.community.timezone)).date()
    kept = {
        language.value: await enclosures.keep(
            desk.session,
            f"meeting-{day.isoformat()}.ics",
            _ics(desk, meeting, language),
            desk.now,
            until=meeting.ends_at,
        )
        for language in Language
    }
    return {"document": {code: {"enclosure": number} for code, number in kept.items()}}


def _ics(desk: Desk, meeting: Meeting, language: Language) -> bytes:
    said = convening.words_in(meeting, language, desk.community.language)
    community = desk.community
    appointment = ics.Appointment(
        key=f"meeting:{meeting.id}",
        version=meeting.version,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        title=said.title,
        place=said.place,
        words=said.agenda,
        contact=contact(community, language),
        called_off=meeting.state is MeetingState.CALLED_OFF,
    )
    source = ics.Source(
        community.code, community.name(language), ZoneInfo(community.timezone), desk.now
    )
    return ics.meeting_ics(appointment, source)


async def draft(
    desk: Desk,
    meeting: Meeting,
    author_id: int,
    texts: dict[Language, str],
    media: dict[str, Any] | None,
    *,
    expires_at: datetime | None = None,
) -> int:
    """A broadcast to those whom the meeting is for; it rings by day."""
    return await broadcast.draft(
        desk.session,
        community_id=meeting.community_id,
        author_id=author_id,
        audience=Audience.from_json(meeting.audience),
        texts=texts,
        media=media,
        silent=False,
        weight=Weight.NOTICE,
        expires_at=expires_at,
        meeting_id=meeting.id,
        framed=True,
        now=desk.now,
    )
