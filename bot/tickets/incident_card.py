"""An incident at a glance: how many report it, who answers for it, and what the desk can do."""

from collections.abc import Iterable
from typing import Any

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.tickets import lifecycle
from db import incidents
from db.models import Building, Card, ForumTopic, Incident, Person, Subscriber
from db.vocabulary import CardAudience, IncidentState, Language, Subscription

MOST_HOMES = 12
MOST_WORDS = 3


async def show(desk: Desk, incident: Incident) -> None:
    """In the first report's room, or with whoever answers for it; moved where that moved."""
    if incident.lead_ticket_id is None:
        return
    room = await incidents.room_of(desk.session, incident.lead_ticket_id)
    keeper = await desk.session.get_one(Person, incident.accountable_id)
    card = await incidents.card_of(desk.session, incident.id)
    fresh = card is None
    if card is None:
        card = Card(audience=CardAudience.INCIDENT, incident_id=incident.id)
        _place(card, room, keeper)
        desk.session.add(card)
    elif room is not None and card.topic_id != room.id:
        _place(card, room, keeper)
    await desk.session.flush()
    language = desk.community.language if card.topic_id else keeper.language
    about, reported = await matter(desk, incident, language), await _reported(desk, incident)
    desk.bag.show(
        card,
        language,
        "incident.card",
        fresh=fresh,
        pin=card.topic_id is not None,
        buttons=buttons(incident),
        state_code=incident.state.value,
        accountable=keeper.called(language),
        **reported,
        **about,
    )


def _place(card: Card, room: ForumTopic | None, keeper: Person) -> None:
    card.message_id = None
    card.person_id = None if room else keeper.id
    card.chat_id = room.chat_id if room else keeper.telegram_id
    card.topic = room


def buttons(incident: Incident) -> Rows:
    number, version = incident.id, incident.version
    if incident.state is IncidentState.PROPOSED:
        return (
            (
                button("open_incident", Action.OPEN_INCIDENT, number, version),
                button("dismiss_incident", Action.DISMISS_INCIDENT, number, version),
            ),
        )
    if incident.state is IncidentState.OPEN:
        return (
            (button("update_all", Action.UPDATE_ALL, number, version),),
            (button("resolve_incident", Action.RESOLVE_INCIDENT, number, version),),
        )
    return ()


async def matter(desk: Desk, incident: Incident, language: Language) -> dict[str, Any]:
    """What every message about an incident can speak of."""
    building = await desk.session.get(Building, incident.building_id or 0)
    topic = desk.catalogue.topics.get(incident.topic or "")
    return {
        "building": building.name(language) if building else desk.community.name(language),
        "matter": topic.name[language] if topic else incident.category,
        "lead": incident.lead_ticket_id,
    }


async def _reported(desk: Desk, incident: Incident) -> dict[str, Any]:
    """The homes, the latest words, and what their owners have answered."""
    states = {
        each.ticket_id: each for each in await incidents.subscribers(desk.session, incident.id)
    }
    found = await incidents.tickets_of(desk.session, incident.id)
    homes = list(dict.fromkeys(each.home.code for each in found if each.home))
    return {
        "reports": len(found),
        "homes": homes[:MOST_HOMES],
        "more_homes": max(0, len(homes) - MOST_HOMES),
        "newest": [
            {"number": each.id, "said": each.said} for each in reversed(found[-MOST_WORDS:])
        ],
        "joined": _count(states.values(), Subscription.JOINED),
        "fixed": _count(states.values(), Subscription.FIXED),
        "not_fixed": _count(states.values(), Subscription.NOT_FIXED),
        "waiting": sum(
            each.state not in lifecycle.OVER and states[each.id].state in incidents.SPOKEN_FOR
            for each in found
        ),
    }


def _count(found: Iterable[Subscriber], state: Subscription) -> int:
    return sum(each.state is state for each in found)
