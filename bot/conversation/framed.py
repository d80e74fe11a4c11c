"""Our own frame around a few of a manager's words: read as it will go out, then handed in.

What is not asked about, and what cannot wait, is sent at once instead, and reviewed afterwards.
"""

from markupsafe import Markup

from bot.buttons import Action, Rows, button
from bot.conversation import proof, scheduled
from bot.conversation.turn import Turn
from db import incidents
from db.models import Amendment, Broadcast
from db.vocabulary import Becomes
from reminders import broadcast
from reminders.haste import Haste, haste_of


async def preview(turn: Turn, draft: Broadcast) -> None:
    """Whom it goes to, what to mend first where it was written, and what follows from it."""
    await turn.session.flush()
    told = await proof.readers(turn, draft, turn.language)
    must, could = proof.faults(turn, draft, turn.language)
    haste = await haste_of(turn.session, draft, turn.community, turn.now)
    turn.say(
        "approval.preview",
        buttons=_rows(draft, told["people"] if not must else 0, haste),
        versions=[Markup(words) for words in dict.fromkeys(draft.texts.values())],
        whom=told["whom"],
        people=told["people"],
        stops=told["stops"],
        must=must,
        could=could,
        haste=haste.value,
        follows=await _follows(turn, draft),
        **scheduled.timing(turn, draft, turn.language),
    )


def _rows(draft: Broadcast, people: int, haste: Haste) -> Rows:
    shown = broadcast.seal(draft)
    drop = (button("drop_broadcast", Action.DROP_BROADCAST, draft.id),)
    if not people:
        return (drop,)
    match haste:
        case Haste.ASKED:
            send = button("submit", Action.SUBMIT, draft.id, shown, people=people)
        case Haste.UNASKED:
            send = button("send_unasked", Action.SUBMIT, draft.id, shown, people=people)
        case Haste.URGENT:
            send = button("urgent_surely", Action.URGENT_SURELY, draft.id, shown, people=people)
    return ((send,), drop)


async def _follows(turn: Turn, draft: Broadcast) -> str | None:
    """What happens by itself from then on."""
    amendment = await turn.session.get(Amendment, draft.id)
    if amendment is not None:
        moved = amendment.becomes is Becomes.MOVED
        return "reminders_moved" if moved else "reminders_off"
    planned = await incidents.announced_by(turn.session, draft.id)
    return "works" if planned is not None else None
