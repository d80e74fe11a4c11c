"""What owners say in so many words, in every script and with the marks that people add."""

import pytest

from bot.conversation.owner_words import (
    blames,
    is_said_not_done,
    says_it_is_now,
    says_it_is_the_same,
)

YES = [
    "是",
    "是的。",
    "對！",
    "对",
    "嗯～",
    "係",
    "系",
    "係呀",
    "啱",
    "yes",
    "Yes!",
    "Ｙｅｓ",
    "yep",
]
NO = ["不是", "不是的", "唔係", "唔系。", "否", "no", "No.", "nope"]


@pytest.mark.parametrize("text", YES)
def test_a_yes_is_one_to_either_question(text: str) -> None:
    assert says_it_is_now(text) is True
    assert says_it_is_the_same(text) is True


@pytest.mark.parametrize("text", NO)
def test_a_no_is_one_to_either_question(text: str) -> None:
    assert says_it_is_now(text) is False
    assert says_it_is_the_same(text) is False


@pytest.mark.parametrize(
    ("text", "now", "same"),
    [
        ("有", True, None),
        ("現在正在發生", True, None),
        ("right now", True, None),
        ("沒有", False, None),
        ("not now", False, None),
        ("同一件事", None, True),
        ("是，同一件事", None, True),
        ("same here", None, True),
        ("不一样", None, False),
        ("唔同", None, False),
        ("Something else.", None, False),
        ("是不是停水了", None, None),
        ("不是，是我家的水管破了", None, None),
        ("no water in the kitchen", None, None),
        ("", None, None),
    ],
)
def test_what_answers_one_question_only_or_neither(
    text: str, now: bool | None, same: bool | None
) -> None:
    assert says_it_is_now(text) is now
    assert says_it_is_the_same(text) is same


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("上次報的水龍頭還沒修好", True),
        ("到现在还是坏的", True),
        ("仲係咁", True),
        ("it hasn't been fixed", True),
        ("Nobody came", True),
        ("還要等多久？昨天的師傅很不錯", False),
        ("還想請你們幫我看看廚房的水龍頭不知道哪天能來", False),
        ("any news?", False),
    ],
)
def test_that_something_is_not_done(text: str, said: bool) -> None:
    assert is_said_not_done(text) is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("講咗幾次", True),
        ("報了12次", True),
        ("第2次了", True),
        ("你们态度很差", True),
        ("I told you 3 times", True),
        ("the managers ignore me", True),
        ("還沒修好", False),
        ("last time it was quick", False),
    ],
)
def test_blame_is_more_than_that(text: str, said: bool) -> None:
    assert blames(text) is said
