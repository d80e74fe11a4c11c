"""`GET /health`: whether it works, and how much waits. For a supervisor or a load balancer."""

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from db.models import InboxUpdate, OutboxLetter
from db.vocabulary import InboxState, OutboxState

if TYPE_CHECKING:
    from bot.app import Guanjia


def health_routes(guanjia: "Guanjia") -> list[BaseRoute]:
    async def health(request: Request) -> Response:
        """200 with counts, or 503 where the database does not answer."""
        del request
        try:
            async with guanjia.database.reading() as session:
                unread = await session.scalar(
                    select(func.count()).where(InboxUpdate.state == InboxState.PENDING)
                )
                dead = await session.scalar(
                    select(func.count()).where(InboxUpdate.state == InboxState.DEAD)
                )
                unsent = await session.scalar(
                    select(func.count()).where(OutboxLetter.state == OutboxState.PENDING)
                )
        except (SQLAlchemyError, OSError):
            return JSONResponse({"ok": False}, status_code=503)
        return JSONResponse({"ok": True, "inbox": unread, "dead": dead, "outbox": unsent})

    return [Route("/health", health)]
