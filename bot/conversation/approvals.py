"""Four eyes on what a manager wrote: put before a second person, who lets it go or sends it back.

What cannot wait goes out at once, and the second person reads it afterwards.
"""

from markupsafe import Markup

from bot.buttons import Action, Press, button
from bot.conversation import framed, meeting, meeting_minutes, proof, scheduled
from bot.conversation.handing_in import put_forward
from bot.conversation.manager_broadcast import draft_as_read, own_draft, preview
from bot.conversation.progress import open_progress
from bot.conversation.reports import letter_in
from bot.conversation.reviewing import ask_review
from bot.conversation.turn import Turn
from db import people
from db.models import Amendment, Broadcast, Meeting, Person
from db.vocabulary import BroadcastState, MailPriority, MeetingState, Step
from reminders import approving, broadcast, scheduling
from reminders.approving import UNSENT
from reminders.timely import goes_on_at


async def submit(turn: Turn, press: Press) -> None:
    """Once: a second tap finds that somebody is asked already."""
    draft = await own_draft(turn, press)
    if draft is None:
        return
    if draft.state is BroadcastState.DRAFT and press.word(1) != broadcast.seal(draft):
        turn.notify("common.stale")
        await _show(turn, draft)
        return
    await put_forward(turn, draft)


async def _before_me(turn: Turn, press: Press) -> Broadcast | None:
    """What the speaker is asked to read, as they were shown it; told why where it is not."""
    row = press.number(0)
    found = await turn.session.get(Broadcast, row, with_for_update=True) if row else None
    if found is None or not turn.leads_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    if found.author_id == turn.person.id:
        turn.notify("approval.your_own", alert=True)
        return None
    if found.state not in UNSENT:
        turn.notify("broadcast.gone_out")
        return None
    if found.state is not BroadcastState.SUBMITTED or press.word(1) != broadcast.seal(found):
        turn.notify("approval.changed_since", alert=True)
        return None
    return found


async def approve(turn: Turn, press: Press) -> None:
    """Once: a second tap, or a second person, finds it on its way."""
    found = await _before_me(turn, press)
    if found is None:
        return
    if scheduling.is_too_late(found, turn.community, turn.now):
        turn.notify("approval.too_late", alert=True, expires=found.expires_at)
        return
    shown = broadcast.seal(found)
    if not await approving.approve(turn.session, found.id, shown, turn.person.id, turn.now):
        turn.notify("common.already_answered")
        return
    await turn.session.refresh(found)
    morning = goes_on_at(found, turn.community, turn.now)
    if morning is None:
        turn.notify("approval.approved")
    else:
        turn.notify("broadcast.approved_for", send_at=morning)
    readers = await people.who_follow(turn.session, found.community_id, found.author_id)
    if found.state is BroadcastState.SENDING:
        for each in readers:
            await open_progress(turn, found.id, each)
    elif found.state is BroadcastState.SCHEDULED:
        scheduled.tell_scheduled(turn, found, readers)


async def ask_reason(turn: Turn, press: Press) -> None:
    found = await _before_me(turn, press)
    if found is None:
        return
    await turn.expect(Step.SEND_BACK_WORDS, broadcast=found.id, shown=broadcast.seal(found))
    turn.say("approval.why_back")


async def reason_written(turn: Turn, data: dict[str, object]) -> bool:
    """Its writer reads what should be other, and may change it and ask again.

    Of somebody who has left nobody else can take the draft in hand: the managers have its words.
    """
    text, row, shown = turn.incoming.text.strip(), data.get("broadcast"), data.get("shown")
    if not text or turn.incoming.command or not isinstance(row, int) or not turn.leads_here:
        return False
    found = await turn.session.get(Broadcast, row)
    if found is None or found.community_id != turn.community.id:
        return False
    if not await approving.send_back(turn.session, row, str(shown), turn.person.id):
        turn.say("approval.changed_since")
        return True
    readers = await people.who_follow(turn.session, found.community_id, found.author_id)
    has_left = all(each.id != found.author_id for each in readers)
    turn.say("approval.sent_back", has_left=has_left)
    if has_left:
        await broadcast.cancel(turn.session, found.id, turn.now)
    for each in readers:
        if has_left:
            _leave_behind(turn, found, each, text)
        else:
            _give_back(turn, found, each, text)
    return True


def _give_back(turn: Turn, draft: Broadcast, writer: Person, reason: str) -> None:
    turn.bag.tell(
        writer,
        "approval.came_back",
        buttons=((button("look_at_draft", Action.SHOW_DRAFT, draft.id),),),
        priority=MailPriority.REPLY,
        by=turn.person.called(writer.language),
        reason=reason,
    )


def _leave_behind(turn: Turn, dropped: Broadcast, manager: Person, reason: str) -> None:
    turn.bag.tell(
        manager,
        "approval.left_behind",
        priority=MailPriority.REPLY,
        by=turn.person.called(manager.language),
        reason=reason,
        words=Markup(letter_in(dropped, manager.language)),
    )


async def show_draft(turn: Turn, press: Press) -> None:
    """As its writer saw it before it was handed in; of a meeting, with what can be done there."""
    draft = await own_draft(turn, press)
    if draft is not None:
        await _show(turn, draft)


async def _show(turn: Turn, draft: Broadcast) -> None:
    if not draft.framed:
        await preview(turn, draft)
        return
    amendment = await turn.session.get(Amendment, draft.id)
    if draft.meeting_id is None or amendment is not None:
        await framed.preview(turn, draft)
        return
    called = await turn.session.get_one(Meeting, draft.meeting_id)
    if called.state is MeetingState.DRAFT:
        await meeting.preview(turn, called)
    else:
        await meeting_minutes.preview(turn, called, draft)


async def urgent(turn: Turn, press: Press) -> None:
    """It cannot wait for anybody: asked once more, because it wakes people."""
    draft = await draft_as_read(turn, press)
    if draft is None:
        return
    told = await proof.readers(turn, draft, turn.language)
    surely = button(
        "urgent_surely",
        Action.URGENT_SURELY,
        draft.id,
        broadcast.seal(draft),
        people=told["people"],
    )
    turn.say(
        "approval.urgent",
        buttons=((surely,), (button("drop_broadcast", Action.DROP_BROADCAST, draft.id),)),
        people=told["people"],
    )


async def send_urgent(turn: Turn, press: Press) -> None:
    draft = await own_draft(turn, press)
    if draft is None:
        return
    if scheduling.is_past(draft, turn.now):
        turn.notify("approval.too_late", alert=True, expires=draft.expires_at)
        return
    if await approving.send_urgent(turn.session, draft.id, press.word(1) or "", turn.now) is None:
        turn.notify("common.stale")
        await _show(turn, draft)
        return
    await open_progress(turn, draft.id, turn.person)
    await ask_review(turn, draft)
