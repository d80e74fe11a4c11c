"""A wish among several, on a ticket of its own: without the word that joined it to the others."""

import pytest

from bot.conversation.several import on_its_own


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("另外走廊的燈不亮", "走廊的燈不亮"),
        ("另外，想問管理費怎麼繳", "想問管理費怎麼繳"),
        ("還有，B2燈壞了", "B2燈壞了"),
        ("对了 停车费多少", "停车费多少"),
        ("also the tap is leaking", "the tap is leaking"),
        ("And also, the tap is leaking", "the tap is leaking"),
        ("by the way: how do I pay", "how do I pay"),
        ("and the tap is leaking", "the tap is leaking"),
    ],
)
def test_the_word_that_adds_a_wish_is_not_part_of_it(said: str, kept: str) -> None:
    assert on_its_own(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "另一台電梯壞了",
        "還有人在等",
        "第二部電梯壞了",
        "android app is down",
        "alsot",
        "另外。",
        "also",
    ],
)
def test_words_that_say_something_stay(said: str) -> None:
    assert on_its_own(said) == said
