"""How long understanding a message takes, and learning to; in CPU time, beside a yardstick.

The yardstick is one search of rapidfuzz through 15,000 texts. It took 1.1 ms on the reference
machine: where it takes 3, a figure here would be a third there.
"""

import json
import os
import resource
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from rapidfuzz import fuzz, process

from intents import Catalogue, Engine
from intents.classifier import Classifier, Example
from intents.evaluate import read_rows
from tests.bench.figures import Figure, Table, Times, quantile, telling, timed
from tests.bench.mistakes import slip_of_the_finger
from tests.bench.understanding import CLINC, HELD_OUT, read

REFERENCE_MS = 1.1
_YARDSTICK_TEXTS = 15_000
_HOME = Path(__file__).parents[2]
_STARTS = 3

FRAMES = (
    "請問{}",
    "{}，麻煩盡快處理",
    "你好，{}，謝謝",
    "{}!!!",
    "hi, {} please",
    "昨天晚上開始{}，已經打過電話了還是一樣，不知道什麼時候可以來看",
    "唔該{}",
    "{}，已经好几天了",
    "{} (floor 12)",
    "since this morning: {}",
)


def measure_latency(engine: Engine) -> Iterator[Table]:
    """Every table as soon as it is known."""
    phrases = _phrases(engine.catalogue)
    texts = [each.text for each in phrases]
    yardstick = Yardstick(texts)
    yield Table(
        "The engine over the shipped catalogue: "
        f"{len(engine.catalogue)} topics, {len(phrases):,} phrases",
        [
            *_latency("a phrase", engine.understand, _some(texts, 3000), yardstick, 1, 3),
            *_latency("a phrase in a frame", engine.understand, _framed(texts), yardstick, 1, 3),
            *_latency(
                "a message of an owner, held out",
                engine.understand,
                [row["text"] for row in read(HELD_OUT)] * 3,
                yardstick,
            ),
            _worst(engine, yardstick),
        ],
    )


def measure_training(cache: Path) -> Iterator[Table]:
    """Learns as a first start does, in a process of its own; then starts from the cache."""
    yardstick = Yardstick([each.text for each in _phrases(Catalogue.load())])
    yield Table(
        "Learning the shipped catalogue, starting from it", list(_shipped(yardstick, cache))
    )


def measure_many() -> Iterator[Table]:
    """A classifier of 10,000 examples, and one of 100,000."""
    phrases = _phrases(Catalogue.load())
    yardstick = Yardstick([each.text for each in phrases])
    if CLINC.exists():
        rows = Random(1).sample(read_rows(CLINC / "clinc150.train.jsonl"), 10_000)
        asked = [row.text for row in read_rows(CLINC / "clinc150.test.jsonl")]
        yield _classifier(rows, _some(asked, 2000), yardstick, learned_in=40)
    rows = list(islice(_varied(phrases, Random(1)), 100_000))
    asked = [each.text for each in islice(_varied(phrases[1::2], Random(2)), 2000)]
    yield _classifier(rows, asked, yardstick, p99=8)


class Yardstick:
    """What this machine is worth at this moment."""

    def __init__(self, texts: Sequence[str]) -> None:
        if CLINC.exists():
            texts = [row.text for row in read_rows(CLINC / "clinc150.train.jsonl")]
        self._texts = _some(texts, _YARDSTICK_TEXTS)

    def milliseconds(self) -> float:
        """CPU time of one search; the median of some."""
        times = timed(
            lambda said: process.extractOne(said, self._texts, scorer=fuzz.ratio),
            [slip_of_the_finger(text, Random(1)) for text in self._texts[::300]],
            "yardstick",
        )
        return median(times.cpu)

    def figure(self, milliseconds: float) -> Figure:
        return Figure(
            "yardstick: rapidfuzz through 15,000 texts",
            milliseconds,
            "ms",
            note=f"CPU; {milliseconds / REFERENCE_MS:.1f} × the reference machine's",
        )


def _phrases(catalogue: Catalogue) -> list[Example]:
    return [
        Example(topic.id, phrase)
        for topic in catalogue
        for phrases in topic.phrases.values()
        for phrase in phrases
    ]


