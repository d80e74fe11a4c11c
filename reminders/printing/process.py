"""Printing in a process of its own: it takes seconds of a core, and as much memory as the service.

Run as a program it reads JSON, line by line, and writes the file: a sheet as PDF, or a table.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from reminders.printing.sheet import Sheet
from reminders.printing.tables import Cells, Frame, tabulated

LONGEST = 120.0
"""Seconds that a list may take."""

_HOME = str(Path(__file__).resolve().parents[2])


class PrintingError(Exception):
    """There is no paper, and why; never with what was to stand on it."""


async def print_sheet(sheet: Sheet) -> bytes:
    """Raises PrintingError."""

    async def given() -> AsyncIterator[Any]:
        yield sheet.to_json()

    return await _made("sheet", given())


async def print_table(frame: Frame, parts: AsyncIterator[list[Cells]]) -> bytes:
    """Its lines in parts, as they are read. Raises PrintingError."""

    async def given() -> AsyncIterator[Any]:
        yield frame.to_json()
        async for part in parts:
            yield part

    return await _made("table", given())


async def _made(what: str, given: AsyncIterator[Any]) -> bytes:
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            what,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": _HOME},
        )
    except OSError as error:
        raise PrintingError(f"the printing could not begin: {error}") from error
    try:
        async with asyncio.timeout(LONGEST):
            await _hand_over(process, given)
            made, _ = await process.communicate()
    except TimeoutError as error:
        raise PrintingError(f"the printing took longer than {LONGEST:.0f} seconds") from error
    finally:
        if process.returncode is None:  # too slow, or the program stops
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise PrintingError(f"the printing ended with {process.returncode}")
    return made


async def _hand_over(process: asyncio.subprocess.Process, given: AsyncIterator[Any]) -> None:
    assert process.stdin is not None
    try:
        async for each in given:
            process.stdin.write(json.dumps(each).encode() + b"\n")
            await process.stdin.drain()
        process.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has ended: its return code says more


def _main(what: str) -> None:
    given = map(json.loads, sys.stdin.buffer)
    if what == "table":
        sys.stdout.buffer.write(tabulated(Frame.from_json(next(given)), given))
        return
    from reminders.printing.paper import printed  # the service itself never loads it

    sys.stdout.buffer.write(printed(Sheet.from_json(next(given))))


if __name__ == "__main__":
    _main(sys.argv[1])
