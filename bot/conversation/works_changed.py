"""Announced works that do not stay as they were: moved, given more time, called off.

Whoever was told of them hears of it, in their own language.
"""

from zoneinfo import ZoneInfo

from bot.buttons import Press
from bot.conversation import framed
from bot.conversation.manager_works import is_kind, planned_works
from bot.conversation.turn import Turn
from bot.tickets import disturbance, works
from bot.tickets.works_plan import Hours, read_end, read_hours
from db import incidents
from db.models import Broadcast, Incident
from db.vocabulary import IncidentState, Step


async def ask_hours(turn: Turn, press: Press) -> None:
    """The presser's next words say when else."""
    announced = await _announced(turn, press)
    if announced is not None:
        await _ask(turn, announced, None)


async def _ask(turn: Turn, announced: Incident, mistake: str | None) -> None:
    await turn.expect(Step.MOVE_WORKS, works=announced.id)
    about = await works.matter(turn, announced, turn.language)
    turn.say(
        "incident.works_move_how",
        mistake=mistake,
        begun=works.have_begun(turn, announced),
        **about,
    )


async def hours_written(turn: Turn, data: dict[str, object]) -> bool:
    row = data.get("works")
    if turn.incoming.command or not turn.manages_here or not isinstance(row, int):
        return False
    announced = await incidents.locked(turn.session, row)
    if announced is None or announced.community_id != turn.community.id:
        return False
    if announced.state is not IncidentState.OPEN:
        turn.say("incident.works_settled")
        return True
    hours = _read(turn, announced)
    if isinstance(hours, str):
        await _ask(turn, announced, hours)
        return True
    if not is_kind(turn, hours.urgent or ""):
        await turn.expect(Step.MOVE_WORKS, works=announced.id)
        return True
    spans = _disturbed(turn, announced, hours)
    if spans and hours.urgent is None:
        await turn.expect(Step.MOVE_WORKS, works=announced.id)
        turn.say("incident.works_disturb", hours=spans)
        return True
    number = await works.draft_move(turn, turn.person, announced, hours)
    await framed.preview(turn, await turn.session.get_one(Broadcast, number))
    return True


def _read(turn: Turn, announced: Incident) -> Hours | str:
    """Of works under way only the end can be another. Hours as they were are none."""
    zone, text = ZoneInfo(turn.community.timezone), turn.incoming.text
    if announced.starts_at is not None and works.have_begun(turn, announced):
        hours = read_end(text, announced.starts_at, turn.now, zone)
    else:
        hours = read_hours(text, turn.now, zone)
    if isinstance(hours, str):
        return hours
    is_same = (hours.starts, hours.ends) == (announced.starts_at, announced.ends_at)
    return "same" if is_same else hours


def _disturbed(turn: Turn, announced: Incident, hours: Hours) -> list[str]:
    """Of works under way, only what is added counts: the rest was weighed when it was announced."""
    begins = hours.starts
    if announced.ends_at is not None and works.have_begun(turn, announced):
        begins = announced.ends_at
    zone = ZoneInfo(turn.community.timezone)
    return [
        str(span) for span in disturbance.disturbed(announced.category, begins, hours.ends, zone)
    ]


async def call_off(turn: Turn, press: Press) -> None:
    announced = await _announced(turn, press)
    if announced is None:
        return
    if works.have_begun(turn, announced):
        turn.notify("incident.works_have_begun", alert=True)
        return
    number = await works.draft_calling_off(turn, turn.person, announced)
    await framed.preview(turn, await turn.session.get_one(Broadcast, number))


async def _announced(turn: Turn, press: Press) -> Incident | None:
    """Works that people know of, as they were when the button was drawn; locked. Else a note."""
    announced = await planned_works(turn, press)
    return announced if announced is not None and _is_current(turn, announced, press) else None


def _is_current(turn: Turn, announced: Incident, press: Press) -> bool:
    """What people were told last is their broadcast; another one means that they were moved."""
    if announced.state is not IncidentState.OPEN:
        turn.notify("incident.works_settled")
        return False
    if press.number(1) != announced.broadcast_id:
        turn.notify("common.stale")
        return False
    return True
