"""Journey: the danger comes from one of the staff: whoever is called, it is not that one."""

from typing import Any

import pytest
from sqlalchemy import delete

from bot.buttons import Action
from db.models import Membership
from db.vocabulary import Language, TicketKind
from intents import Category, Hazard, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Stage
from tests.journeys.test_concerned import person, reaches, ticket
from tests.journeys.test_doubt import doubtful
from tests.journeys.test_emergency import FIRE
from tests.journeys.test_kept_apart import count
from tests.journeys.test_paging import paged
from tests.journeys.understood import Understood

HELP = {
    Language.HANT: "有人打我，救命",
    Language.HANS: "有人打我，救命",
    Language.EN: "help, someone is attacking me",
}
BY_BOB = {
    Language.HANT: "是李保打我",
    Language.HANS: "是李保打我",
    Language.EN: "it is Bob Lee, he hits me",
}
BOB = BY_BOB[Language.HANT]


@pytest.fixture
def unsure(understood: Understood) -> None:
    """Nobody could say for sure what these are."""
    for words in BY_BOB.values():
        understood(words, kind=Kind.OTHER, topic=None, confidence=0.1, sure=False)


async def only(stage: Stage, *who: str) -> None:
    """Nobody else works here any more."""
    async with stage.guanjia.database.transaction() as session:
        left = [await person(stage, each) for each in who]
        await session.execute(delete(Membership).where(Membership.person_id.not_in(left)))


async def is_kept_from_bob(stage: Stage, heard: Heard, number: int = 1) -> None:
    assert not [each for each in heard.sent if each.chat in ("bob", "staff")], heard.sent
    kept = await ticket(stage, number)
    assert kept.kind is TicketKind.EMERGENCY
    assert kept.concerned == {await person(stage, "bob")}
    assert await person(stage, "bob") not in (kept.accountable_id, kept.assignee_id)


@every_language
async def test_whoever_is_named_is_called_no_more_and_all_others_hear_it(
    stage: Stage, unsure: None
) -> None:
    called = await stage.say("alice", HELP[stage.language])
    assert paged(called) >= {"bob", "sue"}
    await stage.tap("bob", "on_my_way")
    words = BY_BOB[stage.language]
    heard = await stage.say("alice", words)
    await is_kept_from_bob(stage, heard)
    assert await count(stage) == 1, "no polite complaint besides"
    told = next(each for each in heard.to("sue") if words in each.text)
    assert told.text.startswith("🚨")
    assert HELP[stage.language] in told.text
    assert "sue" in paged(heard), "that Bob goes is no help"
    assert "110" in heard.one_to("alice").text
    (emptied,) = heard.edits_in("staff")
    assert HELP[stage.language] not in emptied.text
    assert not emptied.labels
    assert "🔒" in (await stage.say("sue", "/queue")).one_to("sue").text

    late = await stage.wait("6m")
    assert {"sue", "mei"} <= paged(late)
    assert not {"bob", "staff"} & reaches(late)
    more = await stage.say("alice", "!!!", reply_to=heard.one_to("alice").id)
    assert not {"bob", "staff"} & reaches(more)
    pressed = await stage.tap("bob", "on_my_way", message=called.one_to("bob"))
    assert pressed.note == stage.words("common.not_yours")
    safe = await stage.tap("alice", "false_alarm")
    assert "bob" not in reaches(safe)
    assert safe.to("sue")


@one_database
@pytest.mark.parametrize("way", ["reply", "complaint", "doubt"])
async def test_however_it_is_said(hant_stage: Stage, understood: Understood, way: str) -> None:
    known = {
        "reply": {"kind": Kind.OTHER, "sure": False, "topic": None},
        "complaint": {"kind": Kind.COMPLAINT, "sure": True, "topic": "security_slack"},
        "doubt": {"kind": Kind.COMPLAINT, "sure": False, "doubtful": Hazard.INTRUDER},
    }
    understood(BOB, **known[way])
    called = await hant_stage.say("alice", HELP[Language.HANT])
    reply = {"reply_to": called.last_to("alice").id} if way == "reply" else {}
    heard = await hant_stage.say("alice", BOB, **reply)
    await is_kept_from_bob(hant_stage, heard)
    assert await count(hant_stage) == 1


