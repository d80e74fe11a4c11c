"""What the proof-reader finds, and how it says so: what is wrong, and the mend."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from db.vocabulary import Language

_FILE = Path(__file__).with_name("rules.yaml")

Field = tuple[str | int, ...]
"""Which piece of the words: ("title",), ("actions", 2); () is all of them together."""


class Rule(StrEnum):
    UNFILLED = "E01"
    TOO_LONG = "E02"
    NO_VERB = "E03"
    STRANGE_NUMBER = "E05"
    NO_EMERGENCY_NUMBER = "E06"
    LINK = "E07"
    EXCLAIMS = "W08"
    SHOUTS = "W09"
    FRIGHTENS = "E10"
    FOREIGN_SCRIPT = "E11"
    TRADITIONAL_IN_SIMPLIFIED = "E12"
    LONG_SENTENCE = "W13"
    FORBIDS = "W14"
    EXPIRES_AT_ONCE = "E15"
    STALE = "E18"
    PERSONAL = "E19"
    NUMBERS_DIFFER = "E20"

    @property
    def blocks(self) -> bool:
        return self.startswith("E")


@dataclasses.dataclass(frozen=True)
class Fault:
    rule: Rule
    field: Field = ()
    values: Mapping[str, str | int] = dataclasses.field(default_factory=dict, hash=False)

    def said(self, language: Language) -> str:
        return _sentences()[self.rule][language]["said"].format(**self.values)

    def mend(self, language: Language) -> str:
        return _sentences()[self.rule][language]["mend"].format(**self.values)


@cache
def _sentences() -> dict[str, dict[str, dict[str, str]]]:
    sentences: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
        _FILE.read_text(encoding="utf-8")
    )
    return sentences
