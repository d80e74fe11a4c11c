"""Turns phrases and samples into a model: read, learn, check against unseen samples, fit, keep.

One fifth of the examples is judged by models that have not seen
them; what those get right decides how much each witness counts and how sure the engine may be.
Then everything is learned again from all examples.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intents import blend, features, linear
from intents.blend import Blend
from intents.catalogue import Catalogue
from intents.features import Vector
from intents.linear import LinearModel, Scores
from intents.model import NO, YES, Groups, Judgement, Model, Question, Table
from intents.neighbours import Near, Neighbours
from intents.normalise import bare, fold
from intents.rules import Rules
from intents.samples import Sample
from intents.topic import Topic
from intents.vocabulary import Category, Kind

PARTS = 5
"""One example in so many is kept from the models that decide how the witnesses are weighed."""
_SAMPLE_COUNTS = 6.0
_HARD_SAMPLE_COUNTS = 3.0
"""A sample is nearer to what will come than a phrase is, and than a sample made to mislead."""
_RAREST = 3
_STRENGTH = 1.0
"""How closely a model follows its examples: more finds topics better, less unseen samples."""
_STRENGTH_OF_SAMPLES = 1.0
_WORKERS, _WORTH_WORKERS = 2, 5_000
"""Processes that learn side by side, from so many examples on.

