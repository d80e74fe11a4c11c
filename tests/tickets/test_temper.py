"""What goes to a person at once, judged by lines of owners in three languages and Cantonese."""

import time
from pathlib import Path

import pytest
import yaml

from bot.tickets.temper import Temper, demands_redress, is_hostile, temper_of

_LINES = Path(__file__).with_name("temper")

Labelled = list[tuple[str, Temper | None]]


def lines(name: str) -> Labelled:
    """None: harmless, though it sounds near."""
    read = yaml.safe_load((_LINES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [
        (line, None if label == "harmless" else Temper(label))
        for label, said in read.items()
        for line in said
    ]


def found(line: str) -> set[Temper]:
    heard = {Temper.REDRESS: demands_redress(line), Temper.HOSTILE: is_hostile(line)}
    return {temper for temper, is_so in heard.items() if is_so}


HELD_OUT = lines("held_out")


def test_there_are_lines_enough_of_both_kinds() -> None:
    assert len(HELD_OUT) >= 60
    assert len([line for line, label in HELD_OUT if label is None]) >= 30
    assert {line for line, _ in HELD_OUT}.isdisjoint(line for line, _ in lines("tuned_on"))


def test_what_it_raises_deserves_it_and_little_slips_through() -> None:
    raised = [(line, label) for line, label in HELD_OUT if found(line)]
    right = [line for line, label in raised if label in found(line)]
    to_raise = [line for line, label in HELD_OUT if label is not None]
    assert len(right) / len(raised) >= 0.95, [each for each in raised if each[0] not in right]
    assert len(right) / len(to_raise) >= 0.90, [line for line in to_raise if line not in right]


@pytest.mark.parametrize(("line", "label"), lines("tuned_on"))
def test_it_knows_the_lines_it_was_tuned_on(line: str, label: Temper | None) -> None:
    assert found(line) == ({label} if label else set())


def test_a_sum_of_money_makes_a_demand_of_it() -> None:
    assert demands_redress("給我 5000 元，這件事就算了")
    assert not demands_redress("給我一個說法，這件事就算了")


def test_anger_is_seen_to_before_money() -> None:
    assert temper_of("你們這群廢物，賠我一萬元") is Temper.HOSTILE
    assert temper_of("賠我一萬元") is Temper.REDRESS
    assert temper_of("謝謝你們") is None


def test_nobody_waits_for_it() -> None:
    temper_of("")
    longest = "".join(line for line, label in HELD_OUT if label is None)[:4096]
    taken = []
    for _ in range(3):
        begun = time.process_time()
        temper_of(longest)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.05