def _some(texts: Sequence[str], count: int) -> list[str]:
    """Spread over all of them; again from the start where there are too few."""
    return [texts[n * 7919 % len(texts)] for n in range(count)]


def _framed(texts: Sequence[str], count: int = 3000) -> list[str]:
    frames = cycle(FRAMES)
    return [next(frames).format(text) for text in _some(texts, count)]


def _varied(phrases: Sequence[Example], chance: Random) -> Iterator[Example]:
    """Round and round: every phrase in some frame, with some slip."""
    for each in cycle(phrases):
        text = chance.choice(FRAMES).format(each.text)
        yield Example(each.label, slip_of_the_finger(text, chance))


def _latency(
    what: str,
    ask: Callable[[str], object],
    texts: Sequence[str],
    yardstick: Yardstick,
    p50: float | None = None,
    p99: float | None = None,
) -> Iterator[Figure]:
    for text in texts[:200]:
        ask(text)
    before = yardstick.milliseconds()
    times = timed(ask, texts, what)
    measured = (before + yardstick.milliseconds()) / 2
    yield _at(0.5, what, times, measured, p50)
    yield _at(0.99, what, times, measured, p99)


def _at(share: float, what: str, times: Times, yardstick: float, aim: float | None) -> Figure:
    cpu, wall = quantile(times.cpu, share), quantile(times.wall, share)
    return Figure(
        f"{what}, p{share * 100:.0f}",
        cpu,
        "ms",
        aim,
        f"CPU; {_beside(cpu, yardstick)}; wall {wall:.2f} ms",
        pace=yardstick / REFERENCE_MS,
    )


def _beside(milliseconds: float, yardstick: float) -> str:
    return f"{milliseconds / yardstick:.2f} × the yardstick's {yardstick:.2f} ms"


def _worst(engine: Engine, yardstick: Yardstick) -> Figure:
    """Each kind three times, never the same text; the kind's median, of the worst kind."""
    before = yardstick.milliseconds()
    times = {
        name: timed(engine.understand, [make(Random(seed)) for seed in range(3)], name)
        for name, make in PATHOLOGICAL.items()
    }
    measured = (before + yardstick.milliseconds()) / 2
    worst = max(times, key=lambda name: median(times[name].cpu))
    cpu = median(times[worst].cpu)
    return Figure(
        f"10,000 characters of {len(times)} bad kinds, the worst",
        cpu,
        "ms",
        20,
        f"CPU; {_beside(cpu, measured)}; {worst}; wall {median(times[worst].wall):.1f} ms",
        pace=measured / REFERENCE_MS,
    )


def _filled(make: Callable[[Random], str]) -> Callable[[Random], str]:
    """Pieces until there are 10,000 characters."""

    def filled(chance: Random) -> str:
        text = ""
        while len(text) < 10_000:
            text += make(chance)
        return text[:10_000]

    return filled


def _of(
    characters: str, fewest: int = 1, most: int = 1, after: str = ""
) -> Callable[[Random], str]:
    return _filled(
        lambda chance: "".join(chance.choices(characters, k=chance.randint(fewest, most))) + after
    )


def _said(*pieces: str) -> Callable[[Random], str]:
    return _filled(lambda chance: chance.choice(pieces))


