"""Messages about something else are told by what they look like; the friends are kept."""

import numpy as np
import pytest
from numpy.typing import NDArray

from intents import strangers
from intents.neighbours import NOBODY, Near
from intents.strangers import GOOD_ONES_KEPT, Gate, signs

DICE = np.random.default_rng(7)


def seen(best: float, pieces: float, known: float) -> NDArray[np.float32]:
    """The signs of a message whose likeliest label has probability `best`."""
    rest = (1 - best) / 4
    probabilities = np.asarray([best, rest, rest, rest, rest], np.float32)
    near = NOBODY
    if pieces:
        likeness = np.asarray([pieces], np.float32)
        near = Near(np.asarray([0], np.intp), likeness, likeness)
    return signs(probabilities, np.asarray([best - 0.5, -0.6, -0.9], np.float32), near, known)


def friends(count: int = 80) -> list[NDArray[np.float32]]:
    return [seen(*DICE.uniform((0.6, 0.5, 0.8), 1)) for _ in range(count)]


def outsiders(count: int = 40) -> list[NDArray[np.float32]]:
    return [seen(*DICE.uniform(0.21, (0.5, 0.3, 0.5))) for _ in range(count)]


@pytest.mark.parametrize("made_up_only", [True, False])
def test_strangers_are_turned_away_and_friends_kept(made_up_only: bool) -> None:
    made_up, real = outsiders(), [] if made_up_only else outsiders()
    gate = strangers.fit(friends(), made_up, real)
    kept = [gate.friendliness(each) >= gate.threshold for each in friends(200)]
    let_in = [gate.friendliness(each) >= gate.threshold for each in outsiders(200)]
    assert sum(kept) / len(kept) > 0.9
    assert sum(let_in) / len(let_in) < 0.1


def test_nearly_all_friends_it_was_fitted_on_are_kept() -> None:
    known = friends(200)
    gate = strangers.fit(known, outsiders(), [])
    kept = [gate.friendliness(each) >= gate.threshold for each in known]
    assert sum(kept) / len(kept) == pytest.approx(GOOD_ONES_KEPT, abs=0.01)


def test_a_message_like_an_example_is_friendlier_than_one_that_is_like_none() -> None:
    gate = strangers.fit(friends(), outsiders(), outsiders())
    assert gate.friendliness(seen(0.9, 0.9, 1.0)) > gate.friendliness(seen(0.3, 0.0, 0.1))


def test_where_nothing_was_learned_everybody_is_a_friend() -> None:
    gate = Gate()
    assert gate.friendliness(seen(0.2, 0.0, 0.0)) == 1
    assert strangers.fit([], outsiders(), []) == gate
    assert strangers.fit(friends(), [], []) == gate


@pytest.mark.parametrize("labels", [1, 2, 3, 9])
def test_the_signs_are_as_many_and_finite_however_few_labels_there_are(labels: int) -> None:
    probabilities = np.full(labels, 1 / labels, np.float32)
    found = signs(probabilities, np.zeros(labels, np.float32), NOBODY, 0.0)
    assert found.shape == seen(0.5, 0.5, 0.5).shape
    assert np.isfinite(found).all()
