"""Journey: the danger comes from one of the staff, and there is more than one call for help."""

import pytest
from sqlalchemy import update

from bot.buttons import Action
from db.models import Ticket
from db.vocabulary import Language, TicketState
from intents import Hazard, Kind
from tests.journeys.matrix import one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Stage
from tests.journeys.test_concerned import person, reaches, ticket
from tests.journeys.test_emergency import FIRE
from tests.journeys.test_endangered import BOB, HELP, only
from tests.journeys.test_paging import paged
from tests.journeys.understood import Understood

DORAS, ALICES = "3棟大廳有人打架，救命", "3棟大廳有人打我，救命"


@pytest.fixture
def unsure(understood: Understood) -> None:
    understood(BOB, kind=Kind.OTHER, topic=None, confidence=0.1, sure=False)


async def merged(stage: Stage) -> Heard:
    """Two neighbours call for help, and Alice's call is put to Dora's."""
    await move_in(stage, "dora", "3-5A", stage.language)
    await stage.say("dora", DORAS)
    called = await stage.say("alice", ALICES)
    await put_together(stage, called)
    return called


async def put_together(stage: Stage, called: Heard) -> Heard:
    await stage.tap("sue", "more", message=called.last_to("staff"))
    asked = (await stage.tap("sue", "merge", chat="staff")).one_to("staff")
    heard = await stage.tap("sue", asked.labels[0], message=asked)
    assert (await ticket(stage, 2)).merged_into_id == 1
    return heard


async def kept_from(stage: Stage, *numbers: int) -> list[set[int]]:
    return [set((await ticket(stage, each)).concerned) for each in numbers]


@one_database
@pytest.mark.parametrize("replies", [False, True])
async def test_whoever_calls_for_help_together_says_from_whom_and_stays_apart_from_them(
    hant_stage: Stage, unsure: None, replies: bool
) -> None:
    stage, bob = hant_stage, await person(hant_stage, "bob")
    called = await merged(stage)
    answer = {"reply_to": called.last_to("alice").id} if replies else {}
    heard = await stage.say("alice", BOB, **answer)
    assert await kept_from(stage, 1, 2) == [{bob}, {bob}]
    assert not {"bob", "dora"} & reaches(heard), "what one says the other does not hear"
    assert not heard.to("staff")
    told = next(each for each in heard.to("sue") if BOB in each.text)
    assert told.text.startswith("🚨 #1 "), "there they go"
    assert "陳雅麗・住 3-12F" in told.text
    assert "3-5A" not in told.text
    assert ALICES in told.text
    assert all(ALICES not in each.text for each in heard.edits_in("staff"))
    assert "其實不是李保" in heard.one_to("alice").labels
    answered = await stage.say("sue", "我馬上到", reply_to=told.id)
    assert answered.to("alice")
    assert not answered.to("dora")

    apart = await stage.tap("dora", "false_alarm")
    assert (await ticket(stage, 2)).state is TicketState.NEW
    assert "sue" in paged(apart)
    assert not {"bob", "staff"} & reaches(apart)
    assert all("李保" not in each.text for each in apart.to("dora"))
    late = await stage.wait("6m")
    assert "sue" in paged(late)
    assert not {"bob", "staff"} & reaches(late)


@one_database
async def test_what_both_have_said_neither_takes_back_alone(
    hant_stage: Stage, unsure: None
) -> None:
    stage, bob = hant_stage, await person(hant_stage, "bob")
    await merged(stage)
    offered = (await stage.say("alice", BOB)).one_to("alice")
    assert "其實不是李保" not in (await stage.say("dora", BOB)).one_to("dora").labels
    refused = await stage.tap("alice", "not_them", message=offered)
    assert refused.note == stage.words("common.stale")
    assert await kept_from(stage, 1, 2) == [{bob}, {bob}]


@one_database
async def test_what_the_other_said_is_not_told_to_who_asks_after_the_one_they_named(
    hant_stage: Stage, understood: Understood, unsure: None
) -> None:
    stage, words = hant_stage, "李保在哪裡"
    understood(words, kind=Kind.OTHER, topic=None, confidence=0.1, sure=False)
    await merged(stage)
    await stage.say("alice", BOB)
    heard = await stage.say("dora", words)
    assert "您說的人" not in heard.one_to("dora").text
    assert not {"bob", "staff", "alice"} & reaches(heard)
    assert any(words in each.text for each in heard.to("sue"))


