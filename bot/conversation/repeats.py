"""How often a manager's notice comes again: once a week or a month, every so many days."""

import re
from datetime import date, datetime

from bot.buttons import Action, Press, Rows, button, grid
from bot.conversation import manager_broadcast
from bot.conversation.turn import Turn
from bot.conversation.when_to_send import local_now, send_time_in
from db.models import Broadcast
from db.vocabulary import Step
from reminders import approving
from reminders.repeating import A_YEAR, LONGEST_STEP, MOST, Every, Repeat

_DAILY, _WEEKLY, _FORTNIGHTLY = 1, 7, 14

_OFTEN = {
    (Every.DAY, _DAILY): (3, 7, 14, 30),
    (Every.DAY, _WEEKLY): (4, 12, 26, 52),
    (Every.DAY, _FORTNIGHTLY): (4, 8, 13, 26),
    (Every.MONTH, 1): (3, 6, 12),
}
"""How many times are offered."""
_ELSE = (2, 3, 6, 12)

_NUMBER = re.compile(r"\D{0,12}(\d{1,3})\D{0,8}")
_TIMES = re.compile(r"(\d{1,3})\s*(?:次|times?)?", re.IGNORECASE)


async def ask(turn: Turn, press: Press) -> None:
    """`REPEAT`: asked for how often; with further words, the answer so far."""
    draft = await manager_broadcast.own_draft(turn, press)
    if draft is None:
        return
    if draft.corrects_id is not None:
        turn.notify("common.stale")
    elif press.word(1) is None:
        await _ask_how_often(turn, draft, "how")
    elif press.word(1) == "no":
        await _set(turn, draft, None)
    elif (begun := _read(press)) is None:
        turn.notify("common.stale")
    elif press.word(3) is None:
        await _ask_how_long(turn, draft, begun, "how")
    else:
        await _set(turn, draft, begun)


def _read(press: Press) -> Repeat | None:
    """None for what no button of ours says."""
    every, step, times = press.word(1), press.number(2), press.number(3)
    if every not in list(Every) or step is None:
        return None
    said = Repeat(Every(every), step, times if press.word(3) is not None else MOST)
    return said if said.is_possible else None


async def _ask_how_often(turn: Turn, draft: Broadcast, why: str) -> None:
    await turn.expect(Step.TELL_REPEAT, broadcast=draft.id)
    never = (button("repeat_not", Action.REPEAT, draft.id, "no"),)
    turn.say(
        "broadcast.repeat",
        buttons=(
            (
                button("repeat_day", Action.REPEAT, draft.id, Every.DAY, _DAILY),
                button("repeat_week", Action.REPEAT, draft.id, Every.DAY, _WEEKLY),
            ),
            (
                button("repeat_fortnight", Action.REPEAT, draft.id, Every.DAY, _FORTNIGHTLY),
                button("repeat_month", Action.REPEAT, draft.id, Every.MONTH, 1),
            ),
            *((never,) if draft.repeat else ()),
        ),
        why=why,
        most=LONGEST_STEP,
    )


async def _ask_how_long(turn: Turn, draft: Broadcast, begun: Repeat, why: str) -> None:
    place = (draft.id, begun.every, begun.step)
    begun_with = {"every": begun.every.value, "apart": begun.step}
    await turn.expect(Step.TELL_REPEAT, broadcast=draft.id, **begun_with)
    often = [
        button("repeat_times", Action.REPEAT, *place, times, count=times)
        for times in _OFTEN.get((begun.every, begun.step), _ELSE)
        if len(Repeat(begun.every, begun.step, times).days(_first_day(turn, draft))) == times
    ]
    rows: Rows = grid(often, 2)
    turn.say("broadcast.repeat_until", buttons=rows, why=why, most=MOST)


async def told(turn: Turn, data: dict[str, object]) -> bool:
    text, draft = turn.incoming.text.strip(), await manager_broadcast.own_words(turn, data)
    if not text or turn.incoming.command or draft is None:
        return False
    every, apart = data.get("every"), data.get("apart")
    if isinstance(every, str) and isinstance(apart, int):
        await _end_told(turn, draft, Repeat(Every(every), apart, MOST), text)
        return True
    number = _NUMBER.fullmatch(text)
    begun = Repeat(Every.DAY, int(number[1]), MOST) if number else None
    if begun is None or not begun.is_possible:
        await _ask_how_often(turn, draft, "unclear")
    else:
        await _ask_how_long(turn, draft, begun, "how")
    return True


async def _end_told(turn: Turn, draft: Broadcast, begun: Repeat, text: str) -> None:
    first = _first_day(turn, draft)
    repeat = _until(turn, begun, text)
    if repeat is None or not repeat.is_possible:
        await _ask_how_long(turn, draft, begun, "unclear")
    elif len(repeat.days(first)) < (repeat.times or 2):
        await _ask_how_long(turn, draft, begun, "far" if repeat.times else "soon")
    elif repeat.until is not None and repeat.until > first + A_YEAR:
        await _ask_how_long(turn, draft, begun, "far")
    else:
        await _set(turn, draft, repeat)


def _until(turn: Turn, begun: Repeat, text: str) -> Repeat | None:
    """So many times, or until a day, as it is written."""
    if number := _TIMES.fullmatch(text):
        return Repeat(begun.every, begun.step, int(number[1]))
    day = _day_in(text, local_now(turn), month_first=turn.writes_months_first)
    return Repeat(begun.every, begun.step, until=day) if day else None


def _day_in(text: str, now: datetime, *, month_first: bool) -> date | None:
    """As the time of a notice is read, at noon: None where the words say no day."""
    noon, no_day = (
        send_time_in(f"{said} 12:00", now, month_first=month_first) for said in (text, "")
    )
    return noon.date() if noon and noon != no_day else None


def _first_day(turn: Turn, draft: Broadcast) -> date:
    """As far as it is known: without a time of its own it goes out once it is approved."""
    now = local_now(turn)
    return max(now, draft.send_at.astimezone(now.tzinfo) if draft.send_at else now).date()


async def _set(turn: Turn, draft: Broadcast, repeat: Repeat | None) -> None:
    if not await approving.reopen(turn.session, draft.id):
        turn.notify("broadcast.gone_out")
        return
    await turn.expect_nothing()
    draft.repeat = repeat.to_json() if repeat else None
    await manager_broadcast.preview(turn, draft)
