"""Weighs witnesses into probabilities that mean what they say.

A label's score is a weighted sum of what the linear model says (and of how far it says the
message is outside), of what a second model says where there is one, and of how near its nearest
example is by pieces and by letters; a softmax makes probabilities of the scores. The weights are
fitted on messages that the witnesses had not seen, by maximum likelihood, so that of the answers
given with 0.8 about 80 % are right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from intents.linear import Scores
from intents.neighbours import Near

_MOST_CERTAIN = 1e-6
_DOUBT_IN_WEIGHTS = 0.01
_OUT_OF_THE_QUESTION = -30.0
BINS = 10


@dataclass(frozen=True)
class Blend:
    """How much the linear model, its doubt, a second opinion, and likeness by both ways count."""

    linear: float = 3.0
    outside: float = 1.0
    besides: float = 0.0
    pieces: float = 3.0
    letters: float = 2.0

    def probabilities(self, witnesses: NDArray[np.float32]) -> NDArray[np.float32]:
        """`witnesses`: five rows, a column a label, as `witnesses` gives them."""
        return softmax(self.scores(witnesses))

    def scores(self, witnesses: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the softmax is taken of."""
        return np.asarray(self._weights @ witnesses, np.float32)

    @cached_property
    def _weights(self) -> NDArray[np.float32]:
        return np.asarray(
            [self.linear, self.outside, self.besides, self.pieces, self.letters], np.float32
        )


def witnesses(
    scores: Scores, near: Near, label_of: NDArray[np.intp], besides: Scores | None = None
) -> NDArray[np.float32]:
    """Five rows: the linear score, what of it is below 0, `besides`, and the best likenesses.

    `besides` is what another model says of the same labels. `label_of` is the number of each
    example's label, or -1 where it has none.
    """
    heard = np.zeros((5, len(scores)), np.float32)
    heard[0] = scores
    heard[1] = np.minimum(scores, 0)
    if besides is not None:
        heard[2] = besides
    labels = label_of[near.examples]
    spoken = labels >= 0
    np.maximum.at(heard[3], labels[spoken], near.by_pieces[spoken])
    np.maximum.at(heard[4], labels[spoken], near.by_letters[spoken])
    return heard


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float32)


def fit(heard: Sequence[NDArray[np.float32]], right: Sequence[Sequence[int]]) -> Blend:
    """The weights under which the right labels (any of them) are likeliest."""
    if not heard:
        return Blend()
    from scipy.optimize import minimize  # only training needs it

    stacked = _side_by_side(heard)
    allowed = np.zeros((len(heard), stacked.shape[2]), bool)
    for row, labels in enumerate(right):
        allowed[row, list(labels)] = True

    def surprise(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.tensordot(weights, stacked, axes=([0], [1]))
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores)
        probabilities = raised / raised.sum(axis=1, keepdims=True)
        inside = np.where(allowed, probabilities, 0)
        total = inside.sum(axis=1).clip(_MOST_CERTAIN)
        pull = probabilities - inside / total[:, None]
        slope = np.einsum("nl,nwl->w", pull, stacked) / len(stacked)
        doubt = _DOUBT_IN_WEIGHTS / len(stacked)
        loss = -np.log(total).mean() + doubt * float(weights @ weights)
        return float(loss), slope + 2 * doubt * weights

    begin = np.asarray([3.0, 1.0, 1.0, 3.0, 2.0])
    found = minimize(surprise, begin, jac=True, method="L-BFGS-B", bounds=[(0, 60)] * 5)
    return Blend(*map(float, found.x))


def _side_by_side(heard: Sequence[NDArray[np.float32]]) -> NDArray[np.float64]:
    """One block; where there are fewer labels, the rest is out of the question."""
    widest = max(each.shape[1] for each in heard)
    stacked = np.zeros((len(heard), heard[0].shape[0], widest))
    stacked[:, 0, :] = _OUT_OF_THE_QUESTION
    for row, each in enumerate(heard):
        stacked[row, :, : each.shape[1]] = each
    return stacked


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over ten equal bins: 0.05 is five points off on average."""
    if not confidences:
        return 0.0
    said, was = np.asarray(confidences), np.asarray(right, float)
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(said[bins == each].mean() - was[bins == each].mean()) * (bins == each).mean()
            for each in range(BINS)
            if (bins == each).any()
        )
    )
