"""Pictures, recordings and files passed on as copies, the parts of an album in one letter."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.conversation.messages import Incoming
from bot.conversation.turn import Turn
from bot.post import Original
from bot.tickets import description, news
from db.models import ForumTopic, OutboxLetter, Person, Ticket
from db.vocabulary import Language, OutboxState

ALBUM_PATIENCE = timedelta(seconds=1)
"""The parts of an album come one by one and none says it is the last."""


async def pass_on(
    turn: Turn,
    ticket: Ticket,
    to: Person | ForumTopic,
    header: str,
    parts: Sequence[Incoming],
    said: Sequence[str],
    *,
    original: Original | None,
    edited: bool = False,
    bare: bool = False,
) -> None:
    """Pass one message on, or the parts of one album: in the album's letter while it waits.

    `said`: the words beneath them that are to be passed on; `bare`: there are others, which are
    not. `original`: what it stands for, as something that may answer a message.
    """
    ids = [part.message_id for part in parts if part.message_id is not None]
    first = parts[0]
    album = first.album if not edited else None
    letter = await letter_of(turn, first) if album else None
    theirs = letter if letter is not None and _goes_to(letter, to, ticket) else None
    words = "\n".join(each for each in said if each)
    language = turn.community.language if isinstance(to, ForumTopic) else to.language
    given: dict[str, Any] = description.values(turn, ticket, language) | {
        "by": turn.person.called(language),
        "edited": edited,
    }
    if not ids or (
        theirs and _joins_letter(turn, theirs, ids, header, language, words, given, bare=bare)
    ):
        return
    chat = to.chat_id if isinstance(to, ForumTopic) else to.telegram_id
    turn.bag.copy(
        to,
        first.chat_id,
        ids,
        ticket=ticket,
        header=header,
        words=words,
        bare=bare,
        key=_album_key(first) if album and letter is None else None,
        not_before=turn.now + ALBUM_PATIENCE if album else None,
        reply_to=await news.answered(turn, original, chat) if original else None,
        **given,
    )


def _album_key(incoming: Incoming) -> str:
    return f"album:{incoming.chat_id}:{incoming.album}"


def _goes_to(letter: OutboxLetter, to: Person | ForumTopic, ticket: Ticket) -> bool:
    """The ticket may be told elsewhere by now: what is kept from its group goes there no more."""
    reader = letter.topic_id if isinstance(to, ForumTopic) else letter.person_id
    return letter.ticket_id == ticket.id and reader == to.id


async def letter_of(turn: Turn, part: Incoming) -> OutboxLetter | None:
    return (
        await turn.session.scalars(select(OutboxLetter).where(OutboxLetter.key == _album_key(part)))
    ).one_or_none()


def _joins_letter(
    turn: Turn,
    letter: OutboxLetter,
    message_ids: Sequence[int],
    header: str,
    language: Language,
    words: str,
    given: dict[str, Any],
    *,
    bare: bool,
) -> bool:
    """Add to the album's letter; False where it has gone already."""
    if letter.state is not OutboxState.PENDING or letter.body is None:
        return False
    copy = letter.body["copy"]
    ids = sorted({*copy["message_ids"], *message_ids})
    words = "\n".join(each for each in (copy["words"], words) if each)
    letter.body = letter.body | {
        "copy": copy
        | {"message_ids": ids, "words": words, "bare": bare or copy.get("bare", False)},
        "note": turn.voice.html(header, language, words=words, **given),
    }
    letter.not_before = turn.now + ALBUM_PATIENCE
    return True
