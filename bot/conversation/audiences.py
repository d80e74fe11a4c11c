"""Whom a manager's notice is for, narrowed step by step; every button says how many that would be.

Of one sort any is enough, and every sort has to hold.
"""

from dataclasses import replace
from typing import TypeVar

from bot.buttons import Action, Button, Press, Rows, button, grid, plain
from bot.conversation import proof
from bot.conversation.manager_broadcast import own_draft
from bot.conversation.turn import Turn
from db import people
from db.models import Broadcast
from db.vocabulary import AudienceKind, HouseholdTag, Language, ResidentRole
from reminders import approving, audience
from reminders.audience import Audience

_ROLE, _LANGUAGE, _TAG, _FLOORS, _FLOOR = "r", "l", "t", "fs", "f"


async def aim(turn: Turn, press: Press) -> None:
    """`aim:<draft>`: the choices; with a sort and a value, that one is turned on or off."""
    draft = await own_draft(turn, press)
    if draft is None:
        return
    if draft.corrects_id is not None:
        turn.notify("common.stale")  # whom it corrects for is no choice
        return
    sort, value = press.word(1), press.word(2)
    chosen = Audience.from_json(draft.audience)
    if sort == _FLOORS:
        await _say_floors(turn, draft, chosen)
        return
    if sort is not None:
        changed = _turned(chosen, sort, value)
        if changed is None:
            turn.notify("common.stale")
            return
        await approving.reopen(turn.session, draft.id)
        draft.audience = changed.to_json()
        await turn.session.flush()
    if sort == _FLOOR:
        await _say_floors(turn, draft, Audience.from_json(draft.audience))
    else:
        await _say_choices(turn, draft)


def _turned(chosen: Audience, sort: str, value: str | None) -> Audience | None:
    """None for what this version never offered."""
    if sort == _ROLE and value in set(ResidentRole):
        return replace(chosen, roles=_toggle(chosen.roles, ResidentRole(value)))
    if sort == _LANGUAGE and value in set(Language):
        return replace(chosen, languages=_toggle(chosen.languages, Language(value)))
    if sort == _TAG and value in set(HouseholdTag):
        return replace(chosen, tags=_toggle(chosen.tags, HouseholdTag(value)))
    building = _building(chosen)
    if sort != _FLOOR or not value or building is None:
        return None
    floors = _toggle(chosen.floors, (building, value))
    if floors:
        return replace(chosen, kind=AudienceKind.FLOOR, ids=(), floors=floors)
    return replace(chosen, kind=AudienceKind.BUILDING, ids=(building,), floors=())


Value = TypeVar("Value")


def _toggle(chosen: tuple[Value, ...], value: Value) -> tuple[Value, ...]:
    if value in chosen:
        return tuple(each for each in chosen if each != value)
    return (*chosen, value)


def _building(chosen: Audience) -> int | None:
    """The one building it is about."""
    if chosen.kind is AudienceKind.BUILDING and len(chosen.ids) == 1:
        return chosen.ids[0]
    return chosen.floors[0][0] if chosen.floors else None


async def _say_choices(turn: Turn, draft: Broadcast) -> None:
    chosen = Audience.from_json(draft.audience)
    told = await proof.readers(turn, draft, turn.language)
    sorts: tuple[tuple[str, list[str], int], ...] = (
        (_ROLE, [each.value for each in ResidentRole], 2),
        (_LANGUAGE, [each.value for each in Language], 3),
        (_TAG, [each.value for each in HouseholdTag], 2),
    )
    rows: Rows = ()
    for sort, values, width in sorts:
        rows += grid([await _choice(turn, draft, chosen, sort, each) for each in values], width)
    floors = (button("floors", Action.AIM, draft.id, _FLOORS),)
    turn.say(
        "audience.choices",
        buttons=(
            *((floors,) if _building(chosen) is not None else ()),
            *rows,
            (button("back_to_preview", Action.SHOW_DRAFT, draft.id),),
        ),
        whom=told["whom"],
        people=told["people"],
        names=told["names"],
    )


async def _choice(turn: Turn, draft: Broadcast, chosen: Audience, sort: str, value: str) -> Button:
    """What it would be with this turned over."""
    on = value in (*chosen.roles, *chosen.languages, *chosen.tags)
    name = turn.voice.words(f"audience.{proof.word(value)}", turn.language)
    return await _counted(turn, draft, chosen, sort, value, name, on=on)


async def _counted(
    turn: Turn, draft: Broadcast, chosen: Audience, sort: str, value: str, name: str, *, on: bool
) -> Button:
    """With how many it would be for, turned over; what is on says nothing of others."""
    turned = _turned(chosen, sort, value) or chosen
    count = await audience.count(turn.session, turn.community.id, turned, weight=draft.weight)
    label = f"✅ {name}" if on else f"{name} · {count}"
    return plain(label, Action.AIM, draft.id, sort, value)


async def _say_floors(turn: Turn, draft: Broadcast, chosen: Audience) -> None:
    building = _building(chosen)
    if building is None:
        turn.notify("common.stale")
        return
    floors = await people.floors_of(turn.session, building)
    buttons = [
        await _counted(
            turn, draft, chosen, _FLOOR, each, each, on=(building, each) in chosen.floors
        )
        for each in floors
    ]
    turn.say(
        "audience.floors",
        buttons=(
            *grid(buttons, 4),
            (button("back_to_choices", Action.AIM, draft.id),),
        ),
        whom=await proof.audience_words(turn, chosen, turn.language),
    )
