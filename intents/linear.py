"""A linear model over the pieces of messages: trained by scikit-learn, served by numpy alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from intents.features import Vector

if TYPE_CHECKING:
    from scipy import sparse

STRENGTH = 3.0
"""How closely a model follows its examples (C of a support vector machine)."""
LOOSE, CLOSE = 1.0, 0.3
"""When training stops. Closer takes half as long again, and is worth it for many labels."""

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class LinearModel:
    """One column of weights a label."""

    labels: tuple[str, ...]
    weights: Scores
    offsets: Scores

    def scores(self, vector: Vector) -> Scores:
        """How far on the label's side of its boundary: above 0 is inside."""
        return vector.weights @ self.weights[vector.ids] + self.offsets


def train(
    matrix: "sparse.csr_matrix",
    labels: Sequence[str],
    importance: NDArray[np.float32] | None = None,
    strength: float = STRENGTH,
    tolerance: float = LOOSE,
) -> LinearModel:
    """One against all others, for each label; a single label is always right."""
    # Importing it takes half a second and 80 MB, which only training needs.
    from sklearn.svm import LinearSVC

    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        shape = (matrix.shape[1], len(names))
        return LinearModel(names, np.zeros(shape, np.float32), np.ones(len(names), np.float32))
    machine = LinearSVC(C=strength, tol=tolerance, random_state=0)
    machine.fit(matrix, np.asarray(labels), sample_weight=importance)
    weights, offsets = machine.coef_.T, machine.intercept_
    if len(names) == 2:  # scikit-learn keeps only the second label's side
        weights, offsets = np.hstack([-weights, weights]), np.concatenate([-offsets, offsets])
    return LinearModel(names, np.ascontiguousarray(weights, np.float32), offsets.astype(np.float32))


def train_each(
    matrix: "sparse.csr_matrix",
    right: Mapping[str, NDArray[np.bool_]],
    strength: float = STRENGTH,
) -> LinearModel:
    """For each label by itself whether it is right: several may be, or none."""
    from sklearn.svm import LinearSVC

    weights = np.zeros((matrix.shape[1], len(right)), np.float32)
    offsets = np.full(len(right), -1.0, np.float32)
    for at, is_right in enumerate(right.values()):
        if is_right.any() and not is_right.all():
            machine = LinearSVC(C=strength, tol=LOOSE, random_state=0).fit(matrix, is_right)
            weights[:, at], offsets[at] = machine.coef_[0], machine.intercept_[0]
    return LinearModel(tuple(right), weights, offsets)
