"""Journey: an emergency pages until somebody says that they go, whatever happened to it before."""

from sqlalchemy import select

from db.models import Ticket
from db.vocabulary import TicketState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Stage
from tests.journeys.test_doubt import doubtful
from tests.journeys.test_emergency import BOB, FIRE
from tests.journeys.understood import Understood


def paged(heard: Heard) -> set[str]:
    """Who got a page: a message of their own with the one button."""
    return {each.chat for each in heard.sent if any(data.startswith("going") for data in each.data)}


async def state(stage: Stage) -> TicketState:
    async with stage.guanjia.database.reading() as session:
        return (await session.scalars(select(Ticket))).one().state


@every_language
async def test_what_turns_out_to_be_a_danger_is_paged_though_somebody_has_it(
    stage: Stage, understood: Understood
) -> None:
    await stage.say("alice", doubtful(understood, stage.language))
    await stage.wait("3m")
    await stage.tap("bob", "accept", chat="staff")

    now = await stage.tap("alice", "happening")
    assert {"bob", "sue"} <= paged(now)
    again = await stage.wait("5m30s")
    assert {"bob", "sue", "mei"} <= paged(again)
    assert {"bob", "sue", "mei"} <= paged(await stage.wait("5m"))

    gone = await stage.tap("sue", "on_my_way")
    assert "#1" in gone.note
    assert "#1" in gone.one_to("alice").text
    assert await state(stage) is TicketState.IN_PROGRESS
    assert not paged(await stage.wait("30m"))


@every_language
async def test_a_danger_that_is_not_over_is_paged_anew(stage: Stage) -> None:
    await stage.say("alice", FIRE[stage.language])
    await stage.tap("bob", "on_my_way")
    await stage.tap("bob", "resolve", chat="staff")

    back = await stage.tap("alice", "fixed_no")
    assert {"bob", "sue"} <= paged(back)
    assert "mei" in paged(await stage.wait("5m30s"))
    gone = await stage.tap("bob", "on_my_way")
    assert BOB[stage.language] in gone.one_to("alice").text
    assert not paged(await stage.wait("30m"))


@one_database
async def test_any_number_may_go_and_the_owner_hears_of_the_first(hant_stage: Stage) -> None:
    stage = hant_stage
    called = await stage.say("alice", FIRE[stage.language])
    await stage.tap("bob", "on_my_way")
    also = await stage.tap("sue", "on_my_way")
    assert "#1" in also.note
    assert not also.to("alice")
    assert "蘇敏也前往" in also.one_to("staff").text
    again = await stage.tap("sue", "on_my_way", message=called.one_to("sue"))
    assert "#1" in again.note
    assert not again.sent

    await stage.tap("alice", "false_alarm")
    late = await stage.tap("sue", "on_my_way", message=called.one_to("sue"))
    assert not late.sent
    assert late.note == stage.words(
        "staff.somebody_was_faster",
        number=1,
        state=stage.words("states.cancelled"),
        assignee="李保",
        accountable="李保",
    )


@one_database
async def test_a_false_alarm_wakes_nobody_who_slept_through_it(hant_stage: Stage) -> None:
    """The manager hears that it takes long, and that is no page."""
    stage = hant_stage
    await stage.say("alice", FIRE[stage.language])
    await stage.tap("bob", "on_my_way")
    late = await stage.wait("3h30m")
    assert late.to("mei"), "a rung of the ladder"
    assert "mei" not in paged(late)

    safe = await stage.tap("alice", "false_alarm")
    assert {each.chat for each in safe.sent} == {"alice", "bob", "sue", "staff"}


@one_database
async def test_whoever_set_out_unasked_hears_that_it_was_a_false_alarm(hant_stage: Stage) -> None:
    stage = hant_stage
    await move_in(stage, "dan", "security", stage.language)
    called = await stage.say("alice", FIRE[stage.language])
    assert paged(called) == {"dan", "sue", "staff"}
    await stage.tap("bob", "on_my_way", chat="staff")
    safe = await stage.tap("alice", "false_alarm")
    for who in ("dan", "sue", "bob"):
        assert safe.one_to(who).text.startswith("🟢")


# --- out of reach -----------------------------------------------------------------------------


@every_language
async def test_a_page_that_does_not_arrive_wakes_the_next_one_up_at_once(stage: Stage) -> None:
    await stage.post("block", **{"as": "bob"})
    called = await stage.say("alice", FIRE[stage.language])
    told = called.to("sue") + (at_once := await stage.wait("5s")).to("sue")
    assert paged(at_once) | paged(called) == {"sue", "mei", "staff"}
    assert BOB[stage.language] in [*called.to("mei"), *at_once.to("mei")][0].text
    assert [each for each in told if BOB[stage.language] in each.text], "she hears who was not"
    assert not [each for each in told if each.silent]

    again = await stage.wait("6m")
    assert {"sue", "mei"} <= paged(again)
    assert len(again.to("sue")) == 1, "she hears it once"


@one_database
async def test_where_the_supervisor_is_out_of_reach_the_manager_hears_it(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.post("block", **{"as": "bob"})
    called = await stage.say("alice", FIRE[stage.language])
    assert "mei" in paged(called) | paged(await stage.wait("5s"))
    await stage.post("block", **{"as": "sue"})
    later = await stage.wait("6m")
    told = [each.text for each in later.to("mei") if "蘇敏" in each.text and "打電話" in each.text]
    assert len(told) == 1


@one_database
async def test_where_nobody_at_all_can_be_reached_the_caller_knows(hant_stage: Stage) -> None:
    stage = hant_stage
    for who in ("bob", "sue", "mei"):
        await stage.post("block", **{"as": who})
    called = await stage.say("alice", FIRE[stage.language])
    heard = called.to("alice") + (await stage.wait("30s")).to("alice")
    alarms = [each for each in heard if "聯絡不上" in each.text]
    assert len(alarms) == 1
    assert "119" in alarms[0].text
    assert not alarms[0].silent

    await stage.post("unblock", **{"as": "mei"})
    assert "mei" in paged(await stage.wait("6m")), "they are called all the same"


@one_database
async def test_who_is_out_of_reach_matters_to_nobody_once_somebody_goes(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.post("fault", method="sendMessage", chat="bob", code=429, retry_after=20, times=1)
    await stage.say("alice", FIRE[stage.language])
    await stage.tap("sue", "on_my_way")
    await stage.post("block", **{"as": "bob"})
    later = await stage.wait("1m")
    assert not later.to("mei")
    assert not later.to("sue")
