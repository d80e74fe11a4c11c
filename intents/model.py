"""What was learned from the catalogue, ready to judge messages: several questions, one reading.

Kind and category are two questions with two models over the same pieces of the message. Which
topic it is, is asked among the topics of one kind and category first, and then of all: by its
kind, its category, its standing among its own, and the likeness of its phrases. Whether it is
urgent, and what kinds are right besides the first, are questions of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from intents import blend
from intents.blend import Blend
from intents.features import FeatureSpace, Vector
from intents.linear import LinearModel, Scores
from intents.neighbours import NOBODY, Near, Neighbours

YES, NO = "yes", "no"
"""The labels of a question that is answered with yes or no."""

_STEPS = 127


@dataclass(frozen=True)
class Table:
    """The linear models of all questions side by side, a column a label.

    Weights are whole steps of each column's own size: a quarter of the room, and one look-up
    answers every question.
    """

    steps: NDArray[np.int8]
    sizes: Scores
    offsets: Scores

    @classmethod
    def of(cls, models: Sequence[LinearModel]) -> "Table":
        sizes = [np.abs(each.weights).max(axis=0, initial=1e-6) / _STEPS for each in models]
        steps = [
            np.rint(each.weights / size).astype(np.int8)
            for each, size in zip(models, sizes, strict=True)
        ]
        offsets = [each.offsets for each in models]
        return cls(
            np.ascontiguousarray(np.hstack(steps)),
            np.concatenate(sizes).astype(np.float32),
            np.concatenate(offsets).astype(np.float32),
        )

    def scores(self, vector: Vector) -> Scores:
        """How far on each label's side of its boundary: above 0 is inside."""
        return vector.weights @ self.steps[vector.ids] * self.sizes + self.offsets


@dataclass(frozen=True)
class Question:
    """One question: its columns of the table, what each example answers, the weighing.

    `label_of` is the number of each example's label, or -1 where it has none.
    """

    labels: tuple[str, ...]
    columns: slice
    label_of: NDArray[np.intp]
    mix: Blend
    besides: slice | None = None
    """The columns of another question with the same labels, heard as a second opinion."""

    def witnesses(self, scores: Scores, near: Near) -> NDArray[np.float32]:
        besides = None if self.besides is None else scores[self.besides]
        return blend.witnesses(scores[self.columns], near, self.label_of, besides)

    def probabilities(self, scores: Scores, near: Near) -> NDArray[np.float32]:
        return self.mix.probabilities(self.witnesses(scores, near))


@dataclass(frozen=True)
class Groups:
    """The topics' places: the topics of one kind and category stand side by side.

    Group g has the topics from `starts[g]` up to the next start.
    """

    starts: NDArray[np.intp]
    kinds: NDArray[np.intp]
    categories: NDArray[np.intp]
    group_of: NDArray[np.intp]
    """The group of each topic."""

    def of(self, topic: int) -> slice:
        """The places of the topics that compete with this one."""
        group = self.group_of[topic]
        begin, end = np.searchsorted(self.group_of, (group, group + 1))
        return slice(int(begin), int(end))

    def shares(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """A softmax inside each group."""
        raised = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.group_of])
        return np.asarray(raised / np.add.reduceat(raised, self.starts)[self.group_of])

    @cached_property
    def kind_of(self) -> NDArray[np.intp]:
        """The number of each topic's kind."""
        return self.kinds[self.group_of]

    @cached_property
    def category_of(self) -> NDArray[np.intp]:
        return self.categories[self.group_of]


MOST_TOPICS = 24
"""Topics that are reported, the likeliest, unless more are asked for."""


@dataclass(frozen=True)
class Judgement:
    """Everything the models say of one message, as probabilities from 0 to 1.

    `topics` are the likeliest, by falling probability; `also` says of each kind whether it is
    right at all, first or not; `nearest` names
    examples by falling likeness.
    """

    kinds: Mapping[str, float]
    categories: Mapping[str, float]
    topics: Mapping[str, float]
    urgent: float
    also: Mapping[str, float]
    nearest: Sequence[tuple[int, float]]
    known: float