@one_database
async def test_what_is_put_to_it_later_is_kept_from_them_as_well(
    hant_stage: Stage, unsure: None
) -> None:
    stage, bob = hant_stage, await person(hant_stage, "bob")
    await move_in(stage, "dora", "3-5A", stage.language)
    await stage.say("dora", DORAS)
    await stage.say("dora", BOB)
    called = await stage.say("alice", ALICES)
    assert "bob" in paged(called)
    emptied = await put_together(stage, called)
    assert ALICES not in emptied.edits_in("staff")[0].text
    assert await kept_from(stage, 2) == [{bob}]
    page = called.one_to("bob")
    pressed = await stage.tap("bob", f"{Action.UNMERGE}:2:2", message=page, stale=True)
    assert pressed.note == stage.words("common.not_yours")
    apart = await stage.tap("dora", "false_alarm")
    assert "sue" in paged(apart)
    assert "bob" not in reaches(apart)


@one_database
async def test_it_is_taken_back_of_the_call_that_theirs_was_put_to(
    hant_stage: Stage, unsure: None
) -> None:
    stage = hant_stage
    await merged(stage)
    await stage.say("alice", BOB)
    await stage.tap("alice", "not_them")
    heard = await stage.tap("alice", "not_them_surely")
    assert await kept_from(stage, 1, 2) == [set(), set()]
    assert "bob" in paged(heard)
    assert "陳雅麗說" in next(each.text for each in heard.to("sue") if "↩️" in each.text)
    assert not heard.to("dora")


@one_database
async def test_what_is_said_while_the_help_for_both_is_awaited_is_for_who_comes(
    hant_stage: Stage, understood: Understood
) -> None:
    stage, words = hant_stage, "我躲在樓梯間"
    understood(words, kind=Kind.OTHER, topic=None, confidence=0.1, sure=False)
    await merged(stage)
    heard = await stage.say("alice", words)
    assert words in heard.one_to("staff").text
    assert "#2" in heard.one_to("alice").text


@one_database
async def test_all_others_are_called_at_once_where_the_one_who_went_is_called_off(
    hant_stage: Stage, understood: Understood, unsure: None
) -> None:
    stage, words = hant_stage, "李保打我，救命"
    danger = {"kind": Kind.EMERGENCY, "topic": "break_in", "hazard": Hazard.INTRUDER}
    understood(words, sure=True, **danger)
    await stage.say("alice", FIRE[Language.HANT])
    await stage.tap("bob", "on_my_way")
    heard = await stage.say("alice", words)
    assert (await ticket(stage)).acknowledged_at is None
    pages = [each.text for each in heard.to("sue") if paged(Heard(None, [each], [], None))]
    assert any(FIRE[Language.HANT] in each for each in pages), pages
    assert any(words in each for each in pages)
    assert "bob" not in paged(heard)


@one_database
async def test_so_they_are_where_the_desk_says_who_is_not_to_go(
    hant_stage: Stage, unsure: None
) -> None:
    stage, mei = hant_stage, await person(hant_stage, "mei")
    await stage.say("alice", HELP[Language.HANT])
    card = (await stage.say("alice", BOB)).to("sue")[0]
    await stage.wait("6m")
    await stage.tap("mei", "on_my_way")
    assert (await ticket(stage)).acknowledged_at is not None
    heard = await stage.tap("sue", f"{Action.CONCERNS_WHOM}:1:{mei}", message=card, stale=True)
    assert (await ticket(stage)).acknowledged_at is None
    assert "sue" in paged(heard)


@one_database
async def test_where_nobody_else_is_left_for_another_call_who_called_and_who_leads_hear_it(
    hant_stage: Stage, unsure: None
) -> None:
    stage = hant_stage
    await stage.say("alice", FIRE[Language.HANT])
    called = await stage.say("alice", HELP[Language.HANT])
    await only(stage, "bob", "sue")
    bob, sue = await person(stage, "bob"), await person(stage, "sue")
    async with stage.guanjia.database.transaction() as session:
        await session.execute(update(Ticket).where(Ticket.id == 1).values(accountable_id=bob))
        (await session.get_one(Ticket, 1)).concerned = {sue}
    heard = await stage.say("alice", BOB, reply_to=called.last_to("alice").id)
    assert await kept_from(stage, 1, 2) == [{sue}, {bob}]
    owner = next(each.text for each in heard.to("alice") if "#1" in each.text)
    assert "蘇敏 已經知道" in owner
    assert "110" in owner
    lead = next(each.text for each in heard.to("sue") if "另有求助" in each.text)
    assert "李保" in lead
    assert "#1" not in lead, "that one is kept from her"
