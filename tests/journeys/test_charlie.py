"""Journey: Charlie belongs to nobody, and sees and moves nothing that is not his."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from bot.buttons import LIMIT, Action
from db.models import InboxUpdate, Occurrence, Residency, Ticket, TicketEvent, VouchRequest
from db.vocabulary import Language
from tests.journeys.matrix import one_database
from tests.journeys.neighbours import invitation_link, move_in
from tests.journeys.stage import Heard, Message, Stage
from tests.journeys.test_several import both
from tests.journeys.understood import Understood

FORGED = {
    Action.PLACE: "1:u:1",
    Action.RECLASSIFY: "1:water",
    Action.WISH: "1:explain",
    Action.STEP: "1:act",
    Action.SEND_DRAFT: "1:act",
    Action.RATE: "1:5:1",
    Action.RATE_REASON: "1:manner:1",
    Action.MEAN: "1:lift_complaint",
    Action.TAKE_WISHES: "1:all:00000000",
    Action.WORDS: "1:en",
    Action.EDIT: "1:en",
    Action.AT_HAND: "major.water_outage",
    Action.TAKE_OUT: "major.water_outage",
    Action.AIM: "1:r:tenant",
    Action.HOUSEHOLD: "1:elder",
    Action.YEAR: "cold.elders:en",
    Action.APPROVE_YEAR: "cold.elders:00000000",
    Action.AUDIENCE: "1:a",
    Action.ADD_LANGUAGE: "1:en",
    Action.WHO_NOT: "1:1:1",
    Action.REACHED: "1:1:1:phone",
    Action.WHEN: "1:now",
    Action.REPEAT: "1:day:7:4",
    Action.TEMPLATE: "1:use",
    Action.SCHEDULED: "1:off",
    Action.REPORT_FILE: "1:csv",
    Action.TEACH_CATEGORIES: "l:1",
    Action.TEACH_TOPICS: "l:1:water",
    Action.TEACH_TOPIC: "l:1:lift_complaint",
    Action.TEACH_LATER: "l:0",
    Action.ADD_ANSWER: "1:1:en",
    Action.PUBLISH_ANSWER: "1:1:00000000",
    Action.QUEUE_TAB: "mine:1",
    Action.FIND_PAGE: "1:1:1",
    Action.FIGURE: "retention:1:30:0",
    Action.QUICK: "1:seen",
    Action.QUICK_SEND: "1:seen:1",
    Action.REROUTE_TO: "1:water",
    Action.REJECT_AS: "1:utility:2",
    Action.MERGE_INTO: "1:1:2",
    Action.PROMISE: "1:29941200:1",
    Action.MOVE_AGREED: "1:1:29941200",
    Action.ASSIGN_TO: "1:2:2",
    Action.TEAM_MODE: "1:assign",
    Action.PRIORITY: "1:low:1",
    Action.MEET: "1:1:go",
    Action.MOVE_MEETING: "1:1:00000000",
    Action.CALL_OFF: "1:1",
    Action.MINUTES: "1:1:go:00000000",
    Action.COMING: "1:coming:4",
    Action.NOT_THEM: "1:2",
    Action.NOT_THEM_SURELY: "1:2",
}
"""What follows the action; for all others the first row's number and its version."""

