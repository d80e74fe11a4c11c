"""Runs every bench in turn and prints one table. Wall times are this machine's mood; ratios and
CPU times are what to quote."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from tests.bench import broadcasting, classifying, receiving, sending
from tests.bench.databases import both_databases

Figures = dict[str, Any]
Bench = Callable[[], Coroutine[Any, Any, Figures]]


async def everything() -> Figures:
    figures: Figures = {}
    async with both_databases() as urls:
        steps: list[tuple[str, Bench]] = [
            ("classify", classifying.measure),
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
        ]
        for name, bench in steps:
            print(f"… {name}", file=sys.stderr, flush=True)
            figures[name] = await bench()
    echo = figures["bare echo"]["cpu_us"]
    for name, values in figures.items():
        if name.startswith("full update"):
            values["times_the_echo"] = round(values["cpu_us"] / echo, 1)
    return figures


def main() -> None:
    figures = asyncio.run(everything())
    for name, values in figures.items():
        print(f"{name:32} " + "  ".join(f"{key}={value}" for key, value in values.items()))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
