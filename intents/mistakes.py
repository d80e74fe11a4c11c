"""What can be wrong with the files that people edit, told with the file and the line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Flaw(Enum):
    """A sort of mistake, and its sentence; what stands in braces is told with the mistake.

    `at` is the field with a colon after it, and nothing where the file as a whole is meant.
    """

    NOT_READ = "this cannot be read: {problem}"
    NOT_YAML = "this is not YAML: {problem}"
    TWICE = "{name} is here twice"
    NOT_A_MAPPING = "{at}here belong names with their values"
    NOT_A_LIST = "{at}here belongs a list"
    MISSING = "{field} is missing"
    UNKNOWN = "{field} is not known here"
    MISSPELT = "{field} is not known here; is {near} meant?"
    NOT_ONE_OF = "{field} {given} is not one of {allowed}"
    NOT_TRUE_OR_FALSE = "{field} {given} is neither true nor false"
    NOT_TEXT = "{field} {given} is no text; put it in quotes"
    NOT_A_NUMBER = "{field} {given} is no whole number"
    OUT_OF_RANGE = "{field} {given} is not between {least} and {most}"
    EMPTY = "{field} is empty"
    NO_WORDS = "{field} {given} has no words in it"
    TOO_LONG = "{field} is {length} characters, at most {most} are read"
    TOO_SHORT = "{field} {given} needs two characters at least"
    ODD_CHARACTERS = "{field} {given} has characters that do not belong there"
    WORD_TAKEN = "{field} {given} is also in {other}"
    OTHER = "{at}{problem}"

    NO_TOPIC_AT_ALL = "there is no topic here"
    NOT_THE_FILES_NAME = "id {given} is not the file's name {name}"
    ID_TAKEN = "id {given} is also in {other}"
    PHRASE_TAKEN = "phrase {given} is also in {other} as {theirs}"
    LACKS_A_LANGUAGE = "{field} lacks {language}"
    HAZARD = "an emergency names its hazard, and nothing else does"
    NOT_URGENT = "an emergency is always urgent"
    NO_PRIORITY = "a {kind} opens a ticket and needs a priority"
    NO_ANSWER = "a question needs an answer"
    ANSWERS_NOTHING = "only a question has an answer, this is a {kind}"
    NOT_JINJA = "the answer is not a Jinja2 text: {problem}"
    UNSAYABLE = "the answer cannot be said in {community}: {problem}"

    NO_SAMPLE = "a sample is {{kind, category, text}}"
    ALSO_NO_KINDS = "also {given} is not a list of kinds"
    ALSO_THE_KIND = "also repeats the kind {given}"
    TWO_MEANINGS = (
        "{given} is a {kind} about {category}, and at {where} a {other_kind} about {other_category}"
    )

    BRACKETS = "the brackets of the cue {given} do not match"
    EMPTY_CUE = "the cue {given} can be read as nothing at all"


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a field, by the path to it ("answer.en"), wherever it stands."""

    field: str
    flaw: Flaw
    about: Mapping[str, object]

    @property
    def values(self) -> dict[str, object]:
        """All that the sentence speaks of."""
        at = f"{self.field}: " if self.field else ""
        return {"field": self.field, "at": at, **self.about}

    def __str__(self) -> str:
        return self.flaw.value.format(**self.values)


def wrong(field: str, flaw: Flaw, /, **about: object) -> Wrong:
    return Wrong(field, flaw, about)


class WrongError(ValueError):
    """Raised while a file is checked; the fields are below the value that is being checked."""

    def __init__(self, found: Iterable[Wrong]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(map(str, self.found)))


@dataclass(frozen=True)
class Mistake:
    """Something wrong, and where."""

    file: str
    line: int
    wrong: Wrong

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.wrong}"


class CatalogueError(Exception):
    """The files cannot be used; `mistakes` has all that is wrong, "file.yaml:line: sentence"."""

    def __init__(self, found: Iterable[Mistake]) -> None:
        self.found = tuple(sorted(found, key=lambda each: (each.file, each.line, str(each))))
        self.mistakes = tuple(map(str, self.found))
        super().__init__("\n".join(self.mistakes))
