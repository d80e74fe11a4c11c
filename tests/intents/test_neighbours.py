"""The nearest examples: by pieces first, then letter by letter, and in flat time."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from intents import features, neighbours
from intents.features import FeatureSpace
from intents.neighbours import CANDIDATES, LONGEST_COMPARED, MOST_READ, NOBODY, Near, Neighbours
from intents.normalise import bare, fold

TEXTS = [
    bare(fold(text))
    for text in (
        "the lift is broken",
        "the lift is broken again",
        "my tap is dripping",
        "電梯壞了",
        "包裹在哪裡",
        "泳池幾點開",
    )
]
LIFT, LIFT_AGAIN, TAP, HAN_LIFT, PARCEL, POOL = range(6)


def indexed(texts: list[str]) -> tuple[FeatureSpace, Neighbours]:
    space, matrix = features.learn((text, ()) for text in texts)
    return space, Neighbours.index(matrix, texts)


SPACE, INDEX = indexed(TEXTS)


def near(text: str, without: list[int] | None = None) -> Near:
    plain = bare(fold(text))
    left_out = None if without is None else np.asarray(without, np.intp)
    return INDEX.near(SPACE.vector(plain), plain, left_out)


def nearest(text: str) -> int:
    found = near(text)
    return int(found.examples[np.argmax(found.by_letters)])


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("the lift is broken", LIFT),
        ("The lift is broken again!", LIFT_AGAIN),
        ("teh lift is brokn", LIFT),
        ("broken is the lift", LIFT),
        ("tap dripping", TAP),
        ("电梯坏了", HAN_LIFT),
        ("電踢壞了", HAN_LIFT),
        ("包果在哪裡", PARCEL),
        ("請問泳池幾點開門", POOL),
    ],
)
def test_the_nearest_example_is_found(text: str, example: int) -> None:
    assert nearest(text) == example


@pytest.mark.parametrize("at", range(len(TEXTS)))
def test_an_example_is_wholly_like_itself(at: int) -> None:
    found = near(TEXTS[at])
    place = found.examples.tolist().index(at)
    assert found.by_pieces[place] == pytest.approx(1, abs=1e-3)
    assert found.by_letters[place] == pytest.approx(1)


def test_a_homophone_is_nearer_than_another_word_of_as_many_characters() -> None:
    heard, other = near("包果"), near("包車")
    likeness = dict(zip(heard.examples.tolist(), heard.by_letters.tolist(), strict=True))
    unlike = dict(zip(other.examples.tolist(), other.by_letters.tolist(), strict=True))
    assert likeness[PARCEL] > unlike.get(PARCEL, 0.0)


def test_words_in_another_order_are_alike() -> None:
    found = near("broken is the lift")
    assert dict(zip(found.examples.tolist(), found.by_letters.tolist(), strict=True))[
        LIFT
    ] == pytest.approx(0.97, abs=0.01)


def test_who_is_left_out_is_no_neighbour() -> None:
    assert LIFT in near("the lift is broken").examples
    assert LIFT not in near("the lift is broken", without=[LIFT]).examples
    assert near("the lift is broken", without=list(range(len(TEXTS)))) is NOBODY


@pytest.mark.parametrize("text", ["", "qqqq zzzz", "猫", "!!!"])
def test_who_shares_nothing_has_no_neighbour(text: str) -> None:
    assert near(text) is NOBODY


def test_likeness_is_never_above_one() -> None:
    found = near("the lift is broken the lift is broken")
    assert (found.by_pieces <= 1.001).all()
    assert (found.by_letters <= 1).all()


def test_only_so_many_candidates_are_compared() -> None:
    texts = [f"the lift is broken w{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(90)]
    space, index = indexed(texts)
    found = index.near(space.vector(texts[7]), texts[7])
    assert len(found.examples) == CANDIDATES
    assert 7 in found.examples


def test_long_texts_are_compared_to_a_limit() -> None:
    long = "the lift is broken " * 100
    _, index = indexed([long, "my tap"])
    assert len(index.texts[0]) == LONGEST_COMPARED


class Counted:
    """The examples of an index, and how many of its entries were read."""

    def __init__(self, entries: NDArray[Any]) -> None:
        self.entries = entries
        self.read = 0

    def __getitem__(self, at: NDArray[Any]) -> NDArray[Any]:
        self.read += len(at)
        return self.entries[at]


def test_however_many_examples_there_are_only_so_many_entries_are_read() -> None:
    texts = [f"the lift is broken w{at}" for at in range(3_000)]
    space, index = indexed(texts)
    counted = Counted(index._examples)
    index._examples = counted  # type: ignore[assignment]
    found = index.near(space.vector(texts[1_234]), texts[1_234])
    assert 0 < counted.read <= MOST_READ
    assert 1_234 in found.examples, "the telling pieces are read first"


def test_the_most_telling_piece_is_read_whatever_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST_READ", 1)
    assert LIFT in near("the lift").examples


def test_what_its_arrays_gave_away_is_the_same_index() -> None:
    again = Neighbours.of(INDEX.arrays(), INDEX.texts, INDEX.sounds)
    vector = SPACE.vector("the lift")
    assert again.near(vector, "the lift").examples.tolist() == near("the lift").examples.tolist()
