"""What was said to many and was wrong: words that are ready, or a manager's own, put it right.

They go to whoever has the first, in reply to it: words that are ready at once, and read by somebody
else afterwards; a manager's own once somebody else has read them too.
"""

from bot.buttons import Action, Press, button, column
from bot.conversation import framed, prepared
from bot.conversation.handing_in import put_forward
from bot.conversation.manager_broadcast import LONGEST, preview
from bot.conversation.manager_broadcast import framed as in_a_frame
from bot.conversation.plan_list import title_of
from bot.conversation.reports import opening_words
from bot.conversation.turn import Turn
from db.models import Broadcast
from db.vocabulary import BroadcastState, Language, Prepared, Step
from reminders import audience, correcting
from reminders.audience import Audience

OWN = "own"

_OUT = (BroadcastState.SENDING, BroadcastState.DONE, BroadcastState.CANCELLED)


async def begin(turn: Turn, press: Press) -> None:
    """`CORRECT`: what can be said; with a second word, that."""
    row, said = press.number(0), press.word(1)
    found = await turn.session.get(Broadcast, row, with_for_update=True) if row else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
    elif found.state not in _OUT or found.confirmed_at is None:
        turn.notify("common.stale")
    elif await _is_all_to_come(turn, found):
        stop = button("stop_broadcast", Action.STOP_BROADCAST, found.id)
        turn.say("correction.nobody_has_it", buttons=((stop,),))
    elif said == OWN or found.framed or found.meeting_id is not None:
        # Meetings and works are moved or called off: no letter alone says that they are not.
        await turn.expect(Step.WRITE_CORRECTION, broadcast=found.id)
        turn.say("approval.write_correction")
    elif said in set(Prepared):
        await _prepare(turn, found, Prepared(said), at_once=press.word(2) == prepared.AT_ONCE)
    else:
        turn.say(
            "correction.which",
            buttons=column(
                button("correct_over", Action.CORRECT, found.id, Prepared.OVER),
                button("correct_error", Action.CORRECT, found.id, Prepared.ERROR),
                button("correct_own", Action.CORRECT, found.id, OWN),
            ),
        )


async def _is_all_to_come(turn: Turn, found: Broadcast) -> bool:
    """Nobody has it yet: there is nothing to put right."""
    have_it = await audience.count(
        turn.session, found.community_id, Audience.everybody(), corrects_id=found.id
    )
    return found.state is BroadcastState.SENDING and not have_it


async def _prepare(turn: Turn, wrong: Broadcast, kind: Prepared, *, at_once: bool) -> None:
    texts = await _texts(turn, wrong, kind)
    if texts is None:
        turn.notify("common.stale")
        return
    said = await correcting.said_already(turn.session, wrong.id, texts)
    if said is not None and said.state is not BroadcastState.DRAFT:
        waits = said.state is BroadcastState.SUBMITTED
        turn.notify("approval.asked_already" if waits else "correction.said_already", alert=True)
        return
    if said is None or said.author_id != turn.person.id:
        number = await correcting.draft_correction(
            turn.session, wrong.id, texts, turn.person.id, turn.now, prepared=kind
        )
        said = await turn.session.get_one(Broadcast, number)
    if at_once:
        await put_forward(turn, said)
    else:
        await framed.preview(turn, said)


async def _texts(turn: Turn, wrong: Broadcast, kind: Prepared) -> dict[Language, str] | None:
    """None where there is nothing like that to say of it."""
    if kind is not Prepared.MOVED:
        return prepared.in_every_language(
            turn.voice, kind, lambda language: opening_words(wrong, language)
        )
    told = await correcting.break_told(turn.session, wrong.id)
    begins = correcting.first_day(told, turn.notices, turn.community) if told else None
    if told is None or begins is None or begins <= turn.now:
        return None
    return prepared.in_every_language(
        turn.voice,
        kind,
        lambda language: title_of(turn.notices, told, turn.community, language),
        begins,
    )


async def written(turn: Turn, data: dict[str, object]) -> bool:
    text, row = turn.incoming.text.strip(), data.get("broadcast")
    if not text or turn.incoming.command or not isinstance(row, int) or not turn.manages_here:
        return False
    found = await turn.session.get(Broadcast, row)
    if found is None or found.community_id != turn.community.id:
        return False
    if len(text) > LONGEST:
        await turn.expect(Step.WRITE_CORRECTION, **data)
        turn.say("broadcast.too_long", limit=LONGEST, length=len(text))
        return True
    language, letter = in_a_frame(turn, text, corrects=True)
    drafted = await correcting.draft_correction(
        turn.session, row, {language: letter}, turn.person.id, turn.now
    )
    await preview(turn, await turn.session.get_one(Broadcast, drafted))
    return True
