"""Journey: a complaint about a member of staff never reaches that person, whoever they are."""

import pytest
from sqlalchemy import delete, select, update

from db.models import Membership, Person, Ticket
from db.vocabulary import Language, StaffRole, TicketKind
from intents import Hazard, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Message, Stage
from tests.journeys.test_complaint import take_every_step
from tests.journeys.understood import Understood

ABOUT_BOB = {
    Language.HANT: "李保師傅態度很差，還兇我，我要投訴他",
    Language.HANS: "李保师傅态度很差，还凶我，我要投诉他",
    Language.EN: "I want to complain about Bob Lee, he was very rude to me",
}
ABOUT_SUE = {
    Language.HANT: "蘇敏態度很差，還兇我，我要投訴她",
    Language.HANS: "苏敏态度很差，还凶我，我要投诉她",
    Language.EN: "I want to complain about Sue So, she was very rude to me",
}
ABOUT_MEI = {
    Language.HANT: "梅怡態度很差，還兇我，我要投訴她",
    Language.HANS: "梅怡态度很差，还凶我，我要投诉她",
    Language.EN: "I want to complain about Mei Mui, she was very rude to me",
}
NAMELESS = "櫃台的人態度很差，還兇我"
STAFF = {"bob": 1002, "sue": 1003, "mei": 1004}


async def ticket(stage: Stage, number: int = 1) -> Ticket:
    async with stage.guanjia.database.reading() as session:
        return await session.get_one(Ticket, number)


async def person(stage: Stage, who: str) -> int:
    async with stage.guanjia.database.reading() as session:
        found = await session.scalars(select(Person.id).where(Person.telegram_id == STAFF[who]))
        return found.one()


async def seen_by(stage: Stage, who: str) -> list[str]:
    return [each.text for each in await stage.messages(who)]


def reaches(heard: Heard) -> set[str]:
    return {message.chat for message in [*heard.sent, *heard.edited]}


async def live_through_it(stage: Stage, reader: str) -> None:
    """The whole of it: accepted, answered, its steps, resolved, reopened, late, closed, rated."""
    await stage.tap("alice", "right")
    await stage.tap("alice", "wish_explain")
    await stage.tap(reader, "accept")
    await stage.wait("3d")
    for step in ("act", "help", "explain", "stay_rational"):
        await stage.tap(reader, "steps")
        await stage.tap(reader, f"step:1:{step}")
        await stage.say(reader, "OK")
    await stage.tap(reader, "resolve")
    await stage.tap("alice", "fixed_no")
    await stage.wait("4d")
    await stage.tap(reader, "steps")  # an older button to resolve it is stale by now
    await stage.tap(reader, "resolve")
    await stage.tap("alice", "fixed_yes")
    await stage.tap("alice", "⭐")
    await stage.say("alice", "!!!")


@every_language
async def test_about_sue_it_is_meis_and_nowhere_in_sues_chat(stage: Stage) -> None:
    words = ABOUT_SUE[stage.language]
    heard = await stage.say("alice", words)
    assert reaches(heard) == {"alice", "mei"}
    card = heard.one_to("mei")
    assert words in card.text
    opened = await ticket(stage)
    assert opened.concerned == {await person(stage, "sue")}
    assert opened.accountable_id == await person(stage, "mei")

    before = await seen_by(stage, "sue")
    queue = (await stage.say("sue", "/queue")).one_to("sue")
    assert "#1" not in queue.text
    assert "#1" in (await stage.say("mei", "/queue")).one_to("mei").text
    asked = (await stage.say("sue", "#1")).one_to("sue")
    assert asked.text == stage.words("owner.no_such_ticket", number=1)
    for data in card.data:
        pressed = await stage.tap("sue", data, message=queue, stale=True)
        assert pressed.note == stage.words("common.not_yours"), data
        assert not pressed.sent
    await live_through_it(stage, "mei")
    assert await seen_by(stage, "sue") == [*before, *await own(stage, "sue")]
    assert not any(words in text for text in await seen_by(stage, "sue"))
    assert not await stage.messages("staff")
    assert not await stage.messages("bob")


