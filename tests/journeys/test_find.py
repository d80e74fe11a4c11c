"""Journey: the desk looks for a ticket, by its number, by a flat, by what somebody said."""

from sqlalchemy import inspect

from db.models import Person, Ticket
from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Message, Stage
from tests.journeys.test_concerned import person
from tests.journeys.test_queue import numbers_in

LEAK = "廚房水龍頭一直漏水"
LIFT = "3棟12樓電梯壞了"


async def two_tickets(stage: Stage) -> None:
    await stage.say("alice", LEAK)
    await stage.say("alice", LIFT)


@every_language
async def test_staff_find_a_ticket_in_three_ways(stage: Stage) -> None:
    await two_tickets(stage)
    by_words = (await stage.say("bob", "/find 漏水")).one_to("bob")
    assert numbers_in(by_words) == ["#1"]
    by_flat = (await stage.say("bob", "/find 3-12F")).one_to("bob")
    assert numbers_in(by_flat) == ["#2", "#1"]
    both = (await stage.say("bob", "/find 3-12F 电梯")).one_to("bob")
    assert numbers_in(both) == ["#2"], "whatever the script"
    nothing = (await stage.say("bob", "/find 游泳池")).one_to("bob")
    assert nothing.text == stage.words("queue.nothing_found", sought="游泳池")

    for asked in ("/find 1", "/find #1", "#1"):
        card = (await stage.say("bob", asked)).one_to("bob")
        assert LEAK in card.text
        assert stage.find_label(card, "open_room") is not None
        assert any(url.startswith("https://t.me/c/") for url in card.urls)


@one_database
async def test_from_the_card_that_was_found_the_desk_can_do_everything(hant_stage: Stage) -> None:
    stage = hant_stage
    await two_tickets(stage)
    card = (await stage.say("bob", "#1")).one_to("bob")
    reply = await stage.say("bob", "請問是哪一個水龍頭？", reply_to=card.id)
    assert "請問是哪一個水龍頭？" in reply.one_to("alice").text
    accepted = await stage.tap("bob", "accept", message=card)
    assert accepted.note == stage.words("staff.accepted", number=1)
    again = await stage.tap("bob", "accept", message=card)
    assert "有新進展" in again.note, "it stays as it stood when it was asked for"


@one_database
async def test_what_a_card_in_person_asks_is_asked_and_answered_in_person(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await two_tickets(stage)
    bob = await person(stage, "bob")
    async with stage.guanjia.database.transaction() as session:
        (await session.get_one(Person, bob)).language = Language.EN
    card = (await stage.say("bob", "#1")).one_to("bob")
    asked = await stage.tap("bob", "note", message=card)
    assert [each.chat for each in asked.sent] == ["bob"]
    assert "Bob Lee" in asked.one_to("bob").text
    noted = await stage.say("bob", "帶止水膠帶")
    assert "Bob Lee" in noted.one_to("bob").text
    assert "李保" in noted.one_to("staff").text
    assert not noted.to("alice")

    hand_off = await stage.tap("bob", "hand_off", message=card)
    assert [each.chat for each in hand_off.sent] == ["bob"]
    menu = await stage.tap("bob", "more", message=card)
    merge = await stage.tap("bob", "merge", message=menu.one_to("bob"))
    assert [each.chat for each in merge.sent] == ["bob"]
    wrong = await stage.say("bob", "#1")
    assert "this very ticket" in wrong.one_to("bob").text
    reasons = await stage.tap("bob", "reject", message=menu.one_to("bob"))
    why = await stage.tap("bob", "reject_other", message=reasons.one_to("bob"))
    assert [each.chat for each in why.sent] == ["bob"]
    told = await stage.say("bob", "自來水公司 1910")
    assert "1910" in told.one_to("alice").text
    assert "Bob Lee" in told.one_to("bob").text
    assert "李保" in told.last_to("staff").text


@one_database
async def test_what_is_not_for_the_team_is_not_found(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "樓上每天半夜很吵，我要投訴")
    none = stage.words("owner.no_such_ticket", number=1)
    assert (await stage.say("bob", "/find 1")).one_to("bob").text == none
    assert (await stage.say("bob", "#1")).one_to("bob").text == none
    assert not numbers_in((await stage.say("bob", "/find 半夜")).one_to("bob"))
    assert "半夜" in (await stage.say("sue", "#1")).one_to("sue").text
    assert numbers_in((await stage.say("sue", "/find 半夜")).one_to("sue")) == ["#1"]


@one_database
async def test_what_was_found_has_pages(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", LEAK)
    async with stage.guanjia.database.transaction() as session:
        first = await session.get_one(Ticket, 1)
        columns = [each.key for each in inspect(Ticket).column_attrs if each.key != "id"]
        given = {name: getattr(first, name) for name in columns}
        session.add_all(Ticket(**given) for _ in range(16))
    page = (await stage.say("bob", "/find 漏水")).one_to("bob")
    assert len(numbers_in(page)) == 15
    (second,) = (await stage.tap("bob", "▶", message=page)).edits_in("bob")
    assert numbers_in(second) == ["#2", "#1"]
    assert second.id == page.id
    (back,) = (await stage.tap("bob", "◀", message=second)).edits_in("bob")
    assert numbers_in(back) == numbers_in(page)

    stranger = await stage.say("sue", "/find 漏水")
    await _nothing(stage, "bob", back, stranger.one_to("sue").data[-1])
    await _nothing(stage, "bob", back, "fpage:1:1:0")
    await _nothing(stage, "bob", back, "fpage:9999:1:0")


async def _nothing(stage: Stage, who: str, message: Message, data: str) -> None:
    heard = await stage.tap(who, data, message=message, stale=True)
    assert heard.note == stage.words("common.stale"), data
    assert not heard.edited


@one_database
async def test_looking_for_nothing_tells_how(hant_stage: Stage) -> None:
    heard = await hant_stage.say("bob", "/find")
    assert heard.one_to("bob").text == hant_stage.words("queue.how_to_find")