@dataclass(frozen=True)
class Model:
    """All that training leaves behind. `texts` are the examples' own words, phrases first."""

    space: FeatureSpace
    neighbours: Neighbours
    texts: Sequence[str]
    table: Table
    kind: Question
    category: Question
    urgent: Question
    topic: Question
    within: Blend
    groups: Groups
    also: slice
    also_scale: NDArray[np.float32]

    def judge(
        self,
        plain: str,
        marks: Sequence[str],
        *,
        in_passing: bool = False,
        most_topics: int = MOST_TOPICS,
    ) -> Judgement:
        """Expects bare text and the marks that the rules found in it.

        `in_passing`: without looking for neighbours, which is half of the time.
        """
        vector = self.space.vector(plain, marks)
        near = NOBODY if in_passing else self.neighbours.near(vector, plain)
        return self.weigh(vector, near, most_topics)

    def weigh(self, vector: Vector, near: Near, most_topics: int = MOST_TOPICS) -> Judgement:
        """The judgement of a message that was cut up, and whose neighbours were found."""
        scores = self.table.scores(vector)
        kinds = self.kind.probabilities(scores, near)
        categories = self.category.probabilities(scores, near)
        slope, offset = self.also_scale
        also = 1 / (1 + np.exp(-(slope * scores[self.also] + offset)))
        return Judgement(
            kinds=dict(zip(self.kind.labels, kinds.tolist(), strict=True)),
            categories=dict(zip(self.category.labels, categories.tolist(), strict=True)),
            topics=self._topics(scores, near, kinds, categories, most_topics),
            urgent=self._urgent(scores, near),
            also=dict(zip(self.kind.labels, also.tolist(), strict=True)),
            nearest=_by_likeness(near),
            known=vector.known,
        )

    def taught(self) -> dict[str, tuple[str, str]]:
        """Every phrase as bare text, with its topic and as it is written."""
        topics = [self.topic.labels[number] for number in self.topic.label_of if number >= 0]
        # Samples, which have no topic, come after all phrases.
        phrases = list(zip(self.neighbours.texts, topics, self.texts, strict=False))
        # Of two that are written differently in two scripts the first is quoted.
        return {plain: (topic, written) for plain, topic, written in reversed(phrases)}

    def topic_at(self, example: int) -> str | None:
        """The topic whose phrase the example is; None for a sample."""
        number = int(self.topic.label_of[example])
        return self.topic.labels[number] if number >= 0 else None

    def kind_at(self, example: int) -> str:
        return self.kind.labels[int(self.kind.label_of[example])]

    def telling(self, plain: str, kind: str, most: int = 3) -> list[str]:
        """The words of bare text that speak most for the kind, in their order."""
        if kind not in self.kind.labels:
            return []
        column = (self.kind.columns.start or 0) + self.kind.labels.index(kind)
        weighed = [
            (float(self.table.steps[number, column]), word)
            for word, number in self.space.words_in(plain)
        ]
        best = sorted((each for each in weighed if each[0] > 0), reverse=True)[:most]
        told = {word for _, word in best}
        return [word for word in dict.fromkeys(word for _, word in weighed) if word in told]

    def _urgent(self, scores: Scores, near: Near) -> float:
        answered = self.urgent.probabilities(scores, near)
        said: dict[str, float] = dict(zip(self.urgent.labels, answered.tolist(), strict=True))
        return said.get(YES, 0.0)

    def topic_witnesses(
        self,
        scores: Scores,
        near: Near,
        kinds: NDArray[np.float32],
        categories: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """For every topic: its kind, its category, its standing in its group, and likenesses."""
        heard = self.topic.witnesses(scores, near)
        shares = self.groups.shares(self.within.scores(heard))
        heard[0] = np.log(kinds + _SMALLEST)[self.groups.kind_of]
        heard[1] = np.log(categories + _SMALLEST)[self.groups.category_of]
        heard[2] = np.log(shares + _SMALLEST)
        return heard

    def _topics(
        self,
        scores: Scores,
        near: Near,
        kinds: NDArray[np.float32],
        categories: NDArray[np.float32],
        most: int,
    ) -> dict[str, float]:
        likely = self.topic.mix.probabilities(self.topic_witnesses(scores, near, kinds, categories))
        order = np.argsort(-likely, kind="stable")[:most]
        return {self.topic.labels[at]: float(likely[at]) for at in order}


_SMALLEST = np.float32(1e-4)


def _by_likeness(near: Near) -> list[tuple[int, float]]:
    """Letter by letter: two short texts may share most pieces and not a word."""
    order = np.argsort(-near.by_letters, kind="stable")
    return [(int(near.examples[at]), float(near.by_letters[at])) for at in order]
