"""Planned works: announced, reminded of the day before, begun, ended; one step at a time.

How far they have got is their version: each step is taken once, whoever comes first. What is said
of them is drafted here, and handed in like any notice; once it is on its way it is so, and works
that are moved go back to the step that their new hours begin at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.tickets import incident_card
from bot.tickets.works_plan import Hours
from db.models import Amendment, Incident, Person
from db.vocabulary import AudienceKind, Becomes, IncidentKind, IncidentState, Language
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
    hours: Hours
    words: str


async def draft(desk: Desk, manager: Person, planned: Announcement) -> int:
    """Written down, and told to nobody yet: the letter that will announce them."""
    hours = planned.hours
    works = Incident(
        community_id=desk.community.id,
        kind=IncidentKind.WORKS,
        state=IncidentState.PROPOSED,
        version=DRAFTED,
        category=planned.family,
        topic=planned.topic,
        building_id=planned.building_id,
        accountable_id=manager.id,
        urgent=hours.urgent is not None,
        starts_at=hours.starts,
        ends_at=hours.ends,
        made_by=manager.id,
        made_at=desk.now,
    )
    desk.session.add(works)
    await desk.session.flush()
    texts = await _in_every_language(
        desk, works, "incident.works_announced", words=planned.words, urgent=hours.urgent
    )
    # An outage that came by itself is worth telling of as long as it lasts.
    ends = hours.ends if works.urgent else hours.starts
    works.broadcast_id = await _draft_letter(desk, works, manager, texts, ends)
    return works.broadcast_id


async def draft_move(desk: Desk, manager: Person, works: Incident, hours: Hours) -> int:
    """The letter that will give announced works other hours."""
    begun = have_begun(desk, works)
    texts = await _in_every_language(
        desk,
        works,
        "incident.works_moved",
        urgent=hours.urgent,
        begun=begun,
        was_starts=works.starts_at,
        was_ends=works.ends_at,
        starts=hours.starts,
        ends=hours.ends,
    )
    ends = hours.ends if begun else min(hours.starts, works.starts_at or hours.starts)
    number = await _draft_letter(desk, works, manager, texts, ends)
    desk.session.add(
        Amendment(
            broadcast_id=number,
            works_id=works.id,
            becomes=Becomes.MOVED,
            starts_at=hours.starts,
            ends_at=hours.ends,
            urgent=hours.urgent is not None,
        )
    )
    return number


async def draft_calling_off(desk: Desk, manager: Person, works: Incident) -> int:
    """The letter that will say that there are none."""
    texts = await _in_every_language(desk, works, "incident.works_called_off")
    number = await _draft_letter(desk, works, manager, texts, works.starts_at)
    desk.session.add(Amendment(broadcast_id=number, works_id=works.id, becomes=Becomes.CALLED_OFF))
    return number


async def _in_every_language(
    desk: Desk, works: Incident, name: str, **more: object
) -> dict[Language, Markup]:
    return {
        language: Markup(
            desk.voice.html(name, language, **await matter(desk, works, language) | more)
        )
        for language in Language
    }


async def matter(desk: Desk, works: Incident, language: Language) -> dict[str, Any]:
    """What every message about works can speak of."""
    about = await incident_card.matter(desk, works, language)
    return {"starts": works.starts_at, "ends": works.ends_at, **about}


async def _draft_letter(
    desk: Desk,
    works: Incident,
    writer: Person,
    texts: dict[Language, Markup],
    expires_at: datetime | None,
) -> int:
    """A manager's few words in our frame: it rings, and is read by somebody else."""
    return await _draft(desk, works, writer.id, texts, expires_at, framed=True)


async def _draft(
    desk: Desk,
    works: Incident,
    writer_id: int | None,
    texts: dict[Language, Markup],
    expires_at: datetime | None,
    *,
    framed: bool,
) -> int:
    return await broadcast.draft(
        desk.session,
        community_id=works.community_id,
        author_id=writer_id,
        audience=audience_of(works),
        texts={language: str(text) for language, text in texts.items()},
        silent=not framed,
        framed=framed,
        expires_at=expires_at,
        now=desk.now,
    )


def audience_of(works: Incident) -> Audience:
    if works.building_id is None:
        return Audience.everybody()
    return Audience(AudienceKind.BUILDING, (works.building_id,))


def open_(works: Incident, now: datetime) -> None:
    """Their announcement is on its way."""
    works.state, works.version, works.opened_at = IncidentState.OPEN, ANNOUNCED, now


def have_begun(desk: Desk, works: Incident) -> bool:
    return works.starts_at is not None and works.starts_at <= desk.now


async def amend(desk: Desk, amendment: Amendment) -> None:
    """The letter is on its way: they are as it says, unless they are over."""
    works = await desk.session.get_one(
        Incident, amendment.works_id, with_for_update=True, populate_existing=True
    )
    if works.state is not IncidentState.OPEN:
        return
    works.broadcast_id = amendment.broadcast_id
    if amendment.becomes is Becomes.CALLED_OFF:
        works.state, works.version = IncidentState.DISMISSED, works.version + 1
        works.resolved_at = desk.now
        return
    works.starts_at, works.ends_at = amendment.starts_at, amendment.ends_at
    works.urgent = works.urgent or amendment.urgent
    works.version = _step_now(desk, works)  # the clock goes back to where the new hours begin


def _step_now(desk: Desk, works: Incident) -> int:
    """What was told just now needs no reminder on the same day."""
    if have_begun(desk, works):
        return BEGUN
    is_far = works.starts_at is not None and works.starts_at - DAY_BEFORE > desk.now
    return ANNOUNCED if is_far else REMINDED


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
    desk: Desk, works: Incident, text: str, expires_at: datetime | None = None
) -> None:
    """Silently, and not to who asked for quiet: our words alone, of works that were approved."""
    texts = await _in_every_language(desk, works, text)
    number = await _draft(desk, works, works.made_by, texts, expires_at, framed=False)
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