async def own(stage: Stage, who: str) -> list[str]:
    """What she said and was answered, about nothing of it."""
    found = await seen_by(stage, who)
    begun = found.index("/queue")
    return found[begun : begun + 4]


@every_language
async def test_about_bob_it_is_sues_and_he_never_hears(stage: Stage) -> None:
    heard = await stage.say("alice", ABOUT_BOB[stage.language])
    assert reaches(heard) == {"alice", "sue"}
    await live_through_it(stage, "sue")
    assert not await stage.messages("bob")
    assert not await stage.messages("staff")


@one_database
async def test_about_the_only_manager_it_is_the_directors(hant_stage: Stage) -> None:
    stage = hant_stage
    await promoted(stage, "bob", StaffRole.DIRECTOR)
    heard = await stage.say("alice", ABOUT_MEI[Language.HANT])
    assert reaches(heard) == {"alice", "bob"}
    await stage.tap("alice", "right")
    await stage.tap("bob", "accept")
    offered = await stage.tap("bob", "hand_off")
    assert offered.one_to("bob").labels == ("蘇敏",), "and never mei herself"
    for step in ("act", "help", "explain", "stay_rational"):
        await stage.tap("bob", "steps")
        await stage.tap("bob", f"step:1:{step}")
        last = await stage.say("bob", "OK")
    assert reaches(last) == {"bob"}, "the report, too"
    assert any("投訴報告" in each.text for each in last.to("bob"))


async def promoted(stage: Stage, who: str, role: StaffRole) -> None:
    async with stage.guanjia.database.transaction() as session:
        await session.execute(
            update(Membership)
            .where(Membership.person_id == await person(stage, who))
            .values(role=role, team_id=None)
        )


@every_language
async def test_about_everybody_who_leads_the_owner_is_told_whom_to_ring(stage: Stage) -> None:
    async with stage.guanjia.database.transaction() as session:
        leads = Membership.person_id == await person(stage, "mei")
        await session.execute(delete(Membership).where(leads))
    heard = await stage.say("alice", ABOUT_SUE[stage.language])
    assert reaches(heard) == {"alice"}
    assert "02-2345-6789" in heard.one_to("alice").text


# --- named by whoever reads it ----------------------------------------------------------------


@every_language
async def test_whoever_reads_it_names_them_and_it_moves_on(
    stage: Stage, understood: Understood
) -> None:
    """Sue reads that it is about herself: it leaves her hands and her chat."""
    understood(NAMELESS, kind=Kind.COMPLAINT, topic="staff_attitude", sure=True)
    card = (await stage.say("alice", NAMELESS)).one_to("sue")
    await stage.tap("sue", "accept")
    asked = await who_is_it_about(stage, "sue")
    sue = await name_of(stage, "sue")
    named = await stage.tap("sue", sue, message=asked)
    assert named.note == stage.words("complaint.passed_on", number=1)
    assert NAMELESS in named.one_to("mei").text
    (emptied,) = [each for each in named.edits_in("sue") if each.id == card.id]
    assert NAMELESS not in emptied.text
    assert not emptied.labels
    moved = await ticket(stage)
    mei = await person(stage, "mei")
    assert (moved.accountable_id, moved.assignee_id) == (mei, mei)

    replied = await stage.say("alice", "還有一件事：她昨天也這樣", reply_to=1)
    assert "sue" not in reaches(replied)
    late = await stage.wait("3d")
    assert "sue" not in reaches(late)
    again = await stage.tap("sue", "steps:1", message=emptied, stale=True)
    assert again.note == stage.words("common.not_yours")


async def who_is_it_about(stage: Stage, who: str) -> Message:
    await stage.tap(who, "more")
    return (await stage.tap(who, "concerns")).one_to(who)


