"""What a manager wrote to many is put before everybody who could let it go out; what need not be
asked about is sent, and put before them afterwards."""

from bot.buttons import Action, Rows, button
from bot.conversation import framed, proof, scheduled
from bot.conversation.progress import open_progress
from bot.conversation.reviewing import ask_review
from bot.conversation.turn import Turn
from db.models import Broadcast, Person
from db.vocabulary import BroadcastState, MailPriority, Prepared
from reminders import approving, broadcast, scheduling
from reminders.haste import Haste, haste_of
from reminders.warnings import calling


async def put_forward(turn: Turn, draft: Broadcast) -> bool:
    """As the speaker has just seen it. False, and they are told why, where it cannot be."""
    if draft.state is not BroadcastState.DRAFT:
        if draft.state is BroadcastState.SUBMITTED:
            turn.notify("approval.asked_already")
        elif draft.state is BroadcastState.SCHEDULED:
            turn.notify("approval.approved_already", send_at=scheduled.due_at(turn, draft))
        else:
            turn.notify("broadcast.gone_out")
        return False
    if draft.prepared is Prepared.OVER and await _goes_on(turn, draft):
        turn.notify("correction.goes_on", alert=True)
        return False
    haste = await haste_of(turn.session, draft, turn.community, turn.now)
    rings = draft.framed and haste is Haste.URGENT
    if _is_too_late(turn, draft, rings=rings):
        turn.say("approval.too_late", expires=draft.expires_at)
        return False
    if rings:  # when it was shown it was to wake nobody
        turn.notify("common.stale")
        await framed.preview(turn, draft)
        return False
    must, could = proof.faults(turn, draft, turn.language)
    if must:
        turn.say("approval.remarks", must=must, could=could)
        return False
    told = await proof.readers(turn, draft, turn.language)
    if not told["people"]:
        turn.notify("common.stale")
        return False
    if haste is Haste.UNASKED:
        await _send(turn, draft)
        return True
    seconds = await approving.second_people(turn.session, draft.community_id, draft.author_id)
    if not seconds:
        turn.say("approval.nobody_else", can_be_urgent=not draft.framed)
        return False
    await approving.submit(turn.session, draft.id, broadcast.seal(draft), turn.now)
    for each in seconds:
        await _put_before(turn, draft, each)
    turn.say("approval.asked", names=[each.called(turn.language) for each in seconds])
    return True


async def _goes_on(turn: Turn, draft: Broadcast) -> bool:
    """The warning is back since the button was offered."""
    wrong = draft.corrects_id
    return wrong is not None and await calling.goes_on(
        turn.session, turn.community, turn.notices, wrong
    )


def _is_too_late(turn: Turn, draft: Broadcast, *, rings: bool) -> bool:
    if rings:
        return scheduling.is_past(draft, turn.now)
    return scheduling.is_too_late(draft, turn.community, turn.now)


async def _send(turn: Turn, draft: Broadcast) -> None:
    if await approving.send_unasked(turn.session, draft.id, turn.now) is not None:
        await open_progress(turn, draft.id, turn.person)
        await ask_review(turn, draft)


async def _put_before(turn: Turn, draft: Broadcast, reader: Person) -> None:
    """As it will go out, in every language, with its picture or file."""
    told = await proof.readers(turn, draft, reader.language)
    _, could = proof.faults(turn, draft, reader.language)
    turn.bag.tell(
        reader,
        "approval.request",
        buttons=_choices(draft, told["people"]),
        priority=MailPriority.REPLY,
        extra=broadcast.media_in(draft.media, reader.language),
        by=turn.person.called(reader.language),
        versions=await proof.versions(turn, draft),
        whom=told["whom"],
        people=told["people"],
        names=told["names"],
        stops=told["stops"],
        could=could,
        **scheduled.timing(turn, draft, reader.language),
    )


def _choices(draft: Broadcast, count: int) -> Rows:
    shown = broadcast.seal(draft)
    return (
        (button("approve_broadcast", Action.APPROVE_BROADCAST, draft.id, shown, people=count),),
        (button("send_back", Action.SEND_BACK, draft.id, shown),),
    )
