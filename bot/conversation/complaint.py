"""Complaints: thank, apologise and listen before anything else; then the supervisor answers."""

from dataclasses import replace

from bot.buttons import Action, Press, Rows, button
from bot.conversation import blame, emergency, onboarding, pressed, relay, spoken, wishes
from bot.conversation.messages import Incoming
from bot.conversation.turn import Turn
from bot.tickets import cards, complaints, news, opening, pressing
from bot.tickets.concerned import concerned
from bot.tickets.grounds import Grounds
from bot.tickets.log import change
from bot.tickets.opening import Wish
from bot.tickets.routing import NobodyAtAllError
from bot.tickets.temper import Temper, temper_of
from db import tickets
from db.models import Ticket
from db.vocabulary import ComplaintStep, EventType, Step, TicketKind
from intents import Kind, Understanding

WISHES = ("call_me", "explain", "improve", "compensate")
"""What people most often want; anything else they write."""


async def open_complaint(
    turn: Turn, text: str, heard: Understanding, *, about: int | None = None, apart: bool = False
) -> Ticket | None:
    """On record at once and with the supervisor; the owner first hears that they are heard.

    `about`: the earlier ticket that it speaks of; `apart`: its words were meant for that. None
    where it is about the only people whom it could be given to: then the owner is told whom to
    ring.
    """
    known = turn.catalogue.topics.get(heard.topic or "")
    wish = await wishes.wish_for(turn, text, heard, known)
    evidence = Grounds.read(wish.evidence).but(about=about).written()
    wish = replace(wish, evidence=evidence)
    ticket = await _opened(turn, wish, about)
    if ticket is None:
        return None
    await say_heard(turn, ticket, about, apart=apart)
    await news.opened(turn, ticket, receipt=False)
    pressing.tell(turn, ticket)
    return ticket


async def _opened(turn: Turn, wish: Wish, about: int | None) -> Ticket | None:
    """Kept from whom it names, and from whom the earlier ticket was kept; and, where somebody else
    is left to read it, from whoever worked on that."""
    earlier = await turn.session.get(Ticket, about) if about is not None else None
    named, worked = list(wish.concerns), list(wish.concerns)
    if earlier is not None:
        named += concerned(earlier)
        worked = [*named, earlier.assignee_id or earlier.accountable_id]
    for concerns in dict.fromkeys(tuple(dict.fromkeys(each)) for each in (worked, named)):
        try:
            it = replace(wish, concerns=concerns)
            return await opening.open_ticket(turn, turn.person, it, turn.home)
        except NobodyAtAllError:
            continue
    if not named:
        raise NobodyAtAllError
    wishes.say_whom_to_ring(turn)
    return None


async def add_anger(turn: Turn) -> bool:
    """Mere abuse, of somebody who has complained: whoever has that hears how angry they are."""
    mine = await tickets.active_of(turn.session, turn.person.id)
    complained = next((each for each in mine if each.kind is TicketKind.COMPLAINT), None)
    if complained is None:
        return False
    if await goes_apart(turn, complained):
        return True
    await relay.to_desk(turn, complained)
    await pressing.press(turn, complained, turn.person, Temper.HOSTILE)
    await cards.show(turn, complained)
    turn.say(
        "complaint.heard_by",
        ticket=complained,
        name=turn.name,
        number=complained.id,
        accountable=complained.accountable.called(turn.language),
    )
    return True


async def of_ticket(turn: Turn, press: Press) -> None:
    """What was added to a ticket is a complaint besides; what follows on the words goes there."""
    said = await spoken.said_then(turn, press)
    ticket = await pressed.own_ticket(turn, press, 1) if said else None
    if said is None or ticket is None:
        return
    became = await spoken.ticket_of(turn, said)
    if became is not None and became.id != ticket.id:
        turn.notify("owner.already_has_ticket", number=became.id)
        return
    heard = turn.understand(said.text)
    if not turn.is_bound:
        await onboarding.ask_to_be_vouched(turn, said.text, heard.slots)
        return
    complained = await _beside(turn, ticket, said.text, heard)
    if complained is not None:
        await relay.keep(turn, complained)


async def kept_apart(
    turn: Turn, ticket: Ticket, *, read_on: Ticket | None = None
) -> tuple[bool, Ticket | None]:
    """What is said just now, where it complains of somebody who would read it on that ticket: it
    becomes a complaint of its own, which is kept from them; or that ticket is, where it calls for
    help against them.

    `read_on`: the ticket on which it would be read, where that is another. Whether it is so, and
    the ticket that it belongs to, where there could be one, for what was sent along.
    """
    text = turn.incoming.text
    if not text:
        return False, None
    in_danger, kept = await emergency.says_from_whom(turn, ticket, text)
    if in_danger:
        return True, kept
    if not await blame.would_be_read(turn, read_on or ticket, text):
        return False, None
    heard = turn.understand(text)
    if not turn.is_bound:
        await onboarding.ask_to_be_vouched(turn, text, heard.slots)
        return True, None
    return True, await _beside(turn, ticket, text, heard, apart=True)


async def goes_apart(
    turn: Turn, ticket: Ticket, *pictures: Incoming, read_on: Ticket | None = None
) -> bool:
    """The same, with what was sent along."""
    apart, complained = await kept_apart(turn, ticket, read_on=read_on)
    if complained is not None:
        await relay.keep(turn, complained, *pictures)
    return apart


