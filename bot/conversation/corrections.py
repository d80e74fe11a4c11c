"""What was said to many and was wrong: the words that put it right, and then as for any notice.

They go to whoever has the first, in reply to it.
"""

from bot.buttons import Press
from bot.conversation.manager_broadcast import LONGEST, framed, preview
from bot.conversation.turn import Turn
from db.models import Broadcast
from db.vocabulary import BroadcastState, Step
from reminders import correcting

_OUT = (BroadcastState.SENDING, BroadcastState.DONE, BroadcastState.CANCELLED)


async def ask_words(turn: Turn, press: Press) -> None:
    row = press.number(0)
    found = await turn.session.get(Broadcast, row) if row else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
    elif found.state not in _OUT or found.confirmed_at is None:
        turn.notify("common.stale")
    else:
        await turn.expect(Step.WRITE_CORRECTION, broadcast=found.id)
        turn.say("approval.write_correction")


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
    language, letter = framed(turn, text, corrects=True)
    drafted = await correcting.draft_correction(
        turn.session, row, {language: letter}, turn.person.id, turn.now
    )
    await preview(turn, await turn.session.get_one(Broadcast, drafted))
    return True
