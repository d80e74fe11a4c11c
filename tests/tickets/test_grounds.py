"""What is kept with a ticket about why it was sorted so."""

from datetime import UTC, datetime

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


def test_what_goes_on_later_keeps_why_and_about_whom_and_not_what_was_due_then() -> None:
    now = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)
    grounds = Grounds(
        by="phrase",
        said="態度很差",
        about=7,
        staff=(2, 3),
        doubt="fire",
        time_said="明天下午",
        time_meant="2026-11-24T15:00:00+08:00",
        pressing="hostile",
        pressing_since="2026-11-23T10:00:00+08:00",
    )
    goes_on = grounds.carried_on(now)
    assert (goes_on.by, goes_on.said, goes_on.about, goes_on.staff) == (
        "phrase",
        "態度很差",
        7,
        (2, 3),
    )
    assert (goes_on.doubt, goes_on.time_said, goes_on.time_meant) == (None, "", "")
    assert (goes_on.pressing, goes_on.pressing_since) == ("hostile", now.isoformat())
    assert Grounds().carried_on(now) == Grounds()
