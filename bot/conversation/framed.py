"""Our own frame around a few of a manager's words: read as it will go out, then handed in.

What cannot wait is sent at once instead, and reviewed afterwards.
"""

from datetime import datetime

from markupsafe import Markup

from bot.buttons import Action, Rows, button
from bot.conversation import proof, scheduled
from bot.conversation.turn import Turn
from db import incidents
from db.models import Amendment, Broadcast, Incident, Meeting
from db.vocabulary import Becomes, Weight
from reminders import amending, broadcast


async def preview(turn: Turn, draft: Broadcast) -> None:
    """Whom it goes to, what to mend first where it was written, and what follows from it."""
    await turn.session.flush()
    told = await proof.readers(turn, draft, turn.language)
    must, could = proof.faults(turn, draft, turn.language)
    at_once = await _cannot_wait(turn, draft)
    turn.say(
        "approval.preview",
        buttons=_rows(draft, told["people"] if not must else 0, at_once=at_once),
        versions=[Markup(words) for words in dict.fromkeys(draft.texts.values())],
        whom=told["whom"],
        people=told["people"],
        stops=told["stops"],
        must=must,
        could=could,
        at_once=at_once,
        follows=await _follows(turn, draft),
        **scheduled.timing(turn, draft, turn.language),
    )


def _rows(draft: Broadcast, people: int, *, at_once: bool) -> Rows:
    shown = broadcast.seal(draft)
    drop = (button("drop_broadcast", Action.DROP_BROADCAST, draft.id),)
    if not people:
        return (drop,)
    if at_once:
        now = button("urgent_surely", Action.URGENT_SURELY, draft.id, shown, people=people)
        return ((now,), drop)
    return ((button("submit", Action.SUBMIT, draft.id, shown, people=people),), drop)


async def _cannot_wait(turn: Turn, draft: Broadcast) -> bool:
    """An outage that was not to be foreseen, what is about to begin, and what corrects a letter
    that could not wait either."""
    amendment = await turn.session.get(Amendment, draft.id)
    if amendment is not None:
        return amendment.urgent or amending.cannot_wait(
            min(await _begins(turn, amendment)), turn.now
        )
    planned = await incidents.announced_by(turn.session, draft.id)
    return draft.weight is Weight.URGENT or (planned is not None and planned.urgent)


async def _begins(turn: Turn, amendment: Amendment) -> list[datetime]:
    """As everybody knows it, and as it is to be."""
    about: Meeting | Incident
    if amendment.meeting_id is not None:
        about = await turn.session.get_one(Meeting, amendment.meeting_id)
    else:
        about = await turn.session.get_one(Incident, amendment.works_id)
    return [each for each in (about.starts_at, amendment.starts_at) if each is not None]


async def _follows(turn: Turn, draft: Broadcast) -> str | None:
    """What happens by itself from then on."""
    amendment = await turn.session.get(Amendment, draft.id)
    if amendment is not None:
        moved = amendment.becomes is Becomes.MOVED
        return "reminders_moved" if moved else "reminders_off"
    planned = await incidents.announced_by(turn.session, draft.id)
    return "works" if planned is not None else None
