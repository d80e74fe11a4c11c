"""Where it is: asked for one ticket after another, chosen with a button or told in words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.buttons import Action, Press, Rows, button
from bot.conversation import blame, pressed, relay
from bot.conversation.finding import NUMBER
from bot.conversation.turn import Turn
from bot.places import Place, find_unit, locate
from bot.tickets import cards, lifecycle, news, owner_card, sorting
from bot.tickets.standing import owns
from db import people, tickets
from db.models import Building, Ticket, Unit
from db.vocabulary import Step, TicketKind
from intents import Kind, Understanding

_SHORTEST = 3
"""Characters: less than this (yes, ok) names no place."""


async def expect(turn: Turn, ticket: Ticket) -> None:
    """The next words tell it, after what is asked for already; an emergency does not queue."""
    if ticket.place_known:
        return
    before = [] if ticket.kind is TicketKind.EMERGENCY else await _awaited(turn)
    await _expect(turn, [*(each for each in before if each != ticket.id), ticket.id])


async def _expect(turn: Turn, numbers: Sequence[int], *, in_words: bool = False) -> None:
    """`numbers`: of the tickets, in the order in which their places are told.

    `in_words`: the first is told in whatever words come next.
    """
    await turn.expect(Step.TELL_PLACE, tickets=list(numbers), in_words=in_words)


async def _awaited(turn: Turn) -> list[int]:
    """The numbers of the tickets whose places have been asked for and not been told."""
    waiting = await people.dialogue(turn.session, turn.incoming.chat_id, turn.person.id)
    if waiting is None or waiting.step is not Step.TELL_PLACE:
        return []
    return _numbers(waiting.data)


def _numbers(data: dict[str, object]) -> list[int]:
    found = data.get("tickets")
    return [each for each in found if isinstance(each, int)] if isinstance(found, list) else []


async def ask_in_turn(turn: Turn) -> None:
    """Of several that are asked for: which one is meant first, by its number."""
    awaited = await _awaited(turn)
    if len(awaited) > 1:
        await _ask_next(turn, awaited)


async def _ask_next(turn: Turn, numbers: Sequence[int], noted: Ticket | None = None) -> bool:
    """False where none of them lacks its place any more."""
    for at, number in enumerate(numbers):
        ticket = await _open_one(turn, number)
        if ticket is not None:
            await _expect(turn, numbers[at:])
            places = await owner_card.place_buttons(turn, ticket)
            turn.say(
                "owner.where_is",
                buttons=(*_same_place(ticket, noted), *places),
                ticket=ticket,
                number=ticket.id,
                title=turn.subject(ticket, turn.language),
                noted=noted.id if noted else None,
            )
            return True
    return False


def _same_place(ticket: Ticket, noted: Ticket | None) -> Rows:
    if noted is None:
        return ()
    return ((button("same_place", Action.PLACE, ticket.id, "s", noted.id, number=noted.id),),)


async def _open_one(turn: Turn, number: int) -> Ticket | None:
    """The speaker's own ticket, where its place is still missing."""
    ticket = await tickets.by_number(turn.session, number)
    if ticket is None or not owns(turn.standings(ticket)):
        return None
    return None if ticket.place_known or ticket.state in lifecycle.OVER else ticket


async def choose(turn: Turn, press: Press) -> None:
    """By one of the letters that a place's button bears.

    u: a unit of one's own; g: one that a mistyped place may mean; b: a building; s: where
    another ticket is; x: in words.
    """
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    kind, row = press.word(1), press.number(2)
    awaited = await _awaited(turn)
    others = [each for each in awaited if each != ticket.id]
    if kind == "x":
        await _expect(turn, [ticket.id, *others], in_words=True)
        turn.say("owner.tell_place", ticket=ticket, number=ticket.id)
        return
    place = await _chosen(turn, ticket, kind, row)
    if place is None:
        turn.notify("common.stale")
        return
    noted = ticket if await _put(turn, ticket, place) else None
    if not await _ask_next(turn, others, noted) and awaited:
        await turn.expect_nothing()


async def _chosen(turn: Turn, ticket: Ticket, kind: str | None, row: int | None) -> Place | None:
    if row is None:
        return None
    if kind == "u":
        unit = await turn.session.get(Unit, row)
        own = {home.id for home in turn.homes}
        return Place.of_unit(unit, ticket.room) if unit and unit.id in own else None
    if kind == "g":
        guessed = {meant for _, meant in await owner_card.guessed_places(turn, ticket)}
        unit = await turn.session.get(Unit, row)
        return Place.of_unit(unit, ticket.room) if unit and ("g", row) in guessed else None
    if kind == "b":
        building = await turn.session.get(Building, row)
        if building and building.community_id == ticket.community_id:
            return Place(building_id=building.id, floor=ticket.floor, room=ticket.room)
    if kind == "s":
        return await _where_another_is(turn, ticket, row)
    return None


async def _where_another_is(turn: Turn, ticket: Ticket, number: int) -> Place | None:
    other = await tickets.by_number(turn.session, number)
    if other is None or not owns(turn.standings(other)):
        return None
    if not other.place_known or other.community_id != ticket.community_id:
        return None
    room = ticket.room or other.room
    return Place(other.building_id, other.floor, other.unit_id, room, other.place_said)


