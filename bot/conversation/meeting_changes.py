"""A meeting that was announced is moved or called off, once the letter that says so is out."""

from zoneinfo import ZoneInfo

from bot.buttons import Press
from bot.conversation import framed, meeting, meeting_card, meeting_letters
from bot.conversation.turn import Turn
from bot.desk import Desk
from db.models import Amendment, Broadcast, Meeting
from db.vocabulary import Becomes, Language, MeetingState, Step
from reminders import convening
from reminders.meetings import PLACE, Mistake, Times, read_times
from reminders.notices import Notices
from reminders.raising import raise_meeting


async def ask_when(turn: Turn, press: Press) -> None:
    found = await meeting.ours(turn, press, MeetingState.ANNOUNCED)
    if found is not None:
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
    await _draft_move(turn, found, times, place.strip())
    return True


async def _draft_move(turn: Turn, found: Meeting, times: Times, place: str) -> None:
    moved = convening.moved(found, times, place)
    texts = {
        language: turn.voice.html(
            "meeting.moved",
            language,
            **meeting_letters.matter(turn, moved, language),
            moved_from=found.starts_at,
            old_place=convening.words_in(found, language, turn.community.language).place,
        )
        for language in Language
    }
    amendment = Amendment(
        becomes=Becomes.MOVED, starts_at=times.starts, ends_at=times.ends, place=place or None
    )
    await _draft(turn, found, moved, texts, amendment)


async def call_off(turn: Turn, press: Press) -> None:
    found = await meeting.ours(turn, press, MeetingState.ANNOUNCED)
    if found is not None:
        texts = meeting_letters.in_every_language(turn, found, "meeting.called_off")
        amendment = Amendment(becomes=Becomes.CALLED_OFF)
        await _draft(turn, found, convening.called_off(found), texts, amendment)


async def _draft(
    turn: Turn,
    found: Meeting,
    becomes: Meeting,
    texts: dict[Language, str],
    amendment: Amendment,
) -> None:
    """What everybody will read, with the calendar's entry as it will be; shown before it goes."""
    media = await meeting_letters.calendars(turn, becomes)
    ends = min(found.starts_at, becomes.starts_at)
    number = await meeting_letters.draft(turn, found, turn.person.id, texts, media, expires_at=ends)
    amendment.broadcast_id, amendment.meeting_id = number, found.id
    turn.session.add(amendment)
    await framed.preview(turn, await turn.session.get_one(Broadcast, number))


async def come_true(desk: Desk, notices: Notices, amendment: Amendment) -> None:
    """Its letter is on its way: the reminders follow, and the managers' cards."""
    found = await desk.session.get_one(
        Meeting, amendment.meeting_id, with_for_update=True, populate_existing=True
    )
    if await convening.amend(desk.session, found, amendment):
        await raise_meeting(desk.session, found, notices, desk.now)
        await meeting_card.redraw(desk, found)
