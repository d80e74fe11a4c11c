"""`/household`: what one declares of one's home, so that the right reminders come; and takes back.

`/quiet`: which of the routine reminders one would rather not have.
"""

from bot.buttons import Action, Button, Press, grid, plain
from bot.conversation.turn import Turn
from bot.tickets import description
from db.models import Unit
from db.vocabulary import HouseholdTag, Theme
from reminders import household, opting_out

_ON, _OFF = "☑️", "⬜️"
_ALL = "all"


async def show(turn: Turn) -> None:
    """A message for each home."""
    if not turn.homes:
        turn.say("household.no_home")
        return
    for home in turn.homes:
        await _say_home(turn, home)


async def _say_home(turn: Turn, home: Unit) -> None:
    marked = (await household.declared(turn.session, turn.person.id)).get(home.id, frozenset())
    buttons = [
        _tick(
            tag in marked,
            turn.voice.words(f"household.{tag.value}", turn.language),
            Action.HOUSEHOLD,
            home.id,
            tag.value,
        )
        for tag in HouseholdTag
    ]
    turn.say(
        "household.home",
        buttons=grid(buttons, 2),
        unit=description.unit_words(turn, home, turn.language),
        marked=len(marked),
    )


def _tick(on: bool, words: str, action: Action, *args: object) -> Button:
    return plain(f"{_ON if on else _OFF} {words}", action, *args)


async def mark(turn: Turn, press: Press) -> None:
    home = next((each for each in turn.homes if each.id == press.number(0)), None)
    tag = next((each for each in HouseholdTag if each.value == press.word(1)), None)
    if home is None or tag is None:
        turn.notify("common.not_yours", alert=True)
        return
    now_on = await household.turn_over(turn.session, turn.person.id, home.id, tag, turn.now)
    turn.notify("household.marked" if now_on else "household.unmarked")
    await _say_home(turn, home)


async def quiet(turn: Turn) -> None:
    """The themes, each on or off; life safety and major matters cannot be muted."""
    spared = await opting_out.declined(turn.session, turn.person.id)
    everything = turn.person.quiet
    themes = [
        _tick(
            not everything and theme not in spared,
            turn.voice.words(f"household.theme_{theme.value}", turn.language),
            Action.SPARE,
            theme.value,
        )
        for theme in opting_out.THEMES
    ]
    name = "household.all_again" if everything else "household.none_at_all"
    whole = plain(turn.voice.words(name, turn.language), Action.SPARE, _ALL)
    turn.say(
        "household.quiet",
        buttons=(*grid(themes, 2), (whole,)),
        name=turn.name,
        everything=everything,
    )


async def spare(turn: Turn, press: Press) -> None:
    if press.word(0) == _ALL:
        turn.person.quiet = not turn.person.quiet
        turn.notify("household.spared" if turn.person.quiet else "household.comes_again")
        await quiet(turn)
        return
    theme = next((each for each in opting_out.THEMES if each.value == press.word(0)), None)
    if theme is None:
        turn.notify("common.stale")
        return
    await _turn_over(turn, theme)
    await quiet(turn)


async def _turn_over(turn: Turn, theme: Theme) -> None:
    """Where everything was off, the one that is pressed comes again, and the others stay off."""
    if turn.person.quiet:
        turn.person.quiet = False
        spared = await opting_out.declined(turn.session, turn.person.id)
        for other in opting_out.THEMES:
            if (other is theme) == (other in spared):
                await opting_out.turn_over(turn.session, turn.person.id, other, turn.now)
        turn.notify("household.comes_again")
        return
    spared_now = await opting_out.turn_over(turn.session, turn.person.id, theme, turn.now)
    turn.notify("household.spared" if spared_now else "household.comes_again")
