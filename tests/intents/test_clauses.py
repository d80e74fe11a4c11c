"""A message cut where another wish may begin, in all the ways owners join two."""

import time

import pytest

from intents.clauses import MOST, Clause, cut
from intents.rules import Rules

JOINERS = Rules().joiners

CUT = [
    # Traditional
    ("停車費多少？還有B2燈壞了", ["停車費多少？", "+還有B2燈壞了"]),
    ("電梯壞了，另外泳池幾點開", ["電梯壞了", "+另外泳池幾點開"]),
    ("電梯壞了。泳池幾點開", ["電梯壞了。", "泳池幾點開"]),
    ("B2燈壞了；門鎖不上", ["B2燈壞了；", "門鎖不上"]),
    ("電梯壞了，按鈕不亮", ["電梯壞了，按鈕不亮"]),
    ("樓上還有人在吵", ["樓上還有人在吵"]),
    ("另外，泳池幾點開", ["+另外，泳池幾點開"]),
    ("電梯壞了\n泳池幾點開", ["電梯壞了", "泳池幾點開"]),
    # Simplified
    ("停车费多少，还有B2灯坏了", ["停车费多少", "+还有B2灯坏了"]),
    ("厨房漏水 顺便问下停车费", ["厨房漏水", "+顺便问下停车费"]),
    ("燃气表没电了！！！请尽快处理", ["燃气表没电了！！！", "请尽快处理"]),
    # Cantonese
    ("冷氣壞咗，仲有廁所塞咗", ["冷氣壞咗", "+仲有廁所塞咗"]),
    ("部𨋢壞咗 同埋走廊燈唔著", ["部𨋢壞咗", "+同埋走廊燈唔著"]),
    # English
    ("My tap leaks. Also, where do I park?", ["My tap leaks.", "+Also, where do I park?"]),
    ("the tap leaks, and can you fix the light", ["the tap leaks", "+and can you fix the light"]),
    ("The lift is broken! When is it fixed?", ["The lift is broken!", "When is it fixed?"]),
    ("version 2.5 of the form is wrong", ["version 2.5 of the form is wrong"]),
    ("the alsobeen lift is broken", ["the alsobeen lift is broken"]),
    # too short to stand alone
    ("燈壞了。好。門也壞了", ["燈壞了。 好。", "門也壞了"]),
    ("The lift is broken. Thanks.", ["The lift is broken. Thanks."]),
    # nothing to cut
    ("", [""]),
    ("？？", ["？？"]),
]


@pytest.mark.parametrize(("text", "clauses"), CUT)
def test_a_message_is_cut_into_its_clauses(text: str, clauses: list[str]) -> None:
    assert [f"{'+' * each.adds}{each.text}" for each in cut(text, JOINERS)] == clauses


def test_without_joiners_only_stops_cut() -> None:
    assert cut("電梯壞了，另外泳池幾點開。謝謝大家", ()) == [
        Clause("電梯壞了，另外泳池幾點開。"),
        Clause("謝謝大家"),
    ]


def test_what_is_too_much_stays_with_the_last() -> None:
    clauses = cut("電梯壞了。" * 20, JOINERS)
    assert len(clauses) == MOST
    assert clauses[-1].text.count("電梯壞了") == 20 - MOST + 1


@pytest.mark.parametrize("text", [each for each, _ in CUT if len(each) > 2])
def test_nothing_that_was_said_is_lost(text: str) -> None:
    kept = "".join(each.text for each in cut(text, JOINERS))
    ignored = str.maketrans("", "", " \n,，、")
    assert kept.translate(ignored) == text.translate(ignored)


@pytest.mark.parametrize(
    "text",
    [
        "電梯壞了，還有" * 1_430,
        "the lift, and also " * 530,
        "。" * 10_000,
        "a. " * 3_334,
        "," * 10_000,
        " " * 10_000,
        "還有" * 5_000,
        "x" * 10_000,
    ],
    ids=lambda text: text[:8],
)
def test_ten_thousand_characters_are_cut_in_no_time(text: str) -> None:
    cut(text, JOINERS)
    assert min(_seconds(text) for _ in range(3)) < 0.1


def _seconds(text: str) -> float:
    began = time.process_time()
    cut(text, JOINERS)
    return time.process_time() - began
