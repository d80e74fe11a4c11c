"""Teams and posts: how tickets are given out, who works where, and who leaves."""

from collections.abc import Sequence
from datetime import timedelta

from bot.buttons import Action, Press, Rows, button, column, plain
from bot.conversation.turn import Turn
from bot.tickets.concerned import concerned
from bot.tickets.leaving import (
    NobodyLeftError,
    is_last_manager,
    release,
    theirs_to_hand_over,
)
from bot.tickets.opening import candidates
from db import duty, people
from db.models import Membership, Person, Team, Ticket
from db.vocabulary import DispatchMode, ShiftKind

FLAGS = "flags"
"""Instead of a mode: the team keeps no roster any more, and its people say themselves."""

AHEAD = timedelta(days=7)
"""So far ahead shifts are shown."""


async def there(turn: Turn) -> list[Membership]:
    """The posts whose people are on duty now."""
    on_duty = {
        (each.person_id, each.role, each.team_id) for each in await candidates(turn) if each.on_duty
    }
    return [
        post for post in await turn.staff() if (post.person_id, post.role, post.team_id) in on_duty
    ]


# --- a team -----------------------------------------------------------------------------------


async def team(turn: Turn, press: Press) -> None:
    """`0` is those who lead; with a second argument a manager changes how tickets are given out."""
    number, wanted = press.number(0), press.word(1)
    if not turn.leads_here or (wanted is not None and not turn.manages_here):
        turn.notify("common.not_yours", alert=True)
        return
    teams = {each.id: each for each in await people.teams_of(turn.session, turn.community.id)}
    chosen = teams.get(number or 0)
    if chosen is None and number != 0:
        turn.notify("common.stale")
        return
    if chosen is not None and wanted is not None and not _change(chosen, wanted):
        turn.notify("common.stale")
        return
    await turn.session.flush()
    await _show_team(turn, chosen)


def _change(chosen: Team, wanted: str) -> bool:
    if wanted == FLAGS:
        chosen.keeps_roster = False
        return True
    mode = next((each for each in DispatchMode if each.value == wanted), None)
    if mode is not None:
        chosen.dispatch = mode
    return mode is not None


async def _show_team(turn: Turn, chosen: Team | None) -> None:
    team_id = chosen.id if chosen else None
    on_duty = {post.id for post in await there(turn)}
    members = [post for post in await turn.staff() if post.team_id == team_id]
    turn.say(
        "duty.team",
        buttons=(*_modes(turn, chosen), *_people(turn, members)),
        team=chosen.name(turn.language) if chosen else None,
        mode=chosen.dispatch.value if chosen else None,
        keeps_roster=chosen.keeps_roster if chosen else False,
        members=[
            {"name": post.person.called(turn.language), "there": post.id in on_duty}
            for post in members
        ],
    )


def _modes(turn: Turn, chosen: Team | None) -> Rows:
    if chosen is None or not turn.manages_here:
        return ()
    modes = {
        DispatchMode.CLAIM: button("mode_claim", Action.TEAM_MODE, chosen.id, DispatchMode.CLAIM),
        DispatchMode.ASSIGN: button(
            "mode_assign", Action.TEAM_MODE, chosen.id, DispatchMode.ASSIGN
        ),
        DispatchMode.ROUND_ROBIN: button(
            "mode_round_robin", Action.TEAM_MODE, chosen.id, DispatchMode.ROUND_ROBIN
        ),
    }
    others = tuple(each for mode, each in modes.items() if mode is not chosen.dispatch)
    no_roster = (button("no_roster", Action.TEAM_MODE, chosen.id, FLAGS),)
    return (others, no_roster) if chosen.keeps_roster else (others,)


def _people(turn: Turn, members: Sequence[Membership]) -> Rows:
    called = {post.person_id: post.person.called(turn.language) for post in members}
    return column(*(plain(name, Action.POST, who) for who, name in called.items()))


# --- a person ---------------------------------------------------------------------------------


