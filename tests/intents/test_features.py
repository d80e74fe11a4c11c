"""Pieces of messages: what is written alike, mistyped or misheard shares them; how they weigh."""

import numpy as np
import pytest

from intents import features
from intents.features import (
    HAN_PIECE,
    LETTERS,
    MARK,
    NEAR,
    SOUND,
    TOGETHER,
    WEIGHTS,
    WORD,
    FeatureSpace,
    pieces,
)
from intents.normalise import bare, fold

TEXTS = [
    ("the lift is broken", ("about.elevator", "kind.request")),
    ("the lift is broken again again", ("about.elevator",)),
    ("my tap is dripping", ()),
    ("电梯坏了", ("about.elevator",)),
    ("12楼lift坏了", ()),
    ("坏了坏了", ()),
]


@pytest.fixture(scope="module")
def space() -> FeatureSpace:
    return features.learn(TEXTS)[0]


def cut(text: str) -> list[list[str]]:
    return pieces(bare(fold(text)))


def shared(one: list[str], other: list[str]) -> float:
    return len(set(one) & set(other)) / len(set(one) | set(other))


def likeness(space: FeatureSpace, one: str, other: str) -> float:
    rows = np.zeros((2, len(space)))
    for row, text in zip(rows, (one, other), strict=True):
        vector = space.vector(bare(fold(text)))
        row[vector.ids] = vector.weights
    return float(rows[0] @ rows[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("電梯壞了", "电梯坏了"),
        ("ＬＩＦＴ　壞了", "lift壞了"),
        ("The LIFT is broken!", "the lift, is broken"),
        ("部𨋢壞咗嘅", "部𨋢坏左既"),
        ("電 梯 壞 了", "電梯壞了"),
        ("12樓", "15樓"),
    ],
)
def test_what_is_written_in_two_ways_has_the_same_pieces(one: str, other: str) -> None:
    assert cut(one) == cut(other)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("elevator", "elevatr"), ("dripping", "driping"), ("neighbour", "neighbor")],
)
def test_a_typo_leaves_many_of_the_letters(right: str, wrong: str) -> None:
    assert shared(cut(right)[LETTERS], cut(wrong)[LETTERS]) > 0.4
    assert shared(cut(right)[LETTERS], cut("parking")[LETTERS]) < 0.2


def test_a_mistyped_message_stays_near(space: FeatureSpace) -> None:
    assert likeness(space, "the lift is broken", "the lift is brokn") > 0.7
    assert likeness(space, "the lift is broken", "my tap drips") < 0.3


@pytest.mark.parametrize(("right", "wrong"), [("電梯", "電踢"), ("包裹", "包果"), ("漏水", "漏睡")])
def test_homophones_share_their_sounds_and_not_their_characters(right: str, wrong: str) -> None:
    assert cut(right)[SOUND] == cut(wrong)[SOUND]
    assert shared(cut(right)[HAN_PIECE], cut(wrong)[HAN_PIECE]) < 0.5


def test_words_are_kept_as_stems_with_their_neighbours() -> None:
    found = cut("lifts dripping")
    assert found[WORD] == ["lift", "drip"]
    assert found[NEAR] == ["^ lift", "^ drip", "^ $", "lift drip", "lift $", "drip $"]
    assert found[TOGETHER] == ["drip+lift"]


def test_han_is_a_word_of_its_own_among_latin_words() -> None:
    found = cut("部lift壞了")
    assert found[WORD] == ["lift"]
    assert found[HAN_PIECE] == ["部", "坏", "了", "坏了"]
    assert "lift 汉" in found[NEAR]


def test_pure_han_has_no_words_and_pure_latin_no_han() -> None:
    han, latin = cut("電梯壞了"), cut("the lift")
    assert not any(han[sort] for sort in (WORD, NEAR, TOGETHER, LETTERS))
    assert not any(latin[sort] for sort in (HAN_PIECE, SOUND))


def test_a_long_story_is_read_to_a_limit() -> None:
    whole = pieces("a b c d e f g h " * 100)
    assert len(whole[WORD]) == features.LONGEST // 2


def test_of_many_words_not_every_two_are_looked_at_together() -> None:
    many = pieces(" ".join(f"w{chr(97 + at)}" for at in range(features.MOST_WORDS_TOGETHER + 1)))
    assert many[TOGETHER] == []


def test_each_sort_is_brought_to_its_weight() -> None:
    space, matrix = features.learn(TEXTS)
    sort_of = {number: sort for sort, some in enumerate(space.numbers) for number in some.values()}
    for row in matrix:
        lengths = np.zeros(len(WEIGHTS))
        for number, weight in zip(row.indices, row.data, strict=True):
            lengths[sort_of[number]] += weight**2
        there = lengths > 0
        scaled = np.sqrt(lengths[there]) / np.asarray(WEIGHTS)[there]
        assert scaled == pytest.approx(scaled[0], rel=1e-4)
        assert float(lengths.sum()) == pytest.approx(1, rel=1e-4)


@pytest.mark.parametrize("at", range(len(TEXTS)), ids=[text for text, _ in TEXTS])
def test_a_text_has_the_same_vector_when_it_is_learned_and_when_it_is_read(at: int) -> None:
    space, matrix = features.learn(TEXTS)
    vector = space.vector(*TEXTS[at])
    learned = matrix[at].toarray()[0]
    read = np.zeros(len(space))
    read[vector.ids] = vector.weights
    assert read == pytest.approx(learned, abs=1e-5)
    assert vector.known == 1


def test_a_rare_piece_weighs_more_than_a_common_one(space: FeatureSpace) -> None:
    words = space.numbers[WORD]
    assert space.rarity[words["tap"]] > space.rarity[words["lift"]]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("the lift is broken", 1),
        ("the lift zzz qqq", 0.5),
        ("qqq zzz", 0),
        ("电梯", 1),
        ("泳池", 0),
        ("", 0),
    ],
)
def test_the_known_share_is_that_of_words_and_characters(
    space: FeatureSpace, text: str, known: float
) -> None:
    assert space.vector(text).known == pytest.approx(known)


def test_nothing_known_is_an_empty_vector(space: FeatureSpace) -> None:
    vector = space.vector("")
    assert len(vector.ids) == len(vector.weights) == 0


def test_marks_are_pieces_and_unknown_ones_are_nothing(space: FeatureSpace) -> None:
    number = space.numbers[MARK]["about.elevator"]
    assert number in space.vector("", ["about.elevator"]).ids
    assert len(space.vector("", ["about.nothing"]).ids) == 0


def test_rare_pieces_are_left_out_where_that_is_asked() -> None:
    space, matrix = features.learn(TEXTS, rarest=2)
    assert set(space.numbers[WORD]) == {"the", "lift", "is", "broken"}
    assert matrix.shape == (len(TEXTS), len(space))
    numbers = sorted(number for some in space.numbers for number in some.values())
    assert numbers == list(range(len(space)))


def test_words_are_found_as_they_are_written(space: FeatureSpace) -> None:
    assert [word for word, _ in space.words_in("lifts电梯 qqq")] == ["lifts", "电梯"]
