"""What may be in the files of words: rules, subjects, rooms, things, names and times.

Whoever reads one of them reads it as it is written; the shapes only say what is wrong with it.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StrictInt,
    model_validator,
)

from intents.mistakes import CatalogueError, Flaw, Mistake, WrongError, wrong
from intents.normalise import HAN, fold
from intents.sources import HOME
from intents.vocabulary import Category, Hazard, Kind
from intents.yaml_file import YamlFile, shown


class Strength(StrEnum):
    """How plainly a cue tells what somebody wants."""

    STRONG = "strong"
    FAIR = "fair"
    SLIGHT = "slight"


class Plainness(StrEnum):
    """Whether a word names a subject by itself, or only leans towards it."""

    PLAIN = "plain"
    HINT = "hint"


class Frame(StrEnum):
    """What stands around words of danger, and takes them back."""

    SUPPOSED = "supposed"
    SUPPOSED_AFTER = "supposed_after"
    ASKING = "asking"
    PAST = "past"
    PRACTICE = "practice"
    OVER = "over"
    HABIT = "habit"
    REFERS_BACK = "refers_back"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"


_Given = TypeVar("_Given")


def _checked(is_wrong: Callable[[Any], bool], flaw: Flaw, /, **about: object) -> AfterValidator:
    def check(given: _Given) -> _Given:
        if is_wrong(given):
            raise WrongError([wrong("", flaw, given=shown(given), **about)])
        return given

    return AfterValidator(check)


def _all_of(names: Iterable[str]) -> AfterValidator:
    def check(given: dict[str, object]) -> dict[str, object]:
        if missing := [name for name in names if name not in given]:
            raise WrongError(wrong(name, Flaw.MISSING) for name in missing)
        return given

    return AfterValidator(check)


def _number(least: int, most: int) -> AfterValidator:
    return _checked(
        lambda given: not least <= given <= most, Flaw.OUT_OF_RANGE, least=least, most=most
    )


Word = Annotated[str, _checked(lambda given: not fold(given), Flaw.NO_WORDS)]
Words = Annotated[list[Word], Field(min_length=1)]
Cues = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]
"""Whether they can be read is for the cue book to say, which has to fold them all anyway."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Rules(_Shape):
    """rules.yaml"""

    hazards: Annotated[dict[Hazard, Cues], _all_of(Hazard)]
    harmless: dict[Hazard, Cues]
    frames: Annotated[dict[Frame, Cues], _all_of(Frame)]
    kinds: dict[Kind, dict[Strength, Cues]]
    courtesy: Cues
    trouble: Cues
    solved: Cues
    repeated_failure: Cues
    urgent: Cues
    not_urgent: Cues
    joiners: Words
    turns: Words


class Subjects(RootModel[dict[Category, dict[Plainness, Cues]]]):
    """subjects.yaml"""


_Name = Annotated[str, Field(pattern="^[a-z][a-z_]*$")]


def _one_meaning_each(names: dict[str, list[str]]) -> dict[str, list[str]]:
    owner: dict[str, str] = {}
    taken = [
        wrong(f"{name}.{index}", Flaw.WORD_TAKEN, given=repr(word), other=other)
        for name, words in names.items()
        for index, word in enumerate(words)
        if (other := owner.setdefault(fold(word), name)) != name
    ]
    if taken:
        raise WrongError(taken)
    return names


_Names = Annotated[dict[_Name, Words], AfterValidator(_one_meaning_each)]
_Han = Annotated[str, Field(pattern=f"^[{HAN}]+$")]
_Latin = Annotated[str, Field(pattern="^[a-z]+$")]


class Rooms(RootModel[_Names]):
    """rooms.yaml"""


class Things(_Shape):
    """things.yaml"""

    things: _Names
    people: _Names


_HanWords = Annotated[list[_Han], Field(min_length=1)]
_LatinWords = Annotated[list[_Latin], Field(min_length=1)]
_Surnames = Annotated[dict[_Han, _LatinWords], Field(min_length=1)]


class _Titles(_Shape):
    work: _HanWords
    civil: _HanWords


class _LatinTitles(_Shape):
    work: _LatinWords
    civil: _LatinWords
    civil_of_the_known: _LatinWords
    work_of_the_known: _LatinWords


class _TeamEndings(_Shape):
    han: _HanWords
    latin: _LatinWords


class Names(_Shape):
    """names.yaml"""

    titles: _Titles
    latin_titles: _LatinTitles
    surnames: _Surnames
    surnames_that_are_words: _Surnames
    team_endings: _TeamEndings
    not_names: _LatinWords


def _is_lone(word: str) -> bool:
    """Times are looked for by their first two characters, unless they are Latin."""
    folded = fold(word)
    return len(folded) < 2 and not folded.isascii()


_TimeWord = Annotated[Word, _checked(_is_lone, Flaw.TOO_SHORT)]
_TimeWords = Annotated[list[_TimeWord], Field(min_length=1)]
_Hour = Annotated[StrictInt, _number(0, 36)]
_Weekdays = dict[Annotated[StrictInt, _number(0, 6)], Words]


class _PartOfDay(_Shape):
    hours: tuple[_Hour, _Hour]
    words: _TimeWords


class Times(_Shape):
    """times.yaml"""

    days: dict[StrictInt, _TimeWords]
    parts: dict[str, _PartOfDay]
    both: dict[_TimeWord, tuple[StrictInt, str]]
    weekdays: _Weekdays
    short_weekdays: _Weekdays
    months: dict[Annotated[StrictInt, _number(1, 12)], Words]
    not_times: _TimeWords
    again: _TimeWords
    between: Words

    @model_validator(mode="after")
    def _parts_are_known(self) -> "Times":
        unknown = [
            wrong(f"both.{word}.1", Flaw.NOT_ONE_OF, given=shown(part), allowed=known)
            for known in (", ".join(self.parts),)
            for word, (_, part) in self.both.items()
            if part not in self.parts
        ]
        if unknown:
            raise WrongError(unknown)
        return self


_READ_AT_THE_FIRST_MESSAGE: dict[str, type[BaseModel]] = {
    "rooms.yaml": Rooms,
    "things.yaml": Things,
    "names.yaml": Names,
    "times.yaml": Times,
}


def check_words(folder: Path = HOME) -> None:
    """Raises CatalogueError with all that is wrong with rooms, things, names and times.

    `slots`, `names` and `times` read them at the first message, and trust them.
    """
    mistakes: list[Mistake] = []
    for name, shape in _READ_AT_THE_FIRST_MESSAGE.items():
        file = YamlFile(folder / name)
        file.shaped(shape)
        mistakes += file.mistakes
    if mistakes:
        raise CatalogueError(mistakes)