async def post(turn: Turn, press: Press) -> None:
    person = await _colleague(turn, press)
    if person is not None:
        await show_post(turn, person)


async def _colleague(turn: Turn, press: Press) -> Person | None:
    """Somebody who works here, for those who lead; else a polite note."""
    if not turn.leads_here:
        turn.notify("common.not_yours", alert=True)
        return None
    number = press.number(0)
    found = next((each for each in await turn.staff() if each.person_id == number), None)
    if found is None:
        turn.notify("common.stale")
        return None
    return found.person


async def show_post(turn: Turn, person: Person) -> None:
    own = [each for each in await turn.staff() if each.person_id == person.id]
    teams = {each.id: each for each in await people.teams_of(turn.session, turn.community.id)}
    buildings = {
        each.id: each for each in await people.buildings_of(turn.session, turn.community.id)
    }
    load = max(each.load for each in await candidates(turn) if each.person_id == person.id)
    shifts = await duty.shifts_between(
        turn.session, turn.community.id, turn.now, turn.now + AHEAD, [person.id]
    )
    leave = button("leaves_house", Action.POST_LEFT, person.id)
    turn.say(
        "duty.post",
        buttons=((leave,),) if turn.manages_here else (),
        name=person.called(turn.language),
        posts=[
            {
                "role": each.role.value,
                "team": teams[each.team_id].name(turn.language) if each.team_id else None,
            }
            for each in own
        ],
        there=any(each.person_id == person.id for each in await there(turn)),
        load=load,
        skills=[
            turn.voice.words(f"categories.{code}", turn.language)
            for code in sorted({code for each in own for code in each.skills})
        ],
        buildings=[
            buildings[id_].name(turn.language)
            for id_ in sorted({id_ for each in own for id_ in each.building_ids})
            if id_ in buildings
        ],
        shifts=[
            {"leave": each.kind is ShiftKind.LEAVE, "begins": each.starts_at, "ends": each.ends_at}
            for each in shifts
        ],
    )


# --- leaving ----------------------------------------------------------------------------------


async def ask_left(turn: Turn, press: Press) -> None:
    """Once more before it is done, with what there is to hand over."""
    person = await _leaver(turn, press)
    if person is None:
        return
    try:
        theirs = await theirs_to_hand_over(turn, person)
    except NobodyLeftError as error:
        _say_who_is_wanted(turn, person, error.ticket)
        return
    turn.say(
        "duty.leaves_surely",
        buttons=((button("leaves_yes", Action.LEFT_SURELY, person.id),),),
        name=person.called(turn.language),
        count=len(_shown(turn, theirs)),
    )


def _shown(turn: Turn, found: Sequence[Ticket]) -> list[Ticket]:
    """But for what is kept from whoever asks."""
    return [ticket for ticket in found if turn.person.id not in concerned(ticket)]


def _say_who_is_wanted(turn: Turn, leaver: Person, ticket: Ticket) -> None:
    shown = bool(_shown(turn, [ticket]))
    turn.say(
        "duty.cannot_leave",
        name=leaver.called(turn.language),
        number=ticket.id if shown else None,
    )


async def left(turn: Turn, press: Press) -> None:
    person = await _leaver(turn, press)
    if person is None:
        return
    try:
        handed = await release(turn, person, turn.person)
    except NobodyLeftError as error:
        _say_who_is_wanted(turn, person, error.ticket)
        return
    turn.bag.tell(person, "duty.goodbye", name=person.called(person.language))
    turn.say(
        "duty.left",
        name=person.called(turn.language),
        tickets=[
            {"number": each.id, "accountable": each.accountable.called(turn.language)}
            for each in _shown(turn, handed.kept)
        ],
    )


async def _leaver(turn: Turn, press: Press) -> Person | None:
    if not turn.manages_here:
        turn.notify("common.not_yours", alert=True)
        return None
    person = await _colleague(turn, press)
    if person is not None and await is_last_manager(turn, person):
        turn.notify("duty.last_manager", alert=True)
        return None
    return person
