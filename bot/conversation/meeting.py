"""Meetings in the manager's hand: written in lines, previewed in every language, announced."""

from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.buttons import Action, Button, Press, Rows, button, plain
from bot.conversation import meeting_card, meeting_letters
from bot.conversation.handing_in import put_forward
from bot.conversation.turn import Turn
from bot.desk import Desk
from bot.texts.wording import shorten
from db import people
from db.models import Broadcast, Meeting
from db.vocabulary import Language, MeetingKind, MeetingState, Step
from reminders import approving, audience, broadcast, convening
from reminders.approving import UNSENT
from reminders.audience import Audience
from reminders.meetings import MeetingPlan, Mistake, read_meeting, read_words
from reminders.notices import Notices
from reminders.raising import raise_meeting

SEND, KIND, ADD, DROP = "go", "kind", "add", "drop"
"""What can be done with a draft: the third argument of its buttons."""

_MOST = 20


async def begin(turn: Turn) -> None:
    """`/meeting`, or `/meeting` with its lines."""
    if turn.incoming.argument:
        await _take(turn, turn.incoming.argument)
        return
    await _ask(turn, ())
    coming = await convening.coming_up(turn.session, turn.community.id, turn.now)
    if coming:
        turn.say("meeting.coming", buttons=tuple((_opener(turn, each),) for each in coming[:_MOST]))


def _opener(turn: Turn, meeting: Meeting) -> Button:
    title = meeting_letters.matter(turn, meeting, turn.language)["title"]
    day = turn.voice.words("meeting.day", turn.language, meets=meeting.starts_at)
    return plain(shorten(f"{day} {title}", 40), Action.MEET, meeting.id)


async def _ask(turn: Turn, mistakes: tuple[Mistake, ...]) -> None:
    await turn.expect(Step.WRITE_MEETING)
    turn.say("meeting.how", mistakes=[each.value for each in mistakes])


async def written(turn: Turn, data: dict[str, object]) -> bool:
    """The lines of a new meeting, or of a draft in one more language."""
    text, row, code = turn.incoming.text.strip(), data.get("meeting"), data.get("language")
    if not text or turn.incoming.command or not turn.manages_here:
        return False
    if isinstance(row, int) and isinstance(code, str):
        return await _add_words(turn, row, Language(code), text)
    await _take(turn, text)
    return True


async def _take(turn: Turn, text: str) -> None:
    plan = read_meeting(text, turn.now, ZoneInfo(turn.community.timezone))
    if not isinstance(plan, MeetingPlan):
        await _ask(turn, plan)
        return
    meeting = await convening.draft(
        turn.session,
        community_id=turn.community.id,
        made_by=turn.person.id,
        plan=plan,
        language=turn.language,
        now=turn.now,
    )
    texts = meeting_letters.in_every_language(turn, meeting, "meeting.announced")
    media = await meeting_letters.calendars(turn, meeting)
    await meeting_letters.draft(
        turn, meeting, turn.person.id, texts, media, expires_at=meeting.starts_at
    )
    await preview(turn, meeting)


async def _ours(turn: Turn, row: int | None) -> Meeting | None:
    found = await turn.session.get(Meeting, row, with_for_update=True) if row is not None else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    return found


async def ours(turn: Turn, press: Press, *states: MeetingState) -> Meeting | None:
    """For a manager of its community, as it was when the button was drawn; else a polite note."""
    found = await _ours(turn, press.number(0))
    if found is not None and (found.state not in states or press.number(1) != found.version):
        turn.notify("meeting.moved_on", alert=True)
        return None
    return found


# --- a draft ----------------------------------------------------------------------------------


async def preview(turn: Turn, meeting: Meeting) -> None:
    """What everybody will read, to how many, and what can be changed first by whoever wrote it:
    nobody else may have a hand in what they might read as the second person."""
    announcement = await _announcement(turn, meeting)
    chosen = Audience.from_json(meeting.audience)
    people = await audience.count(turn.session, turn.community.id, chosen)
    missing = [each for each in Language if each.value not in meeting.titles]
    turn.say(
        "meeting.preview",
        buttons=_draft_rows(meeting, people, missing) if _wrote(turn, announcement) else (),
        versions=[Markup(announcement.texts[language.value]) for language in Language],
        people=people,
        kind_code=meeting.kind.value,
        missing=[
            turn.voice.words(f"buttons.add_{each.name.lower()}", turn.language) for each in missing
        ],
    )


