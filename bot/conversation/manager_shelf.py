"""The notices at hand: what no date plans, taken out by a manager when it is needed."""

from markupsafe import Markup

from bot.buttons import Action, Press, button, grid, plain
from bot.conversation.plan_list import may_plan
from bot.conversation.plan_words import say_occurrence
from bot.conversation.turn import Turn
from reminders import deciding
from reminders.notices import Notice, title
from reminders.wording import letters


async def shelf(turn: Turn, press: Press) -> None:
    """Their titles, with a button for each."""
    del press
    if not may_plan(turn):
        return
    at_hand = turn.notices.at_hand(turn.community.region)
    titles = [title(notice, turn.community, turn.language) for notice in at_hand]
    buttons = [
        plain(str(position), Action.AT_HAND, notice.id)
        for position, notice in enumerate(at_hand, start=1)
    ]
    rows = (*grid(buttons, 5), (button("back_to_plan", Action.PLAN),))
    turn.say("plan.shelf", buttons=rows, titles=titles)


async def show(turn: Turn, press: Press) -> None:
    """As its readers will see it; nothing is planned yet."""
    notice = _at_hand(turn, press)
    if notice is None:
        return
    words = letters(notice, turn.community, {})[turn.language]
    take = (button("take_out", Action.TAKE_OUT, notice.id),)
    back = (button("back_to_plan", Action.SHELF),)
    turn.say("plan.at_hand", buttons=(take, back), words=Markup(words))


async def take_out(turn: Turn, press: Press) -> None:
    notice = _at_hand(turn, press)
    if notice is None:
        return
    taken = await deciding.take_out(turn.session, notice, turn.community, turn.now)
    await say_occurrence(turn, taken, turn.language)


def _at_hand(turn: Turn, press: Press) -> Notice | None:
    if not may_plan(turn):
        return None
    at_hand = {each.id: each for each in turn.notices.at_hand(turn.community.region)}
    found = at_hand.get(press.word(0) or "")
    if found is None:
        turn.notify("common.stale")
    return found
