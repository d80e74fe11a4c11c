"""The seasonal plan in the manager's hand: sixty days ahead, approved, reworded or skipped."""

from markupsafe import Markup

from bot.buttons import Action, Press, Rows, button, grid, plain
from bot.conversation.turn import Turn
from db.models import Community, Occurrence
from db.vocabulary import Language, OccurrenceState, Step
from reminders import audience, planner
from reminders.audience import Audience
from reminders.notices import Notices, title
from reminders.proofreading import proofread, words_of
from reminders.wording import wording

DAYS_AHEAD = 60

_OPEN = (OccurrenceState.PLANNED, OccurrenceState.APPROVED)
_MARKS = {
    OccurrenceState.PLANNED: "🕓",
    OccurrenceState.APPROVED: "✅",
    OccurrenceState.SENT: "📤",
    OccurrenceState.SKIPPED: "⏭",
    OccurrenceState.EXPIRED: "⌛",
    OccurrenceState.MERGED: "🔗",
    OccurrenceState.WITHDRAWN: "↩️",
}


def title_of(
    notices: Notices, occurrence: Occurrence, community: Community, language: Language
) -> str:
    """The reminder's headline; its plain name where this version no longer ships the notice."""
    notice = notices.get(occurrence.notice)
    return title(notice, community, language) if notice else occurrence.notice


async def upcoming(turn: Turn) -> None:
    """`/reminders`: what is planned, with a button for each."""
    found = await planner.upcoming(turn.session, turn.community.id, turn.now, days=DAYS_AHEAD)
    lines = [
        {
            "position": position,
            "mark": _MARKS[occurrence.state],
            "due": occurrence.due_at,
            "title": title_of(turn.notices, occurrence, turn.community, turn.language),
            "state": turn.voice.words(f"states.{occurrence.state.value}", turn.language),
        }
        for position, occurrence in enumerate(found, start=1)
    ]
    buttons = [
        plain(f"{line['mark']} {line['position']}", Action.OCCURRENCE, occurrence.id)
        for line, occurrence in zip(lines, found, strict=True)
    ]
    rows = (*grid(buttons, 5), (button("at_hand", Action.SHELF),))
    turn.say("manager.plan", buttons=rows, days=DAYS_AHEAD, lines=lines)


async def plan(turn: Turn, press: Press) -> None:
    del press
    if may_plan(turn):
        await upcoming(turn)


def may_plan(turn: Turn) -> bool:
    if not turn.manages_here:
        turn.notify("common.not_yours", alert=True)
        return False
    return True


async def _occurrence(turn: Turn, press: Press) -> Occurrence | None:
    row = press.number(0)
    found = await turn.session.get(Occurrence, row) if row is not None else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    return found


async def show(turn: Turn, press: Press) -> None:
    found = await _occurrence(turn, press)
    if found:
        await say_occurrence(turn, found, turn.language)


async def words(turn: Turn, press: Press) -> None:
    """The same reminder in another language, as its readers will see it."""
    found = await _occurrence(turn, press)
    code = press.word(1)
    if found and code in {language.value for language in Language}:
        await say_occurrence(turn, found, Language(code))


async def say_occurrence(turn: Turn, occurrence: Occurrence, reading: Language) -> None:
    worded = await wording(turn.session, occurrence, turn.notices, turn.community)
    count = await audience.count(turn.session, turn.community.id, Audience.everybody())
    turn.say(
        "manager.occurrence",
        buttons=_rows(occurrence, reading),
        words=Markup(worded[reading]),
        due=occurrence.due_at,
        state=turn.voice.words(f"states.{occurrence.state.value}", turn.language),
        people=count,
        reading=reading.value,
    )


def _rows(occurrence: Occurrence, reading: Language) -> Rows:
    others = tuple(
        button(f"read_{language.name.lower()}", Action.WORDS, occurrence.id, language.value)
        for language in Language
        if language is not reading
    )
    back = (button("back_to_plan", Action.PLAN),)
    if occurrence.state not in _OPEN:
        return (others, back)
    first = (
        (button("approve", Action.APPROVE, occurrence.id, occurrence.text_hash[:8]),)
        if occurrence.state is OccurrenceState.PLANNED
        else ()
    )
    change = (
        button("edit_words", Action.EDIT, occurrence.id, reading.value),
        button("skip", Action.SKIP, occurrence.id),
    )
    return ((*first, *change), others, back)


async def approve(turn: Turn, press: Press) -> None:
    found = await _occurrence(turn, press)
    if found is None:
        return
    if found.state is OccurrenceState.PLANNED and press.word(1) != found.text_hash[:8]:
        turn.notify("common.stale")  # the words were changed since they were shown
        await say_occurrence(turn, found, turn.language)
        return
    if await planner.approve(turn.session, found.id, turn.person.id, turn.now):
        turn.notify("manager.approved")
        turn.say(
            "manager.approved_due",
            title=title_of(turn.notices, found, turn.community, turn.language),
            due=found.due_at,
        )
    else:
        turn.notify("common.already_answered")


async def skip(turn: Turn, press: Press) -> None:
    found = await _occurrence(turn, press)
    if found is None:
        return
    if await planner.skip(turn.session, found.id, turn.person.id, turn.now):
        turn.notify("manager.skipped")
        turn.say(
            "manager.skipped_title",
            title=title_of(turn.notices, found, turn.community, turn.language),
        )
    else:
        turn.notify("common.already_answered")


async def ask_words(turn: Turn, press: Press) -> None:
    found = await _occurrence(turn, press)
    code = press.word(1)
    if found is None or code not in {language.value for language in Language}:
        return
    if found.state not in _OPEN:
        turn.notify("common.already_answered")
        return
    await turn.expect(Step.EDIT_NOTICE, occurrence=found.id, language=code)
    turn.say("manager.write_words", reading=code)


async def words_written(turn: Turn, data: dict[str, object]) -> bool:
    """The manager's own words replace the shipped ones; they need a fresh approval."""
    text = turn.incoming.text.strip()
    row, code = data.get("occurrence"), data.get("language")
    if not text or turn.incoming.command or not turn.manages_here:
        return False
    if not isinstance(row, int) or not isinstance(code, str):
        return False
    found = await turn.session.get(Occurrence, row)
    if found is None or found.community_id != turn.community.id or found.state not in _OPEN:
        return False
    language = Language(code)
    if not await planner.reword(
        turn.session, turn.notices, found.id, language, text, turn.person.id, turn.now
    ):
        return False
    await say_occurrence(turn, found, language)
    _remark(turn, found, text, language)
    return True


def _remark(turn: Turn, occurrence: Occurrence, text: str, language: Language) -> None:
    """What the proof-reader would mend in a manager's own words; they may stay as they are."""
    notice = turn.notices.get(occurrence.notice)
    words = words_of(
        text,
        turn.community.region,
        language,
        theme=notice.theme if notice else None,
        office_phone=turn.community.office_phone,
    )
    if faults := list(proofread(words)):
        lines = [
            {"said": each.said(turn.language), "mend": each.mend(turn.language)} for each in faults
        ]
        turn.say("manager.remarks", lines=lines)
