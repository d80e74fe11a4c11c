"""What readers answer to a letter that asks: they have understood, or they need help."""

from sqlalchemy import select

from bot.buttons import Action, Press, Rows, button, plain
from bot.conversation.reports import opening_words
from bot.conversation.turn import Turn
from bot.desk import Desk
from bot.places import NOWHERE, Place
from bot.post import Mailbag, Voice
from bot.tickets import news, opening
from bot.tickets.opening import Wish
from db.models import Broadcast, Community, Delivery, OutboxLetter, Ticket
from db.vocabulary import Acknowledgement, Priority, TeamCode, TicketKind, Weight
from reminders.broadcast import answers
from reminders.broadcast.asking import reminder_key
from reminders.letterhead import label


async def understood(turn: Turn, press: Press) -> None:
    copy = await _own_copy(turn, press)
    if copy is None:
        return
    said = await answers.answer(
        turn.session, copy.broadcast_id, copy.person_id, Acknowledgement.UNDERSTOOD, turn.now
    )
    turn.notify("answer.noted" if said else "answer.noted_before")
    await _show(turn, copy)


async def needs_help(turn: Turn, press: Press) -> None:
    """One ticket, however often it is pressed; answer and ticket are written together."""
    copy = await _own_copy(turn, press)
    if copy is None:
        return
    async with turn.session.begin_nested():
        said = await answers.answer(
            turn.session, copy.broadcast_id, copy.person_id, Acknowledgement.NEEDS_HELP, turn.now
        )
        if said:
            ticket = await _open_ticket(turn, copy)
            copy.ticket_id = ticket.id
    await turn.session.refresh(copy)
    if not said:
        turn.notify("answer.help_is_coming", number=copy.ticket_id)
    await _show(turn, copy)


async def _own_copy(turn: Turn, press: Press) -> Delivery | None:
    """For whoever was sent a letter that asks; else a polite note."""
    row = press.number(0)
    asked = await turn.session.get(Broadcast, row) if row else None
    copy = await turn.session.get(Delivery, (row, turn.person.id)) if asked else None
    if asked is None or copy is None or not asked.asks:
        turn.notify("common.not_yours", alert=True)
        return None
    return copy


async def _open_ticket(turn: Turn, copy: Delivery) -> Ticket:
    """With those who sent the letter, whichever community the reader is talking to."""
    asked = await turn.session.get_one(Broadcast, copy.broadcast_id)
    desk = await _desk_of(turn, asked.community_id)
    homes = [
        each.unit
        for each in turn.person.residencies
        if each.unit.building.community_id == asked.community_id
    ]
    home = homes[0] if len(homes) == 1 else None
    wish = Wish(
        kind=TicketKind.REQUEST,
        category="other",
        team=TeamCode.SERVICE,
        priority=Priority.P2 if asked.weight is Weight.URGENT else Priority.P3,
        said=desk.voice.words(
            "answer.help_wanted",
            turn.language,
            title=opening_words(asked, turn.language),
        ),
        place=Place.of_unit(home) if home else NOWHERE,
    )
    ticket = await opening.open_ticket(desk, turn.person, wish, home)
    await news.opened(desk, ticket)
    if desk is not turn:
        await desk.bag.drop(turn.session)
    return ticket


async def _desk_of(turn: Turn, community_id: int) -> Desk:
    if community_id == turn.community.id:
        return turn
    there = await turn.session.get_one(Community, community_id)
    voice = Voice(turn.voice.texts, there, turn.now)
    bag = Mailbag(f"{turn.bag.cause}:there", voice, turn.now)
    return Desk(turn.session, turn.now, bag, turn.catalogue)


async def _show(turn: Turn, copy: Delivery) -> None:
    """The answer takes the place of the question, wherever it was asked."""
    await turn.session.refresh(copy)
    standing = {turn.incoming.message_id, copy.message_id}
    if copy.reminded_at is not None:
        key = reminder_key(copy.broadcast_id, copy.person_id)
        asked_again = select(OutboxLetter.message_id).where(OutboxLetter.key == key)
        standing.add(await turn.session.scalar(asked_again))
    for message_id in sorted(each for each in standing if each is not None):
        turn.bag.put_buttons(turn.person, message_id, _answered(turn, copy))


def _answered(turn: Turn, copy: Delivery) -> Rows:
    if copy.answer is Acknowledgement.NEEDS_HELP:
        number = copy.ticket_id
        return ((button("help_wanted", Action.SHOW_TICKET, number, number=number),),)
    help_ = label(Acknowledgement.NEEDS_HELP, turn.language)
    return (
        (button("answered", Action.ACKNOWLEDGE, copy.broadcast_id),),
        (plain(help_, Action.NEEDS_HELP, copy.broadcast_id),),
    )
