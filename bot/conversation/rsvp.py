"""Who comes: an owner's answer to a meeting, under its announcement and its reminders."""

from bot.buttons import Action, Press, Rows, button, grid
from bot.conversation import meeting_letters
from bot.conversation.turn import Turn
from db.models import Meeting, Reply
from db.vocabulary import Attendance, MeetingState
from reminders import convening

_OFFERED = (2, 3, 4, 5, 6)
"""How many may come together, by button."""


async def answer(turn: Turn, press: Press) -> None:
    """For those to whom it was announced; the last answer counts."""
    row, code = press.number(0), press.word(1)
    meeting = await turn.session.get(Meeting, row) if row is not None else None
    if meeting is None or not await convening.was_asked(turn.session, meeting.id, turn.person.id):
        turn.notify("common.not_yours", alert=True)
        return
    if meeting.state is not MeetingState.ANNOUNCED or meeting.starts_at <= turn.now:
        off = meeting.state is MeetingState.CALLED_OFF
        turn.notify("meeting.no_more_answers", alert=True, called_off=off)
        return
    party = press.number(2)
    said_party = len(press.args) > 2
    if code not in {each.value for each in Attendance} or (said_party and party not in _OFFERED):
        turn.notify("common.stale")
        return
    await _note(turn, meeting, Attendance(code), party)


async def _note(turn: Turn, meeting: Meeting, attendance: Attendance, party: int | None) -> None:
    reply = await convening.answer(
        turn.session, meeting.id, turn.person.id, attendance, party, turn.now
    )
    if reply is None:
        turn.notify("meeting.noted_already")
        return
    turn.notify("meeting.noted", answer=reply.answer.value, party=reply.party)
    turn.say(
        "meeting.answered",
        buttons=_rows(meeting, reply),
        answer=reply.answer.value,
        party=reply.party,
        **meeting_letters.matter(turn, meeting, turn.language),
    )


def _rows(meeting: Meeting, reply: Reply) -> Rows:
    """Who comes may bring others; how many is asked once."""
    if reply.answer is not Attendance.COMING or reply.party > 1:
        return ()
    code = Attendance.COMING.value
    choices = [
        button("party", Action.COMING, meeting.id, code, heads, heads=heads) for heads in _OFFERED
    ]
    return grid(choices, 5)
