"""The board of a roll-call: everybody is on it once, and the silent by floor, from the top down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import FOLDER, Texts
from bot.tickets.roll_call import MOST_IN_NEED, MOST_LISTED, Line, board
from db.vocabulary import Language, SafetyAnswer

FLOORS = ["B1", "B2", "G", "1", "2", "9", "10", "12", "12A", "18", "平台"]


def line(home: str, answer: SafetyAnswer | None = None) -> Line:
    floor = home[2:-1]
    return Line(floor=floor, home=home, name=home, answer=answer)


def test_the_silent_are_listed_from_the_top_down_and_those_in_need_first() -> None:
    seen = board(
        [
            line("3-2A"),
            line("3-12F"),
            line("3-12A"),
            line("3-9C", SafetyAnswer.SAFE),
            line("3-B1A"),
            line("3-10B", SafetyAnswer.HELP),
        ]
    )
    assert (seen.asked, seen.safe, seen.more) == (6, 1, 0)
    assert [each.home for each in seen.help] == ["3-10B"]
    assert [(each.floor, [one.home for one in each.lines]) for each in seen.silent] == [
        ("12", ["3-12A", "3-12F"]),
        ("2", ["3-2A"]),
        ("B1", ["3-B1A"]),
    ]


answers = st.sampled_from([None, SafetyAnswer.SAFE, SafetyAnswer.HELP])
crowds = st.lists(
    st.builds(
        Line,
        floor=st.sampled_from(FLOORS),
        home=st.integers(0, 999).map(str),
        name=st.just("陳"),
        answer=answers,
    ),
    max_size=2 * MOST_LISTED,
)


@given(crowds)
def test_everybody_who_was_asked_is_counted_once(crowd: list[Line]) -> None:
    seen = board(crowd)
    listed = [one for each in seen.silent for one in each.lines]
    silent = [each for each in crowd if each.answer is None]
    assert seen.asked == len(crowd) == seen.safe + len(seen.help) + len(listed) + seen.more
    assert len(listed) == min(len(silent), MOST_LISTED)
    floors = [each.floor for each in seen.silent]
    assert len(floors) == len(set(floors))
    order = ["平台", "B2", "B1", "G", "1", "2", "9", "10", "12", "12A", "18"]
    assert floors == sorted(floors, key=order.index, reverse=True)


@pytest.mark.parametrize("language", list(Language))
def test_the_board_of_a_full_house_fits_one_message(language: Language) -> None:
    """Sixty homes silent, as many in need, and everybody with a long name."""
    crowd = [
        Line("38", f"T12-38{n:02}", "x" * 60, answer, reachable=False)
        for n in range(200)
        for answer in (None, SafetyAnswer.HELP)
    ]
    seen = board(crowd)
    text = Texts(FOLDER).render(
        "drill.board",
        language,
        {
            "number": 123456,
            "building": "翠湖花園第十二座",
            "asked": seen.asked,
            "safe": seen.safe,
            "in_need": len(seen.help),
            "named": seen.help[:MOST_IN_NEED],
            "unheard": seen.silent,
            "more": seen.more,
        },
    )
    assert len(text) < 4096
