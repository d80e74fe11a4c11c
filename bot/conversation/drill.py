"""`/drill fire 3`: a manager calls an exercise, and ends it with a report."""

from collections.abc import Sequence

from bot.buttons import Action, Press, Rows, button
from bot.conversation import pressed
from bot.conversation.turn import Turn
from bot.places import building_named
from bot.tickets import description, drill_news, drills
from db import people, tickets
from db.models import Building, Ticket
from intents import Kind, Topic, read_slots


async def begin(turn: Turn) -> None:
    """One at a time: two would be taken for each other."""
    running = await tickets.running_drill(turn.session, turn.community.id)
    if running is not None:
        turn.say(
            "drill.running",
            buttons=_end_row(running),
            ticket=running,
            by=None
            if running.reporter_id == turn.person.id
            else running.reporter.called(turn.language),
            **description.values(turn, running, turn.language),
        )
        return
    words = turn.incoming.argument.split()
    danger = _danger(turn, words)
    building = _building(words, await people.buildings_of(turn.session, turn.community.id))
    if danger is None or building is None:
        turn.say("drill.how", dangers=[each.name[turn.language] for each in _dangers(turn)])
        return
    ticket = await drills.begin(turn, turn.person, danger, building)
    if ticket is None:
        turn.say("drill.no_group")
        return
    turn.say(
        "drill.begun",
        buttons=_end_row(ticket),
        ticket=ticket,
        **description.values(turn, ticket, turn.language),
    )


def _end_row(ticket: Ticket) -> Rows:
    return ((button("end_drill", Action.END_DRILL, ticket.id),),)


def _dangers(turn: Turn) -> list[Topic]:
    return [each for each in turn.catalogue if each.hazard and each.kind == Kind.EMERGENCY]


def _danger(turn: Turn, words: Sequence[str]) -> Topic | None:
    """By its short name (fire, gas, …), a part of its name, or in whatever words."""
    for danger in _dangers(turn):
        named = {name.casefold() for name in danger.name.values()}
        for word in (each.casefold() for each in words):
            if word == danger.hazard or (len(word) > 1 and any(word in name for name in named)):
                return danger
    heard = turn.understand(" ".join(words))
    hazard = heard.hazard or heard.doubtful
    return next((each for each in _dangers(turn) if hazard and each.hazard == hazard), None)


def _building(words: Sequence[str], buildings: Sequence[Building]) -> Building | None:
    for word in (" ".join(words), *words):
        for said in (word, read_slots(word).building):
            found = building_named(said, buildings) if said else None
            if found is not None:
                return found
    return None


async def end(turn: Turn, press: Press) -> None:
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return
    if not ticket.drill or not turn.leads_here:
        turn.notify("common.not_yours", alert=True)
        return
    report = await drills.end(turn, ticket, turn.person)
    if report is None:
        pressed.say_how_it_stands(turn, ticket)
        return
    await drill_news.ended(turn, ticket, report, forgotten=False)
