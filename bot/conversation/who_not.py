"""Who has not answered a letter that asks: a list by floor, ticked off as they are reached."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.buttons import Action, Press, Rows, button, grid, plain
from bot.conversation.reports import opening_words
from bot.conversation.turn import Turn
from db.models import Broadcast, Card, Delivery, Person
from db.vocabulary import CardAudience, MailPriority, ReachedBy
from reminders.answering import Floor, by_floor
from reminders.broadcast import answers
from reminders.broadcast.answers import Answers
from reminders.printing.order import Order
from reminders.printing.sheet import Words

_A_PAGE = 16
"""People on one page: each has a button."""
_LABEL = 30


def row_to_list(asked: Broadcast) -> Rows:
    """What a letter about the answers offers: to see who is missing, and to print it there."""
    return ((button("who_not", Action.WHO_NOT, asked.id),),)


async def show(turn: Turn, press: Press) -> None:
    """A new list, or another page of the one that stands."""
    asked = await _of_here(turn, press)
    if asked is None:
        return
    if press.word(1) is None:
        card = Card(
            audience=CardAudience.STAFF,
            broadcast_id=asked.id,
            person_id=turn.person.id,
            chat_id=turn.person.telegram_id,
        )
        turn.session.add(card)
        await turn.session.flush()
        await _draw(turn, asked, card, fresh=True)
        return
    own = await _own_card(turn, asked, press)
    if own is not None:
        await _draw(turn, asked, own, page=press.number(2) or 0)


async def reached(turn: Turn, press: Press) -> None:
    """Somebody of the list: first how they were reached is asked, then it is written down."""
    asked = await _of_here(turn, press)
    card = await _own_card(turn, asked, press) if asked else None
    if asked is None or card is None:
        return
    row = press.number(2)
    copy = await turn.session.get(Delivery, (asked.id, row)) if row else None
    if copy is None or copy.answer or copy.reached_by:
        turn.notify("answer.has_answered")
        await _draw(turn, asked, card)
        return
    person = await turn.session.get_one(Person, copy.person_id)
    how = next((each for each in ReachedBy if each.value == press.word(3)), None)
    if how is None:
        _ask_how(turn, asked, card, person)
        return
    if await answers.reach(turn.session, asked.id, person.id, how, turn.now):
        turn.notify("answer.ticked_off", name=person.called(turn.language))
    await _draw(turn, asked, card)


async def print_(turn: Turn, press: Press) -> None:
    """The list on paper, to go from door to door with."""
    asked = await _of_here(turn, press)
    if asked is None:
        return
    counted = await answers.count(turn.session, asked)
    if not counted.silent:
        turn.notify("answer.nobody_left")
        return
    day = turn.now.astimezone(ZoneInfo(turn.community.timezone)).date()
    order = Order(
        broadcast_id=asked.id,
        language=turn.language,
        name=f"who-not-{asked.id}-{day.isoformat()}.pdf",
        words=_on_paper(turn, asked, counted),
    )
    turn.say("answer.paper", extra={"document": {"paper": order.to_json()}}, counted=counted)


def _on_paper(turn: Turn, asked: Broadcast, counted: Answers) -> Words:
    def say(name: str, **values: object) -> str:
        return turn.voice.words(name, turn.language, **values)

    heads = say("answer.paper_columns").split("|")
    unit, name, reads, phone, paper, in_person, remarks = (each.strip() for each in heads)
    return Words(
        title=say("answer.paper_title"),
        about=opening_words(asked, turn.language),
        summary=say("answer.paper_summary", counted=counted),
        printed=say("answer.paper_printed", by=turn.name, since=turn.now),
        page=say("answer.paper_page", page="{page}", pages="{pages}"),
        care=say("answer.paper_care"),
        unit=unit,
        name=name,
        reads=reads,
        by_phone=phone,
        by_paper=paper,
        in_person=in_person,
        remarks=remarks,
        undelivered=say("answer.paper_undelivered"),
        floor=say("answer.paper_floor", floor="{floor}"),
        ground=say("answer.paper_ground"),
        heading=say("answer.paper_heading", building="{building}", level="{level}"),
    )


async def _of_here(turn: Turn, press: Press) -> Broadcast | None:
    row = press.number(0)
    found = await turn.session.get(Broadcast, row) if row else None
    here = found is not None and found.community_id == turn.community.id
    if found is None or not here or not found.asks or not turn.manages_here:
        turn.notify("common.not_yours", alert=True)
        return None
    return found


async def _own_card(turn: Turn, asked: Broadcast, press: Press) -> Card | None:
    row = press.number(1)
    card = await turn.session.get(Card, row) if row else None
    if card is None or card.broadcast_id != asked.id or card.person_id != turn.person.id:
        turn.notify("common.stale")
        return None
    return card


def _ask_how(turn: Turn, asked: Broadcast, card: Card, person: Person) -> None:
    place = (asked.id, card.id, person.id)
    turn.bag.show(
        card,
        turn.language,
        "answer.how_reached",
        buttons=(
            (
                button("by_phone", Action.REACHED, *place, ReachedBy.PHONE.value),
                button("by_paper", Action.REACHED, *place, ReachedBy.PAPER.value),
                button("in_person", Action.REACHED, *place, ReachedBy.IN_PERSON.value),
            ),
            (button("back_to_list", Action.WHO_NOT, asked.id, card.id, 0),),
        ),
        priority=MailPriority.REPLY,
        name=person.called(turn.language),
    )


async def _draw(
    turn: Turn, asked: Broadcast, card: Card, *, page: int = 0, fresh: bool = False
) -> None:
    silent = await answers.silent(turn.session, asked, turn.language)
    floors = by_floor(silent)
    walked = [each for floor in floors for each in floor.people]
    pages = max(1, -(-len(walked) // _A_PAGE))
    page = min(page, pages - 1)
    here = walked[page * _A_PAGE : (page + 1) * _A_PAGE]
    place = (asked.id, card.id)
    people = [
        plain(f"{each.unit} {each.name}"[:_LABEL], Action.REACHED, *place, each.person_id)
        for each in here
    ]
    leaves = [
        plain(sign, Action.WHO_NOT, *place, there)
        for sign, there in (("◀", page - 1), ("▶", page + 1))
        if 0 <= there < pages
    ]
    pdf = (button("who_not_pdf", Action.WHO_NOT_PDF, asked.id),)
    turn.bag.show(
        card,
        turn.language,
        "answer.who_not",
        buttons=(*grid(people, 2), tuple(leaves), pdf if silent else ()),
        priority=MailPriority.REPLY,
        fresh=fresh,
        title=opening_words(asked, turn.language),
        floors=[_worded(turn, each) for each in by_floor(here)],
        page=page + 1,
        pages=pages,
        counted=await answers.count(turn.session, asked),
    )


def _worded(turn: Turn, floor: Floor) -> dict[str, Any]:
    place = turn.voice.words(
        "common.place",
        turn.language,
        building=floor.building,
        floor=floor.floor,
        door=None,
        room=None,
        said=None,
    )
    return {"place": place, "people": floor.people}
