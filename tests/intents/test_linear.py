"""The linear model: one column a label, whatever number of labels there is."""

import numpy as np
import pytest
from scipy import sparse

from intents import linear
from intents.features import Vector
from intents.linear import LinearModel

ROWS = sparse.csr_matrix(np.asarray([[1, 0, 0], [1, 0, 0.2], [0, 1, 0], [0, 1, 0.2]], np.float32))


def vector(*pieces: int) -> Vector:
    return Vector(np.asarray(pieces, np.int32), np.ones(len(pieces), np.float32), 1.0)


def best(model: LinearModel, *pieces: int) -> str:
    return model.labels[int(model.scores(vector(*pieces)).argmax())]


def test_a_single_label_is_always_right() -> None:
    model = linear.train(ROWS, ["lift"] * 4)
    assert model.labels == ("lift",)
    assert model.scores(vector(2)).tolist() == [1.0]
    assert model.scores(vector()).tolist() == [1.0]


@pytest.mark.parametrize(("piece", "label"), [(0, "tap"), (1, "lift")])
def test_two_labels_have_a_column_each(piece: int, label: str) -> None:
    model = linear.train(ROWS, ["tap", "tap", "lift", "lift"])
    assert model.labels == ("lift", "tap")
    assert model.weights.shape == (3, 2)
    assert best(model, piece) == label
    scores = model.scores(vector(piece))
    assert float(scores[0]) == pytest.approx(-float(scores[1]))


def test_three_labels_are_told_apart() -> None:
    rows = sparse.csr_matrix(np.eye(3, dtype=np.float32))
    model = linear.train(rows, ["c", "a", "b"])
    assert model.labels == ("a", "b", "c")
    assert [best(model, piece) for piece in range(3)] == ["c", "a", "b"]


def test_what_is_more_important_wins() -> None:
    rows = sparse.csr_matrix(np.asarray([[1], [1]], np.float32))
    heavy = np.asarray([9, 1], np.float32)
    assert best(linear.train(rows, ["tap", "lift"], heavy), 0) == "tap"
    assert best(linear.train(rows, ["tap", "lift"], heavy[::-1].copy()), 0) == "lift"


def test_each_label_for_itself_may_be_right_with_others() -> None:
    model = linear.train_each(
        ROWS,
        {
            "request": np.asarray([True, True, False, False]),
            "urgent": np.asarray([True, True, True, False]),
            "never": np.zeros(4, bool),
            "always": np.ones(4, bool),
        },
    )
    assert model.labels == ("request", "urgent", "never", "always")
    request, urgent, never, always = model.scores(vector(0))
    assert request > 0
    assert urgent > 0
    assert model.scores(vector(1))[0] < 0
    assert never == always == -1, "what is never or always right teaches nothing"


def test_nothing_to_learn_from_says_no_to_all() -> None:
    model = linear.train_each(ROWS[:0], {"request": np.zeros(0, bool)})
    assert model.scores(vector(0)).tolist() == [-1.0]
