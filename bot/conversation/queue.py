"""What waits at the desk: four tabs, a page at a time, in one message."""

from datetime import UTC, datetime, timedelta

from bot.buttons import Action, Button, Press, Rows, button, grid, plain
from bot.conversation.ticket_lists import counted, lines, new_card, own_card, reader_of
from bot.conversation.turn import Turn
from db import queue
from db.models import Card
from db.queue import Count, Page, Place, Tab
from db.vocabulary import MailPriority

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_BEFORE, _AFTER = "b", "a"
_NO_DEADLINE = "-"


async def show(turn: Turn) -> None:
    """The speaker's own; where they have none, the team's."""
    if not turn.works_here:
        turn.say("common.not_for_you", command="queue")
        return
    card = await new_card(turn)
    reader = reader_of(turn)
    numbers = await queue.counts(turn.session, reader, Tab.MINE, turn.now)
    first = Tab.MINE if numbers[Tab.MINE].number else Tab.TEAM
    if first is not Tab.MINE:
        numbers = await queue.counts(turn.session, reader, first, turn.now)
    await _draw(turn, card, first, numbers, fresh=True)


async def turn_to(turn: Turn, press: Press) -> None:
    """Another tab, or another page of it, in the place of the one before."""
    tab = next((each for each in Tab if each.value == press.word(0)), None)
    card = await own_card(turn, press.number(1))
    if tab is None or card is None:
        turn.notify("common.stale")
        return
    if not turn.works_here:
        turn.notify("common.not_yours", alert=True)
        return
    numbers = await queue.counts(turn.session, reader_of(turn), tab, turn.now)
    place, back = _place(press), press.word(2) == _BEFORE
    await _draw(
        turn,
        card,
        tab,
        numbers,
        before=place if back else None,
        after=None if back else place,
    )


def _place(press: Press) -> Place | None:
    """From where to leaf; None for the first page."""
    number, ticks = press.number(4), press.wide_number(3)
    if number is None or press.word(3) == _NO_DEADLINE:
        return Place(None, number) if number is not None else None
    try:
        return Place(_EPOCH + ticks * _TICK, number) if ticks is not None else None
    except OverflowError:
        return None


async def _draw(
    turn: Turn,
    card: Card,
    tab: Tab,
    numbers: dict[Tab, Count],
    *,
    fresh: bool = False,
    before: Place | None = None,
    after: Place | None = None,
) -> None:
    reader = reader_of(turn)
    page = await queue.page(turn.session, reader, tab, turn.now, before=before, after=after)
    turn.bag.show(
        card,
        turn.language,
        "queue.page",
        buttons=(*_tabs(card, tab, numbers, leads=reader.leads), _beside(card, tab, page)),
        priority=MailPriority.REPLY,
        fresh=fresh,
        tab="all" if reader.leads and tab is Tab.TEAM else tab.value,
        total=counted(numbers[tab]),
        tickets=await lines(turn, page.tickets),
    )


def _tabs(card: Card, here: Tab, numbers: dict[Tab, Count], *, leads: bool) -> Rows:
    labels = {tab: tab.value for tab in Tab} | ({Tab.TEAM: "all"} if leads else {})
    tabs = [
        button(
            f"queue_{labels[tab]}",
            Action.QUEUE_TAB,
            tab.value,
            card.id,
            count=counted(numbers[tab]),
            here=tab is here,
        )
        for tab in Tab
    ]
    return grid(tabs, 2)


def _beside(card: Card, tab: Tab, page: Page) -> tuple[Button, ...]:
    """To the pages before and after."""
    ways = (("◀", _BEFORE, page.before), ("▶", _AFTER, page.after))
    return tuple(
        plain(sign, Action.QUEUE_TAB, tab.value, card.id, way, _ticks(place.due), place.id)
        for sign, way, place in ways
        if place is not None
    )


def _ticks(due: datetime | None) -> str:
    return _NO_DEADLINE if due is None else str((due - _EPOCH) // _TICK)
