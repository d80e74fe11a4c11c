"""A community's own names are found in spite of a slip, and its codes are never mended."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.gazetteer import Named, did_you_mean, nearest

BUILDINGS = [
    *(Named(str(code), (f"{code}棟", f"Block {code}")) for code in range(1, 14)),
    Named("B", ("B座", "Tower B")),
]
NAMES = [
    Named("pool", ("游泳池", "swimming pool")),
    Named("club", ("翠湖會所", "Lakeside Clubhouse")),
    Named("east", ("東門", "東門崗亭", "East Gate")),
    Named("west", ("西門", "西門崗亭", "West Gate")),
    Named("bob", ("李保", "Bob Lee")),
    Named("alice", ("陳雅麗", "Alice Chan")),
    Named("court", ("翠湖閣", "Jade Court")),
]

MEANT = [
    (BUILDINGS, "3", "3"),
    (BUILDINGS, "13", "13"),
    (BUILDINGS, "３栋", "3"),
    (BUILDINGS, "三棟", "3"),
    (BUILDINGS, "十二棟", "12"),
    (BUILDINGS, "blcok 3", "3"),
    (BUILDINGS, "blok 3", "3"),
    (BUILDINGS, "b", "B"),
    (BUILDINGS, "B 座", "B"),
    (BUILDINGS, "C座", None),
    (BUILDINGS, "33", None),
    (BUILDINGS, "14", None),
    (BUILDINGS, "block 14", None),
    (BUILDINGS[:5], "8", None),
    (NAMES, "swiming pool", "pool"),
    (NAMES, "遊泳池", "pool"),
    (NAMES, "游永池", "pool"),
    (NAMES, "翠胡会所", "club"),
    (NAMES, "Lakeside Clubhuose", "club"),
    (NAMES, "東門", "east"),
    (NAMES, "西門", "west"),
    (NAMES, "東門崗庭", "east"),
    (NAMES, "南門崗亭", None),
    (NAMES, "east gate", "east"),
    (NAMES, "eest gate", None),
    (NAMES, "Bob Le", "bob"),
    (NAMES, "裏保", "bob"),
    (NAMES, "陳亞麗", "alice"),
    (NAMES, "Alise Chan", "alice"),
    (NAMES, "翠湖格", "court"),
    (NAMES, "cool", None),
    (NAMES, "court", "court"),
    (NAMES, "😀", None),
    (NAMES, "", None),
    ([], "3", None),
]


@pytest.mark.parametrize(("names", "said", "code"), MEANT)
def test_the_nearest_name_is_meant(names: list[Named], said: str, code: str | None) -> None:
    found = nearest(said, names)
    assert (found.code if found else None) == code


def test_two_equally_near_are_asked_about() -> None:
    assert nearest("eest gate", NAMES) is None
    assert [each.code for each in did_you_mean("eest gate", NAMES)] == ["east", "west"]


def test_never_more_than_the_limit() -> None:
    many = [Named(f"p{n}", ("swimming pool",)) for n in range(9)]
    assert len(did_you_mean("swiming pool", many)) == 3
    assert len(did_you_mean("swiming pool", many, limit=1)) == 1


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_words_have_an_answer(said: str) -> None:
    assert len(did_you_mean(said, NAMES + BUILDINGS)) <= 3


@given(st.sampled_from("123456789"), st.sampled_from("123456789"))
def test_a_one_character_code_is_only_itself(said: str, there: str) -> None:
    found = nearest(said, [Named(there, (f"{there}棟",))])
    assert (found is not None) == (said == there)
