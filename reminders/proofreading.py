"""Proof-reading a notice: length, actions, telephone numbers, script, the same facts everywhere."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup
from opencc import OpenCC

from db.vocabulary import Language, Region
from reminders.letterhead import setting, template
from reminders.notices.rendering import body
from reminders.notices.shape import Notice, NoticeText, Theme
from reminders.region import numbers

_FILE = Path(__file__).with_name("proofreading.yaml")

_MOST_HAN, _MOST_LATIN = 180, 360
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d+")
_TELEPHONE = re.compile(r"(?<!\d)\d{3,7}(?!\d)")
_OFFICE_PHONE = "#"
"""Stands for the office's number, which is each community's own."""
_IN_DANGER = {Theme.FIRE, Theme.COLD, Theme.HEAT}


def lint(notice: Notice) -> list[str]:
    """One sentence for each fault, with the region and language it is read in."""
    return [
        f"{notice.id} in {language} for {region}: {fault}"
        for region in Region
        if notice.schedule(region)
        for language in Language
        for fault in _faults(notice, region, language)
    ] + [
        f"{notice.id} for {region}: {fault}"
        for region in Region
        if notice.schedule(region)
        for fault in _disparities(notice, region)
    ]


def _faults(notice: Notice, region: Region, language: Language) -> Iterator[str]:
    text = notice.text(region, language)
    whole = _whole(text, region, language)
    yield from _too_long(_body(text, region, language), language)
    yield from _not_verbs(text, language)
    yield from _strange_numbers(whole, region)
    if notice.theme in _IN_DANGER and not _emergency_numbers(region) & set(_numbers_in(whole)):
        yield "no emergency number is named"
    if len(re.findall("[!！]", whole)) > 1:
        yield "it exclaims more than once"
    yield from _foreign_script(whole, language)


def _body(text: NoticeText, region: Region, language: Language) -> str:
    return str(body(text, setting("", _OFFICE_PHONE, region, language)).unescape())


def _whole(text: NoticeText, region: Region, language: Language) -> str:
    heading = template(text.title).render(setting("", _OFFICE_PHONE, region, language))
    return f"{Markup(heading).unescape()}\n{_body(text, region, language)}"


def _too_long(said: str, language: Language) -> Iterator[str]:
    length = len(said) if language is Language.EN else len(_HAN.findall(said))
    most = _MOST_LATIN if language is Language.EN else _MOST_HAN
    if length > most:
        yield f"{length} characters are more than {most}"


def _not_verbs(text: NoticeText, language: Language) -> Iterator[str]:
    verbs = tuple(_lexicon()["verbs"][language])
    for number, action in enumerate(text.actions, 1):
        if not _begins(action, verbs, language):
            yield f"action {number} does not begin with a verb: {action}"


def _begins(action: str, verbs: tuple[str, ...], language: Language) -> bool:
    if language is Language.EN:
        return action.split()[0].lower().strip(",;:") in verbs
    return action.startswith(verbs)


def _strange_numbers(said: str, region: Region) -> Iterator[str]:
    for number in _TELEPHONE.findall(said):
        if number not in numbers(region).all:
            yield f"{number} is not a number to ring in {region}"


def _emergency_numbers(region: Region) -> set[str]:
    known = numbers(region)
    return {known.fire, known.police, known.ambulance}


def _numbers_in(said: str) -> list[str]:
    return _NUMBER.findall(said)


def _foreign_script(said: str, language: Language) -> Iterator[str]:
    match language:
        case Language.HANT:
            foreign = {sign for sign in said if _is_simplified(sign)}
        case Language.HANS:
            foreign = {sign for sign in said if _converter("t2s").convert(sign) != sign}
        case Language.EN:
            foreign = set(_HAN.findall(said))
    if foreign:
        yield f"not of this language: {''.join(sorted(foreign))}"


def _is_simplified(sign: str) -> bool:
    if sign in _lexicon()["also_traditional"]:
        return False
    is_of_hans: bool = _converter("t2s").convert(sign) == sign
    return is_of_hans and bool(_converter("s2t").convert(sign) != sign)


def _disparities(notice: Notice, region: Region) -> Iterator[str]:
    """The same numbers are named in every language: a fact is not lost in one of them."""
    named = {
        language: Counter(_numbers_in(_body(notice.text(region, language), region, language)))
        for language in Language
    }
    expected = named[Language.HANT]
    for language, found in named.items():
        if found != expected:
            differing = sorted({*(expected - found), *(found - expected)})
            yield f"{language} and {Language.HANT} differ in {', '.join(differing)}"


@cache
def _converter(name: str) -> Any:
    return OpenCC(name)


@cache
def _lexicon() -> dict[str, Any]:
    lexicon: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return lexicon
