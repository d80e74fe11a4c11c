"""A community's templates: notices with places for what changes, kept in several languages."""

from bot.buttons import Action, Press, Rows, button, grid, plain
from bot.conversation import template_filling
from bot.conversation.manager_broadcast import LONGEST, version_button
from bot.conversation.template_filling import GIVEN, asked_in, language_of, own_template
from bot.conversation.turn import Turn
from bot.texts.wording import shorten
from db import templates
from db.models import Template
from db.vocabulary import Language, Step
from reminders.templating import WordingError, filled_in, places

_LONGEST_NAME = 40
_AS_MEANT = str.maketrans("｛｝", "{}")
_QUOTED = 60
"""Characters of a line that is wrong."""


async def begin(turn: Turn) -> None:
    """`/templates`: all there are."""
    await turn.expect_nothing()
    rows = await templates.own(turn.session, turn.community.id)
    buttons = [
        plain(f"📄 {number}", Action.TEMPLATE, row.id) for number, row in enumerate(rows, start=1)
    ]
    new = button("template_new", Action.TEMPLATE, 0, "new")
    turn.say("template.list", buttons=(*grid(buttons, 5), (new,)), names=[row.code for row in rows])


async def choose(turn: Turn, press: Press) -> None:
    """`TEMPLATE`: the list, a new one, or something about one of them."""
    if not turn.manages_here:
        turn.notify("common.not_yours", alert=True)
        return
    verb = press.word(1)
    if press.number(0) == 0:
        await (_ask_new(turn) if verb == "new" else begin(turn))
        return
    row = await own_template(turn, press.number(0))
    if row is None:
        turn.notify("common.stale")
    elif verb is None:
        _show(turn, row)
    elif verb == "use":
        await template_filling.go_on(turn, row, {})
    elif verb == "skip":
        await template_filling.skip(turn, row, press.number(2))
    elif verb == "drop":
        surely = button("template_drop_surely", Action.TEMPLATE, row.id, "gone")
        turn.say("template.drop", buttons=((surely,),), name=row.code)
    elif verb == "gone":
        await templates.drop(turn.session, row.id)
        turn.say("template.dropped", name=row.code)
    elif verb in {language.value for language in Language}:
        await turn.expect(Step.WRITE_TEMPLATE, template=row.id, language=verb)
        turn.say("template.write_version", reading=verb, names=asked_in(row))
    else:
        turn.notify("common.stale")


async def _ask_new(turn: Turn) -> None:
    await turn.expect(Step.WRITE_TEMPLATE)
    turn.say("template.write")


def _show(turn: Turn, row: Template, dropped: list[Language] | None = None) -> None:
    labels = {each: f"buttons.add_{each.name.lower()}" for each in Language}
    turn.say(
        "template.one",
        buttons=_rows(row),
        name=row.code,
        versions=[{"reading": code, "words": words} for code, words in row.texts.items()],
        names=asked_in(row),
        missing=[
            turn.voice.words(label, turn.language)
            for each, label in labels.items()
            if each.value not in row.texts
        ],
        dropped=[each.value for each in dropped or []],
    )


def _rows(row: Template) -> Rows:
    return (
        (button("template_use", Action.TEMPLATE, row.id, "use"),),
        tuple(version_button(Action.TEMPLATE, row.id, each, row.texts) for each in Language),
        (
            button("template_drop", Action.TEMPLATE, row.id, "drop"),
            button("template_all", Action.TEMPLATE, 0),
        ),
    )


async def written(turn: Turn, data: dict[str, object]) -> bool:
    """A new one, its name in the first line; or one more version of one."""
    text = turn.incoming.text.strip()
    if turn.incoming.command or not text or not turn.manages_here:
        return False
    text = text.translate(_AS_MEANT)
    number, code = data.get("template"), data.get("language")
    if isinstance(number, int) and isinstance(code, str):
        row = await own_template(turn, number)
        if row is None:
            turn.say("template.gone")
            return True
        await _write_version(turn, row, Language(code), text, data)
    else:
        await _write_new(turn, text)
    return True


async def _write_new(turn: Turn, text: str) -> None:
    name, _, source = text.partition("\n")
    name = name.strip()
    there = await templates.own(turn.session, turn.community.id)
    wrong = None
    if not source.strip() or len(name) > _LONGEST_NAME or "{" in name:
        wrong = WordingError("name", 1)
    elif name in {each.code for each in there}:
        wrong = WordingError("taken", 1, name)
    elif len(there) >= templates.MOST:
        wrong = WordingError("many", 1)
    try:
        _check(source, None)
    except WordingError as error:
        wrong = wrong or WordingError(error.what, error.line + 1, error.name)
    if wrong is not None:
        await _refuse(turn, wrong, text, None, {})
        return
    texts = {language_of(turn, source).value: source.strip()}
    row = await templates.write(
        turn.session, turn.community.id, name, texts, turn.person.id, turn.now
    )
    if row is None:
        await _refuse(turn, WordingError("taken", 1, name), text, None, {})
        return
    _show(turn, row)


async def _write_version(
    turn: Turn, row: Template, language: Language, text: str, data: dict[str, object]
) -> None:
    """The first version says what there is to fill in; the others say the same in their words."""
    leads = language.value == next(iter(row.texts))
    try:
        _check(text, None if leads else row)
    except WordingError as wrong:
        await _refuse(turn, wrong, text, row, data)
        return
    texts = row.texts | {language.value: text}
    kept = {code: words for code, words in texts.items() if _fits(words, texts)}
    await templates.rewrite(row, kept, turn.person.id, turn.now)
    await turn.session.flush()
    _show(turn, row, [Language(code) for code in texts if code not in kept])


def _fits(words: str, texts: dict[str, str]) -> bool:
    first = {place.name for place in places(next(iter(texts.values())), LONGEST)}
    return all(place.name in first | GIVEN.keys() for place in places(words, LONGEST))


def _check(source: str, row: Template | None) -> None:
    """Raises WordingError. `row`: what there is to fill in is known from its first version."""
    found = places(source, LONGEST)
    known = {*asked_in(row), *GIVEN} if row else {place.name for place in found}
    for place in found:
        if place.name not in known:
            raise WordingError("unknown", place.line, place.name)
    least = {place.name: "" if place.optional else "x" for place in found}
    if not filled_in(source, least, LONGEST):
        raise WordingError("empty", 1)


async def _refuse(
    turn: Turn,
    wrong: WordingError,
    text: str,
    row: Template | None,
    data: dict[str, object],
) -> None:
    """What is wrong, where, and how to mend it; the next words are another try."""
    await turn.expect(Step.WRITE_TEMPLATE, **data)
    lines = text.splitlines()
    turn.say(
        "template.wrong",
        what=wrong.what,
        line=wrong.line,
        said=shorten(lines[min(wrong.line, len(lines)) - 1], _QUOTED),
        name=wrong.name,
        known=asked_in(row) if row else [],
        limit=LONGEST,
        length=len(text),
        most=templates.MOST,
    )
