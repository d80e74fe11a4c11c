"""What a community adds to the topics: lessons (an owner's words for a topic), own questions.

They travel in one file, from whoever keeps them to `python -m intents try` and `train`:
`{"learned": [{"text", "topic"}], "tried": [{"text", "topic"}], "questions": [a topic, …]}`.
What `try` found comes back as one JSON object: the fields of a `Trial`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from intents.topic import Topic


@dataclass(frozen=True)
class Lesson:
    """These words mean this topic."""

    text: str
    topic: str


@dataclass(frozen=True)
class LeftOut:
    """Words that could not be taught, because they mean another topic already."""

    text: str
    topic: str
    owner: str | None
    """The topic whose words they are; None where `topic` itself is not known."""


@dataclass(frozen=True)
class Theft:
    """A phrase of `topic` that would be taken for `thief`."""

    phrase: str
    topic: str
    thief: str

    def __str__(self) -> str:
        return f"{self.topic}.yaml: phrase {self.phrase!r} is taken for {self.thief}"


@dataclass(frozen=True)
class Trial:
    """What lessons would do. Shares are from 0 to 1, of the phrases that find their topic."""

    accuracy_before: float
    accuracy_after: float
    thefts: tuple[Theft, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """The lessons among those tried that cannot be taught at all."""

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError where this is no trial."""
        return cls(
            float(found["accuracy_before"]),
            float(found["accuracy_after"]),
            tuple(Theft(**each) for each in found["thefts"]),
            tuple(LeftOut(**each) for each in found["left_out"]),
        )


@dataclass(frozen=True)
class Lessons:
    """One file: what counts already, what is on trial, and the communities' own questions."""

    learned: Sequence[Lesson] = ()
    tried: Sequence[Lesson] = ()
    questions: Sequence[Topic] = ()

    @classmethod
    def read(cls, path: Path) -> "Lessons":
        """Raises ValueError where the file is no such file."""
        content = json.loads(path.read_text(encoding="utf-8"))
        try:
            return cls(
                learned=tuple(Lesson(**each) for each in content["learned"]),
                tried=tuple(Lesson(**each) for each in content["tried"]),
                questions=tuple(Topic.model_validate(each) for each in content["questions"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"{path}: these are no lessons: {error}") from error

    def write(self, path: Path) -> None:
        content = {
            "learned": [asdict(each) for each in self.learned],
            "tried": [asdict(each) for each in self.tried],
            "questions": [each.model_dump(mode="json") for each in self.questions],
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
