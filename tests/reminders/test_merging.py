"""Several reminders in one letter."""

import pytest
from markupsafe import Markup

from reminders.merging import Section, into_letters, merged_body

COLD = Section(Markup("Cold &amp; clear"), Markup("Warm up slowly."))
FIRE = Section(Markup("Sparks"), Markup("Sweep the balcony."))


def test_one_alone_stays_as_it_is() -> None:
    assert merged_body([COLD]) == (COLD.title, COLD.body)


def test_the_first_leads_and_each_other_has_its_own_title() -> None:
    assert merged_body([COLD, FIRE]) == (
        "Cold &amp; clear",
        "Warm up slowly.\n\n<b>Sparks</b>\n\nSweep the balcony.",
    )


@pytest.mark.parametrize(
    ("lengths", "letters", "found"),
    [
        ({"a": 900}, 2, [["a"]]),
        ({"a": 900, "b": 900}, 2, [["a"], ["b"]]),
        ({"a": 900, "b": 900, "c": 900}, 2, [["a"], ["b", "c"]]),
        ({"a": 900, "b": 900, "c": 900, "d": 900, "e": 900}, 2, [["a"], ["b", "c", "d"]]),
        ({"a": 2000, "b": 2000, "c": 1200}, 1, [["a", "c"]]),
        ({"a": 900, "b": 900}, 0, []),
        ({}, 2, []),
    ],
)
def test_what_waits_goes_into_the_letters_there_are(
    lengths: dict[str, int], letters: int, found: list[list[str]]
) -> None:
    assert into_letters(lengths, letters) == found
