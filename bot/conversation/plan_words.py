"""One reminder of the plan in the manager's hand: read, approved, reworded or skipped."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.buttons import Action, Press, Rows, button
from bot.conversation.plan_list import title_of, titles_merged
from bot.conversation.turn import Turn
from db.models import Occurrence
from db.vocabulary import Language, OccurrenceState, Step
from reminders import audience, deciding
from reminders.audience import Audience
from reminders.proofreading import proofread, words_of
from reminders.wording import wording

_OPEN = (OccurrenceState.PLANNED, OccurrenceState.APPROVED)


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
        "plan.occurrence",
        buttons=_rows(occurrence, reading),
        words=Markup(worded[reading]),
        due=occurrence.due_at,
        state=turn.voice.words(f"states.{occurrence.state.value}", turn.language),
        people=count,
        reading=reading.value,
        others=await titles_merged(turn, occurrence),
        own_day=_own_day(turn, occurrence),
        provisional=occurrence.provisional,
    )


def _own_day(turn: Turn, occurrence: Occurrence) -> datetime | None:
    """The day its rule has it on, where it stands on another by itself."""
    wanted, zone = occurrence.wanted_at, ZoneInfo(turn.community.timezone)
    if wanted is None or occurrence.state is OccurrenceState.MERGED:
        return None
    same_day = wanted.astimezone(zone).date() == occurrence.due_at.astimezone(zone).date()
    return None if same_day else wanted


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
    if await deciding.approve(turn.session, found.id, turn.person.id, turn.now):
        turn.notify("plan.approved")
        turn.say(
            "plan.approved_due",
            title=title_of(turn.notices, found, turn.community, turn.language),
            due=found.due_at,
        )
    else:
        turn.notify("common.already_answered")


async def skip(turn: Turn, press: Press) -> None:
    found = await _occurrence(turn, press)
    if found is None:
        return
    if await deciding.skip(turn.session, found.id, turn.person.id, turn.now):
        turn.notify("plan.skipped")
        turn.say(
            "plan.skipped_title",
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
    turn.say("plan.write_words", reading=code)


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
    if not await deciding.reword(
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
        turn.say("plan.remarks", lines=lines)
