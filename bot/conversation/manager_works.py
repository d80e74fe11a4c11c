"""Planned works: written in three lines, kept out of everybody's hours, previewed, announced."""

from zoneinfo import ZoneInfo

from bot.buttons import Action, Press, button
from bot.conversation import framed, outgoing
from bot.conversation.turn import Turn
from bot.places import building_named
from bot.tickets import disturbance, spikes, works
from bot.tickets.works import Announcement
from bot.tickets.works_plan import WorksPlan, read_works
from db import incidents, people
from db.models import Broadcast, Incident
from db.vocabulary import IncidentKind, Step


async def begin(turn: Turn) -> None:
    """`/works`, or `/works` with the three lines."""
    if turn.incoming.argument:
        await _take(turn, turn.incoming.argument)
    else:
        await _show_announced(turn)
        await _ask(turn, None)


async def _show_announced(turn: Turn) -> None:
    """What people know of and is not over, each with what can still be done about it."""
    for each in await incidents.announced_works(turn.session, turn.community.id):
        begun = works.have_begun(turn, each)
        about = await works.matter(turn, each, turn.language)
        called_off = button("call_off_works", Action.CALL_OFF_WORKS, each.id, each.broadcast_id)
        over = button("works_over", Action.RESOLVE_INCIDENT, each.id, each.version)
        turn.say(
            "incident.works_standing",
            buttons=(
                (button("move_works", Action.MOVE_WORKS, each.id, each.broadcast_id),),
                (over if begun else called_off,),
            ),
            begun=begun,
            **about,
        )


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
    hours = announced.hours
    for words in (announced.words, hours.urgent or ""):
        if not is_kind(turn, words):
            await turn.expect(Step.WRITE_WORKS)
            return
    spans = disturbance.disturbed(announced.family, hours.starts, hours.ends, zone)
    if spans and hours.urgent is None:
        await turn.expect(Step.WRITE_WORKS)
        turn.say("incident.works_disturb", hours=[str(span) for span in spans])
        return
    number = await works.draft(turn, turn.person, announced)
    await framed.preview(turn, await turn.session.get_one(Broadcast, number))


def is_kind(turn: Turn, words: str) -> bool:
    """False, and said why: everybody would read this."""
    found = outgoing.unkind_in(turn, words, turn.language)
    if found is not None:
        turn.say("incident.works_unkind", words=found.said, kinder=found.kinder)
    return found is None


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
        plan.hours,
        plan.words,
    )


async def planned_works(turn: Turn, press: Press) -> Incident | None:
    """For a manager of the community; locked."""
    row = press.number(0)
    found = await incidents.locked(turn.session, row) if row is not None else None
    ours = found is not None and found.community_id == turn.community.id
    if found is None or not ours or found.kind is not IncidentKind.WORKS or not turn.manages_here:
        turn.notify("common.not_yours", alert=True)
        return None
    return found
