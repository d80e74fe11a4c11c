"""What a community adds to the topics: lessons (an owner's words for a topic), own questions.

They travel in one file, from whoever keeps them to `python -m intents try` and `train`:
`{"learned": [{"text", "topic"}], "tried": [{"text", "topic"}], "questions": [a topic, …]}`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

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
