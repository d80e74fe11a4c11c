"""How often messages that nobody trained on are understood, with and without slips; CLINC150."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from intents import Engine, Kind, Understanding
from intents.blend import calibration_error
from intents.classifier import Classifier
from intents.evaluate import OUT_OF_SCOPE, read_rows
from tests.bench.figures import SHARED, Figure, Table, percent, quantile, steps, telling
from tests.bench.mistakes import Mistakes

HELD_OUT = Path(__file__).with_name("owner_messages.jsonl")
DEV = SHARED / "owner_messages_dev.jsonl"
CLINC = SHARED / "bench"
_LANGUAGES = ("zh-Hant", "zh-Hans", "yue", "en")
_SEEDS = range(5)
_FALSE_REJECTS = 0.05

Row = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """A labelled message, and what the engine made of it."""

    row: Row
    said: Understanding

    @property
    def is_hard(self) -> bool:
        return "trap" in self.row

    @property
    def allowed(self) -> set[str]:
        return {self.row["kind"], *self.row["kinds_also"]}


def measure_owners(engine: Engine) -> Iterator[Table]:
    """Every table as soon as it is known."""
    held_out = read(HELD_OUT)
    sets = {"held out": held_out} | ({"dev": read(DEV)} if DEV.exists() else {})
    for name, rows in sets.items():
        yield _owners(name, answer(engine, rows, name))
    yield _slips(engine, held_out)


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answer(engine: Engine, rows: Iterable[Row], what: str) -> list[Answered]:
    return [Answered(row, engine.understand(row["text"])) for row in steps(rows, what)]


def _owners(name: str, every: Sequence[Answered]) -> Table:
    real = [each for each in every if not each.is_hard]
    hard = [each for each in every if each.is_hard]
    return Table(
        f"Owners' messages, {name}: {len(real)} real, {len(hard)} composed to be hard",
        [
            Figure("real: kind, primary or also", _share(real, _lenient), "%", 88, at_least=True),
            Figure("real: kind, primary", _share(real, _strict), "%", 78, at_least=True),
            Figure("real: category", _share(real, _subject), "%", 80, at_least=True),
            Figure("hard: kind, primary or also", _share(hard, _lenient), "%", 85, at_least=True),
            *_emergencies(every),
            _calibration(every),
            *_by(every, lambda each: each.row["lang"], "in", _LANGUAGES),
            *_by(hard, lambda each: each.row["trap"], "trap:"),
        ],
    )


def _emergencies(every: Sequence[Answered]) -> Iterator[Figure]:
    real = [each for each in every if each.row["kind"] == Kind.EMERGENCY]
    none = [each for each in every if Kind.EMERGENCY not in each.allowed]
    asked = sum(each.said.kind != Kind.EMERGENCY and bool(each.said.doubtful) for each in real)
    missed = sum(each.said.kind != Kind.EMERGENCY for each in real)
    alarms = sum(each.said.kind == Kind.EMERGENCY for each in none)
    yield Figure(
        "emergencies noticed",
        _share(real, _alarms),
        "%",
        97,
        f"{missed} of {len(real)} missed, {asked} of them asked about",
        at_least=True,
    )
    yield Figure("false alarms", _share(none, _alarms), "%", 2, f"{alarms} of {len(none)}")


def _calibration(every: Sequence[Answered]) -> Figure:
    confidences = [each.said.confidence for each in every]
    error = calibration_error(confidences, [_lenient(each) for each in every])
    mean = sum(confidences) / len(every)
    return Figure(
        "calibration error of confidence, ten bins",
        error,
        "",
        0.05,
        f"{mean:.1%} said on average, {_share(every, _lenient):.1f} % right",
    )


def _by(
    some: Sequence[Answered],
    key: Callable[[Answered], str],
    word: str,
    only: Sequence[str] | None = None,
) -> Iterator[Figure]:
    groups: dict[str, list[Answered]] = defaultdict(list)
    for each in some:
        groups[key(each)].append(each)
    for name in only or sorted(groups, key=lambda name: (-len(groups[name]), name)):
        inside = groups[name]
        yield Figure(
            f"  {word} {name}",
            _share(inside, _lenient),
            "%",
            note=f"{sum(map(_lenient, inside))} of {len(inside)}; "
            f"primary {_share(inside, _strict):.0f} %, category {_share(inside, _subject):.0f} %",
        )


def _slips(engine: Engine, rows: Sequence[Row]) -> Table:
    clean = answer(engine, rows, "clean")
    slipped = [answer(engine, _with_slips(engine, rows, seed), f"slips {seed}") for seed in _SEEDS]
    dirty = [each for some in slipped for each in some]
    texts = [row["text"] for row in rows] * len(slipped)
    touched = sum(each.row["text"] != text for each, text in zip(dirty, texts, strict=True))
    lost = _share(clean, _lenient) - _share(dirty, _lenient)
    figures = [
        Figure(
            "points lost: kind, primary or also",
            lost,
            "pts",
            3,
            f"{_share(clean, _lenient):.1f} % → {_share(dirty, _lenient):.1f} %; "
            f"{touched} of {len(dirty)} messages have something to mistake",
        ),
        Figure("points lost: kind, primary", _lost(clean, dirty, _strict), "pts"),
        Figure("points lost: category", _lost(clean, dirty, _subject), "pts"),
        Figure(
            "emergencies noticed, with a slip",
            _share([each for each in dirty if each.row["kind"] == Kind.EMERGENCY], _alarms),
            "%",
        ),
    ]
    for language in _LANGUAGES:
        before, after = (
            [each for each in some if each.row["lang"] == language] for some in (clean, dirty)
        )
        figures.append(Figure(f"  in {language}", _lost(before, after, _lenient), "pts"))
    return Table(
        f"One slip a message, held out: a slip of the finger or a homophone ({len(_SEEDS)} seeds)",
        figures,
    )


def _with_slips(engine: Engine, rows: Sequence[Row], seed: int) -> list[Row]:
    mistakes = {
        language: Mistakes(
            phrase for topic in engine.catalogue for phrase in topic.phrases.get(language, ())
        )
        for language in _LANGUAGES
    }
    chance = Random(seed)
    other = mistakes[_LANGUAGES[0]]
    return [
        row | {"text": mistakes.get(row["lang"], other).one(row["text"], chance)} for row in rows
    ]


def _share(some: Iterable[Answered], claim: Callable[[Answered], bool]) -> float:
    return percent(map(claim, some))


def _lost(
    before: Sequence[Answered], after: Sequence[Answered], claim: Callable[[Answered], bool]
) -> float:
    return _share(before, claim) - _share(after, claim)


def _lenient(each: Answered) -> bool:
    return each.said.kind in each.allowed


def _strict(each: Answered) -> bool:
    return bool(each.said.kind == each.row["kind"])


def _subject(each: Answered) -> bool:
    return bool(each.said.category == each.row["category"])


def _alarms(each: Answered) -> bool:
    return each.said.kind == Kind.EMERGENCY


def measure_clinc() -> Iterator[Table]:
    """All training rows with their strangers, and ten examples an intent."""
    if not CLINC.exists():
        yield Table("CLINC150: left out, its rows are not here", [])
        return
    yield Table("CLINC150, all its training rows", list(_clinc_whole()))
    yield Table("CLINC150, ten examples an intent", [_clinc_few()])


def _clinc_whole() -> Iterator[Figure]:
    known = read_rows(CLINC / "clinc150.train.jsonl")
    strangers = [row.text for row in read_rows(CLINC / "clinc150.oos_train.jsonl")]
    with telling(f"CLINC150, {len(known)} rows") as tell:
        classifier = Classifier.train(known, strangers, tell)
    asked = read_rows(CLINC / "clinc150.test.jsonl")
    answered = [(row, classifier.classify(row.text)) for row in steps(asked, "CLINC150")]
    inside = [(row, verdict) for row, verdict in answered if row.label != OUT_OF_SCOPE]
    outside = [verdict for row, verdict in answered if row.label == OUT_OF_SCOPE]
    right = [verdict.labels[0] == row.label for row, verdict in inside]
    sure = [verdict.probabilities[0] for _, verdict in inside]
    yield Figure("in scope: accuracy", percent(right), "%", 93.5, at_least=True)
    yield Figure("in scope: calibration error, ten bins", calibration_error(sure, right), "")
    turned_away = percent(not verdict.known for _, verdict in inside)
    yield Figure("in scope: turned away by the gate", turned_away, "%", 100 * _FALSE_REJECTS)
    yield Figure(
        "out of scope: recognised by the gate",
        percent(not verdict.known for verdict in outside),
        "%",
        82,
        "at the threshold that was learned",
        at_least=True,
    )
    threshold = quantile([verdict.friendliness for _, verdict in inside], _FALSE_REJECTS)
    yield Figure(
        "out of scope: recognised at 5 % turned away",
        percent(verdict.friendliness < threshold for verdict in outside),
        "%",
        note="at the threshold that hindsight would take",
    )


def _clinc_few() -> Figure:
    known = read_rows(CLINC / "clinc150.train10.jsonl")
    with telling(f"CLINC150, {len(known)} rows") as tell:
        classifier = Classifier.train(known, (), tell)
    asked = [row for row in read_rows(CLINC / "clinc150.test.jsonl") if row.label != OUT_OF_SCOPE]
    right = [
        classifier.classify(row.text).labels[0] == row.label
        for row in steps(asked, "CLINC150, few")
    ]
    return Figure("in scope: accuracy", percent(right), "%", 82, at_least=True)
