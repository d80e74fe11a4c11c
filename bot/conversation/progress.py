"""The card that follows a letter to many on its way, and stops it."""

from sqlalchemy import select

from bot.buttons import Action, Press, button
from bot.conversation.manager_broadcast import of_here
from bot.conversation.reports import below_report, opening_words, report_figures
from bot.conversation.turn import Turn
from bot.desk import Desk
from db.models import Broadcast, Card, Person
from db.vocabulary import BroadcastState, CardAudience, MailPriority
from reminders import broadcast
from reminders.broadcast import Report
from reminders.timely import goes_on_at


async def open_progress(desk: Desk, broadcast_id: int, reader: Person) -> None:
    """The reader's card of a broadcast that was just confirmed."""
    sent = await desk.session.get_one(Broadcast, broadcast_id)
    card = Card(
        audience=CardAudience.PROGRESS,
        broadcast_id=broadcast_id,
        person_id=reader.id,
        chat_id=reader.telegram_id,
    )
    desk.session.add(card)
    await desk.session.flush()
    await _show_progress(
        desk,
        sent,
        card,
        reader,
        await broadcast.report(desk.session, broadcast_id),
        priority=MailPriority.REPLY,
        quietly=sent.author_id is None,  # nobody asked for it just now
    )
    if sent.corrects_id is not None:
        corrected = await desk.session.get_one(Broadcast, sent.corrects_id, populate_existing=True)
        if corrected.state is BroadcastState.CANCELLED:
            await draw_progress(desk, corrected)


def _title(sent: Broadcast, reader: Person) -> str | None:
    """Who wrote it knows which it is; of anybody else's, and of the plan's, it is said."""
    return opening_words(sent, reader.language) if sent.author_id != reader.id else None


async def stop(turn: Turn, press: Press) -> None:
    """Whoever has it has it; nobody else gets it."""
    draft = await of_here(turn, press)
    if draft is None:
        return
    if not await broadcast.cancel(turn.session, draft.id, turn.now):
        turn.notify("broadcast.over")
        return
    turn.notify("broadcast.stopped")
    await turn.session.refresh(draft)
    await draw_progress(turn, draft)


async def draw_progress(desk: Desk, sending: Broadcast, so_far: Report | None = None) -> bool:
    """Bring the cards that follow it up to date; False where one does not stand in its chat yet.

    Once it was stopped there is no progress any more: the card becomes the report.
    """
    cards = await desk.session.scalars(
        select(Card).where(Card.broadcast_id == sending.id, Card.audience == CardAudience.PROGRESS)
    )
    report = so_far or await broadcast.report(desk.session, sending.id)
    all_stand = True
    for card in cards.all():
        if card.person_id is None or card.message_id is None:
            all_stand = False
            continue
        manager = await desk.session.get_one(Person, card.person_id)
        if sending.state is BroadcastState.CANCELLED:
            await _show_report(desk, sending, card, manager)
        else:
            await _show_progress(desk, sending, card, manager, report)
    return all_stand


async def _show_report(desk: Desk, stopped: Broadcast, card: Card, manager: Person) -> None:
    figures = await report_figures(desk, stopped, manager.language)
    desk.bag.show(
        card,
        manager.language,
        "broadcast.report",
        buttons=below_report(stopped, figures),
        title=opening_words(stopped, manager.language),
        **figures,
    )


async def _show_progress(
    desk: Desk,
    sending: Broadcast,
    card: Card,
    manager: Person,
    report: Report,
    *,
    priority: MailPriority = MailPriority.TICKET,
    quietly: bool = False,
) -> None:
    approver = await desk.session.get(Person, sending.approved_by) if sending.approved_by else None
    going = sending.state is BroadcastState.SENDING and report.waiting > 0
    desk.bag.show(
        card,
        manager.language,
        "broadcast.progress",
        buttons=((button("stop_broadcast", Action.STOP_BROADCAST, sending.id),),) if going else (),
        priority=priority,
        quietly=quietly,
        title=_title(sending, manager),
        total=report.total,
        sent=report.sent,
        unreachable=report.unreachable,
        failed=report.failed + report.in_doubt,
        waiting=report.waiting,
        morning=goes_on_at(sending, desk.community, desk.now) if going else None,
        approver=approver.called(manager.language) if approver else None,
    )