@one_database
async def test_who_calls_for_help_anew_against_bob_wants_him_at_neither(
    hant_stage: Stage, understood: Understood
) -> None:
    words = "李保打我，救命"
    understood(
        words,
        kind=Kind.EMERGENCY,
        category=Category.SECURITY_ACCESS,
        topic="break_in",
        hazard=Hazard.INTRUDER,
        sure=True,
    )
    called = await hant_stage.say("alice", HELP[Language.HANT])
    heard = await hant_stage.say("alice", words, reply_to=called.last_to("alice").id)
    assert "sue" in paged(heard)
    for number in (1, 2):
        await is_kept_from_bob(hant_stage, heard, number)


@one_database
@pytest.mark.parametrize(
    "known",
    [
        {"kind": Kind.EMERGENCY, "topic": "break_in", "hazard": Hazard.INTRUDER},
        {"kind": Kind.OTHER, "topic": None, "doubtful": Hazard.INTRUDER},
        {"kind": Kind.REQUEST, "topic": "tap_fault"},
    ],
    ids=["help", "doubt", "request"],
)
async def test_whatever_follows_while_help_is_awaited_is_kept_from_bob_too(
    hant_stage: Stage, understood: Understood, known: dict[str, Any]
) -> None:
    stage = hant_stage
    against, again = "李保打我，救命", "他又來了，在踹我的門，救命"
    intruder = {"kind": Kind.EMERGENCY, "topic": "break_in", "hazard": Hazard.INTRUDER}
    understood(against, sure=True, **intruder)
    understood(again, sure=True, **known)
    await is_kept_from_bob(stage, await stage.say("alice", against))
    heard = await stage.say("alice", again)
    assert not {"bob", "staff"} & reaches(heard), heard.sent
    assert (await ticket(stage, await count(stage))).concerned == {await person(stage, "bob")}
    assert not {"bob", "staff"} & reaches(await stage.wait("6m"))


@one_database
@pytest.mark.parametrize("words", ["李保到了", "李保來了，謝謝", "李保在哪裡", "李保受傷了"])
async def test_who_comes_to_a_fire_is_not_sent_away_for_being_named(
    hant_stage: Stage, understood: Understood, words: str
) -> None:
    understood(words, kind=Kind.COMPLAINT, topic=None, confidence=0.1, sure=False)
    await hant_stage.say("alice", FIRE[Language.HANT])
    await hant_stage.tap("bob", "on_my_way")
    heard = await hant_stage.say("alice", words)
    assert await count(hant_stage) == 1, "nor is it a polite complaint"
    assert words in heard.one_to("staff").text, "whoever is on the way reads it"
    fire = await ticket(hant_stage)
    assert not fire.concerned
    assert fire.acknowledged_at is not None


@one_database
@pytest.mark.parametrize("words", ["李保受傷了", "我在流血"])
async def test_who_is_hurt_besides_is_told_to_whoever_comes(
    hant_stage: Stage, understood: Understood, words: str
) -> None:
    stage = hant_stage
    understood(words, kind=Kind.OTHER, topic=None, sure=False, doubtful=Hazard.MEDICAL)
    await stage.say("alice", FIRE[Language.HANT])
    await stage.tap("bob", "on_my_way")
    heard = await stage.say("alice", words)
    assert words in heard.one_to("staff").text
    assert await count(stage) == 1
    assert "#1" in heard.one_to("alice").text, "and nothing is asked"


