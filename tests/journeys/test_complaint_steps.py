"""Journey: a complaint goes through its eight steps before it can be resolved, and is reported."""

from sqlalchemy import select

from db.models import StepTaken, Ticket, TicketEvent
from db.vocabulary import ComplaintStep, EventType, Language, TicketState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Message, Stage
from tests.journeys.test_complaint import DONE, RUDE, SUE, take_every_step


async def complained(stage: Stage) -> Message:
    """Alice's complaint, understood and accepted; Sue's card of it."""
    card = (await stage.say("alice", RUDE[stage.language])).one_to("sue")
    await stage.tap("alice", "right")
    await stage.tap("alice", "wish_explain")
    await stage.tap("sue", "accept")
    return card


async def taken(stage: Stage) -> dict[ComplaintStep, StepTaken]:
    async with stage.guanjia.database.reading() as session:
        found = await session.scalars(select(StepTaken).where(StepTaken.ticket_id == 1))
        return {each.step: each for each in found}


async def state(stage: Stage) -> TicketState:
    async with stage.guanjia.database.reading() as session:
        return (await session.get_one(Ticket, 1)).state


def named(stage: Stage, step: ComplaintStep) -> str:
    return stage.words(f"complaint.step_{step.value}")


@every_language
async def test_it_is_not_resolved_before_its_steps_are_done_and_then_it_is_reported(
    stage: Stage,
) -> None:
    language = stage.language
    card = await complained(stage)
    assert set(await taken(stage)) == {
        ComplaintStep.THANK,
        ComplaintStep.APOLOGISE,
        ComplaintStep.LISTEN,
    }
    shown = next(each for each in await stage.messages("sue") if each.id == card.id)
    assert "3" in next(line for line in shown.text.splitlines() if "🪜" in line)

    refused = await stage.tap("sue", "resolve")
    assert named(stage, ComplaintStep.ACT) in refused.note
    assert named(stage, ComplaintStep.STAY_RATIONAL) in refused.note
    assert named(stage, ComplaintStep.LISTEN) not in refused.note
    assert not refused.to("alice")
    assert await state(stage) is TicketState.IN_PROGRESS
    steps = refused.one_to("sue")
    assert steps.labels == tuple(
        named(stage, each)
        for each in (
            ComplaintStep.ACT,
            ComplaintStep.HELP,
            ComplaintStep.EXPLAIN,
            ComplaintStep.STAY_RATIONAL,
        )
    )

    last = await take_every_step(stage)
    report = last.one_to("mei")
    for words in (RUDE[language], DONE[language], SUE[language]):
        assert words in report.text
    assert stage.words("buttons.wish_explain") in report.text
    assert not last.to("alice"), "the owner hears only what is sent by a tap"
    assert set(await taken(stage)) == set(ComplaintStep)

    resolved = await stage.tap("sue", "resolve")
    assert stage.find_label(resolved.one_to("alice"), "fixed_yes")
    assert not resolved.to("mei"), "it is reported once"


@every_language
async def test_what_was_done_is_told_to_the_owner_by_a_tap_and_once(stage: Stage) -> None:
    language = stage.language
    await complained(stage)
    await stage.tap("sue", "steps")
    asked = await stage.tap("sue", "step:1:act")
    assert named(stage, ComplaintStep.ACT) in asked.one_to("sue").text
    noted = await stage.say("sue", DONE[language])
    assert not noted.to("alice")
    draft = noted.one_to("sue")
    assert DONE[language] in draft.text
    sent = await stage.tap("sue", "send_draft", message=draft)
    told = sent.one_to("alice")
    assert DONE[language] in told.text
    assert SUE[language] in told.text
    assert sent.note == stage.words("complaint.draft_sent")
    twice = await stage.tap("sue", "send_draft", message=draft)
    assert twice.note == stage.words("complaint.sent_already")
    assert not twice.sent
    back = await stage.say("alice", "OK?", reply_to=told.id)
    assert "OK?" in back.one_to("sue").text


@one_database
async def test_the_owner_reads_the_draft_in_their_own_language(hant_stage: Stage) -> None:
    stage = hant_stage
    await complained(stage)
    await stage.say("alice", "/language")
    await stage.tap("alice", "English")
    await stage.tap("sue", "step:1:act", message=(await stage.tap("sue", "steps")).one_to("sue"))
    await stage.say("sue", "看了錄影")
    sent = await stage.tap("sue", "send_draft")
    assert "this is what we have done about what you told us: 看了錄影" in sent.one_to("alice").text


@one_database
async def test_a_draft_with_one_of_the_ten_phrases_is_held_back(hant_stage: Stage) -> None:
    stage = hant_stage
    await complained(stage)
    await stage.tap("sue", "step:1:explain", message=(await stage.tap("sue", "steps")).sent[-1])
    noted = await stage.say("sue", "這是公司規定，我也沒辦法")
    held = await stage.tap("sue", "send_draft", message=noted.one_to("sue"))
    assert not held.to("alice")
    assert stage.find_label(held.one_to("sue"), "say_kinder")
    kinder = await stage.tap("sue", "say_kinder")
    assert "公司規定" not in kinder.one_to("alice").text
    assert "向您說明" in kinder.one_to("alice").text


