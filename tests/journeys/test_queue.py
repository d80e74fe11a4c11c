"""Journey: what waits at the desk, in one message with four tabs and as many pages as it takes."""

from datetime import timedelta

from sqlalchemy import inspect, select

from db.models import Card, Ticket
from db.vocabulary import CardAudience
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Message, Stage


async def another_twenty(stage: Stage) -> None:
    """The first ticket twenty times more, each due a minute after the one before."""
    async with stage.guanjia.database.transaction() as session:
        first = await session.get_one(Ticket, 1)
        columns = [each.key for each in inspect(Ticket).column_attrs if each.key != "id"]
        given = {name: getattr(first, name) for name in columns}
        for minute in range(1, 21):
            due = given["next_due_at"] + timedelta(minutes=minute)
            session.add(Ticket(**given | {"next_due_at": due}))
            await session.flush()


def numbers_in(message: Message) -> list[str]:
    return [word for word in message.text.split() if word.startswith("#")]


@every_language
async def test_the_queue_is_leafed_through_in_one_message(stage: Stage) -> None:
    await stage.say("alice", "3棟12樓電梯壞了")
    await stage.tap("bob", "accept", chat="staff")
    queue = (await stage.say("bob", "/queue")).one_to("bob")
    assert numbers_in(queue) == ["#1"]
    assert stage.find_label(queue, "qtab:mine") is not None

    await another_twenty(stage)
    heard = await stage.tap("bob", "qtab:team", message=queue)
    assert not heard.sent
    (team,) = heard.edits_in("bob")
    assert team.id == queue.id
    assert numbers_in(team) == [f"#{number}" for number in range(1, 16)]
    (last,) = (await stage.tap("bob", "▶", message=team)).edits_in("bob")
    assert numbers_in(last) == [f"#{number}" for number in range(16, 22)]
    assert "▶" not in last.labels
    (first,) = (await stage.tap("bob", "◀", message=last)).edits_in("bob")
    assert numbers_in(first) == numbers_in(team)
    assert "◀" not in first.labels

    (overdue,) = (await stage.tap("bob", "qtab:overdue", message=first)).edits_in("bob")
    assert numbers_in(overdue) == []
    await stage.wait("5h")
    await stage.tap("bob", "qtab:overdue", message=overdue)
    again = next(each for each in await stage.messages("bob") if each.id == queue.id)
    assert "#1" in numbers_in(again)
    assert "⏰" in again.text


@one_database
async def test_the_queue_opens_where_there_is_something(hant_stage: Stage) -> None:
    """One's own, else the team's; of whoever leads, everybody's."""
    stage = hant_stage
    await stage.say("alice", "3棟12樓電梯壞了")
    await stage.tap("bob", "accept", chat="staff")
    assert "由您負責：1 張" in (await stage.say("bob", "/queue")).one_to("bob").text
    mei = (await stage.say("mei", "/queue")).one_to("mei")
    assert "所有的單子：1 張" in mei.text
    assert numbers_in(mei) == ["#1"]

    await stage.tap("bob", "resolve", chat="staff")
    bob = (await stage.say("bob", "/queue")).one_to("bob")
    assert "本組的單子：0 張" in bob.text
    (waiting,) = (await stage.tap("bob", "qtab:waiting", message=bob)).edits_in("bob")
    assert numbers_in(waiting) == ["#1"]


@one_database
async def test_a_number_leads_to_the_room_of_its_ticket(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "3棟12樓電梯壞了")
    await hant_stage.say("bob", "/queue")
    raw = await hant_stage.client.get("/sandbox/chats/bob/messages")
    (queue,) = [each for each in raw.json()["messages"] if "#1" in (each["text"] or "")]
    assert "https://t.me/c/" in str(queue)


@one_database
async def test_a_queue_is_turned_by_whoever_asked_for_it(hant_stage: Stage) -> None:
    await hant_stage.say("alice", "3棟12樓電梯壞了")
    await hant_stage.say("sue", "/queue")
    mine = (await hant_stage.say("bob", "/queue")).one_to("bob")
    async with hant_stage.guanjia.database.reading() as session:
        asked = select(Card.id).where(Card.audience == CardAudience.STAFF, Card.ticket_id.is_(None))
        sues, bobs = await session.scalars(asked.order_by(Card.id))
    for data in (f"qtab:team:{sues}", f"qtab:everything:{bobs}", "qtab:team:x"):
        heard = await hant_stage.tap("bob", data, message=mine, stale=True)
        assert heard.note == hant_stage.words("common.stale"), data
        assert not heard.edited
    far = f"qtab:team:{bobs}:a:{2**63 - 1}:1"
    heard = await hant_stage.tap("bob", far, message=mine, stale=True)
    assert all(numbers_in(each) == ["#1"] for each in heard.edited), "no such moment: page one"
