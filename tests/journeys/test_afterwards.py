"""Journey: a ticket is closed, and then? Stars, what was wrong, and what was not over after all."""

import pytest
from sqlalchemy import delete, select

from db.models import Card, Membership, Ticket, TicketEvent
from db.vocabulary import EventType, Language, StaffRole, TicketKind, TicketState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Message, Stage

LIFT = {
    Language.HANT: "3棟12樓電梯壞了",
    Language.HANS: "3栋12楼电梯坏了",
    Language.EN: "The lift on the 12th floor of block 3 is broken",
}


OFFICE = "02-2345-6789"


async def closed_lift(stage: Stage) -> Message:
    """Alice's ticket, done by Bob and confirmed by her; her card."""
    receipt = (await stage.say("alice", LIFT[stage.language])).one_to("alice")
    await stage.tap("bob", "accept", chat="staff")
    await close_again(stage)
    return receipt


async def close_again(stage: Stage) -> None:
    await stage.tap("bob", "resolve", chat="staff")
    await stage.tap("alice", "fixed_yes")


async def rows(stage: Stage) -> dict[int, Ticket]:
    async with stage.guanjia.database.reading() as session:
        found = await session.scalars(select(Ticket).order_by(Ticket.id))
        return {each.id: each for each in found.all()}


async def card_of(stage: Stage, receipt: Message) -> Message:
    found = [each for each in await stage.messages("alice") if each.id == receipt.id]
    return found[0]


# --- stars ------------------------------------------------------------------------------------


@every_language
async def test_a_low_score_stays_open_until_the_supervisor_notes_what_came_of_it(
    stage: Stage,
) -> None:
    await closed_lift(stage)
    rated = await stage.tap("alice", "2⭐")
    card = rated.one_to("sue")
    assert stage.words("kinds.follow_up") in card.text
    assert "#1" in card.text
    assert card.labels == (stage.words("buttons.note_outcome"),)
    follow_up = (await rows(stage))[2]
    assert (follow_up.kind, follow_up.private) == (TicketKind.FOLLOW_UP, True)
    assert (follow_up.follows_id, follow_up.place_known) == (1, True)

    told = await stage.tap("alice", "reason_manner")
    assert stage.words("buttons.reason_manner") in told.one_to("sue").text
    assert not told.to("staff")
    assert told.note == stage.words("rating.reason_noted")
    again = await stage.tap("alice", "reason_manner")
    assert not again.sent, "said once is enough"
    await stage.say("alice", "< ! >")
    manner = stage.words("buttons.reason_manner")
    assert (await rows(stage))[1].rating_reason == f"{manner}\n< ! >"

    mine = (await stage.say("alice", "/mytickets")).one_to("alice")
    assert "#1" in mine.text
    assert "#2" not in mine.text
    asked = (await stage.say("alice", "#2")).one_to("alice")
    assert asked.text == stage.words("owner.no_such_ticket", number=2)

    await stage.tap("sue", "note_outcome")
    settled = await stage.say("sue", "Rang: 0912")
    assert "Rang: 0912" in settled.one_to("sue").text
    assert not settled.to("alice"), "nobody asks the owner whether a talk is fixed"
    assert not settled.to("staff")
    assert (await rows(stage))[2].state is TicketState.CLOSED
    assert not (await stage.wait("15d")).to("alice")


