"""Printing in a process of its own: it takes a second of a core and more memory than the service.

Run as a program it reads a sheet as JSON and writes the PDF.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from reminders.printing.sheet import Sheet

LONGEST = 120.0
"""Seconds that a list may take."""

_HOME = str(Path(__file__).resolve().parents[2])


class PrintingError(Exception):
    """There is no paper, and why; never with what was to stand on it."""


async def print_sheet(sheet: Sheet) -> bytes:
    """Raises PrintingError."""
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": _HOME},
        )
    except OSError as error:
        raise PrintingError(f"the printing could not begin: {error}") from error
    try:
        given = json.dumps(sheet.to_json()).encode()
        pdf, _ = await asyncio.wait_for(process.communicate(given), LONGEST)
    except TimeoutError as error:
        raise PrintingError(f"the printing took longer than {LONGEST:.0f} seconds") from error
    finally:
        if process.returncode is None:  # too slow, or the program stops
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise PrintingError(f"the printing ended with {process.returncode}")
    return pdf


def _main() -> None:
    from reminders.printing.paper import printed  # the service itself never loads it

    sheet = Sheet.from_json(json.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(printed(sheet))


if __name__ == "__main__":
    _main()
