"""A wish among several, on a ticket of its own: without the word that joined it to the others."""

import pytest

from bot.conversation.blame import blamed
from bot.conversation.several import as_offered, on_its_own
from bot.directory import Mentioned
from intents import Category, Evidence, Kind, Understanding, Wish


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


@pytest.mark.parametrize(
    ("kind", "sure", "blames"),
    [
        (Kind.REQUEST, True, False),
        (Kind.REQUEST, False, True),
        (Kind.COMPLAINT, True, True),
        (Kind.OTHER, True, False),
    ],
)
def test_a_wish_blames_whom_its_words_may_blame_by_themselves(
    kind: Kind, sure: bool, blames: bool
) -> None:
    """That it was offered and taken as a request says only what is wanted."""
    text = "李師傅來過"
    alone = Understanding(kind, Category.OTHER, False, 0.5, sure, Evidence("", "", 0.0))
    wish = Wish(text, Kind.REQUEST, Category.WATER, False, 0.9)
    bob = [Mentioned("李师傅", people=(2,))]
    assert bool(blamed(text, as_offered(alone, wish, alone), bob)) is blames
