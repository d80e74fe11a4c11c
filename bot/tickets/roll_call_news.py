"""Who hears of a roll-call: the residents, the board in the topic, and aloud who needs help."""

from collections.abc import Sequence

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.tickets import cards, description, lifecycle, news, roll_call
from bot.tickets.roll_call import MOST_IN_NEED, Line, board
from db import roll_calls
from db.models import Card, Person, Ticket, Unit
from db.vocabulary import CardAudience, Language, MailPriority


def ask(desk: Desk, ticket: Ticket, people: Sequence[tuple[Person, Unit]]) -> None:
    """Each in person, at once; nobody in an exercise.

    The ticket stays the desk's: whoever replies in words speaks to the bot, not about it.
    """
    if ticket.drill:
        return
    for person, _ in people:
        desk.bag.tell(
            person,
            "drill.are_you_safe",
            buttons=answers(ticket),
            priority=MailPriority.EMERGENCY,
            title=desk.subject(ticket, person.language),
            building=_building(ticket, person.language),
        )


def answers(ticket: Ticket) -> Rows:
    asked = (ticket.id, roll_call.danger(ticket))
    return (
        (
            button("am_safe", Action.AM_SAFE, *asked),
            button("need_help", Action.NEED_HELP, *asked),
        ),
    )


def _building(ticket: Ticket, language: Language) -> str:
    return ticket.building.name(language) if ticket.building else ""


async def show(desk: Desk, ticket: Ticket) -> None:
    """The board, in the ticket's topic or with whoever answers for it; edited in place.

    Where it must not be read any more, it is not drawn again: another takes its place.
    """
    standing = await roll_calls.boards_of(desk.session, ticket.id)
    seen = [card for card in standing if not cards.is_kept_from_its_readers(ticket, card)]
    if not seen:
        room = await news.room_of(desk, ticket)
        card = cards.new_on_the_desk(CardAudience.ROLL_CALL, ticket, room)
        desk.session.add(card)
        await desk.session.flush()
        await _draw(desk, ticket, card, fresh=True)
    for card in seen:
        await _draw(desk, ticket, card)


async def follow_keeper(desk: Desk, ticket: Ticket) -> None:
    """Whoever answers for it has the board, where it was withdrawn from those who had it."""
    if await roll_calls.boards_of(desk.session, ticket.id):
        await show(desk, ticket)


async def _draw(desk: Desk, ticket: Ticket, card: Card, *, fresh: bool = False) -> None:
    language = desk.community.language if card.topic_id else ticket.accountable.language
    rows = await roll_calls.called(desk.session, ticket.id)
    seen = board(
        [
            Line(
                unit.floor,
                unit.code,
                person.called(language),
                asked.answer,
                reachable=person.unreachable_since is None,
            )
            for asked, person, unit in rows
            if roll_call.belongs_to(ticket, asked)
        ]
    )
    again = button("ask_again", Action.ROLL_CALL, ticket.id)
    desk.bag.show(
        card,
        language,
        "drill.board",
        ticket=ticket,
        fresh=fresh,
        buttons=((again,),) if seen.silent and ticket.state in lifecycle.UNDONE else (),
        number=ticket.id,
        building=_building(ticket, language),
        asked=seen.asked,
        safe=seen.safe,
        in_need=len(seen.help),
        named=seen.help[:MOST_IN_NEED],
        unheard=seen.silent,
        more=seen.more,
    )


async def cry_for_help(desk: Desk, ticket: Ticket, person: Person, unit: Unit) -> None:
    """Aloud, and before anything that waits."""
    language = await _language_of_the_desk(desk, ticket)
    await news.post(
        desk,
        ticket,
        "drill.needs_help",
        priority=MailPriority.EMERGENCY,
        who=person.called(language),
        home=description.unit_words(desk, unit, language),
    )


async def safe_after_all(desk: Desk, ticket: Ticket, person: Person, unit: Unit) -> None:
    language = await _language_of_the_desk(desk, ticket)
    await news.post(
        desk,
        ticket,
        "drill.safe_now",
        who=person.called(language),
        home=description.unit_words(desk, unit, language),
    )


async def _language_of_the_desk(desk: Desk, ticket: Ticket) -> Language:
    in_room = await news.room_of(desk, ticket) is not None
    return desk.community.language if in_room else ticket.accountable.language


async def all_clear(desk: Desk, ticket: Ticket, *, false_alarm: bool) -> None:
    """Everybody who was asked hears that it is over; its reporter has heard already."""
    rows = await roll_calls.called(desk.session, ticket.id)
    for asked, person, _ in rows:
        if not roll_call.belongs_to(ticket, asked) or person.id == ticket.reporter_id:
            continue
        desk.bag.tell(
            person,
            "drill.all_clear",
            title=desk.subject(ticket, person.language),
            building=_building(ticket, person.language),
            false_alarm=false_alarm,
        )
    if rows:
        await show(desk, ticket)