async def told(turn: Turn, data: dict[str, object]) -> bool:
    """The place in the owner's own words, linked where it can be and kept as said where not.

    Where help has to come to is still asked for after words that tell something else.
    """
    text = turn.incoming.text.strip()
    if not text or turn.incoming.command or NUMBER.match(text):
        return False
    numbers = _numbers(data)
    ticket = await _meant(turn, numbers)
    if ticket is None:
        return False
    is_told = await _told(turn, ticket, numbers, text, in_words=bool(data.get("in_words")))
    if not is_told and ticket.kind is TicketKind.EMERGENCY:
        await _expect(turn, numbers)
    return is_told


async def _told(
    turn: Turn, ticket: Ticket, numbers: Sequence[int], text: str, *, in_words: bool
) -> bool:
    heard = turn.understand(text)
    danger = heard.doubtful is not None and ticket.kind is not TicketKind.EMERGENCY
    if danger or heard.refers_back or heard.wishes:
        return False
    if await blame.names_staff(turn, text, heard) or await blame.would_be_read(turn, ticket, text):
        return False
    here = (turn.community.id, turn.homes, "anywhere")
    place = await locate(turn.session, text, heard.slots, *here)
    speaks_of_place = place.known or any(
        (heard.slots.building, heard.slots.floor, heard.slots.room)
    )
    if _is_another_matter(ticket, heard, speaks_of_place=speaks_of_place):
        return False
    tells = speaks_of_place or place.guesses or in_words or _SOMEWHERE.search(text)
    if ticket.kind is TicketKind.EMERGENCY and not tells:
        return False
    unit = await find_unit(turn.session, heard.slots, turn.community.id)
    if unit:
        place = Place.of_unit(unit, heard.slots.room)
    others = [each for each in numbers if each != ticket.id]
    if place.guesses:
        await relay.bind(turn, ticket)
        await _expect(turn, [ticket.id, *others])
        await _ask_which(turn, ticket, replace(place, said=text, known=False))
        return True
    said = None if place.known and place.building_id else text
    if said is not None and len(said) < _SHORTEST:
        return False
    await relay.bind(turn, ticket)
    place = Place(place.building_id, place.floor, place.unit_id, place.room, said)
    if await _put(turn, ticket, place) and not await _ask_next(turn, others, noted=ticket):
        turn.say("owner.place_noted", ticket=ticket, number=ticket.id)
    return True


async def note_besides(turn: Turn, ticket: Ticket, text: str, heard: Understanding) -> None:
    """A place that was missing, plainly said along with something else; no card is shown yet."""
    slots = heard.slots
    if ticket.reporter_id != turn.person.id or ticket.place_known:
        return
    if not any((slots.building, slots.floor, slots.unit)):
        return
    place = await locate(turn.session, text, slots, turn.community.id, turn.homes, "anywhere")
    if place.known and place.building_id:
        await sorting.set_place(turn, ticket, turn.person, place)


async def _meant(turn: Turn, numbers: Sequence[int]) -> Ticket | None:
    """The ticket whose message is replied to, else the one that was asked for first."""
    if turn.incoming.reply_to is not None:
        link = await tickets.linked(turn.session, turn.incoming.chat_id, turn.incoming.reply_to)
        if link is not None:
            numbers = [each for each in numbers if each == link.ticket_id]
    for number in numbers:
        ticket = await _open_one(turn, number)
        if ticket is not None:
            return ticket
    return None


_SOMEWHERE = re.compile(
    "(?i:^(?:i'?m |we'?re )?(?:at|in|on|near|by|behind|beside|outside|inside|opposite|next to)\\b)"
    "|[旁側侧邊边口前後后外處处內内裡里面樓楼層层座棟栋號号室門门巷街路園园場场廳厅房梯台下上間间角]"
    "[呀啊喇啦。.!！]*$"
)
"""「在大榕樹下」, "by the old well": words that tell a place which is in no list."""

_MATTERS = frozenset({Kind.REQUEST, Kind.COMPLAINT, Kind.QUESTION})
LIKE_A_WISH = 0.4
"""Confidence from which unsure words are more than a remark, or an answer to "where?"."""


def _is_another_matter(ticket: Ticket, heard: Understanding, *, speaks_of_place: bool) -> bool:
    """「廚房水龍頭漏水」 tells no lift's place, though a kitchen; nor does 「垃圾房很臭」."""
    another = heard.kind in _MATTERS and heard.category.value != ticket.category
    if not speaks_of_place:
        return heard.sure or (another and heard.confidence >= LIKE_A_WISH)
    says_what = heard.slots.what is not None or heard.kind is Kind.COMPLAINT
    return another and heard.sure and says_what


async def _ask_which(turn: Turn, ticket: Ticket, place: Place) -> None:
    """Mistyped: kept as it was said, and asked with a button for each guess."""
    sorting.leave_open(turn, ticket, turn.person, place)
    await cards.show(turn, ticket)
    await cards.show_owner(turn, ticket)


async def _put(turn: Turn, ticket: Ticket, place: Place) -> bool:
    if not await sorting.set_place(turn, ticket, turn.person, place):
        turn.notify("common.ticket_over")
        return False
    await cards.show(turn, ticket)
    turn.notify("owner.place_noted", number=ticket.id)
    await news.post(turn, ticket, "staff.placed")
    return True
