"""The routine reminders, read one after the other and approved for a year."""

from markupsafe import Markup

from bot.buttons import Action, Press, Rows, button
from bot.conversation.plan_list import may_plan, upcoming
from bot.conversation.turn import Turn
from db.vocabulary import Language
from reminders import yearly
from reminders.notices import Notice, title
from reminders.wording import letters, shipped_hash


async def show(turn: Turn, press: Press) -> None:
    """The one that is named, in the language that is named; else the first that waits."""
    if not may_plan(turn):
        return
    waiting = await yearly.waiting(turn.session, turn.community, turn.notices, turn.now)
    named = next((each for each in waiting if each.id == press.word(0)), None)
    chosen = next((each for each in Language if each.value == press.word(1)), turn.language)
    await _say(turn, waiting, named, chosen)


async def _say(turn: Turn, waiting: list[Notice], notice: Notice | None, reading: Language) -> None:
    if not waiting:
        turn.say("approval.year_done")
        await upcoming(turn)
        return
    shown = notice or waiting[0]
    place = waiting.index(shown)
    turn.say(
        "approval.year",
        buttons=_rows(turn, shown, waiting[(place + 1) % len(waiting)], reading),
        words=Markup(letters(shown, turn.community, {})[reading]),
        position=place + 1,
        total=len(waiting),
    )


def _rows(turn: Turn, shown: Notice, following: Notice, reading: Language) -> Rows:
    seen = shipped_hash(shown, turn.community)[:8]
    approve = button("approve_year", Action.APPROVE_YEAR, shown.id, seen)
    others = tuple(
        button(f"read_{language.name.lower()}", Action.YEAR, shown.id, language.value)
        for language in Language
        if language is not reading
    )
    on = () if following is shown else (button("next_one", Action.YEAR, following.id),)
    return ((approve, *on), others, (button("back_to_plan", Action.PLAN),))


async def approve(turn: Turn, press: Press) -> None:
    """And the next one is shown."""
    if not may_plan(turn):
        return
    waiting = await yearly.waiting(turn.session, turn.community, turn.notices, turn.now)
    notice = next((each for each in waiting if each.id == press.word(0)), None)
    if notice is None:
        turn.notify("common.already_answered")
        return
    whole = shipped_hash(notice, turn.community)
    if press.word(1) != whole[:8]:
        turn.notify("common.stale")
        await _say(turn, waiting, notice, turn.language)
        return
    await yearly.approve_for_year(
        turn.session, turn.community, notice, whole, turn.person.id, turn.now
    )
    turn.notify("approval.year_approved", title=title(notice, turn.community, turn.language))
    place = waiting.index(notice)
    left = [*waiting[:place], *waiting[place + 1 :]]
    await _say(turn, left, left[place % len(left)] if left else None, turn.language)
