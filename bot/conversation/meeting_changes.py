"""A meeting that was announced is moved or called off: asked once more, then everybody hears."""

import hashlib
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.buttons import Action, Press, button
from bot.conversation import manager_broadcast, meeting, meeting_card, meeting_letters
from bot.conversation.turn import Turn
from db.models import Meeting
from db.vocabulary import Language, MeetingState, Step
from reminders import broadcast, convening
from reminders.meetings import PLACE, Mistake, Times, read_times
from reminders.raising import raise_meeting


async def ask_when(turn: Turn, press: Press) -> None:
    """With the seal of a preview it is moved; without one, the new time is asked for."""
    found = await meeting.ours(turn, press, MeetingState.ANNOUNCED)
    if found is None:
        return
    if press.word(2) is not None:
        await _move(turn, found, press.word(2))
        return
    await _ask(turn, found, ())


async def _ask(turn: Turn, found: Meeting, mistakes: tuple[Mistake, ...]) -> None:
    await turn.expect(Step.MOVE_MEETING, meeting=found.id)
    turn.say(
        "meeting.when_instead",
        mistakes=[each.value for each in mistakes],
        **meeting_letters.matter(turn, found, turn.language),
    )


async def time_told(turn: Turn, data: dict[str, object]) -> bool:
    """The new time, and on a second line the new place where there is one."""
    text, row = turn.incoming.text.strip(), data.get("meeting")
    if not text or turn.incoming.command or not isinstance(row, int) or not turn.manages_here:
        return False
    found = await turn.session.get(Meeting, row)
    if found is None or found.community_id != turn.community.id:
        return False
    if found.state is not MeetingState.ANNOUNCED:
        turn.say("meeting.moved_on")
        return True
    when, _, place = text.partition("\n")
    times = read_times(when, turn.now, ZoneInfo(turn.community.timezone))
    mistakes = times if isinstance(times, tuple) else ()
    if len(place.strip()) > PLACE:
        mistakes += (Mistake.LONG_PLACE,)
    if mistakes or not isinstance(times, Times):
        await _ask(turn, found, mistakes)
        return True
    await _preview(turn, found, times, place.strip())
    return True


async def _preview(turn: Turn, found: Meeting, times: Times, place: str) -> None:
    """What is pending waits with the chat: the button only says yes to just that."""
    pending = {
        "starts": times.starts.isoformat(),
        "ends": times.ends.isoformat(),
        "place": place,
    }
    await turn.expect(Step.MOVE_MEETING, meeting=found.id, pending=pending)
    tally = await convening.tally(turn.session, found.id)
    turn.say(
        "meeting.move_preview",
        buttons=(
            (
                button(
                    "move_and_tell",
                    Action.MOVE_MEETING,
                    found.id,
                    found.version,
                    _seal(pending),
                    people=tally.asked,
                ),
            ),
        ),
        people=tally.asked,
        moved_to=times.starts,
        new_end=times.ends,
        new_place=place,
        **meeting_letters.matter(turn, found, turn.language),
    )


def _seal(pending: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(pending, sort_keys=True).encode()).hexdigest()[:8]


async def _move(turn: Turn, found: Meeting, seal: str | None) -> None:
    awaited = turn.person.waiting
    pending = awaited.data.get("pending") if awaited is not None else None
    if not isinstance(pending, dict) or _seal(pending) != seal:
        turn.notify("common.stale", alert=True)
        return
    times = Times(*(datetime.fromisoformat(pending[name]) for name in ("starts", "ends")))
    if times.starts <= turn.now:
        turn.notify("meeting.is_past", alert=True)
        return
    await turn.expect_nothing()
    before = {language: meeting_letters.matter(turn, found, language) for language in Language}
    if not await convening.move(turn.session, found, times, pending["place"]):
        turn.notify("meeting.moved_on", alert=True)
        return
    texts = {
        language: turn.voice.html(
            "meeting.moved",
            language,
            **meeting_letters.matter(turn, found, language),
            moved_from=before[language]["meets"],
            old_place=before[language]["place"],
        )
        for language in Language
    }
    await _tell_everybody(turn, found, texts)


async def ask_call_off(turn: Turn, press: Press) -> None:
    found = await meeting.ours(turn, press, MeetingState.ANNOUNCED)
    if found is None:
        return
    if press.word(2) == "yes":
        await _call_off(turn, found)
        return
    tally = await convening.tally(turn.session, found.id)
    texts = meeting_letters.in_every_language(turn, found, "meeting.called_off")
    turn.say(
        "meeting.call_off_surely",
        buttons=(
            (
                button(
                    "call_off_and_tell",
                    Action.CALL_OFF,
                    found.id,
                    found.version,
                    "yes",
                    people=tally.asked,
                ),
            ),
        ),
        words=Markup(texts[turn.language]),
        people=tally.asked,
    )


async def _call_off(turn: Turn, found: Meeting) -> None:
    if not await convening.change(
        turn.session, found, MeetingState.ANNOUNCED, state=MeetingState.CALLED_OFF
    ):
        turn.notify("meeting.moved_on", alert=True)
        return
    texts = meeting_letters.in_every_language(turn, found, "meeting.called_off")
    await _tell_everybody(turn, found, texts)


async def _tell_everybody(turn: Turn, found: Meeting, texts: dict[Language, Any]) -> None:
    """At once, and by the manager alone: the frame is ours, and every hour counts."""
    await raise_meeting(turn.session, found, turn.notices, turn.now)
    media = await meeting_letters.calendars(turn, found)
    number = await meeting_letters.draft(turn, found, turn.person.id, texts, media)
    total = await broadcast.confirm(turn.session, number, turn.now)
    await manager_broadcast.show_progress(turn, number, total or 0)
    await meeting_card.redraw(turn, found)
