"""A fresh process that starts from the cache and serves: `classifying` runs it and reads JSON."""

import json
import re
import sys
import time
from itertools import cycle, islice
from pathlib import Path

MESSAGES = 1_000


def main(cache: Path) -> None:
    begun_wall, begun = time.perf_counter(), time.process_time()
    from intents import ready  # the import is part of what is measured

    imported_wall, imported = time.perf_counter(), time.process_time()
    engine = ready(cache)
    ready_wall, finished, ready_at = time.perf_counter(), time.process_time(), time.time()
    phrases = [
        phrase
        for topic in engine.catalogue
        for phrases in topic.phrases.values()
        for phrase in phrases
    ]
    step = max(1, len(phrases) // MESSAGES)
    for phrase in islice(cycle(phrases[::step]), MESSAGES):
        engine.understand(f"{phrase}，麻煩盡快處理")
    status = Path("/proc/self/status").read_text()  # rusage would begin at the parent's peak
    memory = {name: int(kb) / 1024 for name, kb in re.findall(r"(VmRSS|VmHWM):\s*(\d+)", status)}
    print(
        json.dumps(
            {
                "imports_cpu": imported - begun,
                "imports_wall": imported_wall - begun_wall,
                "ready_cpu": finished - imported,
                "ready_wall": ready_wall - imported_wall,
                "cpu": finished,
                "ready_at": ready_at,
                "resident_mb": memory["VmRSS"],
                "peak_mb": memory["VmHWM"],
                "messages": MESSAGES,
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
