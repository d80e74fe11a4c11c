"""The measures mean what they say: shares of rows in scope, strangers told by the threshold."""

import pytest

from intents.classifier import Example
from intents.evaluate import evaluate

VERBS = ["is broken", "does not work", "needs a repair", "stopped again", "makes trouble"]
THINGS = {"lift": "the lift", "tap": "my kitchen tap", "lamp": "a corridor lamp"}
KNOWN = [
    Example(label, f"{thing} {verb} {when}")
    for label, thing in THINGS.items()
    for verb in VERBS
    for when in ("today", "since monday", "now")
]
STRANGERS = [
    Example("oos", text)
    for text in ("book a flight to oslo", "what is the capital of peru", "play some jazz")
]


def test_all_right_is_one() -> None:
    measures = evaluate(KNOWN, KNOWN)
    assert measures.accuracy == measures.top3 == 1.0
    assert measures.oos_rows == 0
    assert measures.oos_recall == 0.0


def test_wrong_labels_cost_accuracy() -> None:
    swapped = [Example("lamp" if row.label == "lift" else row.label, row.text) for row in KNOWN]
    assert evaluate(KNOWN, swapped).accuracy == pytest.approx(2 / 3, abs=0.001)


def test_strangers_are_turned_away_and_friends_kept() -> None:
    measures = evaluate(KNOWN, [*KNOWN, *STRANGERS])
    assert measures.oos_recall == 1.0
    assert measures.in_scope_kept > 0.9


def test_strangers_among_the_training_rows_raise_the_threshold_not_the_labels() -> None:
    with_strangers = evaluate([*KNOWN, *STRANGERS], [*KNOWN, *STRANGERS])
    assert with_strangers.accuracy == 1.0
    assert with_strangers.oos_recall == 1.0


def test_latency_is_ordered() -> None:
    measures = evaluate(KNOWN, KNOWN)
    assert 0 < measures.latency_p50_ms <= measures.latency_p99_ms
