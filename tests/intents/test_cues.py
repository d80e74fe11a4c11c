"""The cue language: words, gaps, choices, endings and edges, and the search for them."""

import pytest

from intents.cues import CueBook, spelt_out
from intents.normalise import fold


def is_found(cue: str, text: str) -> bool:
    return bool(CueBook({"a group": [cue]}).find(fold(text)))


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("失火", "樓下失火了"),
        ("失火", "楼下失火了"),
        ("leak*", "it is leaking"),
        ("被困…電梯", "我被困在三棟的電梯"),
        ("(no|without) power", "we are without power"),
        ("a (big |)fire", "a fire"),
        ("(speak (to|with)|call) me", "speak with me"),
        ("^你好$", "你好！"),
        ("smoke…(tower|block)", "smoke is coming from our block"),
        ("lift", "The LIFT!"),
    ],
)
def test_a_cue_is_found(cue: str, text: str) -> None:
    assert is_found(cue, text)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("fire", "she was fired"),
        ("lift", "shoplifting"),
        ("^你好$", "你好，電梯壞了"),
        ("被困…電梯", "我被困住了。電梯很好"),
        ("被困…電梯", "電梯被困"),
        ("被困…電梯", "被困" + "很" * 40 + "電梯"),
        ("leak", "leaking"),
    ],
)
def test_a_cue_is_not_found(cue: str, text: str) -> None:
    assert not is_found(cue, text)


def test_a_hit_says_where() -> None:
    [hit] = CueBook({"fire": ["失火"]}).find("楼下失火了")
    assert (hit.cue.group, hit.start, hit.end) == ("fire", 2, 4)


def test_a_piece_said_often_is_found_where_the_next_one_follows() -> None:
    often = "電梯很好。" * 50
    text = fold(f"{often}電梯有人夾手，{often}電梯又夾手")
    hits = CueBook({"trapped": ["電梯…夾手"]}).find(text)
    assert [text[hit.start : hit.end] for hit in hits] == [fold("電梯有人夾手"), fold("電梯又夾手")]


def test_choices_inside_choices_are_all_made() -> None:
    assert list(spelt_out("(a|b (c|d)) e")) == ["a e", "b c e", "b d e"]


def test_an_open_bracket_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="bracket"):
        CueBook({"a group": ["(a|b"]})
