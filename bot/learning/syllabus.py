"""All that is to be understood: the files, the lessons, and the communities' own questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from db import lessons
from db.models import OwnQuestion
from intents import Catalogue, Lesson, Lessons, Sources, Topic

NOTHING_TAUGHT: lessons.Edition = (0, None, None, 0, None)

_LESSONS = "lessons.json"


@dataclass(frozen=True)
class Taught:
    """What counts, as it stands in the tables."""

    edition: lessons.Edition = NOTHING_TAUGHT
    learned: tuple[Lesson, ...] = ()
    own: tuple[tuple[OwnQuestion, Topic], ...] = ()

    @property
    def questions(self) -> list[Topic]:
        return [topic for _, topic in self.own]


@dataclass(frozen=True)
class Syllabus:
    """What an engine is to know; replaced as a whole, never changed."""

    sources: Sources
    shipped: Catalogue
    """The topics of the files, and no others."""
    taught: Taught = Taught()

    @property
    def edition(self) -> tuple[object, ...]:
        """Changes whenever something was written or taught."""
        return (self.sources.digest, *self.taught.edition)

    @cached_property
    def catalogue(self) -> Catalogue:
        return self.shipped.with_lessons(self.taught.learned, self.taught.questions)

    def hand_out(self, home: Path, tried: Sequence[Lesson] = ()) -> Path:
        """Write it all into a new folder, for another process; returns the file of lessons."""
        self.sources.write(home)
        path = home / _LESSONS
        Lessons(self.taught.learned, tried, self.taught.questions).write(path)
        return path


def until_learned(catalogue: Catalogue, known: Catalogue) -> Catalogue:
    """What may be said while an engine still knows only the topics of `known`.

    Names, answers, teams and priorities count at once. A topic that was taken out, or that is of
    another kind now, stays as the engine means it.
    """
    kept = {
        topic.id: topic
        for topic in known
        if not topic.is_own and not _means_the_same(topic, catalogue.topics.get(topic.id))
    }
    return Catalogue({**catalogue.topics, **kept}, catalogue.left_out) if kept else catalogue


def _means_the_same(one: Topic, other: Topic | None) -> bool:
    return other is not None and (
        (one.kind, one.category, one.hazard) == (other.kind, other.category, other.hazard)
    )
