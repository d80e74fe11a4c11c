"""Training in a process of its own, so that nobody waits for an answer meanwhile."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import intents

LONGEST = 900.0
"""Seconds a training may take."""

Run = Callable[[Sequence[str]], Awaitable[str]]
"""Runs `python -m intents …` and returns what it printed. Raises TrainingError."""


class TrainingError(Exception):
    """The training gave no result, and why."""


async def run_intents(arguments: Sequence[str]) -> str:
    home = str(Path(intents.__file__).parent.parent)
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "intents",
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": home, "PYTHONIOENCODING": "utf-8"},
        )
    except OSError as error:
        raise TrainingError(f"the training could not begin: {error}") from error
    try:
        out, problems = await asyncio.wait_for(process.communicate(), LONGEST)
    except TimeoutError as error:
        raise TrainingError(f"the training took longer than {LONGEST:.0f} seconds") from error
    finally:
        if process.returncode is None:  # too slow, or the program stops
            process.kill()
            await process.wait()
    if process.returncode != 0:
        last = (problems.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]
        raise TrainingError(f"the training ended with {process.returncode}: {last}")
    return out.decode(errors="replace")
