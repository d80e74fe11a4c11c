"""Runs the benches in turn: `python -m tests.bench [part …]`, all of them without a part.

Wall times are this machine's mood; ratios and CPU times are what to quote.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from intents import Engine, ready
from tests.bench import (
    broadcasting,
    classifying,
    crashing,
    desk,
    planning,
    receiving,
    sending,
    simulating,
    understanding,
)
from tests.bench.databases import both_databases
from tests.bench.figures import Table, telling

Figures = dict[str, Any]
Bench = Callable[[], Coroutine[Any, Any, Figures]]

CACHE = Path(__file__).parents[2] / ".pytest_cache" / "d" / "understanding"
"""The one that the tests fill."""


@cache
def _engine() -> Engine:
    with telling("making the engine ready") as tell:
        return ready(CACHE, tell=tell)


def _training() -> Iterator[Table]:
    _engine()  # so that the cache is full
    return classifying.measure_training(CACHE)


PARTS: dict[str, Callable[[], Iterator[Table]]] = {
    "messages": lambda: understanding.measure_owners(_engine()),
    "clinc": understanding.measure_clinc,
    "latency": lambda: classifying.measure_latency(_engine()),
    "training": _training,
    "many": classifying.measure_many,
}
"""What `understanding` stands for; each can be asked for alone."""


def understood(parts: list[str]) -> Figures:
    figures: Figures = {}
    if parts:
        print("At reference pace: as if the yardstick took what it takes on the reference machine.")
    for part in parts:
        for table in PARTS[part]():
            table.show()
            sys.stdout.flush()
            figures[table.title] = table.as_row()
    return figures


async def served() -> Figures:
    figures: Figures = {}
    async with both_databases() as urls:
        steps: list[tuple[str, Bench]] = [
            ("bare echo", receiving.measure_echo),
            *[
                (f"full update, {name}", lambda url=url: receiving.measure(url))
                for name, url in urls.items()
            ],
            ("memory", lambda: receiving.measure_memory(urls["sqlite"])),
            ("send, 64 in flight, 50 ms", sending.measure),
            *[
                (f"broadcast to 100,000, {name}", lambda url=url: broadcasting.measure(url))
                for name, url in urls.items()
            ],
            *[
                (f"killed amid 5,000 sends, {name}", lambda url=url: crashing.measure(url))
                for name, url in urls.items()
            ],
            ("pace of 500 letters", lambda: broadcasting.measure_pace(urls["sqlite"])),
            *[
                (f"plan, 3 regions × 400 days, {name}", lambda url=url: planning.measure(url))
                for name, url in urls.items()
            ],
            ("a year of 500 owners", lambda: simulating.measure(urls["sqlite"])),
        ]
        for name, bench in steps:
            print(f"… {name}", file=sys.stderr, flush=True)
            figures[name] = await bench()
    echo = figures["bare echo"]["cpu_us"]
    for name, values in figures.items():
        if name.startswith("full update"):
            values["times_the_echo"] = round(values["cpu_us"] / echo, 1)
    for name, values in figures.items():
        print(f"{name:32} " + "  ".join(f"{key}={value}" for key, value in values.items()))
    return figures


async def busy() -> Figures:
    """The desk with very much to do, on both databases."""
    _engine()  # so that the cache is full
    figures: Figures = {}
    async with both_databases() as urls:
        for name, url in urls.items():
            for table in await desk.measure(name, url, CACHE):
                table.show()
                figures[table.title] = table.as_row()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", help=f"understanding ({', '.join(PARTS)}), service, desk"
    )
    asked = parser.parse_args().parts or ["understanding", "service", "desk"]
    unknown = set(asked) - {"understanding", "service", "desk", *PARTS}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    figures = understood([part for part in PARTS if part in asked or "understanding" in asked])
    if "service" in asked:
        figures |= asyncio.run(served())
    if "desk" in asked:
        figures |= asyncio.run(busy())
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
