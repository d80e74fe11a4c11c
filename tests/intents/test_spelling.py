"""A word that nobody taught is read as the nearest that somebody did, and never far away."""

import pytest

from intents import spelling
from intents.spelling import Spelling

TAUGHT = {"lift": 9, "life": 4, "elevator": 9, "dripping": 5, "broken": 9, "tap": 9, "lonely": 1}


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("brokn", "broken"),  # dropped
        ("brokeen", "broken"),  # doubled
        ("borken", "broken"),  # swapped: one slip
        ("broxen", "broken"),  # another letter
        ("elevatr", "elevator"),
        ("elvatro", "elvatro"),  # seven letters: one slip only, and here are two
        ("elevvatro", "elevator"),  # nine: two
        ("driiping", "dripping"),
        ("lfit", "lift"),  # life is as near, lift is said more often
    ],
)
def test_a_slip_is_read_as_the_word(word: str, read: str) -> None:
    assert Spelling(TAUGHT).corrected(word) == read


@pytest.mark.parametrize(
    "word",
    [
        "lift",  # known
        "life",  # known, however near to another
        "tep",  # short
        "rroken",  # the first letter is taken to be right
        "lonly",  # near only to a word said once, itself a slip perhaps
        "quarantine",
        "lift2",
        "brökn",
        "坏了",
        "",
    ],
)
def test_other_words_stay_as_they_are(word: str) -> None:
    assert Spelling(TAUGHT).corrected(word) == word


def test_nothing_taught_corrects_nothing() -> None:
    assert Spelling({}).corrected("brokn") == "brokn"


def test_endless_slips_take_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "_MOST_REMEMBERED", 3)
    speller = Spelling(TAUGHT)
    for at in range(20):
        speller.corrected("brok" + chr(97 + at))
        assert len(speller._remembered) <= 3
    assert speller.corrected("brokn") == "broken"