async def name_of(stage: Stage, who: str) -> str:
    async with stage.guanjia.database.reading() as session:
        found = await session.scalars(select(Person).where(Person.telegram_id == STAFF[who]))
        return found.one().called(stage.language)


@one_database
async def test_a_name_that_was_only_mentioned_can_be_cleared(hant_stage: Stage) -> None:
    """Sue was only spoken to: Mei says so, and may hand it to her."""
    stage = hant_stage
    await stage.say("alice", ABOUT_SUE[Language.HANT])
    await stage.tap("mei", "accept")
    held = await stage.tap("mei", "hand_off")
    assert held.note == stage.words("staff.nobody_else")
    asked = await who_is_it_about(stage, "mei")
    cleared = await stage.tap("mei", "concerns_nobody", message=asked)
    assert "不是同仁" in cleared.one_to("mei").text
    assert not (await ticket(stage)).concerned
    offered = await stage.tap("mei", "hand_off")
    assert offered.one_to("mei").labels == ("蘇敏",)


@one_database
async def test_nobody_is_named_where_nobody_else_could_read_it(hant_stage: Stage) -> None:
    stage = hant_stage
    async with stage.guanjia.database.transaction() as session:
        leads = Membership.person_id == await person(stage, "mei")
        await session.execute(delete(Membership).where(leads))
    await stage.say("alice", "樓上半夜很吵，我要投訴")
    await stage.tap("sue", "accept")
    asked = await who_is_it_about(stage, "sue")
    refused = await stage.tap("sue", "蘇敏", message=asked)
    assert refused.note == stage.words("complaint.nobody_else")
    assert not (await ticket(stage)).concerned


@one_database
async def test_what_she_promised_is_promised_by_who_has_it_now(hant_stage: Stage) -> None:
    stage = hant_stage
    card = (await stage.say("alice", "樓上半夜很吵，我要投訴")).one_to("sue")
    await stage.tap("sue", "accept")
    await stage.say("sue", "我明天下午三點給您答覆", reply_to=card.id)
    await stage.tap("sue", "promise")
    asked = await who_is_it_about(stage, "sue")
    await stage.tap("sue", "蘇敏", message=asked)
    broken = await stage.wait("2d")
    assert not broken.to("sue")
    sorry = [each for each in broken.to("alice") if "15:00" in each.text]
    assert sorry
    assert all("蘇敏" not in each.text for each in sorry)


