"""What is due of one sort, row by row: one that fails holds up no other."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ticking.hands import Hands
from bot.ticking.setbacks import Setbacks

Found = TypeVar("Found")


async def each_apart(
    hands: Hands,
    setbacks: Setbacks,
    due: Iterable[int],
    settle: Callable[[Hands, AsyncSession, int], Awaitable[Found]],
) -> dict[int, Found]:
    """Each in a transaction of its own, unless it rests after a setback.

    Returns what came of those whose transaction was committed: only they may be remembered as
    done.
    """
    done = {}
    for number in due:
        if not setbacks.rests(number, hands.now):
            with setbacks.attempt(number, hands.now):
                async with hands.database.transaction() as session:
                    found = await settle(hands, session, number)
                done[number] = found
    return done
