"""A template is used: asked for what it does not know, one after the other, it becomes a notice."""

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.buttons import Action, button
from bot.conversation import manager_broadcast, proof
from bot.conversation.manager_broadcast import LONGEST
from bot.conversation.turn import Turn
from bot.texts.wording import worded_day
from db.models import Template
from db.vocabulary import Language, Step
from intents import detect_language
from reminders.templating import Place, filled_in, places

_LONGEST_ANSWER = 500
_TAGS = re.compile(r"\{[{%].*?[%}]\}")

GIVEN = {
    "community": "community", "社區": "community", "社区": "community",
    "office": "office", "管理處": "office", "管理处": "office",
    "phone": "phone", "電話": "phone", "电话": "phone",
    "hours": "hours", "辦公時間": "hours", "办公时间": "hours",
    "today": "today", "今天": "today",
}  # fmt: skip
"""What nobody is asked for, by all its names."""

Answers = dict[str, dict[str, str]]
"""Name → "" or a language → what somebody said for it; "" is for every language that has none."""


async def own_template(turn: Turn, number: int | None) -> Template | None:
    row = await turn.session.get(Template, number, with_for_update=True) if number else None
    ours = row is not None and turn.manages_here and row.community_id == turn.community.id
    return row if ours else None


def language_of(turn: Turn, source: str) -> Language:
    known = detect_language(_TAGS.sub("", source))
    return Language(known) if known else turn.language


def asked_in(row: Template) -> list[str]:
    """What its user will be asked for."""
    return [name for name in _places(row) if name not in GIVEN]


def _places(row: Template) -> dict[str, list[Place]]:
    """By name, in the order of the first version: where each stands in each version."""
    found: dict[str, list[Place]] = {}
    for source in row.texts.values():
        for place in places(source, LONGEST):
            found.setdefault(place.name, []).append(place)
    return found


async def go_on(turn: Turn, row: Template, answers: Answers) -> None:
    """The next question; or, with everything known, the notice."""
    asked = _next(turn, row, answers)
    if asked is None:
        await _finish(turn, row, answers)
        return
    name, language = asked
    await turn.expect(
        Step.FILL_TEMPLATE,
        template=row.id,
        stamp=row.changed_at.isoformat(),
        answers=answers,
        name=name,
        language=language.value if language else "",
    )
    optional = language is None and all(place.optional for place in _places(row)[name])
    skip = button("template_skip", Action.TEMPLATE, row.id, "skip", len(answers))
    turn.say(
        "template.fill",
        buttons=((skip,),) if optional else (),
        title=row.code,
        name=name,
        reading=language.value if language else None,
    )


def _next(turn: Turn, row: Template, answers: Answers) -> tuple[str, Language | None] | None:
    """What is still to be asked; with a language, where what was said cannot stand in it."""
    known = dict.fromkeys(GIVEN, "x") | {name: said[""] for name, said in answers.items()}
    for name, found in _places(row).items():
        if name in GIVEN or not any(place.is_come_to(known) for place in found):
            continue
        if name not in answers:
            return name, None
        for code, source in row.texts.items():
            said, language = answers[name], Language(code)
            stands = any(place.name == name for place in places(source, LONGEST))
            if stands and code not in said and _reads_oddly(turn, said[""], language):
                return name, language
    return None


def _reads_oddly(turn: Turn, said: str, language: Language) -> bool:
    """It is in the signs of another language, or in English amid Chinese."""
    is_english = detect_language(said) == Language.EN.value
    return proof.is_foreign(turn, said, language) or (is_english and language is not Language.EN)


async def answered(turn: Turn, data: dict[str, Any]) -> bool:
    text = turn.incoming.text.strip()
    if turn.incoming.command or not text or not turn.manages_here:
        return False
    row = await _as_begun(turn, data)
    if row is None:
        return True
    if len(text) > _LONGEST_ANSWER:
        await turn.expect(Step.FILL_TEMPLATE, **data)
        turn.say("broadcast.too_long", limit=_LONGEST_ANSWER, length=len(text))
        return True
    name, said = data["name"], data["answers"].get(data["name"], {})
    await go_on(turn, row, data["answers"] | {name: said | {data["language"]: text}})
    return True


async def skip(turn: Turn, row: Template, number: int | None) -> None:
    """What may be left out is. An old button skips nothing that is asked now."""
    awaited = turn.person.waiting
    data = awaited.data if awaited and awaited.step is Step.FILL_TEMPLATE else {}
    if data.get("template") != row.id or len(data["answers"]) != number or data["language"]:
        turn.notify("common.stale")
        return
    if not all(place.optional for place in _places(row).get(data["name"], [])):
        turn.notify("common.stale")
    elif await _as_begun(turn, data) is not None:
        await turn.expect_nothing()
        await go_on(turn, row, data["answers"] | {data["name"]: {"": ""}})


async def _as_begun(turn: Turn, data: Mapping[str, Any]) -> Template | None:
    """None, and the speaker is told, where it was changed or taken away meanwhile."""
    row = await own_template(turn, data["template"])
    if row is None or row.changed_at.isoformat() != data["stamp"]:
        turn.say("template.gone")
        return None
    return row


async def _finish(turn: Turn, row: Template, answers: Answers) -> None:
    await turn.expect_nothing()
    texts = {}
    for code, source in row.texts.items():
        words = filled_in(source, _values(turn, row, answers, Language(code)), LONGEST)
        if len(words) > LONGEST:
            turn.say("broadcast.too_long", limit=LONGEST, length=len(words))
            return
        texts[Language(code)] = manager_broadcast.framed_in(turn, words, Language(code))
    await manager_broadcast.offer_audience(turn, texts)


def _values(turn: Turn, row: Template, answers: Answers, language: Language) -> dict[str, str]:
    """What is come to nowhere is nothing."""
    said = turn.voice.given(language)
    today = turn.now.astimezone(ZoneInfo(turn.community.timezone)).date()
    given = {
        "community": said["estate"],
        "office": said["terms"].office,
        "phone": said["office_phone"],
        "hours": said["office_hours"],
        "today": worded_day(today, language),
    }
    asked = {
        name: (found := answers.get(name, {})).get(language.value, found.get("", ""))
        for name in _places(row)
    }
    return asked | {name: given[what] for name, what in GIVEN.items()}
