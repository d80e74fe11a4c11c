"""Whether a conditional statement found its row: the row count answers who was first."""

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Insert, Update
from sqlalchemy.ext.asyncio import AsyncSession


async def changed(session: AsyncSession, statement: Insert | Update | Delete) -> bool:
    """Run it; True where at least one row matched, or was new."""
    result = cast(
        "CursorResult[Any]",
        await session.execute(statement.execution_options(synchronize_session=False)),
    )
    return result.rowcount > 0
