"""A community's templates of notices."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Template
from db.once import table_of, write_once
from db.rows import changed

MOST = 40
"""In one community: a list of them has to be looked through."""


async def own(session: AsyncSession, community_id: int) -> Sequence[Template]:
    found = await session.scalars(
        select(Template).where(Template.community_id == community_id).order_by(Template.code)
    )
    return found.all()


async def write(
    session: AsyncSession,
    community_id: int,
    code: str,
    texts: dict[str, str],
    by: int,
    now: datetime,
) -> Template | None:
    """None where there is one of that name already."""
    new = {"community_id": community_id, "code": code, "texts": texts}
    before = await _named(session, community_id, code)
    await write_once(session, table_of(Template), [new | {"written_by": by, "changed_at": now}])
    return await _named(session, community_id, code) if before is None else None


async def _named(session: AsyncSession, community_id: int, code: str) -> Template | None:
    named = select(Template).where(Template.community_id == community_id, Template.code == code)
    return (await session.scalars(named)).one_or_none()


async def rewrite(row: Template, texts: dict[str, str], by: int, now: datetime) -> None:
    row.texts, row.written_by, row.changed_at = texts, by, now


async def drop(session: AsyncSession, template_id: int) -> bool:
    """False where somebody else was first."""
    return await changed(session, delete(Template).where(Template.id == template_id))
