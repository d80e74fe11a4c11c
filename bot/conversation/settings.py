"""What belongs to the speaker alone: the language, help, their data, changing one's mind."""

from bot.buttons import Action, Press, Rows, plain
from bot.conversation.turn import Turn
from bot.tickets import description
from db import tickets
from db.vocabulary import HouseholdTag, Language
from reminders import household, opting_out

_OWN_NAMES = {Language.HANT: "繁體中文", Language.HANS: "简体中文", Language.EN: "English"}


def language_rows() -> Rows:
    return (tuple(plain(label, Action.LANGUAGE, code.value) for code, label in _OWN_NAMES.items()),)


def offer(turn: Turn, text: str) -> None:
    turn.say(text, buttons=language_rows(), name=turn.name)


async def offer_languages(turn: Turn) -> None:
    offer(turn, "common.choose_language")


async def choose_language(turn: Turn, press: Press) -> None:
    """From now on the speaker's own choice, whatever they write in."""
    code = press.word(0)
    if code not in {language.value for language in Language}:
        turn.notify("common.stale")
        return
    turn.person.language = Language(code)
    turn.person.language_chosen = True
    turn.notify("common.language_chosen")
    _welcome(turn)


def _welcome(turn: Turn) -> None:
    home = turn.homes[0] if turn.homes else None
    turn.say(
        "common.welcome",
        name=turn.name,
        unit=description.unit_words(turn, home, turn.language) if home else None,
        bound=turn.is_bound,
        works=turn.works_here,
        leads=turn.leads_here,
        manages=turn.manages_here,
    )


async def help_(turn: Turn) -> None:
    turn.say(
        "common.help",
        works=turn.works_here,
        leads=turn.leads_here,
        manages=turn.manages_here,
        heads=turn.heads_here,
        bound=turn.is_bound,
    )


async def my_data(turn: Turn) -> None:
    """Everything that is kept about the speaker, said plainly."""
    found = await tickets.recent_of(turn.session, turn.person.id, limit=1000)
    turn.say(
        "common.my_data",
        name=turn.name,
        units=[description.unit_words(turn, home, turn.language) for home in turn.homes],
        marks=await _marks(turn),
        spared=await _spared(turn),
        tickets=len(found),
        since=turn.person.created_at,
    )


async def _marks(turn: Turn) -> list[str]:
    """What they declared of the homes they live in."""
    declared = await household.declared(turn.session, turn.person.id)
    tags = {tag for home in turn.homes for tag in declared.get(home.id, ())}
    return [
        turn.voice.words(f"household.{tag.value}", turn.language)
        for tag in HouseholdTag
        if tag in tags
    ]


async def _spared(turn: Turn) -> list[str]:
    themes = await opting_out.declined(turn.session, turn.person.id)
    return [
        turn.voice.words(f"household.theme_{theme.value}", turn.language)
        for theme in opting_out.THEMES
        if turn.person.quiet or theme in themes
    ]


async def cancel(turn: Turn) -> None:
    turn.say("common.cancelled")
