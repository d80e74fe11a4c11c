"""Measures the matcher on labelled messages: how often right, how often it knows a stranger.

Rows are {"text", "label"}; the label `oos` marks what is out of scope. The same matcher that
serves the topics is filled with the rows, and a threshold is found on the training rows alone.
"""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from intents.matcher import Example, Matcher

OUT_OF_SCOPE = "oos"
HELD_OUT = 400
"""Training rows the threshold is found on; each is judged by a matcher that has not seen it."""
_FOLDS_TO_KEEP_OUT = 10
_GOOD_ONES_KEPT = 0.94


@dataclass(frozen=True)
class Measures:
    """What `evaluate` prints. Latencies are milliseconds a message."""

    rows: int
    accuracy: float
    top3: float
    oos_rows: int
    oos_recall: float
    in_scope_kept: float
    threshold: float
    latency_p50_ms: float
    latency_p99_ms: float
    train_seconds: float


@dataclass(frozen=True)
class Answer:
    """What the matcher made of one row."""

    labels: tuple[str, ...]
    score: float
    seconds: float


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


def evaluate(train: Sequence[Example], test: Sequence[Example]) -> Measures:
    """`accuracy` is over rows in scope, before strangers are turned away."""
    began = time.perf_counter()
    matcher = Matcher(_in_scope(train))
    threshold = _threshold(train)
    trained = time.perf_counter() - began
    answered = [(row, ask(matcher, row.text)) for row in test]
    known = [(row, answer) for row, answer in answered if row.label != OUT_OF_SCOPE]
    strangers = [answer for row, answer in answered if row.label == OUT_OF_SCOPE]
    seconds = sorted(answer.seconds for _, answer in answered)
    return Measures(
        rows=len(test),
        accuracy=_share(row.label in answer.labels[:1] for row, answer in known),
        top3=_share(row.label in answer.labels for row, answer in known),
        oos_rows=len(strangers),
        oos_recall=_share(answer.score < threshold for answer in strangers),
        in_scope_kept=_share(answer.score >= threshold for _, answer in known),
        threshold=round(threshold, 4),
        latency_p50_ms=_milliseconds(seconds, 0.5),
        latency_p99_ms=_milliseconds(seconds, 0.99),
        train_seconds=round(trained, 2),
    )


def ask(matcher: Matcher, text: str) -> Answer:
    """The three likeliest labels, and how far the first is to be believed."""
    began = time.perf_counter()
    matches = matcher.match(text)
    seconds = time.perf_counter() - began
    best = matches[0].score if matches else 0.0
    lead = best - (matches[1].score if len(matches) > 1 else 0.0)
    # A stranger is far from everything, and about as far from two things.
    return Answer(tuple(match.label for match in matches[:3]), best + lead, seconds)


def _threshold(train: Sequence[Example]) -> float:
    """Below it a message is a stranger.

    With strangers among the rows it is the score that tells most of both apart; with none, the
    score that turns away a few of the good ones.
    """
    known = list(_in_scope(train))
    every = max(_FOLDS_TO_KEEP_OUT, len(known) // HELD_OUT)
    held_out = known[::every]
    rest = Matcher(row for index, row in enumerate(known) if index % every)
    good = sorted(ask(rest, row.text).score for row in held_out)
    strange = sorted(ask(rest, row.text).score for row in train if row.label == OUT_OF_SCOPE)
    if not good:
        return 0.0
    lowest = good[int(len(good) * (1 - _GOOD_ONES_KEPT))]
    if not strange:
        return lowest
    return max(lowest, max(strange, key=lambda score: _told_apart(score, good, strange)))


def _told_apart(threshold: float, good: Sequence[float], strange: Sequence[float]) -> float:
    kept = _share(score >= threshold for score in good)
    return kept + _share(score < threshold for score in strange)


def _in_scope(rows: Iterable[Example]) -> Iterable[Example]:
    return (row for row in rows if row.label != OUT_OF_SCOPE)


def _share(claims: Iterable[bool]) -> float:
    counted = list(claims)
    return round(sum(counted) / len(counted), 4) if counted else 0.0


def _milliseconds(seconds: Sequence[float], quantile: float) -> float:
    if not seconds:
        return 0.0
    return round(1000 * seconds[min(len(seconds) - 1, int(len(seconds) * quantile))], 3)
