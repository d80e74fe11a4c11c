"""`/duty`: who is there until when, who follows, and the roster as it is written."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import rostering
from bot.buttons import Action, Press, Rows, button, grid, plain
from bot.conversation import abilities, posts
from bot.conversation.turn import Turn
from bot.roster_file import RosterError, Wrong
from bot.tickets.duty import follows, there_until
from db import duty, people
from db.models import Community, Membership, Person, Shift, Team
from db.vocabulary import ShiftKind, Step

Switch = Callable[[AsyncSession, Community, Person, datetime], Awaitable[None]]

_MOST_MISTAKES = 20


async def show_or_enter(turn: Turn) -> None:
    """`/duty`; `/duty 李保`; `/duty 李保 12/1 08:00-17:00`, one line or a whole table."""
    said = turn.incoming.argument
    if not turn.works_here:
        turn.say("common.not_for_you", command="duty")
    elif not said:
        await show(turn)
    elif not turn.leads_here:
        turn.say("common.not_for_you", command="duty")
    elif not await abilities.named(turn, said):
        await _enter(turn, said)


async def lines_written(turn: Turn, data: dict[str, object]) -> bool:
    """The lines again, mended; what is no roster at all is something else."""
    text = turn.incoming.text.strip()
    if not text or turn.incoming.command or not turn.leads_here:
        return False
    return await _enter(turn, text, again=True)


async def _enter(turn: Turn, text: str, *, again: bool = False) -> bool:
    try:
        found = await rostering.enter(turn.session, turn.community, text, turn.now, turn.person.id)
    except RosterError as error:
        if again and all(each.wrong is Wrong.FORM for each in error.mistakes):
            return False
        if turn.incoming.private:
            await turn.expect(Step.ENTER_SHIFT)
        turn.say(
            "duty.mistakes",
            count=len(error.mistakes),
            mistakes=[
                turn.voice.words(
                    f"duty.wrong_{each.wrong.value}",
                    turn.language,
                    line=each.line,
                    said=each.said,
                    hint=each.hint,
                )
                for each in error.mistakes[:_MOST_MISTAKES]
            ],
        )
        return True
    names = {post.person_id: post.person.called(turn.language) for post in await turn.staff()}
    turn.say(
        "duty.entered",
        added=len(found.added),
        known=found.known,
        removed=found.removed,
        shifts=[
            {
                "name": names[each.person_id],
                "leave": each.kind is ShiftKind.LEAVE,
                "begins": each.starts_at,
                "ends": each.ends_at,
            }
            for each in found.added[:_MOST_MISTAKES]
        ],
    )
    return True


async def show(turn: Turn) -> None:
    """Team by team, and those who lead."""
    shifts = await duty.shifts_between(
        turn.session, turn.community.id, turn.now, turn.now + posts.AHEAD
    )
    teams = await people.teams_of(turn.session, turn.community.id)
    there = await posts.there(turn)
    mine = any(post.person_id == turn.person.id for post in there)
    turn.say(
        "duty.now",
        teams=[
            {
                "name": team.name(turn.language),
                "mode": team.dispatch.value,
                "there": _there(turn, there, team.id, shifts),
                "next": await _next(turn, team.id, shifts),
            }
            for team in teams
        ],
        leaders=_there(turn, there, None, shifts),
        mine=mine,
        leads=turn.leads_here,
        buttons=_buttons(turn, teams, mine=mine),
    )


def _there(
    turn: Turn, there: Iterable[Membership], team_id: int | None, shifts: Sequence[Shift]
) -> list[dict[str, Any]]:
    return [
        {
            "name": post.person.called(turn.language),
            "until": there_until(post, shifts, turn.now),
        }
        for post in there
        if post.team_id == team_id
    ]


async def _next(turn: Turn, team_id: int, shifts: Sequence[Shift]) -> dict[str, Any] | None:
    coming = follows(shifts, team_id, turn.now)
    if coming is None:
        return None
    person = await turn.session.get_one(Person, coming.person_id)
    return {"name": person.called(turn.language), "begins": coming.starts_at}


def _buttons(turn: Turn, teams: Sequence[Team], *, mine: bool) -> Rows:
    own = button("off_duty", Action.OFF_DUTY) if mine else button("on_duty", Action.ON_DUTY)
    if not turn.leads_here:
        return ((own,),)
    choices = [plain(team.name(turn.language), Action.TEAM_MODE, team.id) for team in teams]
    leaders = button("those_who_lead", Action.TEAM_MODE, 0)
    return ((own,), *grid([*choices, leaders], 2))


async def come_on(turn: Turn, press: Press) -> None:
    await _switch(turn, rostering.come_on, "duty.on_now")


async def go_off(turn: Turn, press: Press) -> None:
    await _switch(turn, rostering.go_off, "duty.off_now")


async def _switch(turn: Turn, change: Switch, note: str) -> None:
    """Only ever the presser's own duty."""
    if not turn.works_here:
        turn.notify("common.not_yours", alert=True)
        return
    await change(turn.session, turn.community, turn.person, turn.now)
    turn.notify(note)
    await show(turn)