async def _beside(
    turn: Turn, ticket: Ticket, text: str, heard: Understanding, *, apart: bool = False
) -> Ticket | None:
    """A complaint in words that were that ticket's, or meant for it, and are so no more."""
    await spoken.free(turn, turn.incoming)
    heard = as_complaint(turn, text, heard)
    return await open_complaint(turn, text, heard, about=ticket.id, apart=apart)


def as_complaint(turn: Turn, text: str, heard: Understanding) -> Understanding:
    if heard.kind is Kind.COMPLAINT:
        return heard
    complaints = {topic.id for topic in turn.catalogue if topic.kind is Kind.COMPLAINT}
    likeliest = turn.ear.engine.likeliest(text, complaints)
    category = turn.catalogue[likeliest].category if likeliest else heard.category
    return replace(heard, kind=Kind.COMPLAINT, category=category, topic=likeliest)


async def say_heard(turn: Turn, ticket: Ticket, about: int | None, *, apart: bool = False) -> None:
    """Thanked and apologised to; to be listened to takes the owner's yes."""
    turn.say(
        "owner.complaint_heard",
        buttons=_right_rows(ticket),
        ticket=ticket,
        name=turn.name,
        said=ticket.said,
        about=about,
        apart=apart,
        pressing=bool(Grounds.read(ticket.evidence).pressing),
        accountable=ticket.accountable.called(turn.language),
    )
    await complaints.take(turn, ticket, ComplaintStep.THANK, None)
    await complaints.take(turn, ticket, ComplaintStep.APOLOGISE, None)


def _right_rows(ticket: Ticket) -> Rows:
    return (
        (
            button("right", Action.RIGHT, ticket.id),
            button("not_right", Action.NOT_RIGHT, ticket.id),
        ),
    )


async def right(turn: Turn, press: Press) -> None:
    """The complaint was understood: what would you like us to do?"""
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    if await _already(turn, ticket, EventType.CONFIRMED):
        turn.notify("common.already_answered")
        return
    change(turn, ticket, EventType.CONFIRMED, turn.person)
    await complaints.take(turn, ticket, ComplaintStep.LISTEN, None)
    await cards.show(turn, ticket)
    await _ask_wish(turn, ticket)


async def not_right(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    if await _already(turn, ticket, EventType.CONFIRMED):
        turn.notify("common.already_answered")
        return
    await turn.expect(Step.CORRECT_COMPLAINT, ticket=ticket.id)
    turn.say("owner.complaint_correct", ticket=ticket)


async def corrected(turn: Turn, data: dict[str, object]) -> bool:
    """The owner says it again, better; both wordings stay on record."""
    ticket = await _waiting_ticket(turn, data)
    text = turn.incoming.text.strip()
    if ticket is None or not text or turn.incoming.command:
        return False
    if await goes_apart(turn, ticket):
        return True
    change(
        turn,
        ticket,
        EventType.CONFIRMED,
        turn.person,
        note={"before": ticket.said},
        said=f"{ticket.said}\n{text}",
    )
    await complaints.take(turn, ticket, ComplaintStep.LISTEN, None)
    await relay.bind(turn, ticket)
    await pressing.press(turn, ticket, turn.person, temper_of(text))
    await cards.show(turn, ticket)
    await _ask_wish(turn, ticket)
    return True


async def _ask_wish(turn: Turn, ticket: Ticket) -> None:
    await turn.expect(Step.TELL_WISH, ticket=ticket.id)
    rows: Rows = tuple((button(f"wish_{wish}", Action.WISH, ticket.id, wish),) for wish in WISHES)
    turn.say("owner.complaint_wish", buttons=rows, ticket=ticket)


async def choose_wish(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    wish = press.word(1)
    if wish not in WISHES:
        turn.notify("common.stale")
        return
    if ticket.wish is not None:
        turn.notify("common.already_answered")
        return
    await turn.expect_nothing()
    if wish == "compensate":
        await pressing.press(turn, ticket, turn.person, Temper.REDRESS)
    await _wish_said(turn, ticket, turn.voice.words(f"buttons.wish_{wish}", turn.language))


async def wish_told(turn: Turn, data: dict[str, object]) -> bool:
    ticket = await _waiting_ticket(turn, data)
    text = turn.incoming.text.strip()
    if ticket is None or not text or turn.incoming.command or ticket.wish is not None:
        return False
    if await goes_apart(turn, ticket):
        return True
    await relay.bind(turn, ticket)
    await pressing.press(turn, ticket, turn.person, temper_of(text))
    await _wish_said(turn, ticket, text[:1000])
    return True


async def _wish_said(turn: Turn, ticket: Ticket, wish: str) -> None:
    """Now the receipt: a number, and the person who answers."""
    change(turn, ticket, EventType.WISHED, turn.person, wish=wish)
    await cards.show(turn, ticket)
    await cards.show_owner(turn, ticket)


async def _waiting_ticket(turn: Turn, data: dict[str, object]) -> Ticket | None:
    number = data.get("ticket")
    ticket = await tickets.by_number(turn.session, number) if isinstance(number, int) else None
    return ticket if ticket and ticket.reporter_id == turn.person.id else None


async def _already(turn: Turn, ticket: Ticket, event: EventType) -> bool:
    return bool(await tickets.events_of(turn.session, ticket.id, event))
