"""Words that staff send with two taps: shipped ones, and a community's own, filled in for a ticket.

Managers write them, so that nothing is understood in them but a few names.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from db.models import QuickReply
from db.vocabulary import Language
from reminders import templating
from reminders.templating import WordingError

FILE = Path(__file__).with_suffix(".yaml")
VARIABLES = ("owner", "place", "number", "me", "office_phone", "due")
LONGEST = 1000
LONGEST_CODE = 24
"""Bytes: a button carries it."""

CODE = re.compile(r"[\w-]+")


class QuickRepliesError(Exception):
    """The shipped file is not whole; each mistake is one sentence."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Reply:
    code: str
    titles: Mapping[str, str]
    """None of a community's own: its code is its title."""
    texts: Mapping[str, str]

    def title(self, language: Language) -> str:
        return self.titles.get(language, self.code)

    def spoken(self, wanted: Sequence[Language]) -> Language:
        """The first of these languages that it is written in, else any."""
        there = [*(each for each in wanted if each in self.texts), *map(Language, self.texts)]
        return there[0]


def check(source: str) -> None:
    """Raises WordingError with the first thing that could not be said."""
    for place in templating.places(source, LONGEST):
        if place.name not in VARIABLES:
            raise WordingError("unknown", place.line, place.name)


def filled_in(source: str, values: Mapping[str, object]) -> str:
    """As it is sent. Raises WordingError where it was never checked."""
    check(source)
    return templating.filled_in(source, values, LONGEST)


@cache
def shipped() -> Mapping[str, Reply]:
    """By their codes. Raises QuickRepliesError."""
    try:
        read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise QuickRepliesError([f"{FILE.name}: {error}"]) from error
    mistakes = [
        f"{FILE.name}: {code}: {what}" for code, given in read.items() for what in _wrong(given)
    ]
    if mistakes:
        raise QuickRepliesError(mistakes)
    return {
        code: Reply(code, given["title"], {each: given[each.value] for each in Language})
        for code, given in read.items()
    }


def _wrong(given: Mapping[str, object]) -> Iterator[str]:
    title = given.get("title")
    titles = title if isinstance(title, dict) else {}
    for language in Language:
        if not titles.get(language.value):
            yield f"has no title in {language.value}"
        text = given.get(language.value)
        if not isinstance(text, str):
            yield f"is missing in {language.value}"
            continue
        try:
            check(text)
        except WordingError as error:
            yield f"{language.value}, {error}"


def together(own: Sequence[QuickReply]) -> dict[str, Reply]:
    """The community's own first, and then the shipped ones that it has not replaced."""
    found = {each.code: Reply(each.code, {}, each.texts) for each in own}
    return found | {code: each for code, each in shipped().items() if code not in found}
