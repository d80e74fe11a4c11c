"""How long one message takes to understand, with the shipped catalogue."""

import statistics
import time
from typing import Any

from intents import Catalogue, Engine

_FRAMES = (
    "請問{}",
    "{}，麻煩盡快處理",
    "你好，{}，謝謝",
    "{}!!!",
    "hi, {} please",
    "昨天晚上開始{}，已經打過電話了還是一樣，不知道什麼時候可以來看",
)


async def measure(count: int = 5000) -> dict[str, Any]:
    started = time.perf_counter()
    catalogue = Catalogue.load()
    engine = Engine(catalogue)
    ready = time.perf_counter() - started
    phrases = [phrase for topic in catalogue for said in topic.phrases.values() for phrase in said]
    texts = [
        _FRAMES[n % len(_FRAMES)].format(phrases[n * 7919 % len(phrases)]) for n in range(count)
    ]
    for text in texts[:200]:
        engine.understand(text)
    times = []
    for text in texts:
        begun = time.perf_counter()
        engine.understand(text)
        times.append((time.perf_counter() - begun) * 1000)
    cuts = statistics.quantiles(times, n=100)
    return {
        "p50_ms": round(cuts[49], 2),
        "p99_ms": round(cuts[98], 2),
        "ready_s": round(ready, 2),
        "topics": len(catalogue),
        "phrases": len(phrases),
    }
