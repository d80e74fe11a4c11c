"""Names are found in running text, in spite of a slip, and not where none was meant."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.gazetteer import Named
from intents.mentions import NameFinder
from intents.normalise import fold

FINDER = NameFinder(
    [
        Named("bob", ("李保", "李师傅", "bob lee", "mr lee")),
        Named("alice", ("陈雅丽", "alice chan")),
        Named("li", ("李师傅",)),
        Named("repairs", ("维修部", "repairs team")),
        Named("service", ("客服部",)),
    ],
    others=frozenset({"lei"}),
)

FOUND = [
    # as it is written
    ("李保遲到", ["bob"]),
    ("我要投訴李保", ["bob"]),
    ("投訴 李 保 態度差", ["bob"]),
    ("Bob Lee was rude", ["bob"]),
    ("It was Mr. Lee who shouted", ["bob"]),
    ("陳雅麗說維修部會來", ["alice", "repairs"]),
    # by two alike
    ("李師傅沒來", ["bob", "li"]),
    # as it sounds
    ("陳亞麗很兇", ["alice"]),
    ("客服步都不理人", ["service"]),
    # with a slip
    ("Alcie Chan was rude", ["alice"]),
    ("alise chan was rude", ["alice"]),
    ("Mr Lee, Repiars team", ["bob", "repairs"]),
    # nobody
    ("行李保管很差", []),
    ("裏保", []),
    ("一直維修不好", []),
    ("維修重新做", []),
    ("張師傅沒來", []),
    ("Mr Lei was rude", []),
    ("Mr Lam was rude", []),
    ("alice, chan", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "codes"), FOUND)
def test_names_are_found(text: str, codes: list[str]) -> None:
    links = FINDER.found_in(fold(text))
    assert [named.code for link in links for named in link.named] == codes


def test_it_is_told_whether_it_was_written_so() -> None:
    (exact,) = FINDER.found_in(fold("客服部不理人"))
    (near,) = FINDER.found_in(fold("客服步不理人"))
    assert (exact.said, exact.exact) == ("客服部", True)
    assert (near.said, near.exact) == ("客服步", False)


def test_of_two_that_overlap_the_longer_is_meant() -> None:
    finder = NameFinder([Named("short", ("林师傅",)), Named("long", ("林志华", "林志华师傅"))])
    (link,) = finder.found_in("林志华师傅来了")
    assert (link.said, link.start, link.end) == ("林志华师傅", 0, 5)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("多謝師傅", 0),
        ("謝謝師傅", 0),
        ("感謝師傅幫忙", 0),
        ("謝師傅沒來", 1),
        ("多謝謝師傅", 1),
    ],
)
def test_thanks_are_nobodys_name(text: str, found: int) -> None:
    finder = NameFinder([Named("tse", ("谢师傅",))])
    assert len(finder.found_in(fold(text))) == found


def test_without_names_nobody_is_found() -> None:
    assert NameFinder([]).found_in("李师傅 mr lee") == []


@settings(deadline=None)
@given(st.text(max_size=60))
def test_what_is_found_lies_in_the_text_and_apart(text: str) -> None:
    folded = fold(text)
    links = FINDER.found_in(folded)
    assert all(0 <= link.start < link.end <= len(folded) for link in links)
    assert all(one.end <= other.start for one, other in pairwise(links))
