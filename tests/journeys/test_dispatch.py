"""Journey: a ticket finds its worker: claimed, given out in turn, or named by the supervisor."""

from sqlalchemy import update

from db.models import Membership, Team
from db.vocabulary import DispatchMode, TeamCode
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Stage
from tests.journeys.test_request import BOB, LIFT_BROKEN, SUE

LAMP = "走廊的燈不亮了"
LEAK = "廚房水龍頭一直滴水"


async def gives_out(stage: Stage, mode: DispatchMode) -> None:
    """The repairs team: Bob, and Dan who has just joined."""
    await move_in(stage, "dan", "repairs", stage.language)
    await stage.post("join", **{"as": "dan"})
    async with stage.guanjia.database.transaction() as session:
        await session.execute(
            update(Team).where(Team.code == TeamCode.REPAIRS).values(dispatch=mode)
        )


def asked(heard: Heard) -> set[str]:
    """Who was asked in person to take it, or to go there."""
    return {
        message.chat
        for message in heard.sent
        if message.chat in ("bob", "dan")
        and any(data.startswith(("acc:", "going:")) for data in message.data)
    }


@one_database
async def test_where_tickets_are_claimed_nobody_is_asked_and_anybody_takes_them(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await gives_out(stage, DispatchMode.CLAIM)
    heard = await stage.say("alice", "12樓電梯壞了")
    assert not asked(heard)
    taken = await stage.tap("dan", "accept", chat="staff")
    assert "Dan" in taken.one_to("alice").text


@every_language
async def test_in_turn_whoever_has_waited_longest_is_asked(stage: Stage) -> None:
    await gives_out(stage, DispatchMode.ROUND_ROBIN)
    first = await stage.say("alice", LIFT_BROKEN[stage.language])
    assert asked(first) == {"bob"}
    assert BOB[stage.language] in first.one_to("alice").text
    accepted = await stage.tap("bob", "accept")
    assert BOB[stage.language] in accepted.one_to("alice").text
    second = await stage.say("alice", LIFT_BROKEN[stage.language].replace("12", "11"))
    if not asked(second):  # it was asked first whether it is the same matter
        second = await stage.tap("alice", "new_ticket")
    assert asked(second) == {"dan"}


@one_database
async def test_a_turn_that_is_let_pass_goes_to_the_next_and_then_to_the_supervisor(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await gives_out(stage, DispatchMode.ROUND_ROBIN)
    await stage.say("alice", "12樓電梯壞了")
    declined = await stage.tap("bob", "decline")
    assert asked(declined) == {"dan"}
    assert "輪到Dan" in declined.one_to("staff").text
    assert not declined.to("alice"), "the owner has one name and keeps it"

    silent = await stage.wait("10m")
    assert not asked(silent)
    assert "已請主管安排" in silent.one_to("staff").text
    named = silent.one_to("sue")
    assert "要派給誰" in named.text
    assert {label.split()[1] for label in named.labels} == {"李保", "Dan"}
    assigned = await stage.tap("sue", next(each for each in named.labels if "Dan" in each))
    assert asked(assigned) == {"dan"}


@one_database
async def test_somebody_out_of_turn_may_take_it_and_goes_to_the_end_of_the_line(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await gives_out(stage, DispatchMode.ROUND_ROBIN)
    assert asked(await stage.say("alice", "12樓電梯壞了")) == {"bob"}
    await stage.wait("1m")
    await stage.tap("dan", "accept", chat="staff")
    late = await stage.tap("bob", "accept")
    assert "Dan" in late.note
    assert asked(await stage.say("alice", LEAK)) == {"bob"}


@every_language
async def test_the_supervisor_names_somebody_who_then_takes_it(stage: Stage) -> None:
    await gives_out(stage, DispatchMode.ASSIGN)
    opened = await stage.say("alice", LIFT_BROKEN[stage.language])
    assert SUE[stage.language] in opened.one_to("alice").text, "she answers for it until then"
    assert not asked(opened)
    choice = opened.one_to("sue")
    assert len(choice.labels) == 2

    bob = next(each for each in choice.labels if BOB[stage.language] in each)
    named = await stage.tap("sue", bob)
    assert asked(named) == {"bob"}
    assert not named.to("alice")
    assert stage.words("states.assigned") in named.edits_in("staff")[0].text
    (receipt,) = named.edits_in("alice")
    assert SUE[stage.language] in receipt.text
    assert BOB[stage.language] not in receipt.text, "one name"

    accepted = await stage.tap("bob", "accept")
    assert BOB[stage.language] in accepted.one_to("alice").text


@one_database
async def test_whoever_is_named_and_does_not_answer_is_replaced(hant_stage: Stage) -> None:
    stage = hant_stage
    await gives_out(stage, DispatchMode.ASSIGN)
    choice = (await stage.say("alice", "12樓電梯壞了")).one_to("sue")
    await stage.tap("sue", choice.labels[0])
    again = (await stage.wait("10m")).one_to("sue")
    assert again.labels == choice.labels
    stale = await stage.tap("sue", choice.data[0], message=choice, stale=True)
    assert stage.words("states.assigned") in stale.note
    other = await stage.tap("sue", again.labels[1])
    assert asked(other) == {"dan"}
    late = await stage.tap("bob", "accept")
    assert stage.words("states.assigned") in late.note, "it is somebody else's now"


@one_database
async def test_only_those_who_lead_name_somebody(hant_stage: Stage) -> None:
    stage = hant_stage
    await gives_out(stage, DispatchMode.CLAIM)
    await stage.say("alice", "12樓電梯壞了")
    menu = (await stage.tap("bob", "more", chat="staff")).one_to("staff")
    refused = await stage.tap("bob", "assign", message=menu)
    assert refused.note == stage.words("duty.leaders_name")
    assert not refused.sent
    offered = await stage.tap("sue", "assign", message=menu)
    assert "要派給誰" in offered.one_to("sue").text
    forged = await stage.tap("bob", offered.one_to("sue").data[0], message=menu, stale=True)
    assert forged.note == stage.words("duty.leaders_name")


@one_database
async def test_whoever_can_and_is_near_is_asked(hant_stage: Stage) -> None:
    stage = hant_stage
    await gives_out(stage, DispatchMode.ROUND_ROBIN)
    async with stage.guanjia.database.transaction() as session:
        await session.execute(
            update(Membership).where(Membership.person_id == 2).values(skills=["water"])
        )
    assert asked(await stage.say("alice", "12樓電梯壞了")) == {"dan"}, "bob sees to water alone"
    assert asked(await stage.say("alice", LEAK)) == {"bob"}


@one_database
async def test_a_ticket_that_moves_to_another_team_is_given_out_there(hant_stage: Stage) -> None:
    stage = hant_stage
    await gives_out(stage, DispatchMode.ROUND_ROBIN)
    await stage.say("alice", "花圃的草太長了，請修剪")
    await stage.tap("alice", "wrong_category")
    moved = await stage.tap("alice", "水")
    assert asked(moved) == {"bob"}


@one_database
async def test_a_ticket_that_is_taken_apart_is_given_out_anew(hant_stage: Stage) -> None:
    stage = hant_stage
    await gives_out(stage, DispatchMode.ROUND_ROBIN)
    await stage.say("alice", "12樓電梯壞了")
    await stage.tap("bob", "accept")
    second = await stage.say("alice", LEAK)
    assert asked(second) == {"dan"}
    menu = await stage.tap("bob", "more", message=second.last_to("staff"))
    choice = await stage.tap("bob", "merge", message=menu.one_to("staff"))
    first = choice.one_to("staff")
    merged = await stage.tap("bob", first.labels[0], message=first)
    apart = await stage.tap("alice", "something_else", message=merged.one_to("alice"))
    assert asked(apart) == {"bob"}, "dan was asked last"
    assert asked(await stage.tap("bob", "decline")) == {"dan"}, "what was asked before is over"


@one_database
async def test_an_emergency_waits_for_nobodys_turn(hant_stage: Stage) -> None:
    stage = hant_stage
    await gives_out(stage, DispatchMode.ASSIGN)
    heard = await stage.say("alice", "有人被困在電梯裡")
    assert asked(heard) == {"bob", "dan"}, "both are paged"
    assert all("要派給誰" not in message.text for message in heard.sent)
    await stage.tap("dan", "on_my_way")
    again = await stage.wait("10m")
    assert not again.to("sue")


@one_database
async def test_in_a_community_without_anybody_the_owner_hears_the_phone_number(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    async with stage.guanjia.database.transaction() as session:
        await session.execute(Membership.__table__.delete())
    heard = await stage.say("alice", LAMP)
    assert "02-2345-6789" in heard.one_to("alice").text
    assert not heard.to("staff")
