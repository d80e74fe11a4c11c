"""Words that say only where or when are told from those that say what is the matter."""

import pytest

from intents.normalise import fold
from intents.whereabouts import says_only_where


@pytest.mark.parametrize(
    "text",
    [
        "Tower 2, 15/F, Flat C",
        "flat 5b block 7",
        "I live in Unit 12A, Building 3, Phase 2",
        "third floor corridor",
        "in the car park",
        "tomorrow 3pm in the lobby",
        "在B2停車場",
        "我住2棟8樓A室",
        "3号楼2单元501",
        "12樓之3",
        "喺大堂",
        "聽日下晝三點",
        "屋企廁所",
    ],
)
def test_a_place_or_a_time_and_no_more(text: str) -> None:
    assert says_only_where(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "fire on 6",
        "gas in the kitchen",
        "someone in my flat",
        "B2 flooded",
        "help",
        "in the lift",
        "在電梯裡",
        "5樓有煙",
        "我在廁所出不來",
        "有人在門口",
        "快啲嚟",
    ],
)
def test_what_says_more_than_that(text: str) -> None:
    assert not says_only_where(fold(text))
