"""When a manager's notice goes out: at once, or at a time of their own.

Nobody is woken by one that can wait: what would go out at night goes out in the morning.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.buttons import Action, Press, button, column
from bot.conversation import manager_broadcast
from bot.conversation.turn import Turn
from bot.desk import Desk
from bot.tickets.appointments import appointment_in
from db.models import Broadcast
from db.vocabulary import Step
from reminders import approving, scheduling
from reminders.region import first_decent

_MORNING = 9
"""The hour that is offered for tomorrow."""

_CLOCK = re.compile(r"(?<![\d:：])(\d{1,2})[:：]([0-5]\d)(?![\d:：])")
_LATIN = re.compile(r"[A-Za-z]")
_NOON = 12


def send_time_in(written: str, now: datetime, *, month_first: bool) -> datetime | None:
    """As for an appointment; but where 「9:00」 could be either half of the day, the clock has 24
    hours: a manager who plans ahead writes 21:00 for the evening."""
    found = appointment_in(written, now, month_first=month_first)
    half_said = _in_english if _LATIN.search(written) else _in_chinese
    return found or appointment_in(_CLOCK.sub(half_said, written), now, month_first=month_first)


def _in_english(clock: re.Match[str]) -> str:
    hour = int(clock[1])
    return f"{clock[0]}{'am' if hour < _NOON else 'pm'}" if hour <= _NOON else clock[0]


def _in_chinese(clock: re.Match[str]) -> str:
    hour = int(clock[1])
    return f"{'上午' if hour < _NOON else '中午'}{clock[0]}" if hour <= _NOON else clock[0]


async def ask(turn: Turn, press: Press) -> None:
    """`WHEN`: asked for; with a second word it is the answer, by a button."""
    draft = await manager_broadcast.own_draft(turn, press)
    if draft is None:
        return
    match press.word(1):
        case "now":
            await _set(turn, draft, None)
        case "tomorrow":
            day = local_now(turn).date() + timedelta(days=1)
            morning = datetime(day.year, day.month, day.day, _MORNING, tzinfo=_zone(turn))
            await _set(turn, draft, morning)
        case _:
            await _ask(turn, draft, "how")


async def _ask(turn: Turn, draft: Broadcast, why: str) -> None:
    await turn.expect(Step.TELL_SEND_TIME, broadcast=draft.id)
    turn.say(
        "broadcast.when",
        buttons=column(
            button("when_now", Action.WHEN, draft.id, "now"),
            button("when_tomorrow", Action.WHEN, draft.id, "tomorrow"),
        ),
        why=why,
    )


async def told(turn: Turn, data: dict[str, object]) -> bool:
    text, draft = turn.incoming.text.strip(), await manager_broadcast.own_words(turn, data)
    if not text or turn.incoming.command or draft is None:
        return False
    when = send_time_in(text, local_now(turn), month_first=turn.writes_months_first)
    if when is None:
        await _ask(turn, draft, "unclear")
    elif when > turn.now + scheduling.FARTHEST:
        await _ask(turn, draft, "far")
    else:
        await _set(turn, draft, when)
    return True


async def _set(turn: Turn, draft: Broadcast, wanted: datetime | None) -> None:
    if not await approving.reopen(turn.session, draft.id):
        turn.notify("broadcast.gone_out")
        return
    await turn.expect_nothing()
    decent = first_decent(wanted, turn.community) if wanted else None
    draft.send_at = decent
    if wanted and decent and decent > wanted:
        turn.say("broadcast.when_moved", wanted=wanted, send_at=decent)
    await manager_broadcast.preview(turn, draft)


def _zone(desk: Desk) -> ZoneInfo:
    return ZoneInfo(desk.community.timezone)


def local_now(desk: Desk) -> datetime:
    return desk.now.astimezone(_zone(desk))
