"""A group became a supergroup: same people, another id, everywhere it is written down."""

from sqlalchemy import ColumnElement, and_, delete, exists, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Card, Dialogue, ForumTopic, MessageLink, OutboxLetter, Team
from db.once import table_of
from db.outbox import is_pending, is_sending

_outbox = table_of(OutboxLetter)
_links = table_of(MessageLink)
_dialogues = table_of(Dialogue)
_topics = table_of(ForumTopic)


async def move_chat(session: AsyncSession, old_id: int, new_id: int) -> None:
    """Write the new id for the old one. Telegram tells it twice or more: once is enough.

    Where a row under the new id exists already it is the later one, and it stays.
    """
    await _drop_overtaken(session, old_id, new_id)
    moves = (
        (_outbox.c.chat_id, and_(_outbox.c.chat_id == old_id, or_(is_pending, is_sending))),
        (_links.c.chat_id, _links.c.chat_id == old_id),
        (_links.c.origin_chat_id, _links.c.origin_chat_id == old_id),
        (_dialogues.c.chat_id, _dialogues.c.chat_id == old_id),
        (table_of(Team).c.forum_chat_id, table_of(Team).c.forum_chat_id == old_id),
        (_topics.c.chat_id, and_(_topics.c.chat_id == old_id, ~_has_successor(new_id))),
        (table_of(Card).c.chat_id, table_of(Card).c.chat_id == old_id),
    )
    for column, where in moves:
        await session.execute(update(column.table).where(where).values({column: new_id}))


async def _drop_overtaken(session: AsyncSession, old_id: int, new_id: int) -> None:
    newer = _links.alias()
    await session.execute(
        delete(_links).where(
            _links.c.chat_id == old_id,
            exists().where(newer.c.chat_id == new_id, newer.c.message_id == _links.c.message_id),
        )
    )
    later = _dialogues.alias()
    await session.execute(
        delete(_dialogues).where(
            _dialogues.c.chat_id == old_id,
            exists().where(later.c.chat_id == new_id, later.c.person_id == _dialogues.c.person_id),
        )
    )


def _has_successor(new_id: int) -> ColumnElement[bool]:
    """The ticket has a topic under the new id already; the old row is only history then."""
    later = _topics.alias()
    return exists().where(later.c.chat_id == new_id, later.c.ticket_id == _topics.c.ticket_id)
