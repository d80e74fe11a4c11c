"""What came of a meeting: the manager writes it, reads it once more, and everybody gets it."""

from markupsafe import Markup, escape

from bot.buttons import Action, Press, button
from bot.conversation import meeting_letters
from bot.conversation.handing_in import put_forward
from bot.conversation.messages import Media
from bot.conversation.turn import Turn
from db.models import Broadcast, Meeting
from db.vocabulary import Language, MeetingState, Step
from reminders import approving, audience, broadcast, convening
from reminders.approving import UNSENT
from reminders.audience import Audience
from reminders.broadcast import seal

LONGEST = 3000
"""Characters: the letter also names the meeting."""

SEND, DROP = "go", "drop"


async def ask(turn: Turn, press: Press) -> None:
    """With a draft's number and seal it is sent or dropped; without, the words are asked for."""
    found = await _held(turn, press.number(0))
    if found is None:
        return
    if press.word(1) is not None:
        await _decide(turn, found, press)
        return
    if await convening.minutes_handed_in(turn.session, found.id):
        turn.notify("approval.asked_already", alert=True)
        return
    await _ask(turn, found, too_long=0)


async def _held(turn: Turn, row: int | None) -> Meeting | None:
    found = await turn.session.get(Meeting, row, with_for_update=True) if row is not None else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    if found.state is not MeetingState.OVER or found.minuted_at is not None:
        turn.notify("meeting.moved_on", alert=True)
        return None
    return found


async def _ask(turn: Turn, found: Meeting, *, too_long: int) -> None:
    await turn.expect(Step.WRITE_MINUTES, meeting=found.id)
    turn.say(
        "meeting.write_minutes",
        too_long=too_long,
        limit=LONGEST,
        **meeting_letters.matter(turn, found, turn.language),
    )


async def written(turn: Turn, data: dict[str, object]) -> bool:
    """Words, or a document with or without them."""
    incoming, row = turn.incoming, data.get("meeting")
    words = incoming.text.strip()
    document = incoming.file_id if incoming.media is Media.DOCUMENT else None
    if incoming.command or not turn.manages_here or not isinstance(row, int):
        return False
    if not words and document is None:
        return False
    found = await turn.session.get(Meeting, row)
    if found is None or found.community_id != turn.community.id or found.minuted_at is not None:
        return False
    if await convening.minutes_handed_in(turn.session, found.id):
        turn.say("approval.asked_already")
        return True
    if len(words) > LONGEST:
        await _ask(turn, found, too_long=len(words))
        return True
    texts = {
        language: turn.voice.html(
            "meeting.minutes",
            language,
            words=Markup(escape(words)),
            **meeting_letters.matter(turn, found, language),
        )
        for language in Language
    }
    media = {"document": {"file_id": document}} if document else None
    number = await meeting_letters.draft(turn, found, turn.person.id, texts, media)
    await preview(turn, found, await turn.session.get_one(Broadcast, number))
    return True


async def preview(turn: Turn, found: Meeting, draft: Broadcast) -> None:
    chosen = Audience.from_json(draft.audience)
    people = await audience.count(turn.session, turn.community.id, chosen)

    this, sealed = (found.id, draft.id), seal(draft)
    turn.say(
        "meeting.minutes_preview",
        buttons=(
            (button("submit", Action.MINUTES, *this, SEND, sealed, people=people),),
            (button("drop_broadcast", Action.MINUTES, *this, DROP, sealed),),
        ),
        words=Markup(draft.texts[turn.language.value]),
        people=people,
        document=draft.media is not None,
    )


async def _decide(turn: Turn, found: Meeting, press: Press) -> None:
    row = press.number(1)
    draft = await turn.session.get(Broadcast, row) if row is not None else None
    if draft is None or draft.meeting_id != found.id or press.word(3) != seal(draft):
        turn.notify("common.stale", alert=True)
        return
    if draft.author_id != turn.person.id:
        turn.notify("common.not_yours", alert=True)
        return
    drops = press.word(2) == DROP
    if draft.state not in UNSENT or (drops and not await approving.reopen(turn.session, draft.id)):
        turn.notify("broadcast.gone_out")
        return
    if drops:
        await broadcast.cancel(turn.session, draft.id, turn.now)
        turn.say("meeting.minutes_dropped")
        return
    if await convening.minutes_handed_in(turn.session, found.id):
        turn.notify("approval.asked_already")
        return
    await put_forward(turn, draft)