def _draft_rows(meeting: Meeting, people: int, missing: list[Language]) -> Rows:
    this = (meeting.id, meeting.version)
    kinds = tuple(
        button(f"is_{kind.value}", Action.MEET, *this, KIND, kind.value)
        for kind in MeetingKind
        if kind is not meeting.kind
    )
    languages = tuple(
        button(f"add_{each.name.lower()}", Action.MEET, *this, ADD, each.value) for each in missing
    )
    drop = (button("drop_broadcast", Action.MEET, *this, DROP),)
    if not people:
        return (kinds, languages, drop)
    send = (button("submit", Action.MEET, *this, SEND, people=people),)
    return (send, kinds, languages, drop)


def _wrote(turn: Turn, announcement: Broadcast) -> bool:
    return announcement.author_id == turn.person.id


async def _announcement(turn: Turn, meeting: Meeting) -> Broadcast:
    found = await convening.announcement_of(turn.session, meeting.id)
    if found is None:
        raise LookupError(f"meeting {meeting.id} has no announcement")
    return found


async def open_(turn: Turn, press: Press) -> None:
    """A draft is previewed, and changed; of one that was announced the card is shown."""
    if press.word(1) is not None:
        await _change(turn, press)
        return
    meeting = await _ours(turn, press.number(0))
    if meeting is None:
        return
    if meeting.state is MeetingState.DRAFT:
        await preview(turn, meeting)
    else:
        await meeting_card.put_before(turn, meeting, turn.person)


async def _change(turn: Turn, press: Press) -> None:
    meeting = await ours(turn, press, MeetingState.DRAFT)
    if meeting is None:
        return
    announcement = await _announcement(turn, meeting)
    if not _wrote(turn, announcement):
        turn.notify("common.not_yours", alert=True)
        return
    changes = press.word(2) in (KIND, DROP)
    if announcement.state not in UNSENT or (
        changes and not await approving.reopen(turn.session, announcement.id)
    ):
        turn.notify("meeting.handed_in", alert=True)
        return
    match press.word(2), press.word(3):
        case word, None if word == SEND:
            await put_forward(turn, announcement)
        case word, None if word == DROP:
            await broadcast.cancel(turn.session, announcement.id, turn.now)
            await convening.leave(
                turn.session, meeting, MeetingState.DRAFT, MeetingState.CALLED_OFF
            )
            turn.say("meeting.dropped")
        case word, code if word == KIND and code in {kind.value for kind in MeetingKind}:
            await convening.change(
                turn.session, meeting, MeetingState.DRAFT, kind=MeetingKind(code)
            )
            await _write_again(turn, meeting, announcement)
        case word, code if word == ADD and code in {each.value for each in Language}:
            await turn.expect(Step.WRITE_MEETING, meeting=meeting.id, language=code)
            turn.say("meeting.write_version", reading=code, mistakes=[])
        case _:
            turn.notify("common.stale")


async def _add_words(turn: Turn, row: int, language: Language, text: str) -> bool:
    meeting = await turn.session.get(Meeting, row, with_for_update=True)
    if meeting is None or meeting.community_id != turn.community.id:
        return False
    announcement = await _announcement(turn, meeting)
    if not _wrote(turn, announcement):
        return False
    if announcement.state not in UNSENT:
        turn.say("meeting.handed_in")
        return True
    words = read_words(text)
    if isinstance(words, tuple):
        await turn.expect(Step.WRITE_MEETING, meeting=row, language=language.value)
        turn.say("meeting.write_version", reading=language.value, mistakes=[e.value for e in words])
        return True
    if not await approving.reopen(turn.session, announcement.id):
        turn.say("meeting.handed_in")
        return True
    await convening.translate(turn.session, meeting, language, words)
    await _write_again(turn, meeting, announcement)
    return True


async def _write_again(turn: Turn, meeting: Meeting, announcement: Broadcast) -> None:
    announcement.texts = {
        language.value: text
        for language, text in meeting_letters.in_every_language(
            turn, meeting, "meeting.announced"
        ).items()
    }
    announcement.media = await meeting_letters.calendars(turn, meeting)
    await turn.session.flush()
    await preview(turn, meeting)


async def announce(desk: Desk, notices: Notices, meeting: Meeting) -> None:
    """Its announcement is on its way: it is held, and recalled; whoever follows it sees a card."""
    if not await convening.leave(desk.session, meeting, MeetingState.DRAFT, MeetingState.ANNOUNCED):
        return
    await raise_meeting(desk.session, meeting, notices, desk.now)
    for reader in await people.who_follow(desk.session, meeting.community_id, meeting.made_by):
        await meeting_card.put_before(desk, meeting, reader)
