"""Folding makes one text of the many ways to write it, and survives what is no text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.normalise import LONGEST_READ, bare, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("電梯壞了", "电梯坏了"),
        ("ＡＢＣ１２３", "abc123"),
        ("LIFT", "lift"),
        ("電 梯 壞 了", "電梯壞了"),
        ("電梯\u200b壞\u202e了", "電梯壞了"),
        ("電梯壞了😡🔥", "電梯壞了"),
        ("著火", "着火"),
        ("部𨋢壞咗", "部𨋢壞左"),
        ("啲嘢喺度", "d野系度"),
        ("don’t", "don't"),
        ("  a \n\t b ", "a b"),
    ],
)
def test_different_spellings_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_what_places_are_read_from() -> None:
    assert fold("B座 12/F F室") == "b座 12/f f室"
    assert fold("３－１２－Ｆ") == "3-12-f"


def test_an_emoji_that_is_a_word_stays_one() -> None:
    assert fold("🆘電梯") == "sos 电梯"


def test_bare_text_has_neither_punctuation_nor_repetition() -> None:
    assert bare(fold("漏水！漏水！漏水！快快快")) == "漏水快"
    assert bare(fold("room 1000, please...")) == "room 1000 please"


def test_words_that_differ_stay_different() -> None:
    assert fold("漏水") != fold("沒有漏水")


@given(st.text())
def test_folding_is_stable_and_never_raises(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert len(folded) <= 12 * LONGEST_READ


@given(st.characters(categories=["Cs", "Cc", "Cf", "Co"]))
def test_what_cannot_be_seen_is_dropped(character: str) -> None:
    assert fold(f"電{character}梯").replace(" ", "") == "电梯"
