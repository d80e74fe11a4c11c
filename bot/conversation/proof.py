"""A letter to many as whoever decides of it reads it: each version, its readers, its faults."""

from typing import Any

from markupsafe import Markup, escape

from bot.desk import Desk
from bot.tickets import description
from db.models import Broadcast, Building, Unit
from db.vocabulary import AudienceKind, Language
from reminders import audience, broadcast, correcting
from reminders.audience import Audience
from reminders.history import themes_of
from reminders.proofreading import BLOCKING, Fault, Rule, faults_in

_NAMED = 3
"""So many are named as examples."""

Line = dict[str, str]
"""What the proof-reader found, and the mend."""

_OF_OTHER_LANGUAGES = frozenset({Rule.FOREIGN_SCRIPT, Rule.TRADITIONAL_IN_SIMPLIFIED})


async def readers(desk: Desk, draft: Broadcast, language: Language) -> dict[str, Any]:
    """Whom it is for, how many they are, and a few of them by name; `stops`: how many will not get
    what it corrects, nor this, because that is still on its way to them."""
    chosen, where = Audience.from_json(draft.audience), draft.community_id
    return {
        "whom": await whom(desk, draft, language),
        "people": await audience.count(desk.session, where, chosen, **await _told(desk, draft)),
        "names": await audience.sample_names(
            desk.session,
            where,
            chosen,
            language,
            limit=_NAMED,
            **await _told(desk, draft),
        ),
        "stops": await _stops(desk, draft),
    }


async def _stops(desk: Desk, draft: Broadcast) -> int:
    if draft.corrects_id is None or draft.confirmed_at is not None:
        return 0
    return await correcting.would_stop(desk.session, draft.corrects_id)


async def _told(desk: Desk, draft: Broadcast) -> dict[str, Any]:
    """What else decides whom it is sent to."""
    return {
        "weight": draft.weight,
        "themes": await themes_of(desk.session, draft),
        "corrects_id": draft.corrects_id,
    }


async def whom(desk: Desk, draft: Broadcast, language: Language) -> str:
    """Whom it is for, or was."""
    if draft.corrects_id is not None:
        return desk.voice.words("audience.who_has_it", language)
    return await audience_words(desk, Audience.from_json(draft.audience), language)


async def versions(desk: Desk, draft: Broadcast) -> list[dict[str, Any]]:
    """What it says in each language, and how many read it in that one."""
    chosen = Audience.from_json(draft.audience)
    speak = await audience.count_by_language(
        desk.session, draft.community_id, chosen, **await _told(desk, draft)
    )
    written = {Language(code): Markup(words) for code, words in draft.texts.items()}
    read_in = broadcast.read_in(written, desk.community.language)
    return [
        {
            "reading": language.value,
            "words": words,
            "people": sum(n for speech, n in speak.items() if read_in[speech] is language),
        }
        for language, words in written.items()
    ]


async def audience_words(desk: Desk, chosen: Audience, language: Language) -> str:
    """Block 3 · Tenants, Owners · Gas heater."""
    comma = desk.voice.words("audience.comma", language)
    sorts = [
        comma.join(desk.voice.words(f"audience.{word(each)}", language) for each in sort)
        for sort in (chosen.roles, chosen.languages, chosen.tags)
        if sort
    ]
    return " · ".join([await _place_words(desk, chosen, language), *sorts])


def word(value: str) -> str:
    return value.replace("-", "_").lower()


async def _place_words(desk: Desk, chosen: Audience, language: Language) -> str:
    if chosen.kind is AudienceKind.BUILDING:
        building = await desk.session.get(Building, chosen.ids[0])
        return building.name(language) if building else ""
    if chosen.kind is AudienceKind.FLOOR:
        building = await desk.session.get(Building, chosen.floors[0][0])
        floors = ", ".join(floor for _, floor in chosen.floors)
        name = building.name(language) if building else ""
        return desk.voice.words("audience.place", language, building=name, floors=floors)
    if chosen.kind is AudienceKind.UNIT:
        unit = await desk.session.get(Unit, chosen.ids[0])
        return description.unit_words(desk, unit, language) if unit else ""
    return desk.community.name(language)


def faults(desk: Desk, draft: Broadcast, language: Language) -> tuple[list[Line], list[Line]]:
    """What has to be mended before it goes out, and what might be."""
    # In our own frame words stand as they were written where nobody has translated them.
    passed = _OF_OTHER_LANGUAGES if draft.framed else frozenset[Rule]()
    every = (
        fault
        for code, letter in draft.texts.items()
        for fault in faults_in(letter, desk.community, Language(code))
        if fault.rule not in passed
    )
    found = list(dict.fromkeys(every))
    must = [fault for fault in found if fault.rule in BLOCKING]
    could = [fault for fault in found if fault.rule not in BLOCKING]
    return lines(must, language), lines(could, language)


def is_foreign(desk: Desk, words: str, language: Language) -> bool:
    """Plain words that are in another language's signs."""
    found = faults_in(escape(words), desk.community, language)
    return any(fault.rule in _OF_OTHER_LANGUAGES for fault in found)


def lines(found: list[Fault], language: Language) -> list[Line]:
    return [{"said": each.said(language), "mend": each.mend(language)} for each in found]
