"""The figures, for whoever heads the house: so many of so many, and the tickets behind each."""

from datetime import timedelta

from bot.buttons import Action, Button, Press, Rows, button, grid, plain
from bot.conversation.ticket_lists import lines, new_card, own_card, reader_of
from bot.conversation.turn import Turn
from db import figures
from db.figures import Figure, Share, Span
from db.models import Card
from db.queue import PAGE
from db.vocabulary import MailPriority

_DAYS, _MOST_DAYS = 30, 365
_ALL = "all"


async def show(turn: Turn) -> None:
    """`/figures`: of the last thirty days; `/figures 7`: of the last seven."""
    said = turn.incoming.argument
    days = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else _DAYS
    card = await new_card(turn)
    await _draw_all(turn, card, min(max(days, 1), _MOST_DAYS), fresh=True)


async def leaf(turn: Turn, press: Press) -> None:
    """The tickets behind a figure, page by page, or all the figures again."""
    card, days, page = await own_card(turn, press.number(1)), press.number(2), press.number(3)
    figure = next((each for each in Figure if each.value == press.word(0)), None)
    known = figure is not None or press.word(0) == _ALL
    if card is None or not known:
        turn.notify("common.stale")
        return
    if not turn.heads_here:
        turn.notify("common.not_yours", alert=True)
        return
    days = min(max(days or _DAYS, 1), _MOST_DAYS)
    if figure is None:
        await _draw_all(turn, card, days)
    else:
        await _draw_list(turn, card, figure, days, min(page or 0, _MOST_DAYS))


def _span(turn: Turn, days: int) -> Span:
    return Span(turn.now - timedelta(days=days), turn.now)


async def _draw_all(turn: Turn, card: Card, days: int, *, fresh: bool = False) -> None:
    shares = await figures.shares(turn.session, reader_of(turn), _span(turn, days))
    turn.bag.show(
        card,
        turn.language,
        "queue.figures",
        buttons=_lists(card, shares, days),
        priority=MailPriority.REPLY,
        fresh=fresh,
        days=days,
        shares={figure.value: share for figure, share in shares.items()},
    )


def _lists(card: Card, shares: dict[Figure, Share], days: int) -> Rows:
    """A button for each figure that has anything behind it."""
    return grid(
        [
            button(f"figure_{figure.value}", Action.FIGURE, figure.value, card.id, days, 0)
            for figure, share in shares.items()
            if share.of
        ],
        2,
    )


async def _draw_list(turn: Turn, card: Card, figure: Figure, days: int, page: int) -> None:
    found = await figures.behind(
        turn.session, reader_of(turn), figure, _span(turn, days), page * PAGE
    )
    shown = found[:PAGE]
    met = {each.ticket.id: each.met for each in shown}
    listed = await lines(turn, [each.ticket for each in shown])
    turn.bag.show(
        card,
        turn.language,
        "queue.behind",
        buttons=(
            _beside(card, figure, days, page, more=len(found) > PAGE),
            (button("all_figures", Action.FIGURE, _ALL, card.id, days, 0),),
        ),
        priority=MailPriority.REPLY,
        figure=figure.value,
        days=days,
        tickets=[line | {"met": met[line["number"]]} for line in listed],
    )


def _beside(card: Card, figure: Figure, days: int, page: int, *, more: bool) -> tuple[Button, ...]:
    ways = (("◀", page - 1, page > 0), ("▶", page + 1, more))
    return tuple(
        plain(sign, Action.FIGURE, figure.value, card.id, days, to)
        for sign, to, there in ways
        if there
    )
