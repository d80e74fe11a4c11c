"""What staff look for, asked of both databases."""

from datetime import timedelta

import pytest

from db import finding
from db.queue import PAGE, Reader
from db.vocabulary import TicketState
from tests.db.estate import NOW, Estate


def bobs(estate: Estate) -> Reader:
    return Reader(estate.bob.id, estate.community.id, leads=False, team_ids=(estate.repairs.id,))


def sues(estate: Estate) -> Reader:
    return Reader(estate.sue.id, estate.community.id, leads=True, team_ids=())


async def numbers(
    estate: Estate, reader: Reader, *words: str, unit: int | None = None, offset: int = 0
) -> list[int]:
    async with estate.database.reading() as session:
        asked = [((word,), ()) for word in words]
        found = await finding.found(session, reader, unit, asked, offset)
    return [ticket.id for ticket in found]


async def test_words_are_found_where_they_were_said(estate: Estate) -> None:
    rows = [
        estate.ticket(said="廚房水龍頭漏水"),
        estate.ticket(said="The Kitchen tap leaks", closed_at=NOW, state=TicketState.CLOSED),
        estate.ticket(said="走廊燈不亮", place_said="廚房外面"),
        estate.ticket(said="廚房", community_id=estate.elsewhere.id),
        estate.ticket(said="廚房", drill=True),
    ]
    await estate.add(*rows)
    leak, tap, lamp, *_ = (row.id for row in rows)
    bob = bobs(estate)
    assert await numbers(estate, bob, "廚房") == [lamp, leak]
    assert await numbers(estate, bob, "廚房", "漏水") == [leak], "all of the words"
    assert await numbers(estate, bob, "kitchen") == [tap], "however it was written"
    assert await numbers(estate, bob) == [lamp, leak, tap], "the open ones first"


@pytest.mark.parametrize("word", ["%", "_", "/", "\\", "100%"])
async def test_signs_mean_themselves(estate: Estate, word: str) -> None:
    plain, signed = estate.ticket(said="濕度很高"), estate.ticket(said=f"濕度 {word} 很高")
    await estate.add(plain, signed)
    assert await numbers(estate, bobs(estate), word) == [signed.id]


async def test_a_topic_is_found_by_its_name(estate: Estate) -> None:
    row = estate.ticket(said="它又壞了", topic="lift_out_of_order")
    await estate.add(row, estate.ticket(said="它又壞了", topic="lamp"))
    async with estate.database.reading() as session:
        word = (("電梯",), ("lift_out_of_order", "lift_noise"))
        (found,) = await finding.found(session, bobs(estate), None, [word])
    assert found.id == row.id


async def test_a_unit_is_where_it_is_and_where_they_live(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        estate.ticket(home_id=estate.home.id),
        estate.ticket(unit_id=estate.home.id, home_id=estate.next_door.id),
        estate.ticket(unit_id=estate.next_door.id),
        estate.ticket(home_id=estate.home.id, said="燈壞了"),
    ]
    await estate.add(*rows)
    from_there, about, _, lamp = (row.id for row in rows)
    bob, home = bobs(estate), estate.home.id
    assert await numbers(estate, bob, unit=home) == [lamp, about, from_there]
    assert await numbers(estate, bob, "燈", unit=home) == [lamp]
    monkeypatch.setattr(finding, "WINDOW", 1)
    assert await numbers(estate, bob, unit=home) == [lamp, from_there], "what came from there, ever"
    assert await numbers(estate, bob, "漏水") == [], "words: only the newest"


async def test_nobody_finds_what_is_not_for_them(estate: Estate) -> None:
    rows = [
        estate.ticket(private=True, accountable_id=estate.sue.id),
        estate.ticket(team_id=estate.security.id, accountable_id=estate.sue.id),
        estate.ticket(
            private=True, accountable_id=estate.mei.id, concerned={estate.bob.id, estate.sue.id}
        ),
    ]
    await estate.add(*rows)
    complaint, elsewhere, about_sue = (row.id for row in rows)
    assert await numbers(estate, bobs(estate), "漏水") == []
    assert await numbers(estate, sues(estate), "漏水") == [elsewhere, complaint]
    async with estate.database.reading() as session:
        assert not await finding.sees(session, bobs(estate), complaint)
        assert await finding.sees(session, sues(estate), complaint)
        assert not await finding.sees(session, sues(estate), about_sue)
        assert not await finding.sees(session, sues(estate), about_sue + 1)


async def test_there_is_a_page_and_a_sign_of_the_next(estate: Estate) -> None:
    rows = [estate.ticket(opened_at=NOW - timedelta(hours=n)) for n in range(PAGE + 2)]
    await estate.add(*rows)
    newest_first = [row.id for row in reversed(rows)]
    bob = bobs(estate)
    assert await numbers(estate, bob, "漏水") == newest_first[: PAGE + 1]
    assert await numbers(estate, bob, "漏水", offset=PAGE) == newest_first[PAGE:]
