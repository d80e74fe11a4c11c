"""The guard against the ten phrases, judged by lines of staff in four ways of speaking."""

import time
from pathlib import Path

import pytest
import yaml

from bot.texts.phrase_guard import Phrase, check, ready

_LINES = Path(__file__).with_name("phrases")

Labelled = list[tuple[str, Phrase | None]]


def lines(name: str) -> Labelled:
    """None: harmless, though it sounds near."""
    read = yaml.safe_load((_LINES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [
        (line, None if label == "harmless" else Phrase(label))
        for label, said in read.items()
        for line in said
    ]


def found(line: str) -> set[Phrase]:
    return {hit.phrase for hit in check(line)}


HELD_OUT = lines("held_out")


def test_there_are_lines_enough_of_both_kinds() -> None:
    assert len(HELD_OUT) >= 200
    assert len([line for line, label in HELD_OUT if label is None]) >= 100
    assert {label for _, label in HELD_OUT} == {None, *Phrase}
    assert {line for line, _ in HELD_OUT}.isdisjoint(line for line, _ in lines("tuned_on"))


def test_what_it_holds_back_deserves_it_and_little_slips_through() -> None:
    stopped = [(line, label) for line, label in HELD_OUT if found(line)]
    right = [line for line, label in stopped if label in found(line)]
    to_stop = [line for line, label in HELD_OUT if label is not None]
    assert len(right) / len(stopped) >= 0.95, [each for each in stopped if each[0] not in right]
    assert len(right) / len(to_stop) >= 0.90, [line for line in to_stop if line not in right]


@pytest.mark.parametrize(("line", "label"), lines("tuned_on"))
def test_it_knows_the_lines_it_was_tuned_on(line: str, label: Phrase | None) -> None:
    assert (label in found(line)) if label else not found(line)


def test_nobody_waits_for_it() -> None:
    """Also not for the longest message there is: 4,096 characters, each sentence another."""
    longest = "".join(line + "。" for line, label in HELD_OUT if label is None)
    texts = [line for line, _ in HELD_OUT] + [(longest * 4)[:4096]]
    ready()
    assert max(map(_fastest_of_three, texts)) < 0.05


def _fastest_of_three(text: str) -> float:
    """Seconds of CPU; the others on the machine do not count."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        check(text)
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize(
    "line",
    [
        "您說過「這絕對不可能」，我查了紀錄，抱歉",
        "您信裡寫「公司規定」，我說明一下",
        "You wrote “that's company policy”; here is why we ask.",
    ],
)
def test_what_somebody_else_said_is_no_phrase_of_ours(line: str) -> None:
    assert not check(line)


def test_quotation_marks_for_show_hide_nothing() -> None:
    assert found("這是「公司規定」，沒辦法") == {Phrase.POLICY}


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("這是絕對不可能的是", Phrase.IMPOSSIBLE),
        ("便宜沒有好貸", Phrase.PRICE),
        ("that is our compnay policy", Phrase.POLICY),
        ("這 是 公 司 規 定", Phrase.POLICY),
        ("這是公司規定😅", Phrase.POLICY),
    ],
)
def test_a_slip_of_the_pen_is_seen_through(line: str, phrase: Phrase) -> None:
    assert phrase in found(line)


def test_the_sentence_that_holds_it_is_named_as_it_was_written() -> None:
    line = "您好，我看過了。這是公司規定！零件明天到。"
    (hit,) = check(line)
    assert hit.said == "這是公司規定！"
    assert line[hit.start : hit.end] == hit.said