@one_database
async def test_a_step_is_taken_once_and_a_second_telling_is_kept_as_a_note(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await complained(stage)
    steps = (await stage.tap("sue", "steps")).one_to("sue")
    await stage.tap("sue", "step:1:act", message=steps)
    hers = (await stage.say("mei", "/help")).one_to("mei")
    await stage.tap("mei", "step:1:act", message=hers, stale=True)
    await stage.say("mei", "我先處理了")
    late = await stage.say("sue", "我也處理了")
    assert "我也處理了" in late.one_to("sue").text
    assert (await taken(stage))[ComplaintStep.ACT].words == "我先處理了"
    again = await stage.tap("sue", "step:1:act", message=steps)
    assert again.note == stage.words("complaint.taken_already")
    async with stage.guanjia.database.reading() as session:
        noted = await session.scalars(
            select(TicketEvent).where(TicketEvent.type == EventType.NOTED)
        )
        assert [each.data["said"] for each in noted] == ["我也處理了"]


@one_database
async def test_an_owner_who_never_said_yes_is_listened_to_by_a_person(hant_stage: Stage) -> None:
    """Nobody has to wait for a button; and the yes that comes at last files the report."""
    stage = hant_stage
    mirror = (await stage.say("alice", RUDE[Language.HANT])).one_to("alice")
    await stage.tap("sue", "accept")
    steps = (await stage.tap("sue", "steps")).one_to("sue")
    assert named(stage, ComplaintStep.LISTEN) in steps.labels
    last = await take_every_step(stage)
    assert not last.to("mei")
    assert named(stage, ComplaintStep.LISTEN) in last.one_to("sue").text
    heard = await stage.tap("alice", "right", message=mirror)
    assert DONE[Language.HANT] in heard.one_to("mei").text


@one_database
async def test_the_steps_of_what_was_withdrawn_are_stale(hant_stage: Stage) -> None:
    stage = hant_stage
    await complained(stage)
    steps = (await stage.tap("sue", "steps")).one_to("sue")
    await stage.tap("alice", "withdraw")
    await stage.tap("alice", "withdraw_yes")
    pressed = await stage.tap("sue", "step:1:act", message=steps)
    assert pressed.note == stage.words("common.stale")
    assert not pressed.sent


REPORTED = {Language.HANT: "投訴報告 #1", Language.HANS: "投诉报告 #1", Language.EN: "complaint #1"}


def reports(stage: Stage, heard: Heard) -> list[str]:
    return [each.text for each in heard.to("mei") if REPORTED[stage.language] in each.text]


@one_database
async def test_what_was_done_again_is_reported_again_and_once(hant_stage: Stage) -> None:
    stage = hant_stage
    await complained(stage)
    assert len(reports(stage, await take_every_step(stage))) == 1
    await stage.tap("sue", "resolve")
    await stage.tap("alice", "fixed_no")
    await stage.tap("sue", "steps")  # an older button to resolve it is stale by now
    (again,) = reports(stage, await stage.tap("sue", "resolve"))
    assert "再次處理" in again
    assert DONE[Language.HANT] in again
    await stage.tap("alice", "fixed_no")
    await stage.tap("sue", "steps")
    assert len(reports(stage, await stage.tap("sue", "resolve"))) == 1
    assert not reports(stage, await stage.tap("alice", "fixed_yes"))


@every_language
async def test_a_complaint_that_ends_without_an_answer_is_reported_with_what_is_missing(
    stage: Stage,
) -> None:
    await complained(stage)
    await stage.tap("sue", "more")
    await stage.tap("sue", "ask_owner")
    await stage.say("sue", "?!")
    (report,) = reports(stage, await stage.wait("8d"))
    assert RUDE[stage.language] in report
    assert named(stage, ComplaintStep.HELP) in report
    assert await state(stage) is TicketState.CLOSED

    await stage.tap("alice", "fixed_no")
    assert len(reports(stage, await take_every_step(stage))) == 1
    assert not reports(stage, await stage.tap("sue", "resolve")), "that was told a moment ago"


@one_database
async def test_one_that_its_owner_takes_back_is_reported(hant_stage: Stage) -> None:
    stage = hant_stage
    await complained(stage)
    await stage.tap("alice", "withdraw")
    (report,) = reports(stage, await stage.tap("alice", "withdraw_yes"))
    assert "收回" in report


@one_database
async def test_what_goes_on_after_fourteen_days_is_kept_from_the_same_people(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", "李保和蘇敏的態度都很差，還兇我，我要投訴他們")
    await stage.tap("alice", "right")
    await stage.tap("alice", "wish_explain")
    await stage.tap("mei", "accept")
    for step in ("act", "help", "explain", "stay_rational"):
        await stage.tap("mei", "steps")
        await stage.tap("mei", f"step:1:{step}")
        await stage.say("mei", "OK")
    await stage.tap("mei", "resolve")
    await stage.tap("alice", "fixed_yes")
    await stage.wait("15d")
    shown = (await stage.say("alice", "#1")).one_to("alice")
    offer = await stage.tap("alice", "again_anew", message=shown)
    assert {each.chat for each in offer.sent} == {"alice", "mei"}
    async with stage.guanjia.database.reading() as session:
        first, second = (await session.scalars(select(Ticket).order_by(Ticket.id))).all()
        assert second.concerned == first.concerned
        assert len(second.concerned) == 2
        assert second.evidence == first.evidence
