"""Learns labels from examples alone: what `evaluate` measures, with no topic and no rule.

The same parts answer for the catalogue (features, linear model, neighbours, blend); here they
are put to one question over labels of any sort, with a gate for strangers.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents import blend, features, linear, strangers
from intents.blend import Blend
from intents.features import FeatureSpace, Vector
from intents.linear import LinearModel
from intents.neighbours import Near, Neighbours
from intents.normalise import bare, fold
from intents.strangers import Gate

FOLDS, JUDGED = 4, 2
"""The examples are dealt into folds; so many of them are judged by a model without them."""
MOST_JUDGED = 1_500
"""Examples of a fold that are judged: the few numbers to be fitted need no more."""
_ENOUGH_FOR_RARE = 8_000
_WORKERS = 2
_WRITTEN_ALIKE = 0.6

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Example:
    """A text that is known to mean `label`."""

    label: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """Labels by falling probability, and whether the message is about any of them."""

    labels: tuple[str, ...]
    probabilities: tuple[float, ...]
    friendliness: float
    known: bool


@dataclass(frozen=True)
class Heard:
    """One message as the models hear it."""

    vector: Vector
    scores: linear.Scores
    near: Near


@dataclass(frozen=True)
class _Judged:
    """What a model hears in messages it has not seen: some it could know, and strangers."""

    friends: list[Heard]
    labels: list[int]
    made_up: list[Heard]
    outsiders: list[Heard]


class Classifier:
    """Trained by `train`; safe to share between threads."""

    def __init__(
        self,
        space: FeatureSpace,
        model: LinearModel,
        neighbours: Neighbours,
        label_of: NDArray[np.intp],
        mix: Blend,
        gate: Gate,
    ) -> None:
        self._space = space
        self._model = model
        self._neighbours = neighbours
        self._label_of = label_of
        self._mix = mix
        self.gate = gate

    @classmethod
    def train(
        cls,
        examples: Sequence[Example],
        outsiders: Iterable[str] = (),
        tell: Progress = lambda _: None,
    ) -> "Classifier":
        """`outsiders` are texts that mean none of the labels; more are made up from labels."""
        return _School(examples, tuple(outsiders), tell).taught()

    def classify(self, text: str, most: int = 3) -> Verdict:
        """Never raises; `most` labels are told."""
        plain = bare(fold(text))
        vector = self._space.vector(plain)
        near = self._neighbours.near(vector, plain)
        scores = self._model.scores(vector)
        probabilities = self._mix.probabilities(blend.witnesses(scores, near, self._label_of))
        order = np.argsort(-probabilities)[:most]
        friendliness = self.gate.friendliness(
            strangers.signs(probabilities, scores, near, vector.known)
        )
        return Verdict(
            tuple(self._model.labels[at] for at in order),
            tuple(float(probabilities[at]) for at in order),
            friendliness,
            friendliness >= self.gate.threshold and not _says_nothing_known(vector, near),
        )


def _says_nothing_known(vector: Vector, near: Near) -> bool:
    """Not one word of it was taught, and nothing that was is written like it."""
    return vector.known == 0 and near.by_letters.max(initial=0) < _WRITTEN_ALIKE


class _School:
    """One training: cut up the texts, judge some folds by models without them, fit, train."""

    def __init__(
        self, examples: Sequence[Example], outsiders: Sequence[str], tell: Progress
    ) -> None:
        if not examples:
            raise ValueError("there is nothing to learn from: not one example")
        self._tell = tell
        self._labels = tuple(sorted({example.label for example in examples}))
        number = {label: at for at, label in enumerate(self._labels)}
        self._names = [example.label for example in examples]
        self._label_of = np.asarray([number[name] for name in self._names], np.intp)
        self._plain = [bare(fold(example.text)) for example in examples]
        self._outsiders = [bare(fold(text)) for text in outsiders]
        rarest = 3 if len(examples) >= _ENOUGH_FOR_RARE else 1
        tell("reading the examples")
        self._space, self._matrix = features.learn(((text, ()) for text in self._plain), rarest)
        self._neighbours = Neighbours.index(self._matrix, self._plain)
        self._fold = self._dealt()

    def _dealt(self) -> NDArray[np.intp]:
        """Each label's examples go round the folds in turn."""
        dealt: dict[int, int] = {}
        folds = np.zeros(len(self._label_of), np.intp)
        for at, label in enumerate(self._label_of.tolist()):
            dealt[label] = dealt.get(label, label) + 1
            folds[at] = dealt[label] % FOLDS
        return folds

    def taught(self) -> Classifier:
        judged = range(JUDGED) if len(self._labels) > 2 else ()
        with ThreadPoolExecutor(_WORKERS) as pool:  # scikit-learn lets go of the interpreter
            whole = pool.submit(self._model, np.arange(len(self._names)))
            folds = list(pool.map(self._judged, judged))
            self._tell("learning from all of them")
            model = whole.result()
        heard = [each for fold in folds for each in fold.friends]
        right = [[label] for fold in folds for label in fold.labels]
        mix = blend.fit([self._witnesses(each) for each in heard], right)
        gate = strangers.fit(
            [self._signs(each, mix) for each in heard],
            [self._signs(each, mix) for fold in folds for each in fold.made_up],
            [self._signs(each, mix) for fold in folds for each in fold.outsiders],
        )
        return Classifier(self._space, model, self._neighbours, self._label_of, mix, gate)

    def _model(self, rows: NDArray[np.intp]) -> LinearModel:
        names = [self._names[row] for row in rows]
        return linear.train(self._matrix[rows], names, tolerance=linear.CLOSE)

    def _judged(self, fold: int) -> "_Judged":
        """Some labels are hidden from the model altogether: their examples are strangers to it."""
        unknown = self._label_of % (2 * FOLDS) == fold
        taught = ~unknown & (self._fold != fold)
        rows = taught.nonzero()[0]
        self._tell(f"learning without part {fold + 1}")
        model = self._model(rows)
        without = (~taught).nonzero()[0]
        could_know = np.isin(self._label_of, self._label_of[rows])
        asked = ((self._fold == fold) & could_know).nonzero()[0]
        asked = asked[:: max(1, len(asked) // MOST_JUDGED)]
        made_up = (unknown & (self._fold == fold)).nonzero()[0]
        heard = [self._hear(model, self._plain[row], without) for row in asked]
        return _Judged(
            friends=heard,
            labels=[int(self._label_of[row]) for row in asked],
            made_up=[self._hear(model, self._plain[row], without) for row in made_up],
            outsiders=[self._hear(model, text, without) for text in self._outsiders],
        )

    def _hear(self, model: LinearModel, plain: str, without: NDArray[np.intp]) -> Heard:
        vector = self._space.vector(plain)
        scores = np.full(len(self._labels), -1.5, np.float32)
        at = np.searchsorted(self._labels, model.labels)
        scores[at] = model.scores(vector)
        return Heard(vector, scores, self._neighbours.near(vector, plain, without))

    def _witnesses(self, heard: Heard) -> NDArray[np.float32]:
        return blend.witnesses(heard.scores, heard.near, self._label_of)

    def _signs(self, heard: Heard, mix: Blend) -> NDArray[np.float32]:
        probabilities = mix.probabilities(self._witnesses(heard))
        return strangers.signs(probabilities, heard.scores, heard.near, heard.vector.known)
