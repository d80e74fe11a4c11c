"""Waits for what must become true soon."""

import asyncio
from collections.abc import Callable


async def eventually(is_true: Callable[[], object], within: float = 10.0) -> None:
    """Raises TimeoutError when it does not."""
    async with asyncio.timeout(within):
        while not is_true():  # noqa: ASYNC110 # what is waited for sets no event
            await asyncio.sleep(0.005)