@one_database
async def test_what_tells_no_place_is_for_those_who_come_and_the_place_is_asked_for_still(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", HELP[Language.HANT])
    for words in ("他在打我媽", "他有刀", "快來啊"):
        assert words in (await stage.say("alice", words)).one_to("staff").text
        assert not (await ticket(stage)).place_known
    await stage.say("alice", "我的包裹不見了")
    await stage.say("alice", "大榕樹那邊")
    told = await ticket(stage)
    assert (told.place_known, told.place_said) == (True, "大榕樹那邊")


@one_database
async def test_another_danger_takes_others_to_help(
    hant_stage: Stage, understood: Understood
) -> None:
    smell = doubtful(understood)
    await hant_stage.say("alice", HELP[Language.HANT])
    await hant_stage.say("alice", "3棟12樓F")
    asked = (await hant_stage.say("alice", smell)).last_to("alice")
    assert hant_stage.find_label(asked, "now")


@one_database
@pytest.mark.parametrize("words", ["李保來了，謝謝", "李保在哪裡", "李保被小偷打傷了"])
async def test_who_helps_against_a_thief_is_not_taken_for_the_thief(
    hant_stage: Stage, understood: Understood, words: str
) -> None:
    stage, thief = hant_stage, "有小偷闖進我家，救命"
    understood(thief, kind=Kind.EMERGENCY, topic="break_in", hazard=Hazard.INTRUDER, sure=True)
    understood(words, kind=Kind.OTHER, topic=None, confidence=0.1, sure=False)
    await stage.say("alice", thief)
    await stage.tap("bob", "on_my_way")
    heard = await stage.say("alice", words)
    theft = await ticket(stage)
    assert not theft.concerned
    assert theft.acknowledged_at is not None
    assert await count(stage) == 1
    assert words in heard.one_to("staff").text


@one_database
async def test_what_was_doubted_and_is_said_to_be_bobs_doing_is_not_his(
    hant_stage: Stage, understood: Understood
) -> None:
    """The desk has seen it by then, in the topic."""
    stage = hant_stage
    await stage.say("alice", doubtful(understood))
    await stage.wait("3m")
    await stage.tap("bob", "accept", chat="staff")
    words = "李保打我，救命"
    understood(words, kind=Kind.EMERGENCY, topic="break_in", hazard=Hazard.INTRUDER, sure=True)
    heard = await stage.say("alice", words)
    await is_kept_from_bob(stage, heard)
    assert "sue" in paged(heard)
    assert any(words in each.text for each in heard.to("sue"))
    assert "bob" not in paged(await stage.wait("6m"))


@one_database
@pytest.mark.parametrize("asked", [False, True])
async def test_where_it_is_about_everybody_the_owner_hears_whom_to_ring(
    hant_stage: Stage, understood: Understood, asked: bool
) -> None:
    await only(hant_stage, "bob")
    words = "李保打我，救命"
    as_danger = {"hazard": Hazard.INTRUDER, "kind": Kind.EMERGENCY, "topic": "break_in"}
    as_doubt = {"doubtful": Hazard.INTRUDER, "kind": Kind.COMPLAINT, "topic": "staff_attitude"}
    understood(words, sure=True, **(as_doubt if asked else as_danger))
    heard = await hant_stage.say("alice", words)
    assert reaches(heard) == {"alice"}
    assert "沒有轉給任何人" in heard.last_to("alice").text
    assert "110" in heard.last_to("alice").text


@one_database
async def test_the_same_where_help_was_called_before(hant_stage: Stage, unsure: None) -> None:
    await only(hant_stage, "bob")
    await hant_stage.say("alice", HELP[Language.HANT])
    heard = await hant_stage.say("alice", BOB)
    assert reaches(heard) == {"alice"}
    assert "110" in heard.one_to("alice").text


@one_database
async def test_the_place_that_is_said_with_the_name_is_noted(
    hant_stage: Stage, understood: Understood
) -> None:
    stage, words = hant_stage, "在3棟12樓F，是李保打我"
    understood(words, kind=Kind.OTHER, topic=None, confidence=0.1, sure=False)
    await stage.say("alice", HELP[Language.HANT])
    assert not (await ticket(stage)).place_known
    heard = await stage.say("alice", words)
    await is_kept_from_bob(stage, heard)
    assert (await ticket(stage)).place_known
    told = next(each for each in heard.to("sue") if each.text.startswith("🚨"))
    assert "📍 3棟12樓F" in told.text


@one_database
@pytest.mark.parametrize(
    "known", [{"kind": Kind.REQUEST, "topic": "access_card"}, {"doubtful": Hazard.INTRUDER}]
)
async def test_that_it_was_not_bob_is_heard_by_all_who_are_called_and_by_no_group(
    hant_stage: Stage, understood: Understood, unsure: None, known: dict[str, Any]
) -> None:
    stage, words = hant_stage, "不是李保，是小偷，李保是來幫我的"
    understood(words, sure=True, **known)
    await stage.say("alice", HELP[Language.HANT])
    await stage.say("alice", BOB)
    heard = await stage.say("alice", words)
    await is_kept_from_bob(stage, heard)
    told = next(each for each in heard.to("sue") if words in each.text)
    assert "又說到" in told.text
    assert "說出危險來自誰" not in told.text
    assert await count(stage) == 1
    assert "其實不是李保" in heard.one_to("alice").labels


@every_language
async def test_the_owner_takes_back_that_it_is_bob_and_he_is_called_again(
    stage: Stage, unsure: None
) -> None:
    await stage.say("alice", HELP[stage.language])
    offered = (await stage.say("alice", BY_BOB[stage.language])).one_to("alice")
    asked = await stage.tap("alice", "not_them", message=offered)
    await is_kept_from_bob(stage, asked)
    surely = asked.one_to("alice")
    cleared = await stage.tap("alice", "not_them_surely", message=surely)
    assert not (await ticket(stage)).concerned
    assert "bob" in paged(cleared), "nobody goes yet"
    told = cleared.one_to("sue").text
    assert told.startswith("↩️")
    (card,) = cleared.edits_in("staff")
    assert HELP[stage.language] in card.text

    again = await stage.tap("alice", "not_them_surely", message=surely)
    assert again.note == stage.words("common.already_answered")
    assert not again.sent
    await stage.tap("bob", "on_my_way", message=cleared.one_to("bob"))
    await stage.tap("alice", "false_alarm")
    late = await stage.tap("alice", "not_them", message=offered)
    assert late.note == stage.words("common.ticket_over")
    assert not late.sent


@one_database
async def test_what_the_desk_says_itself_an_owner_does_not_take_back(
    hant_stage: Stage, unsure: None
) -> None:
    stage, bob = hant_stage, await person(hant_stage, "bob")
    await stage.say("alice", HELP[Language.HANT])
    heard = await stage.say("alice", BOB)
    surely = (await stage.tap("alice", "not_them")).one_to("alice")
    own = heard.last_to("sue")
    await stage.tap("sue", f"{Action.CONCERNS_WHOM}:1:{bob}", message=own, stale=True)
    refused = await stage.tap("alice", "not_them_surely", message=surely)
    assert refused.note == stage.words("common.stale")
    assert (await ticket(stage)).concerned == {bob}


@one_database
async def test_it_is_taken_back_of_every_call_for_help_and_of_no_complaint(
    hant_stage: Stage, understood: Understood
) -> None:
    stage, bob = hant_stage, await person(hant_stage, "bob")
    rude, theirs = "李師傅態度很差，我要投訴", "李保打我，救命"
    danger = {"kind": Kind.EMERGENCY, "topic": "break_in", "hazard": Hazard.INTRUDER}
    understood(rude, kind=Kind.COMPLAINT, topic="staff_attitude", sure=True)
    understood(theirs, sure=True, **danger)
    understood(BOB, kind=Kind.OTHER, topic=None, confidence=0.1, sure=False)
    await stage.say("alice", rude)
    await stage.say("alice", theirs)
    await stage.say("alice", HELP[Language.HANT])
    await stage.say("alice", BOB)
    await stage.tap("alice", "not_them")
    await stage.tap("alice", "not_them_surely")
    kept = [(await ticket(stage, number)).concerned for number in (1, 2, 3)]
    assert kept == [{bob}, set(), set()]


@one_database
async def test_a_complaint_of_who_came_is_one_once_help_has_come(
    hant_stage: Stage, understood: Understood
) -> None:
    stage, rude = hant_stage, "李師傅態度很差，敷衍我，我要投訴"
    understood(rude, kind=Kind.COMPLAINT, topic="staff_attitude", sure=True)
    await stage.say("alice", HELP[Language.HANT])
    await stage.tap("bob", "on_my_way")
    await stage.wait("2h")
    heard = await stage.say("alice", rude)
    assert reaches(heard) == {"alice", "sue"}
    assert "110" not in heard.one_to("alice").text
    assert (await ticket(stage, 2)).kind is TicketKind.COMPLAINT
    assert not (await ticket(stage)).concerned


@one_database
@pytest.mark.parametrize("later", ["2h", "26h"])
async def test_named_late_all_others_are_called_again_as_soon_as_at_the_first(
    hant_stage: Stage, unsure: None, later: str
) -> None:
    stage = hant_stage
    await stage.say("alice", HELP[Language.HANT])
    await stage.tap("bob", "on_my_way")
    await stage.wait(later)
    assert "sue" in paged(await stage.say("alice", BOB))
    for _ in range(2):
        assert {"sue", "mei"} <= paged(await stage.wait("5m"))


@one_database
async def test_whoever_takes_it_over_then_has_its_card(hant_stage: Stage, unsure: None) -> None:
    stage = hant_stage
    await stage.say("alice", HELP[Language.HANT])
    heard = await stage.say("alice", BOB)
    await stage.tap("sue", "on_my_way", message=heard.to("sue")[-1])
    await stage.tap("sue", "hand_off")
    await stage.tap("sue", "梅怡")
    taken = await stage.tap("mei", "take_over")
    (card,) = [each for each in taken.to("mei") if "🤝 轉交" in each.labels]
    assert HELP[Language.HANT] in card.text
    assert not {"bob", "staff"} & reaches(taken)


@one_database
async def test_who_is_only_late_comes_once_the_complaint_is_a_call_for_help(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    late = "被關在電梯，李保說十分鐘到但還沒來"
    understood(
        late,
        kind=Kind.COMPLAINT,
        category=Category.ELEVATOR,
        topic="lift_complaint",
        sure=True,
        doubtful=Hazard.TRAPPED,
    )
    asked = await stage.say("alice", late)
    complaint = await ticket(stage, 1)
    assert complaint.kind is TicketKind.COMPLAINT
    assert complaint.concerned == {await person(stage, "bob")}
    called = await stage.tap("alice", "happening", message=asked.last_to("alice"))
    assert "bob" in paged(called)
    assert not (await ticket(stage, 1)).concerned

    await move_in(stage, "dora", "1-5A", Language.HANT)
    await stage.say("dora", late)
    quiet = await stage.wait("3m")
    assert not [each for each in quiet.to("bob") if "#2" in each.text]
    assert (await ticket(stage, 2)).concerned == {await person(stage, "bob")}


INTRUDES: dict[str, Any] = {
    "kind": Kind.EMERGENCY,
    "category": Category.SECURITY_ACCESS,
    "topic": "break_in",
    "hazard": Hazard.INTRUDER,
    "sure": True,
}


@one_database
@pytest.mark.parametrize("words", ["李保在撬門", "李保正在破門"])
async def test_who_breaks_the_door_open_in_a_fire_goes_on_helping(
    hant_stage: Stage, understood: Understood, words: str
) -> None:
    stage = hant_stage
    understood(words, **INTRUDES)
    await stage.say("alice", FIRE[Language.HANT])
    await stage.tap("bob", "on_my_way")
    heard = await stage.say("alice", words)
    assert words in heard.one_to("staff").text
    assert await count(stage) == 1
    fire = await ticket(stage)
    assert not fire.concerned
    assert fire.acknowledged_at is not None


@one_database
async def test_who_is_named_in_a_second_call_for_help_hears_of_neither(
    hant_stage: Stage, understood: Understood
) -> None:
    stage, words = hant_stage, "是李保，他昏倒了"
    understood(words, **INTRUDES | {"hazard": Hazard.MEDICAL, "topic": "medical_help"})
    await stage.say("alice", HELP[Language.HANT])
    heard = await stage.say("alice", words)
    for number in (1, 2):
        await is_kept_from_bob(stage, heard, number)
