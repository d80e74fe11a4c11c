"""Planned works: written in three lines, kept out of everybody's hours, previewed, announced."""

from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.buttons import Action, Press, button
from bot.conversation import manager_broadcast
from bot.conversation.turn import Turn
from bot.places import building_named
from bot.tickets import disturbance, spikes, works
from bot.tickets.works import Announcement
from bot.tickets.works_plan import WorksPlan, read_works
from db import incidents, people
from db.models import Incident
from db.vocabulary import IncidentKind, Step
from reminders import audience


async def begin(turn: Turn) -> None:
    """`/works`, or `/works` with the three lines."""
    if turn.incoming.argument:
        await _take(turn, turn.incoming.argument)
    else:
        await _ask(turn, None)


async def _ask(turn: Turn, mistake: str | None) -> None:
    await turn.expect(Step.WRITE_WORKS)
    turn.say("incident.works_how", mistake=mistake)


async def written(turn: Turn, _data: dict[str, object]) -> bool:
    if turn.incoming.command or not turn.manages_here:
        return False
    await _take(turn, turn.incoming.text)
    return True


async def _take(turn: Turn, text: str) -> None:
    zone = ZoneInfo(turn.community.timezone)
    plan = read_works(text, turn.now, zone)
    announced = plan if isinstance(plan, str) else await _understood(turn, plan)
    if isinstance(announced, str):
        await _ask(turn, announced)
        return
    spans = disturbance.disturbed(announced.family, announced.starts, announced.ends, zone)
    if spans and announced.urgent is None:
        await turn.expect(Step.WRITE_WORKS)
        turn.say("incident.works_disturb", hours=[str(span) for span in spans])
        return
    await _preview(turn, await works.draft(turn, turn.person, announced))


async def _understood(turn: Turn, plan: WorksPlan) -> Announcement | str:
    """What the first line means: a matter that can be an outage, and a building or all of them."""
    heard = turn.understand(plan.about)
    family = spikes.family_of(heard.topic)
    if family is None or heard.topic is None:
        return "matter"
    buildings = await people.buildings_of(turn.session, turn.community.id)
    building = building_named(heard.slots.building, buildings)
    if heard.slots.building and building is None:
        return "building"
    return Announcement(
        building.id if building else None,
        family,
        heard.topic,
        plan.starts,
        plan.ends,
        plan.words,
        plan.urgent,
    )


async def _preview(turn: Turn, planned: Incident) -> None:
    whom = works.audience_of(planned)
    count = await audience.count(turn.session, turn.community.id, whom)
    turn.say(
        "incident.works_preview",
        buttons=(
            (
                button(
                    "send_broadcast",
                    Action.ANNOUNCE_WORKS,
                    planned.id,
                    planned.version,
                    people=count,
                ),
            ),
            (button("drop_broadcast", Action.DROP_WORKS, planned.id, planned.version),),
        ),
        versions=[Markup(words) for words in (planned.words or {}).values()],
        people=count,
    )


async def _planned(turn: Turn, press: Press) -> Incident | None:
    """For a manager of the community; locked."""
    row = press.number(0)
    found = await incidents.locked(turn.session, row) if row is not None else None
    ours = found is not None and found.community_id == turn.community.id
    if found is None or not ours or found.kind is not IncidentKind.WORKS or not turn.manages_here:
        turn.notify("common.not_yours", alert=True)
        return None
    return found


async def announce(turn: Turn, press: Press) -> None:
    planned = await _planned(turn, press)
    if planned is None:
        return
    if planned.starts_at is not None and planned.starts_at <= turn.now:
        turn.notify("incident.works_past", alert=True)
        return
    total = await works.announce(turn, planned)
    if total is None or planned.broadcast_id is None:
        turn.notify("broadcast.gone_out")
        return
    await manager_broadcast.show_progress(turn, planned.broadcast_id, total)


async def drop(turn: Turn, press: Press) -> None:
    planned = await _planned(turn, press)
    if planned is None:
        return
    if await works.drop(turn, planned):
        turn.say("incident.works_dropped")
    else:
        turn.notify("broadcast.gone_out")
