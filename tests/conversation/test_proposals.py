"""What somebody said becomes a lesson for everybody, without saying who or where they are."""

import pytest

from bot.conversation.proposals import anonymous
from db.models import Person


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我是陳雅麗，電梯壞了", "我是…，電梯壞了"),
        ("call me on 0912-345-678, lift broken", "call me on …, lift broken"),
        ("12樓電梯壞了", "12樓電梯壞了"),
    ],
)
def test_names_and_telephone_numbers_stay_out_of_lessons(said: str, kept: str) -> None:
    alice = Person(name="alice", names={"zh-Hant": "陳雅麗", "en": "Alice Chan"})
    assert anonymous(said, alice) == kept
