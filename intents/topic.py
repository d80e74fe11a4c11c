"""What one topic file may say: its shape, and what each field must agree with."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from jinja2 import Environment, TemplateSyntaxError
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

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
        mistakes = [
            *self._missing_languages(),
            *self._long_names(),
            *self._empty_phrases(),
            *self._wrong_for_its_kind(),
            *self._broken_answers(),
        ]
        if mistakes:
            # Each mistake is a field and a sentence; the catalogue finds the field's line.
            raise DisagreementsError(mistakes)
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

    def _missing_languages(self) -> list[tuple[str, str]]:
        parts: list[tuple[str, Mapping[NameLanguage, object] | Mapping[PhraseLanguage, object]]]
        parts = [("name", self.name)]
        if not self.is_own:
            parts.append(("phrases", self.phrases))
        if self.kind is Kind.QUESTION and self.answer:
            parts.append(("answer", self.answer))
        return [
            (field, f"{field} lacks {language}")
            for field, by_language in parts
            for language in LANGUAGES
            if language not in by_language
        ]

    def _long_names(self) -> list[tuple[str, str]]:
        return [
            (f"name.{language}", f"name is {len(name)} characters, at most {longest} are read")
            for language, name in self.name.items()
            if len(name) > (longest := LONGEST_NAME[language])
        ]

    def _empty_phrases(self) -> list[tuple[str, str]]:
        return [
            (f"phrases.{language}.{index}", f"phrase {phrase!r} has no words in it")
            for language, phrases in self.phrases.items()
            for index, phrase in enumerate(phrases)
            if not bare(fold(phrase))
        ]

    def _wrong_for_its_kind(self) -> list[tuple[str, str]]:
        mistakes = []
        if (self.kind is Kind.EMERGENCY) != (self.hazard is not None):
            mistakes.append(("hazard", "an emergency names its hazard, and nothing else does"))
        if self.kind is Kind.EMERGENCY and not self.urgent:
            mistakes.append(("urgent", "an emergency is always urgent"))
        if self.kind in KINDS_WITH_A_TICKET and self.priority is None:
            mistakes.append(("priority", f"a {self.kind} opens a ticket and needs a priority"))
        if self.kind is Kind.QUESTION and not self.answer:
            mistakes.append(("answer", "a question needs an answer"))
        if self.kind is not Kind.QUESTION and self.answer:
            mistakes.append(("answer", f"only a question has an answer, this is a {self.kind}"))
        return mistakes

    def _broken_answers(self) -> list[tuple[str, str]]:
        mistakes = []
        for language, answer in self.answer.items():
            field = f"answer.{language}"
            try:
                _SYNTAX.parse(answer)
            except TemplateSyntaxError as error:
                mistakes.append((field, f"the answer is not a Jinja2 text: {error.message}"))
            if len(answer) > LONGEST_ANSWER:
                mistakes.append(
                    (field, f"answer is {len(answer)} characters, at most {LONGEST_ANSWER}")
                )
        return mistakes


class DisagreementsError(ValueError):
    """The fields of a topic do not go together."""

    def __init__(self, mistakes: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(sentence for _, sentence in mistakes))
        self.mistakes = mistakes
