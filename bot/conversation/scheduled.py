"""Notices that were approved for later: told of, listed, looked at, called off."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.buttons import Action, Press, Rows, button, grid, plain
from bot.conversation import proof
from bot.conversation.reports import opening_words
from bot.conversation.turn import Turn
from bot.desk import Desk
from db import people
from db.models import Broadcast, Person
from db.vocabulary import BroadcastState, Language, MailPriority
from reminders import broadcast, scheduling
from reminders.region import first_decent
from reminders.repeating import Repeat

_MOST_LISTED = 20


def timing(desk: Desk, draft: Broadcast, language: Language) -> dict[str, Any]:
    """`send_at`: its own time, where that is to come; `morning`: until when it would wait now;
    `again`: how it is repeated, in words."""
    own = draft.send_at if draft.send_at and draft.send_at > desk.now else None
    morning = first_decent(desk.now, desk.community)
    return {
        "send_at": own,
        "morning": morning if own is None and morning > desk.now else None,
        "again": repeat_words(desk, draft, language),
    }


def repeat_words(desk: Desk, row: Broadcast, language: Language) -> str | None:
    """Once a week, 4 times; None where it is not repeated."""
    if row.repeat is None:
        return None
    repeat = Repeat.from_json(row.repeat)
    last = repeat.until and datetime.combine(
        repeat.until, time(), ZoneInfo(desk.community.timezone)
    )
    return desk.voice.words(
        "broadcast.repeated",
        language,
        every=repeat.every.value,
        step=repeat.step,
        times=repeat.times,
        last=last,
    )


def tell_scheduled(turn: Turn, found: Broadcast, readers: Sequence[Person]) -> None:
    """It was approved for later: whoever approved it is told so, and who follow it."""
    due = scheduling.goes_out_at(found, turn.community, turn.now)
    turn.notify("broadcast.approved_for", send_at=due)
    for each in readers:
        if each.id != turn.person.id:
            turn.bag.tell(
                each,
                "broadcast.scheduled",
                buttons=((button("look_at_scheduled", Action.SCHEDULED, found.id),),),
                priority=MailPriority.REPLY,
                title=opening_words(found, each.language),
                send_at=due,
                approver=turn.person.called(each.language),
            )


async def show_scheduled(turn: Turn) -> None:
    """What waits for its time here, each with a button; nothing where none does."""
    waiting = (await scheduling.scheduled(turn.session, turn.community.id))[:_MOST_LISTED]
    if not waiting:
        return
    lines = [
        {
            "title": opening_words(each, turn.language),
            "send_at": due_at(turn, each),
            "again": each.repeat is not None,
        }
        for each in waiting
    ]
    buttons = [
        plain(f"👀 {number}", Action.SCHEDULED, each.id)
        for number, each in enumerate(waiting, start=1)
    ]
    turn.say("broadcast.scheduled_list", buttons=grid(buttons, 5), lines=lines)


def due_at(desk: Desk, row: Broadcast) -> datetime:
    """When what waits goes out; where it is too late for it, when it should have."""
    return scheduling.goes_out_at(row, desk.community, desk.now) or scheduling.wanted_at(
        row, desk.community
    )


async def show(turn: Turn, press: Press) -> None:
    """`SCHEDULED`: one of them whole; with a second word it is called off, or all that follow."""
    found = await _waiting_here(turn, press)
    if found is None:
        return
    if press.word(1) in ("off", "all"):
        await _call_off(turn, found, whole=press.word(1) == "all")
        return
    readers = await proof.readers(turn, found, turn.language)
    writer = await _person(turn, found.author_id)
    approver = await _person(turn, found.approved_by)
    turn.say(
        "broadcast.scheduled_one",
        buttons=_ways_off(found),
        versions=await proof.versions(turn, found),
        whom=readers["whom"],
        people=readers["people"],
        send_at=due_at(turn, found),
        again=repeat_words(turn, found, turn.language),
        to_come=await scheduling.times_left(turn.session, found),
        by=writer.called(turn.language) if writer else None,
        approver=approver.called(turn.language) if approver else None,
    )


async def _waiting_here(turn: Turn, press: Press) -> Broadcast | None:
    row = press.number(0)
    found = await turn.session.get(Broadcast, row, with_for_update=True) if row else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    if found.state is not BroadcastState.SCHEDULED:
        turn.notify("broadcast.gone_out")
        return None
    return found


def _ways_off(found: Broadcast) -> Rows:
    if found.repeat is None:
        return ((button("call_off_scheduled", Action.SCHEDULED, found.id, "off"),),)
    return (
        (button("call_off_once", Action.SCHEDULED, found.id, "off"),),
        (button("call_off_all", Action.SCHEDULED, found.id, "all"),),
    )


async def _call_off(turn: Turn, found: Broadcast, *, whole: bool) -> None:
    """This one; the next of a repeated one takes its place, unless the whole is called off."""
    after = None
    if not whole and await scheduling.pass_over(turn.session, found, turn.now):
        after = await scheduling.next_of(turn.session, found)
    else:
        await broadcast.cancel(turn.session, found.id, turn.now)
    left_out = due_at(turn, found) if found.repeat and not whole else None
    again_at = due_at(turn, after) if after else None
    turn.say(
        "broadcast.called_off",
        title=opening_words(found, turn.language),
        by=None,
        send_at=left_out,
        again_at=again_at,
        whole=whole,
    )
    for each in await people.who_follow(turn.session, found.community_id, found.author_id):
        if each.id != turn.person.id:
            turn.bag.tell(
                each,
                "broadcast.called_off",
                title=opening_words(found, each.language),
                by=turn.person.called(each.language),
                send_at=left_out,
                again_at=again_at,
                whole=whole,
            )


async def _person(turn: Turn, person_id: int | None) -> Person | None:
    return await turn.session.get(Person, person_id) if person_id is not None else None
