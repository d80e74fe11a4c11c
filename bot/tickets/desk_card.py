"""The desk's card: all there is to know about a ticket, and what the desk can do now."""

from dataclasses import dataclass
from datetime import datetime

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.tickets import complaints, eight_steps, lifecycle, menu
from bot.tickets.concerned import concerned, is_confidential
from bot.tickets.description import LAMPS, values
from bot.tickets.grounds import Grounds
from bot.tickets.paging import awaits_acknowledgement
from db.models import Card, Person, Ticket
from db.vocabulary import Language, MailPriority, TicketKind, TicketState


async def draw(
    desk: Desk,
    ticket: Ticket,
    card: Card,
    *,
    fresh: bool = False,
    reader: Person | None = None,
    below: Rows = (),
) -> None:
    """`reader`: who asked for it, and reads it in their own language; `below`: more buttons."""
    language = reader.language if reader else await _language_of(desk, card)
    grounds, reasons = Grounds.read(ticket.evidence), why(desk, ticket, language)
    done = await complaints.taken(desk, ticket)
    desk.bag.show(
        card,
        language,
        "staff.card",
        fresh=fresh,
        buttons=(*buttons(ticket), *below),
        ticket=ticket,
        priority=(
            MailPriority.REPLY
            if reader
            else MailPriority.EMERGENCY
            if awaits_acknowledgement(ticket)
            else MailPriority.TICKET
        ),
        pin=card.topic_id is not None,
        lamp=LAMPS[ticket.priority],
        priority_code=ticket.priority.value,
        home=ticket.home.code if ticket.home else None,
        place_known=ticket.place_known,
        wish=ticket.wish,
        respond_by=None if ticket.first_response_at else ticket.first_response_due,
        resolve_by=ticket.resolution_due,
        over=ticket.drill or ticket.state in lifecycle.OVER,
        reopened=ticket.reopened_count,
        rating=ticket.rating,
        about=grounds.about,
        doubtful=grounds.doubt is not None,
        time_said=grounds.time_said,
        time_meant=datetime.fromisoformat(grounds.time_meant) if grounds.time_meant else None,
        phone=grounds.phone,
        who=_named(desk, grounds.who, language),
        called=tuple(each[language] for each in grounds.called),
        amount=grounds.amount,
        currency=grounds.currency,
        by=reasons.by,
        evidence=reasons.said,
        near=reasons.near,
        confidential=is_confidential(ticket),
        concerns=await _concerns(desk, ticket, language),
        steps_done=len(done) if eight_steps.goes_through(ticket) else None,
        steps_left=[complaints.name(desk, each, language) for each in eight_steps.left(done)],
        **values(desk, ticket, language),
    )


async def _concerns(desk: Desk, ticket: Ticket, language: Language) -> list[str]:
    """The names of those it is kept from."""
    people = [await desk.session.get_one(Person, each) for each in sorted(concerned(ticket))]
    return [each.called(language) for each in people]


@dataclass(frozen=True)
class Reasons:
    """Why a ticket was sorted so: by what, which words decided, and the topics that were near."""

    by: str
    said: str
    near: list[str]


def why(desk: Desk, ticket: Ticket, language: Language) -> Reasons:
    grounds = Grounds.read(ticket.evidence)
    rivals = (desk.catalogue.topics.get(topic) for topic in grounds.rivals)
    near = [topic.name[language] for topic in rivals if topic and topic.id != ticket.topic]
    return Reasons(grounds.by, grounds.said, near)


async def _language_of(desk: Desk, card: Card) -> Language:
    """A private card speaks its reader's; topics speak the team's."""
    if card.person_id is None:
        return desk.community.language
    return (await desk.session.get_one(Person, card.person_id)).language


def buttons(ticket: Ticket) -> Rows:
    """What the desk can do now; what is pressed once carries the version it was drawn for."""
    more = ((button("more", Action.MORE, ticket.id),),) if menu.rows(ticket) else ()
    return (*_first_buttons(ticket), *more)


def _first_buttons(ticket: Ticket) -> Rows:
    if ticket.state in lifecycle.OVER or ticket.state is TicketState.RESOLVED:
        return ()
    number, version = ticket.id, ticket.version
    note = button("note", Action.NOTE, number)
    explain = button("why", Action.WHY, number)
    below = (note, explain) if Grounds.read(ticket.evidence).by else (note,)
    if ticket.kind is TicketKind.FOLLOW_UP:
        return ((button("note_outcome", Action.NOTE, number),),)
    if ticket.drill:
        going = button("on_my_way", Action.GOING, number)
        counted = button("roll_call", Action.ROLL_CALL, number)
        return ((going, counted), (note, button("end_drill", Action.END_DRILL, number)))
    hand_off = button("hand_off", Action.HAND_OFF, number)
    if ticket.kind is TicketKind.EMERGENCY and ticket.state in lifecycle.UNDONE:
        going = button("on_my_way", Action.GOING, number)
        if ticket.state in lifecycle.UNACCEPTED:
            return ((going, hand_off), below)
        return ((button("resolve", Action.RESOLVE, number, version), going), (hand_off, *below))
    steps: Rows = ()
    if eight_steps.goes_through(ticket):
        steps = ((button("steps", Action.STEPS, number),),)
    if ticket.state in lifecycle.UNACCEPTED:
        return ((button("accept", Action.ACCEPT, number, version), hand_off), *steps, below)
    return ((button("resolve", Action.RESOLVE, number, version), hand_off), *steps, below)


def _named(desk: Desk, who: str, language: Language) -> str:
    """A role in the reader's words, a name as it was written."""
    if f"roles.{who}" not in desk.voice.texts:
        return who
    return desk.voice.words(f"roles.{who}", language)
