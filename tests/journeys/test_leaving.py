"""Journey: a member of staff leaves, and nothing they answered for is without a person."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.tickets.invariants import broken
from bot.tickets.replay import rebuilt, snapshot
from db import tickets
from db.models import Concerned, Membership, Person, Promise, Shift, Team, Ticket
from db.vocabulary import (
    DispatchMode,
    EventType,
    Language,
    Priority,
    PromiseState,
    TeamCode,
    TicketKind,
    TicketState,
)
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Stage
from tests.journeys.test_desk_menu import TAP_DRIPS, choose
from tests.journeys.test_request import BOB, SUE

S = TicketState
BEGUN = (S.IN_PROGRESS, S.IN_PROGRESS, S.PENDING_CUSTOMER, S.SCHEDULED, S.RESOLVED)
ELEVEN = (*(S.NEW,) * 5, S.ASSIGNED, *BEGUN)


async def id_of(stage: Stage, name: str) -> int:
    async with stage.guanjia.database.reading() as session:
        rows = await session.scalars(select(Person))
        return next(each.id for each in rows if name in (each.name, *(each.names or {}).values()))


async def keeps(stage: Stage, who: str, states: tuple[S, ...], *, of: str) -> list[int]:
    """Tickets in these states for which somebody answers, of one owner."""
    async with stage.guanjia.database.transaction() as session:
        community, team = (
            await session.execute(
                select(Team.community_id, Team.id).where(Team.code == TeamCode.REPAIRS)
            )
        ).one()
        keeper, owner = await id_of(stage, who), await id_of(stage, of)
        fields: dict[str, Any] = {
            "community_id": community,
            "team_id": team,
            "reporter_id": owner,
            "accountable_id": keeper,
            "kind": TicketKind.REQUEST,
            "category": "water",
            "urgent": False,
            "private": False,
            "priority": Priority.P3,
            "said": "廚房漏水",
            "place_known": True,
            "opened_at": stage.now,
            "due_from": stage.now,
            "first_response_due": stage.now + timedelta(hours=4),
            "resolution_due": stage.now + timedelta(days=3),
        }
        rows = [
            Ticket(
                **fields,
                state=state,
                assignee_id=None if state is S.NEW else keeper,
                resolved_at=stage.now if state is S.RESOLVED else None,
                closed_at=stage.now if state is S.CLOSED else None,
            )
            for state in states
        ]
        session.add_all(rows)
        await session.flush()
        return [row.id for row in rows]


async def leaves(stage: Stage, name: str) -> Heard:
    await stage.say("mei", f"/duty {name}")
    await stage.tap("mei", "leaves_house")
    return await stage.tap("mei", "leaves_yes")


@every_language
async def test_what_is_reopened_after_its_keeper_left_has_another(stage: Stage) -> None:
    bob = BOB[stage.language]
    await move_in(stage, "dan", "repairs", stage.language)
    await stage.say("alice", TAP_DRIPS[stage.language])
    await stage.tap("bob", "accept", chat="staff")
    await stage.tap("bob", "resolve", chat="staff")
    done = await stage.tap("alice", "fixed_yes")
    await leaves(stage, bob)
    again = await stage.tap("alice", "not_fixed_after_all", message=done.edits_in("alice")[-1])
    dans_id = await id_of(stage, "Dan")
    told = again.one_to("alice").text
    assert bob not in told
    assert "Dan" in told
    assert "#1" in again.one_to("dan").text
    async with stage.guanjia.database.reading() as session:
        row = await session.get_one(Ticket, 1)
        assert (row.state, row.accountable_id, row.assignee_id) == (S.IN_PROGRESS, dans_id, dans_id)
        assert broken(row) == []
        log = await tickets.events_of(session, 1)
        assert rebuilt(log) == snapshot(row)


@one_database
async def test_what_is_taken_apart_after_its_keeper_left_has_another(hant_stage: Stage) -> None:
    stage = hant_stage
    await move_in(stage, "dan", "repairs", stage.language)
    bobs_id = await id_of(stage, "李保")
    await stage.say("alice", TAP_DRIPS[Language.HANT])
    await move_in(stage, "dora", "3-12E", stage.language)
    second = (await stage.say("dora", "3棟12樓電梯壞了")).last_to("staff")
    async with stage.guanjia.database.transaction() as session:
        await session.execute(update(Ticket).where(Ticket.id == 2).values(accountable_id=bobs_id))
    asked = await choose(stage, "bob", "merge", second)
    assert asked.sent
    merged = await stage.say("bob", "#1", chat="staff", topic=second.topic)
    await leaves(stage, "李保")
    apart = await stage.tap("dora", "something_else", message=merged.one_to("dora"))
    assert "李保" not in apart.one_to("dora").text
    async with stage.guanjia.database.reading() as session:
        row = await session.get_one(Ticket, 2)
        assert row.state is S.NEW
        assert row.accountable_id not in (None, bobs_id)
        keeper = await session.get_one(Person, row.accountable_id)
        (event,) = await tickets.events_of(session, 2, EventType.REASSIGNED)
        assert event.data["was"] == bobs_id
    assert keeper.called(Language.HANT) in apart.one_to("dora").text


@every_language
async def test_eleven_tickets_have_new_people_at_once(stage: Stage) -> None:
    bob = BOB[stage.language]
    await move_in(stage, "dora", "3-12E", stage.language)
    for colleague in ("dan", "eve"):
        await move_in(stage, colleague, "repairs", stage.language)
    alices = await keeps(stage, bob, ELEVEN[:6], of="Alice Chan")
    doras = await keeps(stage, bob, ELEVEN[6:], of="Dora")
    (old,) = await keeps(stage, bob, (S.CLOSED,), of="Alice Chan")
    await promised(stage, bob, doras[0])
    await stage.say("mei", f"/duty {bob} 2026-11-24 08:00-17:00")

    await stage.say("mei", f"/duty {bob}")
    asked = (await stage.tap("mei", "leaves_house")).one_to("mei")
    assert "11" in asked.text
    gone = await stage.tap("mei", "leaves_yes")

    assert all(f"#{number}" in gone.one_to("alice").text for number in alices)
    assert all(f"#{number}" in gone.one_to("dora").text for number in doras)
    assert bob not in gone.one_to("alice").text
    handed = gone.one_to("dan").text + gone.one_to("eve").text
    assert all(f"#{number}" in handed for number in (*alices, *doras))
    assert f"#{old}" not in handed
    assert bob in gone.one_to("bob").text

    bobs_id = await id_of(stage, bob)
    async with stage.guanjia.database.reading() as session:
        open_ones = (await session.scalars(select(Ticket).where(Ticket.closed_at.is_(None)))).all()
        assert len(open_ones) == len(ELEVEN)
        assert sorted(Counter(each.accountable_id for each in open_ones).values()) == [5, 6]
        for each in open_ones:
            assert bobs_id not in (each.accountable_id, each.assignee_id, each.offered_to_id)
            begun = each.state not in (S.NEW, S.ASSIGNED)
            assert each.assignee_id == (each.accountable_id if begun else None)
            (event,) = await tickets.events_of(session, each.id, EventType.REASSIGNED)
            assert event.data["set"]["accountable_id"] == each.accountable_id
        assert (await session.get_one(Ticket, old)).accountable_id == bobs_id, "that is history"
        promise = (await session.scalars(select(Promise))).one()
        assert promise.made_by == (await session.get_one(Ticket, doras[0])).accountable_id
        posts = select(func.count(Membership.id)).where(Membership.person_id == bobs_id)
        assert await session.scalar(posts) == 0
        assert await session.scalar(select(func.count(Shift.id))) == 0
    assert (await stage.say("bob", "/queue")).one_to("bob").text == stage.words(
        "common.not_for_you", command="queue"
    )


async def promised(stage: Stage, who: str, ticket: int) -> None:
    maker = await id_of(stage, who)
    async with stage.guanjia.database.transaction() as session:
        session.add(
            Promise(
                ticket_id=ticket,
                made_by=maker,
                said="明天下午三點",
                made_at=stage.now,
                due_at=stage.now + timedelta(days=1),
                state=PromiseState.OPEN,
            )
        )


@one_database
async def test_what_was_private_goes_to_the_next_in_private(hant_stage: Stage) -> None:
    stage = hant_stage
    card = (await stage.say("alice", "維修組那個師傅態度很差，還兇我")).one_to("sue")
    gone = await leaves(stage, "蘇敏")
    assert "梅怡" in gone.one_to("alice").text
    shown = [message for message in gone.to("mei") if stage.find_label(message, "accept")]
    assert len(shown) == 1, "the card, in her own chat"
    assert not gone.edits_in("sue")
    await stage.tap("mei", "accept", message=shown[0])
    press = await stage.tap("sue", card.data[0], message=card, stale=True)
    assert press.note == stage.words("common.not_yours")
    followed = await stage.say("alice", "他還摔門", reply_to=gone.one_to("alice").id)
    assert not followed.to("sue")


NOT_BOB = "廚房水龍頭漏水，不要派李保來"


@one_database
async def test_what_is_kept_from_somebody_goes_to_the_next_in_private_too(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    card = (await stage.say("alice", NOT_BOB)).one_to("sue")
    assert stage.find_label(card, "accept")
    gone = await leaves(stage, "蘇敏")
    (shown,) = [message for message in gone.to("mei") if stage.find_label(message, "accept")]
    assert "漏水" in shown.text


@one_database
@pytest.mark.parametrize("by", ["owner", "desk"])
async def test_and_to_whoever_answers_for_it_where_it_was_sorted_wrong(
    hant_stage: Stage, by: str
) -> None:
    stage = hant_stage
    await move_in(stage, "dan", "security", Language.HANT)
    heard = await stage.say("alice", NOT_BOB)
    if by == "owner":
        await stage.tap("alice", "wrong_category", message=heard.one_to("alice"))
        moved = await stage.tap("alice", stage.words("categories.security_access"))
    else:
        await stage.tap("sue", "hand_off", message=heard.one_to("sue"))
        await stage.tap("sue", "reroute")
        moved = await stage.tap("sue", stage.words("categories.security_access"))
    assert [each for each in moved.to("dan") if stage.find_label(each, "accept")]


@one_database
async def test_a_turn_of_somebody_who_leaves_is_the_next_ones(hant_stage: Stage) -> None:
    stage = hant_stage
    await move_in(stage, "dan", "repairs", Language.HANT)
    async with stage.guanjia.database.transaction() as session:
        await session.execute(update(Team).values(dispatch=DispatchMode.ROUND_ROBIN))
    asked = await stage.say("alice", "12樓電梯壞了")
    assert stage.find_label(asked.one_to("bob"), "accept")
    gone = await leaves(stage, "李保")
    turn = [message for message in gone.to("dan") if stage.find_label(message, "accept")]
    assert len(turn) == 1
    assert "輪到您了" in turn[0].text
    late = await stage.tap("bob", "accept")
    assert late.note == stage.words("common.not_yours")


@one_database
async def test_the_last_manager_stays_and_only_a_manager_lets_anybody_go(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("mei", "/duty 梅怡")
    refused = await stage.tap("mei", "leaves_house")
    assert refused.note == stage.words("duty.last_manager")
    forged = f"left2:{await id_of(stage, '李保')}"
    page = (await stage.say("sue", "/duty 李保")).one_to("sue")
    assert not page.labels
    board = (await stage.say("sue", "/duty")).one_to("sue")
    tried = await stage.tap("sue", forged, message=board, stale=True)
    assert tried.note == stage.words("common.not_yours")
    assert (await stage.say("bob", "/queue")).one_to("bob"), "bob is still here"


@one_database
async def test_somebody_with_nothing_to_hand_over_leaves_quietly(hant_stage: Stage) -> None:
    stage = hant_stage
    gone = await leaves(stage, "李保")
    assert {message.chat for message in gone.sent} == {"mei", "bob"}
    again = await stage.tap("mei", "leaves_yes", stale=True)
    assert again.note == stage.words("common.stale")


async def kept_from(stage: Stage, ticket: int, *names: str) -> None:
    """It is a complaint about them."""
    people = [await id_of(stage, name) for name in names]
    async with stage.guanjia.database.transaction() as session:
        await session.execute(
            update(Ticket)
            .where(Ticket.id == ticket)
            .values(kind=TicketKind.COMPLAINT, private=True, category="staff_attitude")
        )
        session.add_all(Concerned(ticket_id=ticket, person_id=each) for each in people)


@every_language
async def test_nobody_leaves_while_all_who_are_left_are_complained_of(stage: Stage) -> None:
    """All or nothing: what could have been handed over stays, too; and whom it is about, though
    she manages, does not read of it."""
    sue = SUE[stage.language]
    first, about_all = await keeps(stage, "Sue So", (S.NEW, S.NEW), of="Alice Chan")
    await kept_from(stage, about_all, "Bob Lee", "Mei Mui")
    await stage.say("mei", f"/duty {sue}")
    refused = (await stage.tap("mei", "leaves_house")).one_to("mei")
    assert "/invite" in refused.text
    assert "#" not in refused.text
    surely = f"left2:{await id_of(stage, 'Sue So')}"
    forged = await stage.tap("mei", surely, message=refused, stale=True)
    assert {each.chat for each in forged.sent} == {"mei"}
    async with stage.guanjia.database.reading() as session:
        rows = (await session.scalars(select(Ticket))).all()
        assert {each.accountable_id for each in rows} == {await id_of(stage, "Sue So")}
    queue = (await stage.say("sue", "/queue")).one_to("sue").text
    assert queue != stage.words("common.not_for_you", command="queue"), "still here"

    await move_in(stage, "dan", "manager", stage.language)
    gone = await leaves(stage, sue)
    left = gone.last_to("mei").text
    assert f"#{first}" in left
    assert f"#{about_all}" not in left
    assert any(f"#{about_all}" in each.text for each in gone.to("dan"))


@one_database
async def test_whoever_it_is_not_about_reads_which_ticket_is_in_the_way(hant_stage: Stage) -> None:
    stage = hant_stage
    await move_in(stage, "dan", "manager", Language.HANT)
    (ticket,) = await keeps(stage, "Mei Mui", (S.NEW,), of="Alice Chan")
    await kept_from(stage, ticket, "Bob Lee", "Sue So", "Dan")
    await stage.say("mei", "/duty 梅怡")
    refused = await stage.tap("mei", "leaves_house")
    assert f"#{ticket}" in refused.one_to("mei").text
