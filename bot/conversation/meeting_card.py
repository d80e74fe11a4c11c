"""The manager's card of a meeting: who comes, as it stands, and what can still be done."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select

from bot.buttons import Action, Rows, button
from bot.conversation import meeting_letters
from bot.desk import Desk
from db.models import Card, Meeting, Person
from db.vocabulary import CardAudience, Language, MailPriority, MeetingState
from reminders import convening


async def put_before(desk: Desk, meeting: Meeting, reader: Person) -> None:
    """A new card at the end of the chat; the one further up is not kept up to date any more."""
    await desk.session.execute(
        delete(Card).where(Card.meeting_id == meeting.id, Card.person_id == reader.id)
    )
    card = Card(
        audience=CardAudience.MEETING,
        meeting_id=meeting.id,
        person_id=reader.id,
        chat_id=reader.telegram_id,
    )
    desk.session.add(card)
    await desk.session.flush()
    await _show(desk, meeting, card, reader)


async def redraw(desk: Desk, meeting: Meeting) -> None:
    """Bring every card of the meeting up to date."""
    found = await desk.session.execute(
        select(Card, Person)
        .join(Person, Person.id == Card.person_id)
        .where(Card.meeting_id == meeting.id)
        .order_by(Card.id)
    )
    for card, reader in found.all():
        await _show(desk, meeting, card, reader)


async def _show(desk: Desk, meeting: Meeting, card: Card, reader: Person) -> None:
    desk.bag.show(
        card,
        reader.language,
        "meeting.card",
        buttons=_rows(meeting),
        priority=MailPriority.REPLY,
        **await _standing(desk, meeting, reader.language),
    )


async def _standing(desk: Desk, meeting: Meeting, language: Language) -> dict[str, Any]:
    tally = await convening.tally(desk.session, meeting.id)
    return {
        **meeting_letters.matter(desk, meeting, language),
        "state_code": meeting.state.value,
        "minuted": meeting.minuted_at is not None,
        **asdict(tally),
        "silent": tally.silent,
    }


def _rows(meeting: Meeting) -> Rows:
    match meeting.state:
        case MeetingState.ANNOUNCED:
            return (
                (
                    button("move_meeting", Action.MOVE_MEETING, meeting.id, meeting.version),
                    button("call_off", Action.CALL_OFF, meeting.id, meeting.version),
                ),
            )
        case MeetingState.OVER if meeting.minuted_at is None:
            return ((button("write_minutes", Action.MINUTES, meeting.id),),)
        case _:
            return ()
