"""Journey: words about a ticket that is over still find somebody who reads and answers them."""

from sqlalchemy import update

from db import tickets
from db.models import Ticket
from db.vocabulary import EventType, Language, TicketState
from tests.journeys.matrix import one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Stage
from tests.journeys.test_desk_menu import TAP_DRIPS, choose
from tests.journeys.test_incident import put_to
from tests.journeys.test_leaving import id_of, leaves
from tests.journeys.test_relay import said_by
from tests.journeys.test_request import LIFT_BROKEN


async def row(stage: Stage, number: int = 1) -> Ticket:
    async with stage.guanjia.database.reading() as session:
        return await session.get_one(Ticket, number)


@one_database
async def test_what_was_closed_in_silence_is_spoken_of_in_person(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", TAP_DRIPS[Language.HANT])
    await stage.tap("bob", "accept", chat="staff")
    asked = (await stage.tap("bob", "resolve", chat="staff")).one_to("alice")
    await stage.wait("8d")
    await stage.tap("alice", "4⭐")
    assert (await row(stage)).rating == 4, "silence is no reason not to ask"
    said = await stage.say("alice", "師傅上次說要帶零件來", reply_to=asked.id)
    (told,) = said.to("bob")
    assert "師傅上次說要帶零件來" in told.text
    answered = await stage.say("bob", "零件到了，明天帶過去", reply_to=told.id)
    assert "零件到了" in answered.one_to("alice").text
    thanked = await stage.say("alice", "謝謝", reply_to=asked.id)
    assert not thanked.to("bob"), "nobody is rung for thanks"
    again = await stage.tap("alice", "not_fixed_after_all", message=said.one_to("alice"))
    assert again.one_to("alice")
    assert (await row(stage)).state is TicketState.IN_PROGRESS


@one_database
async def test_words_on_what_was_merged_are_answered_where_it_is_seen_to(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    main = (await stage.say("alice", LIFT_BROKEN[Language.HANT])).last_to("staff")
    await stage.tap("bob", "accept", message=main)
    await move_in(stage, "dora", "3-12E", Language.HANT)
    card = (await stage.say("dora", LIFT_BROKEN[Language.HANT])).last_to("staff")
    asked = await choose(stage, "bob", "merge", card)
    merged = await stage.tap("bob", asked.one_to("staff").labels[0], message=asked.one_to("staff"))
    told = merged.one_to("dora")

    said = await stage.say("dora", "輪椅下不了樓", reply_to=told.id)
    there = said.one_to("staff")
    assert there.topic == main.topic
    assert "Dora" in there.text
    assert "#1" not in said.one_to("dora").text
    assert (await row(stage)).awaiting_reply_since is not None, "an answer is owed"

    answered = await stage.say(
        "bob", "備用梯開了", chat="staff", topic=main.topic, reply_to=there.id
    )
    assert "備用梯開了" in answered.one_to("dora").text
    assert not answered.to("alice")
    assert (await row(stage)).awaiting_reply_since is None

    apart = await stage.tap("dora", "something_else", message=said.one_to("dora"))
    assert apart.one_to("dora")
    assert (await row(stage, 2)).state is TicketState.NEW


@one_database
async def test_words_on_a_closed_complaint_reach_somebody_who_is_still_here(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    heard = await stage.say("alice", "維修組那個師傅態度很差，還兇我")
    sue = await id_of(stage, "蘇敏")
    over = {"state": TicketState.CLOSED, "closed_at": stage.now}
    async with stage.guanjia.database.transaction() as session:
        await session.execute(update(Ticket).where(Ticket.id == 1).values(**over, assignee_id=sue))
    await leaves(stage, "蘇敏")
    said = await stage.say("alice", "後來他有來道歉", reply_to=heard.to("alice")[-1].id)
    assert not said.to("sue")
    assert any("後來他有來道歉" in each.text for each in said.to("mei"))
    closed = await row(stage)
    assert closed.accountable_id != sue
    assert closed.assignee_id == sue, "who did the work is history"
    async with stage.guanjia.database.reading() as session:
        (event,) = await tickets.events_of(session, 1, EventType.REASSIGNED)
    assert event.data["was"] == sue


@one_database
async def test_what_belongs_to_a_merged_ticket_of_ones_own_answers_what_waits(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    card = (await stage.say("alice", TAP_DRIPS[Language.HANT])).last_to("staff")
    await stage.tap("bob", "accept", message=card)
    second = (await stage.say("alice", LIFT_BROKEN[Language.HANT])).one_to("alice")
    await put_to(stage, 2, into=1)
    await choose(stage, "bob", "ask_owner", card)
    await stage.say("bob", "何時方便？", chat="staff", topic=card.topic)
    assert (await row(stage)).state is TicketState.PENDING_CUSTOMER
    await stage.say("alice", "明天下午都在家", reply_to=second.id)
    assert (await row(stage)).state is TicketState.IN_PROGRESS


@one_database
async def test_what_is_put_another_way_after_all_is_over_is_told_in_person(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", TAP_DRIPS[Language.HANT])).one_to("alice")
    said = await stage.say("alice", "我下午在家", reply_to=receipt.id)
    await stage.tap("bob", "accept", chat="staff")
    await stage.tap("bob", "resolve", chat="staff")
    await stage.tap("alice", "fixed_yes")
    heard = await stage.say("alice", "我後天不在家", edit=said_by(said))
    assert "後天" in heard.one_to("bob").text
    assert "李保" in heard.one_to("alice").text
    assert stage.find_label(heard.one_to("alice"), "not_fixed_after_all")
