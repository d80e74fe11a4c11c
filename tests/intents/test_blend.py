"""Witnesses become probabilities: weighed, summing to one, and meaning what they say."""

import numpy as np
import pytest
from numpy.typing import NDArray

from intents import blend
from intents.blend import Blend, calibration_error, softmax
from intents.neighbours import NOBODY, Near

LINEAR, OUTSIDE, BESIDES, PIECES, LETTERS = range(5)


def near(*found: tuple[int, float, float]) -> Near:
    """Example, likeness by pieces, by letters."""
    examples, by_pieces, by_letters = zip(*found, strict=True)
    return Near(
        np.asarray(examples, np.intp),
        np.asarray(by_pieces, np.float32),
        np.asarray(by_letters, np.float32),
    )


def heard(**rows: list[float]) -> NDArray[np.float32]:
    """Five rows, of which those that are named say something."""
    names = ("linear", "outside", "besides", "pieces", "letters")
    width = len(next(iter(rows.values())))
    return np.asarray([rows.get(name, [0.0] * width) for name in names], np.float32)


def test_witnesses_say_what_the_model_and_the_neighbours_say() -> None:
    found = blend.witnesses(
        np.asarray([0.5, -0.25], np.float32),
        near((0, 0.9, 0.4), (1, 0.3, 0.8), (2, 0.7, 0.1)),
        label_of=np.asarray([0, 0, 1], np.intp),
    )
    assert found[LINEAR].tolist() == [0.5, -0.25]
    assert found[OUTSIDE].tolist() == [0, -0.25]
    assert found[BESIDES].tolist() == [0, 0]
    assert found[PIECES] == pytest.approx([0.9, 0.7])
    assert found[LETTERS] == pytest.approx([0.8, 0.1])


def test_a_second_opinion_is_a_witness() -> None:
    scores = np.asarray([0.5, -0.25], np.float32)
    found = blend.witnesses(scores, NOBODY, np.zeros(0, np.intp), besides=-scores)
    assert found[BESIDES].tolist() == [-0.5, 0.25]


def test_an_example_without_a_label_speaks_for_nobody() -> None:
    found = blend.witnesses(
        np.zeros(2, np.float32), near((0, 0.9, 0.9), (1, 0.2, 0.3)), np.asarray([-1, 1], np.intp)
    )
    assert found[PIECES] == pytest.approx([0, 0.2])
    assert found[LETTERS] == pytest.approx([0, 0.3])


@pytest.mark.parametrize("scores", [[0.0], [1.0, 2.0, 3.0], [-500.0, 500.0], [1e4, 1e4]])
def test_probabilities_sum_to_one(scores: list[float]) -> None:
    found = softmax(np.asarray(scores, np.float32))
    assert float(found.sum()) == pytest.approx(1)
    assert (found >= 0).all()


def test_the_best_witnessed_label_is_the_likeliest() -> None:
    said = heard(linear=[0.1, 0.4, -0.9], pieces=[0.1, 0.8, 0.2])
    found = Blend().probabilities(said)
    assert found.argmax() == 1
    assert float(found.sum()) == pytest.approx(1)


def case(right: int, names: str, lie: int) -> NDArray[np.float32]:
    """One witness says what is right, the other always the same."""
    truth, always = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    truth[right], always[lie] = 1.0, 1.0
    other = "letters" if names == "linear" else "linear"
    return heard(**{names: truth, other: always})


@pytest.mark.parametrize(("honest", "liar"), [("linear", "letters"), ("letters", "linear")])
def test_the_witness_that_is_right_counts(honest: str, liar: str) -> None:
    rights = [at % 3 for at in range(60)]
    lies = [at // 20 for at in range(60)]
    said = [case(right, honest, lie) for right, lie in zip(rights, lies, strict=True)]
    mix = blend.fit(said, [[right] for right in rights])
    assert getattr(mix, honest) > 5
    assert getattr(mix, liar) < 0.5


def test_a_witness_is_believed_as_often_as_it_is_right() -> None:
    """It is right in 15 of 20."""
    rights = [0] * 15 + [1] * 5
    mix = blend.fit([heard(linear=[1, 0])] * 20, [[right] for right in rights])
    assert float(mix.probabilities(heard(linear=[1, 0]))[0]) == pytest.approx(0.75, abs=0.02)


def test_any_of_several_right_labels_will_do() -> None:
    said = [heard(linear=[1, 0, 0]), heard(linear=[0, 1, 0])] * 20
    mix = blend.fit(said, [[0, 2], [1, 2]] * 20)
    assert mix.linear > 5


def test_nothing_heard_leaves_the_weights_as_they_were() -> None:
    assert blend.fit([], []) == Blend()


def test_where_there_are_fewer_labels_the_rest_is_out_of_the_question() -> None:
    wide, slim = heard(linear=[0, 0, 1.0]), heard(linear=[1.0, 0])
    beside = blend._side_by_side([wide, slim])
    assert beside.shape == (2, 5, 3)
    assert beside[1, LINEAR, 2] < -20
    assert (beside[1, LINEAR + 1 :, 2] == 0).all()
    mixed = blend.fit([wide, slim] * 20, [[2], [0]] * 20)
    assert mixed.linear > 5


@pytest.mark.parametrize(
    ("said", "right", "error"),
    [
        ([], [], 0),
        ([1.0, 1.0], [True, True], 0),
        ([1.0, 1.0], [False, False], 1),
        ([0.0], [False], 0),
        ([0.85] * 20, [True] * 17 + [False] * 3, 0),
        ([0.95] * 10, [True] * 5 + [False] * 5, 0.45),
        ([0.15] * 5 + [0.95] * 5, [False] * 5 + [True] * 5, 0.1),
        ([0.91, 0.99], [True, True], 0.05),
    ],
)
def test_the_calibration_error_is_how_far_words_and_deeds_are_apart(
    said: list[float], right: list[bool], error: float
) -> None:
    assert calibration_error(said, right) == pytest.approx(error, abs=1e-6)