MADE_UP = (
    "acc:999999999999999999:1",
    "appr:99999999999",
    "help:9999999999",
    "comm:9999999999",
    "send:2147483648",
    "none:999999999999999999",
    "mean:1:" + "x" * (LIMIT - len("mean:1:")),
    "fix:-1",
    "fix:１",
    "rate:1:99",
    "nores:1",
    "no such thing",
    "水" * (LIMIT // len("水".encode())),
    ":",
)
"""Numbers no row has or can have, signs that are no digits, the longest there may be."""


@dataclass(frozen=True)
class Facts:
    """What a stranger's press could have changed."""

    tickets: tuple[tuple[object, ...], ...]
    events: int
    residents: int
    reminders: tuple[str, ...]


async def facts(stage: Stage) -> Facts:
    columns = (Ticket.state, Ticket.version, Ticket.category, Ticket.accountable_id, Ticket.rating)
    async with stage.guanjia.database.reading() as session:
        return Facts(
            tickets=tuple(map(tuple, await session.execute(select(*columns).order_by(Ticket.id)))),
            events=await session.scalar(select(func.count(TicketEvent.id))) or 0,
            residents=await session.scalar(select(func.count(Residency.id))) or 0,
            reminders=tuple(await session.scalars(select(Occurrence.state))),
        )


async def charlie_comes(stage: Stage) -> Message:
    """He says hello and chooses his language; the answer to that is his own message."""
    await stage.say("charlie", "/start")
    return (await stage.tap("charlie", "繁體中文")).one_to("charlie")


def heard_elsewhere(heard: Heard, who: str) -> list[Message]:
    return [message for message in [*heard.sent, *heard.edited] if message.chat != who]


@one_database
async def test_no_button_of_anybody_elses_does_anything_for_a_stranger(hant_stage: Stage) -> None:
    """Every action there is, forged with everybody's numbers: nothing moves, nobody hears."""
    await hant_stage.say("alice", "3棟12樓電梯壞了")
    await hant_stage.tap("bob", "accept", chat="staff")
    await hant_stage.say("alice", "管理費怎麼繳")
    await hant_stage.say("mei", "/broadcast 明天停水")
    own = await charlie_comes(hant_stage)
    before = await facts(hant_stage)

    for action in Action:
        data = f"{action.value}:{FORGED.get(action, '1:2')}"
        heard = await hant_stage.tap("charlie", data, message=own, stale=True)
        assert not heard_elsewhere(heard, "charlie"), data
        shown = " ".join([heard.note, *(message.text for message in heard.sent)])
        assert "電梯" not in shown, data
        assert "陳雅麗" not in shown, data
    assert await facts(hant_stage) == before


ABOUT_WORDS = {
    Action.MEAN: "{words}:lift_out_of_order",
    Action.NONE_OF_THESE: "{words}",
    Action.ATTACH: "{words}:1",
    Action.OPEN_NEW: "{words}:1",
    Action.COMPLAIN: "{words}:1",
    Action.REOPEN: "{words}:1",
    Action.NEW_TICKET: "{words}",
    Action.NOT_HAPPENING: "{words}",
}
"""Buttons under what somebody said; HAPPENING calls for help, which anybody may."""


@one_database
async def test_before_he_is_let_in_nothing_he_presses_about_his_own_words_opens_a_ticket(
    hant_stage: Stage, understood: Understood
) -> None:
    """Two wishes in one message, with every button that there could be under it."""
    stage, text = hant_stage, both(understood)
    print_ = (await stage.say("alice", text)).one_to("alice").data[0].rpartition(":")[2]
    own = await charlie_comes(stage)
    await stage.say("charlie", "管理費怎麼繳")  # the first answer there is
    pressed = [f"{Action.NOT_HELPFUL}:1", f"{Action.ASK_PERSON}:1"]
    pressed += [f"{each}:{about}" for each, about in ABOUT_WORDS.items()]
    pressed += [f"{Action.TAKE_WISHES}:{{words}}:{who}:{print_}" for who in ("all", "0", "person")]
    for data in pressed:
        await stage.say("charlie", text)
        async with stage.guanjia.database.reading() as session:
            words = await session.scalar(select(func.max(InboxUpdate.id)))
        heard = await stage.tap("charlie", data.format(words=words), message=own, stale=True)
        assert not heard.to("staff"), data
        assert not heard.to("sue"), data
        offered = [each for message in heard.sent for each in message.data]
        assert not any(each.startswith(f"{Action.TAKE_WISHES}:") for each in offered), data
    assert not (await facts(stage)).tickets
    async with stage.guanjia.database.reading() as session:
        assert text in (await session.scalars(select(VouchRequest.said))).one()


async def test_made_up_data_is_answered_politely(hant_stage: Stage) -> None:
    own = await charlie_comes(hant_stage)
    polite = {hant_stage.words("common.stale"), hant_stage.words("common.not_yours")}
    for data in MADE_UP:
        heard = await hant_stage.tap("charlie", data, message=own, stale=True)
        assert heard.note in polite, data
        assert not heard.sent, data
        assert not heard.edited, data


@one_database
async def test_in_the_group_a_stranger_presses_and_writes_in_vain(hant_stage: Stage) -> None:
    await charlie_comes(hant_stage)
    opened = await hant_stage.say("alice", "3棟12樓電梯壞了")
    await hant_stage.post("join", **{"as": "charlie", "chat": "staff"})
    card = opened.to("staff")[-1]

    pressed = await hant_stage.tap("charlie", "accept", chat="staff")
    assert pressed.note == hant_stage.words("common.not_yours")
    assert not pressed.sent
    written = await hant_stage.say("charlie", "我來修", chat="staff", topic=card.topic)
    assert not written.sent, "it does not reach alice"
    for command in ("/queue", "/find #1"):
        assert not (await hant_stage.say("charlie", command, chat="staff")).sent
    linked = await hant_stage.say("charlie", "/link", chat="staff")
    assert "沒有這項權限" in linked.one_to("staff").text


@one_database
async def test_another_owners_ticket_is_the_same_as_none(hant_stage: Stage) -> None:
    opened = await hant_stage.say("alice", "3棟12樓電梯壞了")
    await move_in(hant_stage, "dora", "3-12E", Language.HANT)
    for who in ("charlie", "dora"):
        theirs = (await hant_stage.say(who, "#1")).one_to(who).text
        none = (await hant_stage.say(who, "#8")).one_to(who).text
        assert theirs.replace("#1", "#8") == none
        assert not (await hant_stage.say(who, "/mytickets")).one_to(who).labels

    card = opened.to("staff")[-1]
    forwarded = await hant_stage.say("bob", forward_from={"chat": "staff", "message_id": card.id})
    assert not forwarded.to("alice")
    assert all(not label.startswith("🙋 我來接") for label in forwarded.last_to("bob").labels)


@one_database
@pytest.mark.parametrize(
    "command",
    [
        "/broadcast 免費停車",
        "/reminders",
        "/teach",
        "/drill fire 3",
        "/invite 3-12F",
        "/queue",
        "/find 電梯",
        "/duty",
        "/figures",
        "/replies",
        "/templates",
    ],
)
async def test_a_managers_commands_are_the_managers(hant_stage: Stage, command: str) -> None:
    await charlie_comes(hant_stage)
    name = command.split()[0]
    for who in ("charlie", "alice"):
        refused = (await hant_stage.say(who, command)).one_to(who)
        assert name in refused.text
        assert "沒有這項權限" in refused.text
        assert not refused.labels
    if name not in ("/queue", "/find", "/duty"):
        assert "沒有這項權限" in (await hant_stage.say("bob", command)).one_to("bob").text


async def test_an_invitation_lets_one_person_in(hant_stage: Stage) -> None:
    await charlie_comes(hant_stage)
    link = await invitation_link(hant_stage, "3-12F")
    welcomed = await hant_stage.say("dora", link)
    assert "Block 3, 12/F" in welcomed.one_to("dora").text

    refused = (await hant_stage.say("charlie", link)).one_to("charlie").text
    assert "不能用了" in refused
    assert "12樓" not in refused
    again = await hant_stage.say("dora", link)
    assert "no need to join again" in again.one_to("dora").text.casefold()
    leaked = await hant_stage.say("charlie", "廚房水龍頭一直滴水")
    assert not leaked.to("staff"), "charlie is still nobody"
    asked = leaked.one_to("mei")
    assert "Charlie" in asked.text
