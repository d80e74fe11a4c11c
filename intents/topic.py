"""What one topic file may say: its shape, and what each field must agree with."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from jinja2 import Environment, TemplateSyntaxError
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from intents.mistakes import Flaw, Wrong, WrongError, wrong
from intents.normalise import bare, fold
from intents.vocabulary import (
    KINDS_WITH_A_TICKET,
    LANGUAGES,
    Category,
    Hazard,
    Kind,
    Place,
    Priority,
    Team,
)

LONGEST_NAME = {"zh-Hant": 12, "zh-Hans": 12, "en": 32}
LONGEST_ANSWER = 450
OWN = "own_"
"""What the id of a community's own question begins with: its words are in any one language."""

if TYPE_CHECKING:  # whoever reads a topic has a language in a variable, not a literal
    NameLanguage: TypeAlias = str
    PhraseLanguage: TypeAlias = str
else:
    NameLanguage = Literal["zh-Hant", "zh-Hans", "en"]
    PhraseLanguage = Literal["zh-Hant", "zh-Hans", "yue", "en"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

_SYNTAX = Environment(autoescape=True)


class Topic(BaseModel):
    """One thing owners write about, and what is to be done about it.

    `priority` is None for kinds that open no ticket, `hazard` for all but emergencies,
    and `answer` is empty for all but questions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    kind: Kind
    category: Category
    team: Team
    name: Mapping[NameLanguage, Words]
    phrases: Mapping[PhraseLanguage, Annotated[tuple[Words, ...], Field(min_length=1)]]
    priority: Priority | None = None
    urgent: bool = False
    place: Place = Place.NONE
    hazard: Hazard | None = None
    answer: Mapping[NameLanguage, Words] = Field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """A question that one community answers for itself."""
        return self.id.startswith(OWN)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "Topic":
        found = [
            *self._missing_languages(),
            *self._long_names(),
            *self._empty_phrases(),
            *self._wrong_for_its_kind(),
            *self._broken_answers(),
        ]
        if found:
            raise WrongError(found)
        return self

    @classmethod
    def restored(cls, dumped: Mapping[str, Any]) -> "Topic":
        """What `model_dump(mode="json")` gave, without checking it again: it was checked once."""
        return cls.model_construct(
            **{
                **dumped,
                "kind": Kind(dumped["kind"]),
                "category": Category(dumped["category"]),
                "team": Team(dumped["team"]),
                "place": Place(dumped["place"]),
                "priority": dumped["priority"] and Priority(dumped["priority"]),
                "hazard": dumped["hazard"] and Hazard(dumped["hazard"]),
                "phrases": {key: tuple(some) for key, some in dumped["phrases"].items()},
            }
        )

    def _missing_languages(self) -> list[Wrong]:
        parts: list[tuple[str, Mapping[NameLanguage, object] | Mapping[PhraseLanguage, object]]]
        parts = [("name", self.name)]
        if not self.is_own:
            parts.append(("phrases", self.phrases))
        if self.kind is Kind.QUESTION and self.answer:
            parts.append(("answer", self.answer))
        return [
            wrong(field, Flaw.LACKS_A_LANGUAGE, language=language)
            for field, by_language in parts
            for language in LANGUAGES
            if language not in by_language
        ]

    def _long_names(self) -> list[Wrong]:
        return [
            wrong(f"name.{language}", Flaw.TOO_LONG, length=len(name), most=most)
            for language, name in self.name.items()
            if len(name) > (most := LONGEST_NAME[language])
        ]

    def _empty_phrases(self) -> list[Wrong]:
        return [
            wrong(f"phrases.{language}.{index}", Flaw.NO_WORDS, given=repr(phrase))
            for language, phrases in self.phrases.items()
            for index, phrase in enumerate(phrases)
            if not bare(fold(phrase))
        ]

    def _wrong_for_its_kind(self) -> list[Wrong]:
        found = []
        if (self.kind is Kind.EMERGENCY) != (self.hazard is not None):
            found.append(wrong("hazard", Flaw.HAZARD))
        if self.kind is Kind.EMERGENCY and not self.urgent:
            found.append(wrong("urgent", Flaw.NOT_URGENT))
        if self.kind in KINDS_WITH_A_TICKET and self.priority is None:
            found.append(wrong("priority", Flaw.NO_PRIORITY, kind=self.kind.value))
        if self.kind is Kind.QUESTION and not self.answer:
            found.append(wrong("answer", Flaw.NO_ANSWER))
        if self.kind is not Kind.QUESTION and self.answer:
            found.append(wrong("answer", Flaw.ANSWERS_NOTHING, kind=self.kind.value))
        return found

    def _broken_answers(self) -> list[Wrong]:
        found = []
        for language, answer in self.answer.items():
            field = f"answer.{language}"
            try:
                _SYNTAX.parse(answer)
            except TemplateSyntaxError as error:
                found.append(wrong(field, Flaw.NOT_JINJA, problem=error.message))
            if len(answer) > LONGEST_ANSWER:
                length = len(answer)
                found.append(wrong(field, Flaw.TOO_LONG, length=length, most=LONGEST_ANSWER))
        return found
