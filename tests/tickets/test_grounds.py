"""What is kept with a ticket about why it was sorted so."""

import pytest

from bot.tickets.grounds import Grounds

WHOLE = Grounds(
    by="phrase",
    said="廚房水龍頭漏水",
    rivals=("seepage", "water_none"),
    about=7,
    doubt="gas",
    guesses=("3-12F", "5"),
    who="plumber",
    amount="1,200",
    currency="TWD",
)


@pytest.mark.parametrize("grounds", [WHOLE, Grounds(by="words", said='{"'), Grounds(about=1)])
def test_what_was_written_is_read_again(grounds: Grounds) -> None:
    assert Grounds.read(grounds.written()) == grounds


def test_nothing_to_remember_is_nothing_written() -> None:
    assert Grounds().written() is None
    assert Grounds.read(None) == Grounds()


@pytest.mark.parametrize("stored", ["滴水", "{not json", "[1]", '"x"'])
def test_older_tickets_hold_the_words_alone(stored: str) -> None:
    assert Grounds.read(stored) == Grounds(said=stored)


def test_what_a_later_version_added_is_passed_over() -> None:
    assert Grounds.read('{"by": "rule", "weather": "rain"}') == Grounds(by="rule")


def test_one_thing_changes_and_the_others_stay() -> None:
    settled = WHOLE.but(doubt=None)
    assert settled.doubt is None
    assert settled.said == WHOLE.said
