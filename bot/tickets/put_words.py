"""Words whose owner did not say which ticket they are for: put to one when nobody says so.

They wait as letters; once these have gone the ticket counts them like any further words.
"""

from bot.desk import Desk
from bot.tickets import cards, talking
from bot.tickets.log import record
from db import tickets
from db.models import OutboxLetter, Person, Ticket
from db.vocabulary import EventType

KEYS = "whose:"
"""What the keys of such letters begin with."""


def owed_keys(chat_id: int, message_id: int) -> tuple[str, str]:
    """What is owed to the desk and to the owner while nobody knows whose the words are."""
    key = f"{KEYS}{chat_id}:{message_id}"
    return f"{key}{_TO_DESK}", f"{key}:owner"


_TO_DESK = ":desk"


def wait(
    desk: Desk, ticket: Ticket, person: Person, said: str, media: str | None, key: str
) -> None:
    """`key`: of the letter that takes them to the desk."""
    note = {"said": said, "media": media, "letter": key}
    record(desk, ticket, EventType.WORDS_WAITED, person, note=note)


async def count(desk: Desk, ticket: Ticket, letter: OutboxLetter) -> None:
    """The letter has gone: an answer is owed from now on, and work that waited for one goes on.

    Once, however often it is looked at.
    """
    if not letter.key.endswith(_TO_DESK):
        return
    counted = await tickets.events_of(desk.session, ticket.id, EventType.FOLLOWED_UP)
    if any(event.data.get("letter") == letter.key for event in counted):
        return
    for event in await tickets.events_of(desk.session, ticket.id, EventType.WORDS_WAITED):
        if event.data["letter"] != letter.key:
            continue
        back = await talking.follow_up(
            desk,
            ticket,
            ticket.reporter,
            event.data["said"],
            event.data["media"],
            letter=letter.key,
        )
        if back:
            await cards.show(desk, ticket)
        return