_HAN = "".join(map(chr, range(0x4E00, 0x9FA6)))
PATHOLOGICAL: dict[str, Callable[[Random], str]] = {
    "one letter": lambda chance: chance.choice(string.ascii_lowercase) * 10_000,
    "one Han character": lambda chance: chance.choice("電梯漏水") * 10_000,
    "any Han": _of(_HAN),
    "any words": _of(string.ascii_lowercase, 2, 9, " "),
    "one word without an end": _of(string.ascii_lowercase),
    "single letters": _of(string.ascii_lowercase, after=" "),
    "digits": _of(string.digits),
    "numbers": _of(string.digits, 1, 9, " "),
    "punctuation": _of("，。！？、；：.,!?;:-/()[]"),
    "line breaks": _of("\n\r\t \u2028"),
    "emoji": _of("🔥😡🆘💧👨\u200d👩\u200d👧"),
    "invisible": _of("\u200b\u200d\u2060\ufeff\u00ad"),
    "accents": _of("a\u0301\u0302\u0303\u0327", 1, 5),
    "anything of Unicode": _of("".join(map(chr, [*range(0x20, 0xD800), *range(0x1F000, 0x1FA00)]))),
    "places": _said("12樓", "3棟", "B2", "5/F ", "3-12-F ", "A座", "大廳", "unit 4b "),
    "times": _said("昨晚8點", "下星期三 ", "3pm ", "2026-11-24 ", "十二月初一", "tomorrow "),
    "sums and telephones": _said("$1,200.50 ", "一萬兩千元", "0912-345-678 ", "+852 9123 4567 "),
    "wishes": _said(
        "電梯壞了，", "還有水管漏水。", "另外垃圾沒人收；", "also the lift is broken, "
    ),
    "alarms": _said("失火了！", "救命", "沒有失火", "help!! ", "not a fire, ", "瓦斯味"),
    "mistyped words": _said("elevatr ", "brokn ", "leking ", "tolet ", "electrcity ", "parkng "),
    "repetitions": _said("哈哈哈", "!!!!!", "aaaaaab", "停電了停電了", "ababababab"),
}


def _shipped(yardstick: Yardstick, cache: Path) -> Iterator[Figure]:
    before = yardstick.milliseconds()
    with TemporaryDirectory() as folder, telling("learning the shipped catalogue"):
        cpu, wall = _learned_apart(Path(folder))
    measured = (before + yardstick.milliseconds()) / 2
    pace = measured / REFERENCE_MS
    yield yardstick.figure(measured)
    yield Figure("learning, CPU", cpu, "s", 8, "in a process of its own", pace=pace)
    yield Figure("learning, wall", wall, "s", 8, "in a process of its own", pace=pace)
    starts = [_started(cache) for _ in range(_STARTS)]
    without, imports, whole = (
        median(start[name] for start in starts) for name in ("ready_cpu", "imports_cpu", "cpu")
    )
    walls = {name: median(start[name] for start in starts) for name in ("ready_wall", "wall")}
    yield Figure(
        "start from the cache, imports done, CPU",
        without,
        "s",
        0.5,
        f"wall {walls['ready_wall']:.2f} s; median of {_STARTS}",
        pace=pace,
    )
    yield Figure(
        "start from the cache, with imports, CPU",
        whole,
        "s",
        0.5,
        f"wall {walls['wall']:.2f} s; imports {imports:.2f} s CPU, the rest is Python itself",
        pace=pace,
    )
    resident = max(start["resident_mb"] for start in starts)
    peak = max(start["peak_mb"] for start in starts)
    yield Figure(
        "memory resident in service",
        resident,
        "MB",
        300,
        f"after {starts[0]['messages']:,.0f} messages; peak {peak:.0f} MB",
    )


def _learned_apart(cache: Path) -> tuple[float, float]:
    """CPU and wall seconds."""
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "intents", "train", "--cache", str(cache)],
        cwd=_HOME,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - wall


def _started(cache: Path) -> dict[str, Any]:
    """What `tests.bench.starting` measures in a fresh process, which the interpreter begins."""
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.starting", str(cache)],
        cwd=_HOME,
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told | {"wall": told["ready_at"] - began}


def _classifier(
    rows: Sequence[Example],
    asked: Sequence[str],
    yardstick: Yardstick,
    learned_in: float | None = None,
    p99: float | None = None,
) -> Table:
    before = yardstick.milliseconds()
    wall, cpu = time.perf_counter(), time.process_time()
    with telling(f"{len(rows):,} examples") as tell:
        classifier = Classifier.train(rows, (), tell)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    measured = (before + yardstick.milliseconds()) / 2
    pace = measured / REFERENCE_MS
    labels = len({row.label for row in rows})
    return Table(
        f"A classifier of {len(rows):,} examples, {labels} labels",
        [
            yardstick.figure(measured),
            Figure("learning, CPU", cpu, "s", learned_in, pace=pace),
            Figure("learning, wall", wall, "s", learned_in, pace=pace),
            *_latency("a message", classifier.classify, asked, yardstick, p99=p99),
        ],
    )
