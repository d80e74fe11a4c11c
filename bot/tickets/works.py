"""Planned works: announced, reminded of the day before, begun, ended; one step at a time.

How far they have got is their version: each step is taken once, whoever comes first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.tickets import incident_card
from db.models import Incident, Person
from db.vocabulary import AudienceKind, IncidentKind, IncidentState, Language
from reminders import broadcast
from reminders.audience import Audience

DRAFTED, ANNOUNCED, REMINDED, BEGUN, ENDED = 1, 2, 3, 4, 5

DAY_BEFORE = timedelta(hours=24)


@dataclass(frozen=True)
class Announcement:
    """What everybody is told."""

    building_id: int | None
    family: str
    topic: str
    starts: datetime
    ends: datetime
    words: str
    urgent: str | None


async def draft(desk: Desk, manager: Person, planned: Announcement) -> Incident:
    """Written down, and told to nobody yet."""
    works = Incident(
        community_id=desk.community.id,
        kind=IncidentKind.WORKS,
        state=IncidentState.PROPOSED,
        version=DRAFTED,
        category=planned.family,
        topic=planned.topic,
        building_id=planned.building_id,
        accountable_id=manager.id,
        urgent=planned.urgent is not None,
        starts_at=planned.starts,
        ends_at=planned.ends,
        made_by=manager.id,
        made_at=desk.now,
    )
    desk.session.add(works)
    await desk.session.flush()
    texts = await _in_every_language(
        desk, works, "incident.works_announced", words=planned.words, urgent=planned.urgent
    )
    works.words = {language.value: text for language, text in texts.items()}
    works.broadcast_id = await _draft_broadcast(desk, works, texts, silent=False)
    return works


async def _in_every_language(
    desk: Desk, works: Incident, name: str, **more: object
) -> dict[Language, Markup]:
    return {
        language: Markup(
            desk.voice.html(name, language, **more, **await matter(desk, works, language))
        )
        for language in Language
    }


async def matter(desk: Desk, works: Incident, language: Language) -> dict[str, Any]:
    """What every message about works can speak of."""
    about = await incident_card.matter(desk, works, language)
    return {"starts": works.starts_at, "ends": works.ends_at, **about}


async def _draft_broadcast(
    desk: Desk, works: Incident, texts: dict[Language, Markup], *, silent: bool
) -> int:
    return await broadcast.draft(
        desk.session,
        community_id=works.community_id,
        author_id=works.made_by,
        audience=audience_of(works),
        texts={language: str(text) for language, text in texts.items()},
        silent=silent,
        now=desk.now,
    )


def audience_of(works: Incident) -> Audience:
    if works.building_id is None:
        return Audience.everybody()
    return Audience(AudienceKind.BUILDING, (works.building_id,))


async def announce(desk: Desk, works: Incident) -> int | None:
    """To how many it goes; None where that was done, or dropped, before."""
    if works.state is not IncidentState.PROPOSED or works.broadcast_id is None:
        return None
    works.state, works.version, works.opened_at = IncidentState.OPEN, ANNOUNCED, desk.now
    return await broadcast.confirm(desk.session, works.broadcast_id, desk.now)


async def drop(desk: Desk, works: Incident) -> bool:
    if works.state is not IncidentState.PROPOSED or works.broadcast_id is None:
        return False
    works.state, works.version = IncidentState.DISMISSED, works.version + 1
    await broadcast.cancel(desk.session, works.broadcast_id, desk.now)
    return True


def next_step(works: Incident) -> datetime | None:
    """When the clock has something to do about announced works."""
    if works.starts_at is None or works.ends_at is None:
        return None
    moments = {
        ANNOUNCED: works.starts_at - DAY_BEFORE,
        REMINDED: works.starts_at,
        BEGUN: works.ends_at,
    }
    return moments.get(works.version) if works.state is IncidentState.OPEN else None


async def look(desk: Desk, works: Incident) -> bool:
    """Take the step that is due, if one is; a later one may be due as well.

    A step passed unseen, while the program was down, is not told belatedly.
    """
    due = next_step(works)
    if due is None or due > desk.now:
        return False
    works.version += 1
    follows = next_step(works)
    if follows is not None and follows <= desk.now:
        return True
    if works.version == REMINDED and works.opened_at is not None and works.opened_at < due:
        await _tell_everybody(desk, works, "incident.works_tomorrow")
    elif works.version == BEGUN:
        await _tell_everybody(desk, works, "incident.works_begun")
        await _tell_manager(desk, works, "incident.works_under_way")
    elif works.version == ENDED:
        await _tell_manager(desk, works, "incident.works_over_yet")
    return True


async def _tell_everybody(desk: Desk, works: Incident, text: str) -> None:
    texts = await _in_every_language(desk, works, text)
    number = await _draft_broadcast(desk, works, texts, silent=True)
    await broadcast.confirm(desk.session, number, desk.now)


async def tell_over(desk: Desk, works: Incident) -> None:
    """Somebody said so: the bot itself does not know."""
    await _tell_everybody(desk, works, "incident.works_over")


async def _tell_manager(desk: Desk, works: Incident, text: str) -> None:
    """Whoever announced them is to say when they are over."""
    manager = await desk.session.get_one(Person, works.accountable_id)
    about = await matter(desk, works, manager.language)
    desk.bag.tell(manager, text, buttons=_over_rows(works), **about)


def _over_rows(works: Incident) -> Rows:
    return ((button("works_over", Action.RESOLVE_INCIDENT, works.id, works.version),),)
