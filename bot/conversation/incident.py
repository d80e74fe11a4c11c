"""One outage, many owners: what they answer, and what the desk does for all of them at once."""

from collections.abc import Awaitable, Callable, Sequence

from bot.buttons import Press
from bot.conversation import outgoing, owner_words, pressed, relay, whereabouts
from bot.conversation.messages import Media
from bot.conversation.turn import Turn
from bot.tickets import cards, description, incident_card, incident_news, incidents, news, works
from bot.tickets.standing import owns, works_on
from db import incidents as rows
from db import people, tickets
from db.models import Incident, Person, Ticket
from db.vocabulary import IncidentKind, IncidentState, Step


async def same_problem(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    await _stop_asking(turn)
    if await _count_in(turn, ticket):
        turn.notify("incident.joined")
    else:
        turn.notify("common.stale")


async def other_problem(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press)
    if ticket is None:
        return
    await _stop_asking(turn)
    if not await _go_apart(turn, ticket):
        turn.notify("common.stale")


async def sameness_told(turn: Turn, data: dict[str, object]) -> bool:
    """A typed yes or no to whether theirs is the same problem; False for any other words."""
    number = data.get("ticket")
    ticket = await tickets.by_number(turn.session, number) if isinstance(number, int) else None
    same = owner_words.says_it_is_the_same(turn.incoming.text)
    if ticket is None or same is None or not owns(turn.standings(ticket)):
        return False
    if not same:
        return await _go_apart(turn, ticket)
    if not await _count_in(turn, ticket):
        return False
    turn.say("incident.joined")
    return True


async def _stop_asking(turn: Turn) -> None:
    waiting = await people.dialogue(turn.session, turn.incoming.chat_id, turn.person.id)
    if waiting is not None and waiting.step is Step.IS_IT_SAME:
        await turn.session.delete(waiting)
        await turn.session.flush()


async def _count_in(turn: Turn, ticket: Ticket) -> bool:
    """False where nobody asks that any more."""
    incident = await incidents.confirm(turn, ticket)
    if incident is None:
        return False
    await turn.session.flush()
    await incident_card.show(turn, incident)
    return True


async def _go_apart(turn: Turn, ticket: Ticket) -> bool:
    incident = await incidents.leave(turn, ticket, turn.person)
    if incident is None:
        return False
    await incident_news.apart(turn, incident, ticket)
    if not ticket.place_known:
        await whereabouts.expect(turn, ticket)
        await cards.show_owner(turn, ticket)
    return True


async def _incident(turn: Turn, row: int | None) -> Incident | None:
    """For whoever may work on its first report, or announces works; locked. Else None."""
    incident = await rows.locked(turn.session, row) if row is not None else None
    if incident is not None and incident.kind is IncidentKind.WORKS:
        ours = incident.community_id == turn.community.id
        return incident if ours and turn.manages_here else None
    lead = incident.lead_ticket_id if incident else None
    ticket = await turn.session.get(Ticket, lead) if lead is not None else None
    if ticket is None or not works_on(turn.standings(ticket)):
        return None
    return incident


async def _pressed(turn: Turn, press: Press) -> Incident | None:
    """As it was when the button was drawn; else a note says how it stands."""
    incident = await _incident(turn, press.number(0))
    if incident is None:
        turn.notify("common.not_yours", alert=True)
        return None
    if press.number(1) != incident.version:
        await _say_how_it_stands(turn, incident)
        return None
    return incident


async def _say_how_it_stands(turn: Turn, incident: Incident) -> None:
    about = await incident_card.matter(turn, incident, turn.language)
    turn.notify("incident.stands", state_code=incident.state.value, **about)


async def _changed(
    turn: Turn,
    press: Press,
    change: Callable[[Turn, Incident, Person], Awaitable[Sequence[Ticket] | None]],
) -> tuple[Incident, Sequence[Ticket]] | None:
    """The incident, and the tickets it speaks for; None, and said why, where nothing changed."""
    incident = await _pressed(turn, press)
    if incident is None:
        return None
    found = await change(turn, incident, turn.person)
    if found is None:
        await _say_how_it_stands(turn, incident)
        return None
    return incident, found


async def open_incident(turn: Turn, press: Press) -> None:
    changed = await _changed(turn, press, incidents.open_incident)
    if changed is not None:
        await incident_news.opened(turn, *changed, turn.person)


async def dismiss(turn: Turn, press: Press) -> None:
    changed = await _changed(turn, press, incidents.dismiss)
    if changed is not None:
        await incident_news.dismissed(turn, *changed, turn.person)


async def resolve(turn: Turn, press: Press) -> None:
    changed = await _changed(turn, press, incidents.resolve)
    if changed is None:
        return
    incident, found = changed
    await incident_news.resolved(turn, incident, found, turn.person)
    if incident.kind is IncidentKind.WORKS:
        await works.tell_over(turn, incident)
        turn.notify("incident.works_told")


async def ask_update(turn: Turn, press: Press) -> None:
    """The presser's next words in this chat go to every owner."""
    incident = await _pressed(turn, press)
    if incident is None or incident.lead_ticket_id is None:
        return
    await turn.expect(Step.WRITE_UPDATE, incident=incident.id, ticket=incident.lead_ticket_id)
    lead = await turn.session.get_one(Ticket, incident.lead_ticket_id)
    found = await rows.spoken_for(turn.session, incident.id)
    await outgoing.answer_desk(
        turn,
        lead,
        "incident.update_wanted",
        by=turn.person,
        people=len(found),
    )


async def update_written(turn: Turn, data: dict[str, object]) -> bool:
    """False for a note, and for what cannot be passed on: that is no update."""
    incoming, row = turn.incoming, data.get("incident")
    if relay.is_note(incoming) or incoming.media is Media.UNKNOWN or not isinstance(row, int):
        return False
    incident = await _incident(turn, row)
    if incident is None:
        return False
    if incident.state is not IncidentState.OPEN:
        await incident_news.too_late(turn, incident)
        return True
    lead = incident.lead_ticket_id
    first = await turn.session.get(Ticket, lead) if lead is not None else None
    if first is not None and not await outgoing.answer_passes(
        turn, first, Step.WRITE_UPDATE, data, incoming.text
    ):
        return True
    media = incoming.media.value if incoming.media else None
    found = await incidents.tell_all(
        turn, incident, turn.person, incoming.text, media, _message(turn)
    )
    for ticket in found:
        await _tell_owner(turn, ticket)
        await cards.show(turn, ticket)
    await incident_news.told_all(turn, incident, found)
    return True


def _message(turn: Turn) -> str:
    return f"{turn.incoming.chat_id}:{turn.incoming.message_id}"


async def update_corrected(turn: Turn, ticket: Ticket) -> bool:
    """Staff edited what went to everybody: everybody sees the correction, marked.

    False: the message went to nobody, or to one owner alone.
    """
    if relay.is_note(turn.incoming) or turn.incoming.media is Media.LOCATION:
        return False
    found = await rows.told_with(turn.session, ticket.id, _message(turn))
    told = [each for each in found if relay.reaches_owner(each)]
    if not told:
        return False
    if await outgoing.passes(turn, ticket, turn.incoming.text, resend=False):
        for each in told:
            await relay.edit_to_owner(turn, each)
        await news.post(turn, ticket, "incident.told_all", people=len(told))
    return True


async def _tell_owner(turn: Turn, ticket: Ticket) -> None:
    incoming, reader = turn.incoming, ticket.reporter
    if incoming.media is None:
        news.tell_owner(
            turn,
            ticket,
            "incident.update",
            words=incoming.text,
            by=turn.person.called(reader.language),
            **await news.threaded(turn, relay.original_of(incoming), reader.telegram_id),
        )
    elif incoming.message_id is not None:
        turn.bag.copy(
            reader,
            incoming.chat_id,
            [incoming.message_id],
            ticket=ticket,
            header="owner.staff_sends",
            words=incoming.text,
            edited=False,
            by=turn.person.called(reader.language),
            **description.values(turn, ticket, reader.language),
        )