@one_database
async def test_that_the_manager_is_out_of_reach_is_not_told_to_her(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.post("fault", method="sendMessage", chat="mei", code=403, times=50)
    heard = await stage.say("alice", ABOUT_SUE[Language.HANT])
    assert reaches(heard) == {"alice"}
    late = await stage.wait("2d")
    assert not late.to("sue")


@one_database
async def test_about_a_ticket_that_she_worked_on_it_is_not_hers(hant_stage: Stage) -> None:
    """Nobody is named, and still it is her work that it speaks of."""
    stage = hant_stage
    await stage.say("alice", "3棟12樓電梯壞了")
    await stage.tap("sue", "accept", chat="staff")
    added = (await stage.say("alice", "還沒好")).one_to("alice")
    heard = await stage.tap("alice", "make_complaint", message=added)
    assert reaches(heard) == {"alice", "mei"}
    assert (await ticket(stage, 2)).concerned == {await person(stage, "sue")}


# --- low scores, reopened, vouched ------------------------------------------------------------


@one_database
async def test_a_low_score_of_the_supervisors_own_is_not_followed_up_by_her(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", "樓上半夜很吵，我要投訴")
    await stage.tap("alice", "right")
    await stage.tap("sue", "accept")
    await take_every_step(stage)
    await stage.tap("sue", "resolve")
    await stage.tap("alice", "fixed_yes")
    rated = await stage.tap("alice", "⭐")
    follow_up = await ticket(stage, 2)
    assert follow_up.kind is TicketKind.FOLLOW_UP
    assert follow_up.accountable_id == await person(stage, "mei")
    assert not rated.to("sue")
    assert stage.words("kinds.follow_up") in rated.one_to("mei").text
    told = await stage.tap("alice", "reason_manner")
    assert not told.to("sue")
    assert told.to("mei")


@one_database
async def test_a_manager_who_vouches_for_somebody_does_not_read_what_they_say_of_her(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("charlie", "/start")
    await stage.tap("charlie", "繁體中文")
    asked = await stage.say("charlie", "梅怡態度很差，還兇我，我要投訴她，我住3棟12樓E")
    assert "態度" not in asked.one_to("mei").text
    vouched = await stage.tap("mei", "vouch")
    assert "mei" not in {m.chat for m in vouched.sent if "態度" in m.text}
    assert (await ticket(stage)).accountable_id == await person(stage, "sue")


@one_database
@pytest.mark.parametrize("about", [ABOUT_BOB, ABOUT_SUE, ABOUT_MEI], ids=["bob", "sue", "mei"])
async def test_what_was_not_understood_for_sure_is_kept_from_them_too(
    hant_stage: Stage, understood: Understood, about: dict[Language, str]
) -> None:
    """No topic for it, no lesson, no open question: a person reads it, and not that one."""
    stage, words = hant_stage, about[Language.HANT]
    understood(words, kind=Kind.COMPLAINT, topic=None, sure=False)
    asked = await stage.say("alice", words)
    heard = await stage.tap("alice", "none_of_these", message=asked.last_to("alice"))
    reader = "mei" if about is ABOUT_SUE else "sue"
    assert reaches(heard) == {"alice", reader}
    taught = (await stage.say("mei", "/teach")).last_to("mei")
    assert words[:6] not in taught.text


@pytest.mark.parametrize("who", ["sue", "mei"])
@one_database
async def test_an_emergency_that_began_as_a_complaint_does_not_page_them(
    hant_stage: Stage, understood: Understood, who: str
) -> None:
    stage = hant_stage
    words = {"sue": ABOUT_SUE, "mei": ABOUT_MEI}[who][Language.HANT]
    understood(words, kind=Kind.COMPLAINT, topic="staff_attitude", doubtful=Hazard.FIRE, sure=True)
    asked = await stage.say("alice", words)
    assert stage.find_label(asked.last_to("alice"), "happening")
    raised = await stage.tap("alice", "happening")
    assert who not in reaches(raised)
    assert "staff" not in reaches(raised)
    assert "bob" in reaches(raised), "somebody has to go there"


@one_database
async def test_about_her_work_she_reads_it_only_where_nobody_else_leads(hant_stage: Stage) -> None:
    stage = hant_stage
    async with stage.guanjia.database.transaction() as session:
        leads = Membership.person_id == await person(stage, "mei")
        await session.execute(delete(Membership).where(leads))
    await stage.say("alice", "3棟12樓電梯壞了")
    await stage.tap("sue", "accept", chat="staff")
    added = (await stage.say("alice", "還沒好")).one_to("alice")
    heard = await stage.tap("alice", "make_complaint", message=added)
    assert "還沒好" in heard.one_to("sue").text
    assert not (await ticket(stage, 2)).concerned


@one_database
async def test_of_two_whom_it_names_neither_finds_it_at_the_desk(hant_stage: Stage) -> None:
    words = "李保和蘇敏的態度都很差，還兇我，我要投訴他們"
    heard = await hant_stage.say("alice", words)
    assert reaches(heard) == {"alice", "mei"}
    for asked in ("/queue", "/find 態度", "/find 1", "#1"):
        for who in ("bob", "sue"):
            told = await hant_stage.say(who, asked)
            assert words not in told.one_to(who).text, (who, asked)
            assert "#1 " not in told.one_to(who).text, (who, asked)
        assert "#1 " in (await hant_stage.say("mei", asked)).one_to("mei").text, asked
    nothing = hant_stage.words("queue.nothing_found", sought="態度")
    assert (await hant_stage.say("sue", "/find 態度")).one_to("sue").text == nothing
