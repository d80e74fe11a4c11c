"""What stands on a list to be printed: plain data that crosses to the process that prints it."""

from dataclasses import asdict, dataclass
from typing import Any

from db.vocabulary import Language, Region


@dataclass(frozen=True)
class Words:
    """Everything on the paper that is not a name, in the language of whoever asked for it."""

    title: str
    """What the list is: Not answered yet."""
    about: str
    """The letter's headline."""
    summary: str
    """How many of how many."""
    printed: str
    """By whom and when."""
    page: str
    """Page {page} of {pages}: the places are filled in while it is printed."""
    care: str
    """What to do with a paper that names people."""
    unit: str
    name: str
    reads: str
    by_phone: str
    by_paper: str
    in_person: str
    remarks: str
    undelivered: str
    """Beside who may have nothing in their hands."""
    floor: str
    """{floor}樓."""
    ground: str
    heading: str
    """{building} and {level}, as they are said together."""


@dataclass(frozen=True)
class Line:
    unit: str
    name: str
    reads: str
    arrived: bool


@dataclass(frozen=True)
class Section:
    """A floor of a building."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    language: Language
    region: Region
    words: Words
    sections: tuple[Section, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Sheet":
        return cls(
            Language(stored["language"]),
            Region(stored["region"]),
            Words(**stored["words"]),
            tuple(
                Section(each["heading"], tuple(Line(**line) for line in each["lines"]))
                for each in stored["sections"]
            ),
        )
