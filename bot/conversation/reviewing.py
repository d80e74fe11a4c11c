"""What went out before anybody else had read it is put before everybody who could have."""

from bot.buttons import Action, Press, button
from bot.conversation import proof
from bot.conversation.turn import Turn
from bot.desk import Desk
from db.models import Broadcast, Person
from db.vocabulary import Weight
from reminders import approving
from reminders.timely import goes_on_at


async def ask_review(desk: Desk, sent: Broadcast) -> None:
    """Of everybody who could have been the second person."""
    morning = goes_on_at(sent, desk.community, desk.now)
    writer = await desk.session.get(Person, sent.author_id) if sent.author_id else None
    for each in await approving.second_people(desk.session, sent.community_id, sent.author_id):
        told = await proof.readers(desk, sent, each.language)
        desk.bag.tell(
            each,
            "approval.review",
            buttons=((button("reviewed", Action.REVIEWED, sent.id),),),
            silent=morning is not None,
            urgent=sent.weight is Weight.URGENT,
            morning=morning,
            by=writer.called(each.language) if writer else None,
            since=sent.confirmed_at,
            versions=await proof.versions(desk, sent),
            whom=told["whom"],
            people=sent.total,
        )


async def reviewed(turn: Turn, press: Press) -> None:
    row = press.number(0)
    found = await turn.session.get(Broadcast, row) if row else None
    if found is None or not turn.leads_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
    elif found.author_id == turn.person.id:
        turn.notify("approval.your_own", alert=True)
    elif await approving.review(turn.session, found.id, turn.person.id, turn.now):
        turn.notify("approval.reviewed")
    else:
        turn.notify("common.already_answered")
