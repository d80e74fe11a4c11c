"""Tells messages about something else from messages about what the examples teach.

A bare threshold on confidence turns away too many good ones: a stranger is a message whose best
label is not much better than the next, that no example is like, and whose pieces are unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.linear import Scores
from intents.neighbours import Near

GOOD_ONES_KEPT = 0.975
"""The share of messages in scope that is not turned away, of those that fit the threshold.

Messages that come later fare a little worse: of the real ones some 95 % are kept."""
_FEW = 4
_REAL, _MADE_UP = 0.5, 0.15
"""What strangers weigh together, beside all the friends."""
_CAUTION = 0.3

Signs = Sequence[NDArray[np.float32]]


@dataclass(frozen=True)
class Gate:
    """`weights` over `signs`, their `offset`, and the `threshold` from which one is a friend."""

    weights: tuple[float, ...] = ()
    offset: float = 0.0
    threshold: float = 0.0

    def friendliness(self, signs: NDArray[np.float32]) -> float:
        """The probability that a message is in scope; 1 where nothing was learned."""
        if not self.weights:
            return 1.0
        score = float(signs @ np.asarray(self.weights, np.float32)) + self.offset
        return float(1 / (1 + np.exp(-score)))


def signs(
    probabilities: NDArray[np.float32], scores: Scores, near: Near, known: float
) -> NDArray[np.float32]:
    """What a stranger looks like, as numbers of about the same size."""
    likely = np.sort(probabilities)[::-1][:_FEW]
    likely = np.pad(likely, (0, _FEW - len(likely)))
    best = np.sort(scores)[::-1][:2]
    best = np.pad(best, (0, 2 - len(best)), constant_values=-1)
    pieces = float(near.by_pieces.max(initial=0))
    letters = float(near.by_letters.max(initial=0))
    doubt = float(-(probabilities * np.log(probabilities + 1e-9)).sum())
    return np.asarray(
        [
            likely[0],
            likely[0] - likely[1],
            likely[0] * likely[0],
            np.log(likely[0] + 1e-6),
            best[0],
            best[0] - best[1],
            max(best[0], -1) ** 2,
            pieces,
            pieces * pieces,
            letters,
            known,
            known * known,
            pieces * known,
            doubt,
            best[0] * pieces,
        ],
        np.float32,
    )


def fit(friends: Signs, made_up: Signs, real: Signs) -> Gate:
    """Learns from messages in scope and two sorts of strangers; keeps nearly all of the friends.

    `made_up` strangers are examples of labels that were hidden: nearer to the rest than a real
    stranger ever is, so the real ones weigh more where there are any.
    """
    rows = [*friends, *made_up, *real]
    if not friends or len(rows) == len(friends):
        return Gate()
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    importance = np.ones(len(rows))
    for begin, some, share in (
        (len(friends), made_up, _MADE_UP if real else 1.0),
        (len(friends) + len(made_up), real, _REAL),
    ):
        importance[begin : begin + len(some)] = share * len(friends) / max(1, len(some))
    scale = StandardScaler().fit(np.stack(rows))
    model = LogisticRegression(C=_CAUTION, max_iter=2_000)
    is_friend = [1] * len(friends) + [0] * (len(rows) - len(friends))
    model.fit(scale.transform(np.stack(rows)), is_friend, sample_weight=importance)
    weights = model.coef_[0] / scale.scale_
    offset = float(model.intercept_[0] - (weights * scale.mean_).sum())
    gate = Gate(tuple(map(float, weights)), offset)
    judged = np.asarray([gate.friendliness(each) for each in friends])
    return Gate(gate.weights, offset, float(np.quantile(judged, 1 - GOOD_ONES_KEPT)))
