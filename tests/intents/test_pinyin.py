"""Characters by their sound: what input methods offer for one another is spelt alike."""

import pytest

from intents.normalise import fold
from intents.pinyin import spelt, syllable


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("電梯", "電踢"),
        ("包裹", "包果"),
        ("升降機", "生姜雞"),
        ("張", "臟"),  # zh/z
        ("廠", "倉"),  # ch/c
        ("山", "三"),  # sh/s
        ("奶", "來"),  # n/l
        ("路", "怒"),
        ("林", "零"),  # -n/-ng
        ("民", "名"),
    ],
)
def test_what_is_mixed_up_sounds_alike(one: str, other: str) -> None:
    assert spelt(fold(one)) == spelt(fold(other))


@pytest.mark.parametrize(("one", "other"), [("水", "火"), ("電", "門"), ("梯", "車"), ("一", "二")])
def test_what_is_not_mixed_up_sounds_different(one: str, other: str) -> None:
    assert spelt(fold(one)) != spelt(fold(other))


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("电梯坏了", ["dian", "ti", "huai", "ne"]),
        ("12楼lift坏", ["12", "nou", "lift", "huai"]),
        ("the lift", ["the", "lift"]),
        ("", []),
    ],
)
def test_only_han_is_spelt(text: str, sounds: list[str]) -> None:
    assert spelt(text).split() == sounds


def test_a_character_without_a_sound_stays_itself() -> None:
    assert syllable("\U0002a6a5") in ("\U0002a6a5", "zhe", "ze")
    assert syllable("a") == "a"
