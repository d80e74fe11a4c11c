"""Measures the classifier on labelled messages: how often right, how honest, how fast.

Rows are {"text", "label"}; the label `oos` marks what is out of scope. Everything is learned from
the training rows alone, the gate for strangers, too.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from intents.blend import calibration_error
from intents.classifier import Classifier, Example, Verdict

OUT_OF_SCOPE = "oos"


@dataclass(frozen=True)
class Measures:
    """What `evaluate` prints: shares from 0 to 1, latencies in milliseconds a message.

    `accuracy` and `top3` are over rows in scope, before strangers are turned away;
    `calibration_error` is expected calibration error over ten bins.
    """

    rows: int
    accuracy: float
    top3: float
    calibration_error: float
    oos_rows: int
    oos_recall: float
    in_scope_kept: float
    threshold: float
    latency_p50_ms: float
    latency_p99_ms: float
    train_seconds: float


def read_rows(path: Path) -> list[Example]:
    """The rows of a JSON lines file; a wrong row is named by its line."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append(Example(str(row["label"]), str(row["text"])))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f'{path.name}:{number}: not {{"text", "label"}}: {error!r}') from error
    return rows


def evaluate(
    train: Sequence[Example],
    test: Sequence[Example],
    tell: Callable[[str], None] = lambda _: None,
) -> Measures:
    """Raises ValueError where there is nothing in scope to learn from."""
    began = time.perf_counter()
    known = [row for row in train if row.label != OUT_OF_SCOPE]
    strangers = [row.text for row in train if row.label == OUT_OF_SCOPE]
    classifier = Classifier.train(known, strangers, tell)
    trained = time.perf_counter() - began
    tell(f"asking {len(test)} times")
    answered = [(row, *_timed(classifier, row.text)) for row in test]
    inside = [(row, verdict) for row, verdict, _ in answered if row.label != OUT_OF_SCOPE]
    outside = [verdict for row, verdict, _ in answered if row.label == OUT_OF_SCOPE]
    seconds = sorted(each for _, _, each in answered)
    right = [row.label == verdict.labels[0] for row, verdict in inside]
    return Measures(
        rows=len(test),
        accuracy=_share(right),
        top3=_share(row.label in verdict.labels for row, verdict in inside),
        calibration_error=round(
            calibration_error([verdict.probabilities[0] for _, verdict in inside], right), 4
        ),
        oos_rows=len(outside),
        oos_recall=_share(not verdict.known for verdict in outside),
        in_scope_kept=_share(verdict.known for _, verdict in inside),
        threshold=round(classifier.gate.threshold, 4),
        latency_p50_ms=_milliseconds(seconds, 0.5),
        latency_p99_ms=_milliseconds(seconds, 0.99),
        train_seconds=round(trained, 2),
    )


def _timed(classifier: Classifier, text: str) -> tuple[Verdict, float]:
    began = time.perf_counter()
    verdict = classifier.classify(text)
    return verdict, time.perf_counter() - began


def _share(claims: Iterable[bool]) -> float:
    counted = list(claims)
    return round(sum(counted) / len(counted), 4) if counted else 0.0


def _milliseconds(seconds: Sequence[float], quantile: float) -> float:
    if not seconds:
        return 0.0
    return round(1000 * seconds[min(len(seconds) - 1, int(len(seconds) * quantile))], 3)
