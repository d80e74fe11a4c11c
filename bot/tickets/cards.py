"""A ticket at a glance: the owner's card and the desk's card, edited in place as it changes."""

from bot.buttons import Rows
from bot.desk import Desk
from bot.tickets import desk_card, owner_card
from bot.tickets.concerned import concerned, is_confidential
from db import incidents, tickets
from db.models import Card, ForumTopic, Person, Ticket
from db.vocabulary import CardAudience, MailPriority


async def show(desk: Desk, ticket: Ticket) -> None:
    """Bring every card of the ticket up to date, but for those that somebody must not see."""
    for card in await tickets.cards_of(desk.session, ticket.id):
        if card.audience is CardAudience.STAFF and is_kept_from_its_readers(ticket, card):
            continue
        if card.audience is CardAudience.OWNER:
            await owner_card.draw(desk, ticket, card)
        elif card.audience is CardAudience.STAFF:
            await desk_card.draw(desk, ticket, card)


async def withdraw(desk: Desk, ticket: Ticket) -> None:
    """Who must not see it any more keeps a card that says nothing of it, as does their group; so
    with the board of its roll-call."""
    for card in await tickets.cards_of(desk.session, ticket.id):
        if card.audience is not CardAudience.OWNER and is_kept_from_its_readers(ticket, card):
            reader = await desk.session.get(Person, card.person_id) if card.person_id else None
            language = reader.language if reader else desk.community.language
            desk.bag.show(card, language, "complaint.moved_on", number=ticket.id)


def is_kept_from_its_readers(ticket: Ticket, card: Card) -> bool:
    """It stands where those see it, or a group may, from whom the ticket is kept."""
    in_a_group = card.topic_id is not None and is_confidential(ticket)
    return in_a_group or card.person_id in concerned(ticket)


async def show_owner(desk: Desk, ticket: Ticket) -> None:
    """A fresh card at the end of the owner's chat: one asked for again, or the first."""
    card = await tickets.owner_card(desk.session, ticket.id)
    if card is None:
        card = owner_card.new(ticket)
        desk.session.add(card)
    card.message_id = None
    await desk.session.flush()
    await owner_card.draw(desk, ticket, card, MailPriority.REPLY)


async def show_first(desk: Desk, ticket: Ticket, room: ForumTopic | None, *, receipt: bool) -> None:
    """A new ticket's cards: the owner's receipt, where wanted, and the desk's."""
    owner = owner_card.new(ticket) if receipt else None
    staff = new_on_the_desk(CardAudience.STAFF, ticket, room)
    desk.session.add_all([card for card in (owner, staff) if card])
    await desk.session.flush()
    if owner:
        await owner_card.draw(desk, ticket, owner, MailPriority.REPLY, fresh=True)
    await desk_card.draw(desk, ticket, staff, fresh=True)


def new_on_the_desk(audience: CardAudience, ticket: Ticket, room: ForumTopic | None) -> Card:
    """In its room; where it has none, with whoever answers for it."""
    keeper = ticket.accountable
    return Card(
        audience=audience,
        ticket_id=ticket.id,
        person_id=None if room else keeper.id,
        chat_id=room.chat_id if room else keeper.telegram_id,
        topic=room,
    )


async def show_desk(desk: Desk, ticket: Ticket, room: ForumTopic | None) -> None:
    """The desk's first card: in the ticket's room, or in person where it has none."""
    card = new_on_the_desk(CardAudience.STAFF, ticket, room)
    desk.session.add(card)
    await desk.session.flush()
    await desk_card.draw(desk, ticket, card, fresh=True)


async def follow_keeper(desk: Desk, ticket: Ticket) -> None:
    """Whoever answers for it now has its card, where it has no room: a complaint, what is kept
    from somebody, though it was spoken of in one before, or a team without a group."""
    if is_confidential(ticket) or await incidents.room_of(desk.session, ticket.id) is None:
        await show_privately(desk, ticket)


async def is_on_the_desk(desk: Desk, ticket: Ticket) -> bool:
    """False for one more report of an incident, which has its place on the incident's card."""
    shown = await tickets.cards_of(desk.session, ticket.id)
    return any(card.audience is CardAudience.STAFF for card in shown)


async def show_as_it_stands(desk: Desk, ticket: Ticket, reader: Person, below: Rows) -> None:
    """The desk's card to somebody who asked for it.

    It does not follow the ticket: whoever may see it today need not be let in on it tomorrow.
    """
    card = Card(audience=CardAudience.STAFF, person_id=reader.id, chat_id=reader.telegram_id)
    desk.session.add(card)
    await desk.session.flush()
    await desk_card.draw(desk, ticket, card, fresh=True, reader=reader, below=below)


async def show_privately(desk: Desk, ticket: Ticket, reader: Person | None = None) -> bool:
    """The desk's card to whoever answers for the ticket, where its group cannot be written to.

    `reader`: to them in their stead. False for one who has it already.
    """
    shown, reader = await tickets.cards_of(desk.session, ticket.id), reader or ticket.accountable
    if any(card.audience is CardAudience.STAFF and card.person_id == reader.id for card in shown):
        return False
    card = Card(
        audience=CardAudience.STAFF,
        ticket_id=ticket.id,
        person_id=reader.id,
        chat_id=reader.telegram_id,
    )
    desk.session.add(card)
    await desk.session.flush()
    await desk_card.draw(desk, ticket, card, fresh=True)
    return True
