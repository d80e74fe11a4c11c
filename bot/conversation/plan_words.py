"""One reminder of the plan in the manager's hand: read, approved, reworded or skipped.

A manager's own words are approved by somebody else, once there is nothing to mend in them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.buttons import Action, Button, Press, Rows, button
from bot.conversation import proof
from bot.conversation.plan_list import title_of, titles_merged
from bot.conversation.turn import Turn
from db import people
from db.models import Occurrence, Person
from db.vocabulary import Language, OccurrenceState, Step
from reminders import approving, audience, deciding
from reminders.proofreading import Fault, proofread, words_of
from reminders.wording import merged_into, own_words, wording

_OPEN = (OccurrenceState.PLANNED, OccurrenceState.APPROVED)


async def _occurrence(turn: Turn, press: Press) -> Occurrence | None:
    """To be read, and perhaps approved: by whoever leads here."""
    row = press.number(0)
    found = await turn.session.get(Occurrence, row) if row is not None else None
    if found is None or not turn.leads_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    return found


async def _to_change(turn: Turn, press: Press) -> Occurrence | None:
    """To be reworded or skipped: by managers."""
    found = await _occurrence(turn, press)
    if found is not None and not turn.manages_here:
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
    count = await _readers(turn, occurrence)
    turn.say(
        "plan.occurrence",
        buttons=_rows(turn, occurrence, reading, yes=await _yes(turn, occurrence)),
        words=Markup(worded[reading]),
        due=occurrence.due_at,
        state=turn.voice.words(f"states.{occurrence.state.value}", turn.language),
        people=count,
        whom=await _whom(turn, occurrence),
        reading=reading.value,
        others=await titles_merged(turn, occurrence),
        own_day=_own_day(turn, occurrence),
        provisional=occurrence.provisional,
        first=await _first_reader(turn, occurrence),
    )


async def _first_reader(turn: Turn, occurrence: Occurrence) -> str | None:
    """Who has read it already, while a second person still has to."""
    if occurrence.submitted_by is None or occurrence.state is not OccurrenceState.PLANNED:
        return None
    first = await turn.session.get_one(Person, occurrence.submitted_by)
    return first.called(turn.language)


async def _whom(turn: Turn, occurrence: Occurrence) -> str | None:
    """Where its notice is not for everybody."""
    notice = turn.notices.get(occurrence.notice)
    if notice is None or notice.audience is None:
        return None
    chosen = audience.audience_of(occurrence, notice)
    return await proof.audience_words(turn, chosen, turn.language)


async def _readers(turn: Turn, occurrence: Occurrence) -> int:
    """How many it would be sent to; nobody where this version no longer ships the notice."""
    notice = turn.notices.get(occurrence.notice)
    if notice is None:
        return 0
    return await audience.count_of(turn.session, occurrence, notice, turn.community, turn.now)


def _own_day(turn: Turn, occurrence: Occurrence) -> datetime | None:
    """The day its rule has it on, where it stands on another by itself."""
    wanted, zone = occurrence.wanted_at, ZoneInfo(turn.community.timezone)
    if wanted is None or occurrence.state is OccurrenceState.MERGED:
        return None
    same_day = wanted.astimezone(zone).date() == occurrence.due_at.astimezone(zone).date()
    return None if same_day else wanted


async def _yes(turn: Turn, occurrence: Occurrence) -> Button | None:
    """What the speaker can say to it, where nothing is to be mended and no word is theirs: the
    yes that sends it, or the first of two."""
    if occurrence.state is not OccurrenceState.PLANNED:
        return None
    wrote = await deciding.writers(turn.session, occurrence.id)
    if turn.person.id in wrote or turn.person.id == occurrence.submitted_by:
        return None
    if any(fault.rule.blocks for fault in await _faults(turn, occurrence)):
        return None
    this = (Action.APPROVE, occurrence.id, occurrence.text_hash[:8])
    two = await deciding.needs_two(turn.session, occurrence, turn.notices)
    if two and occurrence.submitted_by is None:
        return button("approve_first", *this)
    return button("approve", *this)


async def _faults(turn: Turn, occurrence: Occurrence) -> list[Fault]:
    """What the proof-reader finds in the words that managers wrote for any part of its letter."""
    parts = [occurrence, *await merged_into(turn.session, occurrence)]
    own = await own_words(turn.session, [each.id for each in parts])
    found: list[Fault] = []
    for part in parts:
        notice = turn.notices.get(part.notice)
        for language, text in own.get(part.id, {}).items():
            words = words_of(
                text,
                turn.community.region,
                language,
                theme=notice.theme if notice else None,
                office_phone=turn.community.office_phone,
            )
            found += proofread(words)
    return list(dict.fromkeys(found))


def _rows(turn: Turn, occurrence: Occurrence, reading: Language, *, yes: Button | None) -> Rows:
    others = tuple(
        button(f"read_{language.name.lower()}", Action.WORDS, occurrence.id, language.value)
        for language in Language
        if language is not reading
    )
    change = (
        button("edit_words", Action.EDIT, occurrence.id, reading.value),
        button("skip", Action.SKIP, occurrence.id),
    )
    first = (
        *((yes,) if yes else ()),
        *(change if turn.manages_here and occurrence.state in _OPEN else ()),
    )
    back = ((button("back_to_plan", Action.PLAN),),) if turn.manages_here else ()
    return (*((first,) if first else ()), others, *back)


async def approve(turn: Turn, press: Press) -> None:
    found = await _occurrence(turn, press)
    if found is None:
        return
    wrote = await deciding.writers(turn.session, found.id)
    if turn.person.id in wrote:
        turn.notify("approval.your_own", alert=True)
        return
    if found.state is OccurrenceState.PLANNED and found.submitted_by == turn.person.id:
        turn.notify("approval.asked_already", alert=True)
        return
    changed = press.word(1) != found.text_hash[:8]
    if found.state is OccurrenceState.PLANNED and (changed or not await _yes(turn, found)):
        turn.notify("common.stale")  # the words were changed since they were shown
        await say_occurrence(turn, found, turn.language)
        return
    two = await deciding.needs_two(turn.session, found, turn.notices)
    if two and found.state is OccurrenceState.PLANNED and found.submitted_by is None:
        await _put_forward(turn, found)
        return
    if not await deciding.approve(
        turn.session, found.id, turn.person.id, turn.now, seen=found.text_hash, second=two
    ):
        turn.notify("common.already_answered")
        return
    turn.notify("plan.approved")
    turn.say(
        "plan.approved_due",
        title=title_of(turn.notices, found, turn.community, turn.language),
        due=found.due_at,
    )
    for each in await _who_had_a_hand(turn, found, wrote):
        turn.bag.tell(
            each,
            "approval.words_approved",
            by=turn.person.called(each.language),
            title=title_of(turn.notices, found, turn.community, each.language),
            due=found.due_at,
        )


async def _who_had_a_hand(
    turn: Turn, found: Occurrence, wrote: Collection[int]
) -> Collection[Person]:
    """Who wrote in it, and who was the first to read it; the managers for whoever has left.

    The speaker knows.
    """
    hands = [each for each in (*wrote, found.submitted_by) if each is not None]
    follow = {
        reader.id: reader
        for each in hands
        for reader in await people.who_follow(turn.session, found.community_id, each)
    }
    follow.pop(turn.person.id, None)
    return follow.values()


async def _put_forward(turn: Turn, found: Occurrence) -> None:
    """The speaker is the first of two: somebody else is asked to be the second."""
    seconds = await approving.second_people(turn.session, found.community_id, turn.person.id)
    if not seconds:
        turn.say("approval.nobody_for_notice")
        return
    if not await deciding.put_forward(
        turn.session, found.id, turn.person.id, turn.now, seen=found.text_hash
    ):
        turn.notify("common.already_answered")
        return
    _ask_to_read(turn, found, seconds, "approval.notice_asked")
    turn.say(
        "approval.asked_for_notice",
        names=[each.called(turn.language) for each in seconds],
        due=found.due_at,
    )


async def skip(turn: Turn, press: Press) -> None:
    found = await _to_change(turn, press)
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
    found = await _to_change(turn, press)
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
    faults = await _faults(turn, found)
    must = [each for each in faults if each.rule.blocks]
    if faults:
        could = [each for each in faults if not each.rule.blocks]
        turn.say(
            "approval.remarks",
            must=proof.lines(must, turn.language),
            could=proof.lines(could, turn.language),
        )
    if not must:
        await _ask_second(turn, found)
    return True


async def _ask_second(turn: Turn, occurrence: Occurrence) -> None:
    """Somebody who wrote none of it is asked to read it."""
    wrote = await deciding.writers(turn.session, occurrence.id)
    seconds = await approving.second_people(turn.session, occurrence.community_id, *wrote)
    if not seconds:
        turn.say("approval.nobody_for_words")
        return
    _ask_to_read(turn, occurrence, seconds, "approval.reworded")
    turn.say("approval.asked_for_words", names=[each.called(turn.language) for each in seconds])


def _ask_to_read(turn: Turn, occurrence: Occurrence, seconds: Sequence[Person], text: str) -> None:
    """Each of them to read it, and to say yes to it or not."""
    for each in seconds:
        turn.bag.tell(
            each,
            text,
            buttons=((button("look_at_it", Action.OCCURRENCE, occurrence.id),),),
            by=turn.person.called(each.language),
            title=title_of(turn.notices, occurrence, turn.community, each.language),
            due=occurrence.due_at,
        )
