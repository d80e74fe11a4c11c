"""What is due of one sort, row by row: one that fails holds up no other."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ticking.hands import Hands

_log = logging.getLogger(__name__)

Row = TypeVar("Row")


async def each_apart(
    hands: Hands,
    due: Iterable[Row],
    settle: Callable[[Hands, AsyncSession, Row], Awaitable[None]],
) -> None:
    """Each in a transaction of its own. What fails is logged by name, and due again."""
    for row in due:
        try:
            async with hands.database.transaction() as session:
                await settle(hands, session, row)
        except Exception:
            _log.exception("what was due could not be done: %s, %r", settle.__qualname__, row)