No threads: they would share liblinear's random numbers, and learn something else each time.
"""
_SUBJECT_IN_WORDS = frozenset({Kind.PRAISE, Kind.STATUS, Kind.GREETING, Kind.HANDOFF})
"""Their phrases speak of lifts and bills, whatever category the topic is kept under."""
_TWO, _FEW = 2, 5
_ENOUGH = 2_000
"""Examples for the fit of five numbers."""
_SLOPE = 3.0
_EVENLY = Blend()

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Example:
    """A phrase or a sample with its answers; `category` is None where it teaches none."""

    text: str
    kinds: tuple[Kind, ...]
    category: Category | None
    urgent: bool
    topic: str | None


def examples(catalogue: Catalogue, samples: Iterable[Sample]) -> list[Example]:
    """The phrases of all topics, then the samples."""
    found = [
        Example(
            text=phrase,
            kinds=(topic.kind,),
            category=None if topic.kind in _SUBJECT_IN_WORDS else topic.category,
            urgent=topic.urgent,
            topic=topic.id,
        )
        for topic in catalogue
        for phrases in topic.phrases.values()
        for phrase in phrases
    ]
    found += [Example(each.text, each.kinds, each.category, each.urgent, None) for each in samples]
    return found


def train(
    catalogue: Catalogue,
    samples: Sequence[Sample],
    rules: Rules,
    tell: Progress = lambda _: None,
) -> Model:
    """Some seconds of both cores; see `python -m intents report` for what it is worth."""
    return _School(catalogue, samples, rules, tell).taught()


@dataclass(frozen=True)
class Examined:
    """An example, and what models that have not seen it say of it."""

    example: Example
    judgement: Judgement


def examine(
    catalogue: Catalogue,
    samples: Sequence[Sample],
    rules: Rules,
    parts: Iterable[int] = range(PARTS),
    tell: Progress = lambda _: None,
) -> Iterator[Examined]:
    """Cross-validation: each part of the examples judged by models without it."""
    school = _School(catalogue, samples, rules, tell)
    for part in parts:
        tell(f"examining part {part + 1} of {PARTS}")
        yield from school.examined(part)


@dataclass(frozen=True)
class _Learned:
    """The linear models of one round."""

    kind: LinearModel
    category: LinearModel
    urgent: LinearModel
    also: LinearModel
    topic: LinearModel


_Job = tuple[Any, ...]
"""A way to learn, and what it is given."""


class _School:
    """One training."""

    def __init__(
        self, catalogue: Catalogue, samples: Sequence[Sample], rules: Rules, tell: Progress
    ) -> None:
        self._tell = tell
        self._all = examples(catalogue, samples)
        phrases = len(self._all) - len(samples)
        self._is_hard = np.asarray([False] * phrases + [each.hard for each in samples], bool)
        self._is_sample = np.arange(len(self._all)) >= phrases
        self._importance = np.where(self._is_sample, _SAMPLE_COUNTS, 1.0).astype(np.float32)
        self._importance[self._is_hard] = _HARD_SAMPLE_COUNTS
        # A place by its words: what is apart stays apart when another example is added.
        self._place = np.asarray([crc32(each.text.encode()) for each in self._all])
        self._is_odd = self._place // PARTS % 2 == 1
        tell("reading")
        folded = [fold(each.text) for each in self._all]
        self._plain = [bare(text) for text in folded]
        marks = (rules.read(text).marks for text in folded)
        self._space, self._matrix = features.learn(zip(self._plain, marks, strict=True), _RAREST)
        self._neighbours = Neighbours.index(self._matrix, self._plain)
        self._kinds = [str(each.kinds[0]) for each in self._all]
        self._categories = [each.category and str(each.category) for each in self._all]
        topics = sorted(catalogue, key=lambda topic: (topic.kind, topic.category, topic.id))
        self._topics = tuple(topic.id for topic in topics)
        self._groups = _places(topics, _told(self._kinds), _told(self._categories))
        self._urgent = [YES if each.urgent else NO for each in self._all]
        number = {topic: at for at, topic in enumerate(self._topics)}
        self._topic_of = np.asarray([number.get(each.topic or "", -1) for each in self._all])

    def taught(self) -> Model:
        apart = self._apart(0)
        self._tell("learning, without a part and from everything")
        trial, whole = self._learned([(~apart).nonzero()[0], np.arange(len(self._all))])
        self._tell("weighing the witnesses")
        mixes = self._fitted(self._model(trial, _Mixes()), apart, by=apart)
        return self._model(whole, mixes)

    def examined(self, part: int) -> Iterator[Examined]:
        """What a model that has not seen this part says of it."""
        apart = self._apart(part)
        (trial,) = self._learned([(~apart).nonzero()[0]])
        unfitted = self._model(trial, _Mixes())
        unseen = apart.nonzero()[0]
        # Neither the models nor the weights of the witnesses have seen what they judge.
        for judged in (apart & self._is_odd, apart & ~self._is_odd):
            model = self._model(trial, self._fitted(unfitted, apart, by=apart & ~judged))
            for row in judged.nonzero()[0].tolist():
                vector = self._vector(row)
                near = self._neighbours.near(vector, self._plain[row], unseen)
                yield Examined(self._all[row], model.weigh(vector, near))

    def _apart(self, part: int) -> NDArray[np.bool_]:
        return np.asarray(self._place % PARTS == part)

    def _learned(self, rounds: Sequence[NDArray[np.intp]]) -> list[_Learned]:
        """The models of each round, from its rows; all learn side by side."""
        from joblib import Parallel, delayed

        asked = (self._categories, self._kinds, self._urgent)  # what takes longest begins
        jobs = [job for rows in rounds for job in (*self._labelled(rows, asked), self._also(rows))]
        workers = _WORKERS if len(self._all) >= _WORTH_WORKERS else 1
        models = iter(Parallel(workers)(delayed(learn)(*given) for learn, *given in jobs))
        learned = []
        for rows in rounds:
            category, kind, urgent, also = islice(models, len(asked) + 1)
            learned.append(_Learned(kind, category, urgent, also, self._topic_model(rows)))
        return learned

    def _labelled(
        self, rows: NDArray[np.intp], asked: Iterable[Sequence[str | None]]
    ) -> Iterator[_Job]:
        for labels in asked:
            told = [row for row in rows.tolist() if labels[row] is not None]
            names = [str(labels[row]) for row in told]
            yield linear.train, self._matrix[told], names, self._importance[told], _STRENGTH

    def _also(self, rows: NDArray[np.intp]) -> _Job:
        """For each kind, whether it is right at all; only samples say so."""
        samples = rows[self._is_sample[rows]]
        right = {
            kind: np.asarray([kind in self._all[row].kinds for row in samples])
            for kind in _told(self._kinds)
        }
        return linear.train_each, self._matrix[samples], right, _STRENGTH_OF_SAMPLES

    def _topic_model(self, rows: NDArray[np.intp]) -> LinearModel:
        """Among the topics of each kind and category; a topic alone in its group needs none."""
        weights = np.zeros((len(self._space), len(self._topics)), np.float32)
        offsets = np.zeros(len(self._topics), np.float32)
        group_of = np.append(self._groups.group_of, -1)[self._topic_of[rows]]  # samples have none
        for group in range(len(self._groups.starts)):
            taught = rows[group_of == group]
            # Numbers as words of one length keep their order when they are sorted as words.
            names = [f"{self._topic_of[row]:05}" for row in taught]
            if len(set(names)) < _TWO:
                continue
            model = linear.train(self._matrix[taught], names)
            columns = [int(label) for label in model.labels]
            weights[:, columns], offsets[columns] = model.weights, model.offsets
        return LinearModel(self._topics, weights, offsets)

    def _model(self, learned: _Learned, mixes: "_Mixes") -> Model:
        parts = [learned.kind, learned.category, learned.urgent, learned.also, learned.topic]
        ends = np.cumsum([len(each.labels) for each in parts]).tolist()
        columns = [
            slice(end - len(each.labels), end) for end, each in zip(ends, parts, strict=True)
        ]
        return Model(
            space=self._space,
            neighbours=self._neighbours,
            texts=[each.text for each in self._all],
            table=Table.of(parts),
            kind=replace(
                _question(learned.kind, columns[0], self._kinds, mixes.kind), besides=columns[3]
            ),
            category=_question(learned.category, columns[1], self._categories, mixes.category),
            urgent=_question(learned.urgent, columns[2], self._urgent, mixes.urgent),
            also=columns[3],
            also_scale=mixes.also,
            topic=Question(self._topics, columns[4], self._topic_of, mixes.topic),
            within=mixes.within,
            groups=self._groups,
        )

    def _fitted(self, model: Model, apart: NDArray[np.bool_], *, by: NDArray[np.bool_]) -> "_Mixes":
        """How much each witness counts; `by` are those to try it by, of what is unseen (apart)."""
        unseen = apart.nonzero()[0]
        rows_of_samples = (by & self._is_sample & ~self._is_hard).nonzero()[0]
        rows_of_phrases = (by & ~self._is_sample).nonzero()[0]
        rows_of_phrases = rows_of_phrases[:: max(1, len(rows_of_phrases) // _ENOUGH)]
        samples = [self._hear(model, row, unseen) for row in rows_of_samples.tolist()]
        phrases = [self._hear(model, row, unseen) for row in rows_of_phrases.tolist()]

        def mix(question: Question, right: Callable[[Example], Iterable[str]]) -> Blend:
            number = {label: at for at, label in enumerate(question.labels)}
            answers = [
                [number[label] for label in right(self._all[each.row]) if label in number]
                for each in samples
            ]
            known = [at for at, answer in enumerate(answers) if answer]
            witnesses = [question.witnesses(samples[at].scores, samples[at].near) for at in known]
            return blend.fit(witnesses, [answers[at] for at in known])

        within = self._within(model, phrases)
        kind = mix(model.kind, lambda each: each.kinds)
        category = mix(model.category, lambda each: [each.category] if each.category else [])
        halfway = replace(
            model,
            kind=replace(model.kind, mix=kind),
            category=replace(model.category, mix=category),
            within=within,
        )
        return _Mixes(
            kind=kind,
            category=category,
            urgent=mix(model.urgent, lambda each: [YES if each.urgent else NO]),
            also=_scales(
                model.kind.labels,
                [each.scores[model.also] for each in samples],
                [self._all[each.row].kinds for each in samples],
            ),
            within=within,
            topic=self._topic_mix(halfway, phrases),
        )

    def _topic_mix(self, model: Model, phrases: Sequence["_Heard"]) -> Blend:
        """Among all topics."""
        witnesses = [
            model.topic_witnesses(
                each.scores,
                each.near,
                model.kind.probabilities(each.scores, each.near),
                model.category.probabilities(each.scores, each.near),
            )
            for each in phrases
        ]
        return blend.fit(witnesses, [[int(self._topic_of[each.row])] for each in phrases])

    def _within(self, model: Model, phrases: Sequence["_Heard"]) -> Blend:
        """Among the topics of one kind and category."""
        witnesses, right = [], []
        for each in phrases:
            topic = int(self._topic_of[each.row])
            members = self._groups.of(topic)
            among = model.topic.witnesses(each.scores, each.near)[:, members]
            if among.shape[1] >= _TWO:
                witnesses.append(among)
                right.append([topic - (members.start or 0)])
        return blend.fit(witnesses, right)

    def _hear(self, model: Model, row: int, unseen: NDArray[np.intp]) -> "_Heard":
        vector = self._vector(row)
        near = self._neighbours.near(vector, self._plain[row], unseen)
        return _Heard(row, model.table.scores(vector), near)

    def _vector(self, row: int) -> Vector:
        begin, end = self._matrix.indptr[row], self._matrix.indptr[row + 1]
        return Vector(self._matrix.indices[begin:end], self._matrix.data[begin:end], 1.0)


@dataclass(frozen=True)
class _Heard:
    """What the models of the trial say of an example they have not seen."""

    row: int
    scores: Scores
    near: Near


@dataclass(frozen=True)
class _Mixes:
    """How the witnesses of each question are weighed."""

    kind: Blend = _EVENLY
    category: Blend = _EVENLY
    urgent: Blend = _EVENLY
    within: Blend = _EVENLY
    topic: Blend = _EVENLY
    also: NDArray[np.float32] = field(default_factory=lambda: np.ones((2, 1), np.float32))
    """Two rows: for each kind the slope and the offset that make its score a probability."""


def _places(topics: Iterable[Topic], kinds: Sequence[str], categories: Sequence[str]) -> Groups:
    """Where each group begins among topics that stand group by group."""
    of = [(str(topic.kind), str(topic.category)) for topic in topics]
    starts = [at for at, group in enumerate(of) if at == 0 or group != of[at - 1]]
    return Groups(
        np.asarray(starts, np.intp),
        np.asarray([kinds.index(of[at][0]) for at in starts], np.intp),
        np.asarray([categories.index(of[at][1]) for at in starts], np.intp),
        np.searchsorted(starts, np.arange(len(of)), side="right") - 1,
    )


def _told(labels: Iterable[str | None]) -> list[str]:
    """The labels in the order that a linear model keeps them."""
    return sorted({label for label in labels if label is not None})


def _question(
    model: LinearModel, columns: slice, labels: Sequence[str | None], mix: Blend
) -> Question:
    number = {label: at for at, label in enumerate(model.labels)}
    label_of = np.asarray([number.get(label or "", -1) for label in labels], np.intp)
    return Question(model.labels, columns, label_of, mix)


def _scales(
    labels: Sequence[str], scores: Sequence[Scores], kinds: Sequence[Sequence[Kind]]
) -> NDArray[np.float32]:
    """A slope and an offset for each kind that make its score a probability (Platt's scaling)."""
    from sklearn.linear_model import LogisticRegression

    scales = np.tile(np.asarray([[_SLOPE], [0.0]], np.float32), len(labels))
    heard = np.asarray(scores).reshape(len(scores), len(labels))
    for at, kind in enumerate(labels):
        right = np.asarray([kind in some for some in kinds], bool)
        if _FEW <= right.sum() <= len(right) - _FEW:
            fitted = LogisticRegression().fit(heard[:, [at]], right)
            scales[:, at] = fitted.coef_[0, 0], fitted.intercept_[0]
    return scales
