"""Planned works: announced, reminded of the day before, begun, ended; one step at a time.

How far they have got is their version: each step is taken once, whoever comes first. Works that
are moved go back to the step that their new hours begin at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.tickets import incident_card
from bot.tickets.works_plan import Hours
from db.models import Broadcast, Incident, Person
from db.vocabulary import AudienceKind, IncidentKind, IncidentState, Language, Weight
from reminders import broadcast
from reminders.audience import Audience
from reminders.scheduling import first_decent

DRAFTED, ANNOUNCED, REMINDED, BEGUN, ENDED = 1, 2, 3, 4, 5

DAY_BEFORE = timedelta(hours=24)


@dataclass(frozen=True)
class Announcement:
    """What everybody is told."""

    building_id: int | None
    family: str
    topic: str
    hours: Hours
    words: str


async def draft(desk: Desk, manager: Person, planned: Announcement) -> Incident:
    """Written down, and told to nobody yet."""
    works = _written(
        desk, manager, planned.hours, planned.family, planned.topic, planned.building_id
    )
    await _draft_texts(desk, works, "incident.works_announced", planned.hours, words=planned.words)
    return works


async def draft_move(desk: Desk, manager: Person, works: Incident, hours: Hours) -> Incident:
    """Other hours for announced works, written down beside them until they are confirmed."""
    moved = _written(desk, manager, hours, works.category, works.topic, works.building_id)
    await _draft_texts(
        desk,
        moved,
        "incident.works_moved",
        hours,
        begun=have_begun(desk, works),
        was_starts=works.starts_at,
        was_ends=works.ends_at,
    )
    return moved


def _written(
    desk: Desk,
    manager: Person,
    hours: Hours,
    family: str,
    topic: str | None,
    building_id: int | None,
) -> Incident:
    works = Incident(
        community_id=desk.community.id,
        kind=IncidentKind.WORKS,
        state=IncidentState.PROPOSED,
        version=DRAFTED,
        category=family,
        topic=topic,
        building_id=building_id,
        accountable_id=manager.id,
        urgent=hours.urgent is not None,
        starts_at=hours.starts,
        ends_at=hours.ends,
        made_by=manager.id,
        made_at=desk.now,
    )
    desk.session.add(works)
    return works


async def _draft_texts(
    desk: Desk, works: Incident, name: str, hours: Hours, **more: object
) -> None:
    await desk.session.flush()
    texts = await _in_every_language(desk, works, name, urgent=hours.urgent, **more)
    works.words = {language.value: text for language, text in texts.items()}
    works.broadcast_id = await _draft_broadcast(desk, works, texts, silent=False)


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
    desk: Desk,
    works: Incident,
    texts: dict[Language, Markup],
    *,
    silent: bool,
    expires_at: datetime | None = None,
) -> int:
    return await broadcast.draft(
        desk.session,
        community_id=works.community_id,
        author_id=works.made_by,
        audience=audience_of(works),
        texts={language: str(text) for language, text in texts.items()},
        silent=silent,
        expires_at=expires_at,
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
    return await _tell_in_time(desk, works, works.broadcast_id)


async def drop(desk: Desk, works: Incident) -> bool:
    if works.state is not IncidentState.PROPOSED or works.broadcast_id is None:
        return False
    works.state, works.version = IncidentState.DISMISSED, works.version + 1
    await broadcast.cancel(desk.session, works.broadcast_id, desk.now)
    return True


def have_begun(desk: Desk, works: Incident) -> bool:
    return works.starts_at is not None and works.starts_at <= desk.now


async def move(desk: Desk, works: Incident, drafted: Incident) -> int | None:
    """The drafted hours are those of the works now; to how many that goes.

    The clock goes back to where the new hours begin. None where the draft was used or dropped.
    """
    if drafted.state is not IncidentState.PROPOSED or drafted.broadcast_id is None:
        return None
    drafted.state, drafted.version = IncidentState.DISMISSED, drafted.version + 1
    works.starts_at, works.ends_at = drafted.starts_at, drafted.ends_at
    works.urgent = works.urgent or drafted.urgent
    works.broadcast_id = drafted.broadcast_id
    works.version = _step_now(desk, works)
    return await _tell_in_time(desk, works, drafted.broadcast_id)


async def _tell_in_time(desk: Desk, works: Incident, number: int) -> int | None:
    """By day; at once where the works would have begun by the morning."""
    morning = first_decent(desk.now, desk.community)
    if works.starts_at is not None and desk.now < morning and works.starts_at <= morning:
        row = await desk.session.get_one(Broadcast, number)
        row.weight = Weight.URGENT
        await desk.session.flush()
    return await broadcast.confirm(desk.session, number, desk.now)


def _step_now(desk: Desk, works: Incident) -> int:
    """What was told just now needs no reminder on the same day."""
    if have_begun(desk, works):
        return BEGUN
    is_far = works.starts_at is not None and works.starts_at - DAY_BEFORE > desk.now
    return ANNOUNCED if is_far else REMINDED


async def call_off(desk: Desk, works: Incident) -> tuple[int, int] | None:
    """They will not be: the broadcast that says so, and to how many it goes.

    None where they have begun, or are over or called off already.
    """
    if works.state is not IncidentState.OPEN or have_begun(desk, works):
        return None
    works.state, works.version = IncidentState.DISMISSED, works.version + 1
    works.resolved_at = desk.now
    return await _tell_everybody(desk, works, "incident.works_called_off", silent=False)


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
        await _tell_everybody(desk, works, "incident.works_tomorrow", expires_at=works.starts_at)
    elif works.version == BEGUN:
        await _tell_everybody(desk, works, "incident.works_begun", expires_at=works.ends_at)
        await _tell_manager(desk, works, "incident.works_under_way")
    elif works.version == ENDED:
        await _tell_manager(desk, works, "incident.works_over_yet")
    return True


async def _tell_everybody(
    desk: Desk,
    works: Incident,
    text: str,
    *,
    silent: bool = True,
    expires_at: datetime | None = None,
) -> tuple[int, int]:
    """The broadcast, and to how many it goes. Silent ones pass over who asked for quiet."""
    texts = await _in_every_language(desk, works, text)
    number = await _draft_broadcast(desk, works, texts, silent=silent, expires_at=expires_at)
    total = await broadcast.confirm(desk.session, number, desk.now)
    return number, total or 0


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