@one_database
async def test_the_owner_is_told_nothing_of_a_follow_up_but_what_somebody_writes(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await closed_lift(stage)
    card = (await stage.tap("alice", "⭐")).one_to("sue")
    late = await stage.wait("9d")
    assert late.to("sue") or late.to("mei"), "it is overdue"
    assert not late.to("alice")
    wrote = await stage.say("sue", "陳小姐，很抱歉，請問方便通話嗎？", reply_to=card.id)
    said = wrote.one_to("alice")
    assert "方便通話嗎" in said.text
    back = await stage.say("alice", "晚上七點後可以", reply_to=said.id)
    assert "晚上七點後可以" in back.one_to("sue").text
    assert not back.to("staff")


@one_database
async def test_whoever_nobody_can_follow_up_reads_where_to_turn(hant_stage: Stage) -> None:
    """The only one who leads did the work herself: no supervisor will see it."""
    stage = hant_stage
    led = (StaffRole.MANAGER, StaffRole.DIRECTOR)
    async with stage.guanjia.database.transaction() as session:
        await session.execute(delete(Membership).where(Membership.role.in_(led)))
    await stage.say("alice", LIFT[Language.HANT])
    await stage.tap("sue", "accept", chat="staff")
    await stage.tap("sue", "resolve", chat="staff")
    await stage.tap("alice", "fixed_yes")
    rated = await stage.tap("alice", "⭐")
    assert "主管會看到" not in rated.one_to("alice").text
    assert OFFICE in rated.one_to("alice").text
    why = await stage.say("alice", "等太久了")
    assert OFFICE in why.one_to("alice").text


@one_database
async def test_each_closure_is_rated_once(hant_stage: Stage) -> None:
    stage = hant_stage
    await closed_lift(stage)
    first = await stage.newest_with("5⭐", "alice")
    await stage.tap("alice", "⭐", message=first)
    old_reasons = await stage.newest_with("reason_manner", "alice")
    twice = await stage.tap("alice", "5⭐", message=first)
    assert twice.note == stage.words("owner.rated_already")
    await stage.tap("alice", "not_fixed_after_all")
    reopened = (await rows(stage))[1]
    assert (reopened.rating, reopened.rating_reason) == (None, None)
    for message, button in ((first, "5⭐"), (old_reasons, "reason_manner")):
        stale = await stage.tap("alice", button, message=message)
        assert stage.words("states.in_progress") in stale.note

    await close_again(stage)
    await stage.tap("alice", "5⭐", message=first)
    assert (await rows(stage))[1].rating is None, "those stars were for the first time"
    low = await stage.tap("alice", "2⭐")
    assert (await rows(stage))[1].rating == 2
    assert len(await rows(stage)) == 2, "one follow-up hears of both"
    assert "⭐⭐ #1" in low.one_to("sue").text
    async with stage.guanjia.database.reading() as session:
        happened = select(TicketEvent.type).where(TicketEvent.ticket_id == 1)
        kinds = (await session.scalars(happened)).all()
    assert kinds.count(EventType.RATED) == 2


@one_database
async def test_a_score_for_what_is_not_fixed_offers_to_go_on(hant_stage: Stage) -> None:
    stage = hant_stage
    await closed_lift(stage)
    await stage.tap("alice", "⭐")
    offered = (await stage.tap("alice", "reason_not_fixed")).one_to("alice")
    reopened = await stage.tap("alice", "not_fixed_after_all", message=offered)
    assert "李保" in reopened.one_to("alice").text
    assert (await rows(stage))[1].state is TicketState.IN_PROGRESS


# --- not over after all -----------------------------------------------------------------------


@every_language
async def test_a_closed_ticket_is_opened_again_from_its_card(stage: Stage) -> None:
    receipt = await closed_lift(stage)
    await stage.wait("13d")
    card = await card_of(stage, receipt)
    again = await stage.tap("alice", "not_fixed_after_all", message=card)
    assert "#1" in again.one_to("alice").text
    assert again.one_to("staff").topic is not None
    ticket = (await rows(stage))[1]
    assert (ticket.state, ticket.reopened_count) == (TicketState.IN_PROGRESS, 1)
    twice = await stage.tap("alice", card.data[0], message=card, stale=True)
    assert not twice.sent
    assert stage.words("states.in_progress") in twice.note


@every_language
async def test_after_fourteen_days_a_new_ticket_goes_on_with_the_old_one(stage: Stage) -> None:
    receipt = await closed_lift(stage)
    await stage.wait("15d")
    late = await stage.tap("alice", "not_fixed_after_all", message=await card_of(stage, receipt))
    offer = late.one_to("alice")
    assert not late.to("staff")
    opened = await stage.tap("alice", "again_anew", message=offer)
    assert opened.last_to("alice").text == stage.words("rating.gone_on", number=2, earlier=1)
    assert any("#1" in each.text for each in opened.to("staff"))
    first, second = (await rows(stage)).values()
    assert first.state is TicketState.CLOSED
    assert (second.follows_id, second.topic, second.said) == (1, first.topic, first.said)
    assert (second.building_id, second.floor) == (first.building_id, first.floor)

    twice = await stage.tap("alice", "again_anew", message=offer)
    assert len(await rows(stage)) == 2
    assert "#2" in twice.note

    shown = await stage.say("alice", "#1")
    assert stage.find_label(shown.one_to("alice"), "again_anew"), "a card drawn today knows it"


@one_database
async def test_nothing_goes_on_with_a_ticket_that_was_withdrawn(hant_stage: Stage) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", LIFT[Language.HANT])).one_to("alice")
    await stage.tap("alice", "withdraw")
    await stage.tap("alice", "withdraw_yes")
    assert not (await card_of(stage, receipt)).labels
    version = (await rows(stage))[1].version
    for press in ("reopt", "follw"):
        refused = await stage.tap("alice", f"{press}:1:{version}", message=receipt, stale=True)
        assert not refused.sent
        assert refused.note
    assert len(await rows(stage)) == 1


@one_database
async def test_a_danger_long_over_is_called_out_anew(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "樓下失火了，好多煙")
    await stage.tap("bob", "on_my_way", chat="staff")
    await close_again(stage)
    soon = (await stage.say("alice", "#1")).one_to("alice")
    assert stage.find_label(soon, "not_fixed_after_all")
    await stage.wait("15d")
    assert not (await stage.say("alice", "#1")).one_to("alice").labels
    pressed = await stage.tap(
        "alice", soon.data[-1].replace("reopt", "follw"), message=soon, stale=True
    )
    assert pressed.note == stage.words("common.stale")
    assert len(await rows(stage)) == 1


# --- one's own tickets ------------------------------------------------------------------------


@one_database
async def test_many_tickets_are_leafed_through_in_one_message(hant_stage: Stage) -> None:
    stage = hant_stage
    for _ in range(9):
        await stage.say("alice", "/new 12樓電梯壞了")
    listed = (await stage.say("alice", "/mytickets")).one_to("alice")
    newest_first = [f"#{number}" for number in range(9, 1, -1)]
    assert [label.split()[0] for label in listed.labels] == [*newest_first, "▶"]
    turned = await stage.tap("alice", "▶", message=listed)
    (second,) = turned.edits_in("alice")
    assert second.id == listed.id
    assert [label.split()[0] for label in second.labels] == ["#1", "◀"]
    assert not turned.sent
    shown = await stage.tap("alice", second.labels[0], message=second)
    assert "#1" in shown.one_to("alice").text
    back = await stage.tap("alice", "◀", message=second)
    assert back.edits_in("alice")[0].labels == listed.labels


@one_database
@pytest.mark.parametrize("data", ["mypg:0:{card}", "mypg:99:{card}", "mypg:1:1", "mypg:1:999999"])
async def test_a_page_that_is_not_there_is_only_stale(hant_stage: Stage, data: str) -> None:
    stage = hant_stage
    for _ in range(9):
        await stage.say("alice", "/new 12樓電梯壞了")
    listed = (await stage.say("alice", "/mytickets")).one_to("alice")
    async with stage.guanjia.database.reading() as session:
        card = (await session.scalars(select(Card.id).where(Card.ticket_id.is_(None)))).one()
    pressed = await stage.tap("alice", data.format(card=card), message=listed, stale=True)
    assert pressed.note == stage.words("common.stale")
    assert not pressed.sent
    assert not pressed.edited


@one_database
async def test_why_the_score_is_low_does_not_reach_whom_it_is_about(hant_stage: Stage) -> None:
    stage = hant_stage
    await closed_lift(stage)
    await stage.tap("alice", "2⭐")
    heard = await stage.say("alice", "蘇敏態度很差，還罵我")
    assert not heard.to("sue")
    assert heard.to("mei"), "it is a complaint, and somebody else's"


@one_database
async def test_from_whom_the_danger_comes_is_no_reason_for_a_score(hant_stage: Stage) -> None:
    stage = hant_stage
    await closed_lift(stage)
    await stage.say("alice", "有人打我，救命")
    await stage.tap("alice", "2⭐")
    heard = await stage.say("alice", "是李保打我")
    assert not heard.to("bob")
    assert "#2" in heard.last_to("alice").text
    assert not (await rows(stage))[1].rating_reason
