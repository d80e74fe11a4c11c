"""What becomes of the plan, and of what others had begun who left, is told to managers, once."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from bot.texts import Texts
from bot.ticking.hands import Hands, Matter
from bot.ticking.meetings import Meetings
from bot.ticking.plan import Approval, Planning, Sending
from bot.ticking.reviews import Reviews
from bot.ticking.schedule import Scheduled
from bot.ticking.setbacks import FIRST
from db.models import Broadcast, Community, Meeting, Occurrence, OutboxLetter, Person
from db.session import Database
from db.vocabulary import (
    BroadcastState,
    Language,
    MeetingKind,
    MeetingState,
    OccurrenceState,
    Region,
    Weight,
)
from reminders import dispatch
from reminders.deciding import approve, reword, take_out
from reminders.notices import Notices

NOW = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)
AWAY = "theft.long_holiday"
BREAK = "break:lunar_new_year@2027"
"""Due on 2 February, at six in the evening."""


@dataclass
class StandingClock:
    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@pytest.fixture(scope="module")
def library() -> Any:
    return SimpleNamespace(texts=Texts(), notices=Notices.load())


@pytest.fixture
async def hands(greenlake: Database, library: Any) -> Hands:
    school: Any = SimpleNamespace(knowledge=SimpleNamespace(catalogue=None))
    unused = cast("Any", None)
    hands = Hands(greenlake, library, StandingClock(), school, trials=unused, weather=unused)
    await Planning().look(hands)
    return hands


async def occurrence(hands: Hands) -> Occurrence:
    async with hands.database.reading() as session:
        found = select(Occurrence).filter_by(rule_id=AWAY, key=BREAK, community_id=1)
        return (await session.scalars(found)).one()


async def change(hands: Hands, **values: Any) -> None:
    row = await occurrence(hands)
    async with hands.database.transaction() as session:
        loaded = await session.get_one(Occurrence, row.id)
        for name, value in values.items():
            setattr(loaded, name, value)


async def keeps(hands: Hands, holidays: dict[str, str]) -> None:
    async with hands.database.transaction() as session:
        here = (await session.scalars(select(Community))).one()
        here.holidays = holidays


async def told(hands: Hands) -> list[str]:
    async with hands.database.reading() as session:
        letters = await session.scalars(select(OutboxLetter).order_by(OutboxLetter.id))
        return [str((letter.body or {})["text"]) for letter in letters]


async def test_an_approved_one_that_no_break_calls_for_any_more(hands: Hands) -> None:
    row = await occurrence(hands)
    async with hands.database.transaction() as session:
        assert await approve(session, row.id, 4, NOW)
    await keeps(hands, {f"2027-02-{day:02}": "workday" for day in (4, 5, 8, 9, 10)})
    await Planning().look(hands)
    (said,) = await told(hands)
    assert said.startswith("↩️ 已核准的溫馨提示「")
    assert "2月2日（週二）18:00" in said
    assert (await occurrence(hands)).state is OccurrenceState.WITHDRAWN
    await Planning().look(hands)
    assert len(await told(hands)) == 1


async def test_one_that_was_sent_and_whose_break_moved_since(hands: Hands) -> None:
    async with hands.database.transaction() as session:
        letter = Broadcast(community_id=1, audience={}, texts={}, silent=True, created_at=NOW)
        session.add(letter)
        await session.flush()
    await change(hands, state=OccurrenceState.SENT, broadcast_id=letter.id)
    await keeps(hands, {"2027-02-04": "workday", "2027-02-05": "workday"})
    await Planning().look(hands)
    (said,) = await told(hands)
    assert said.startswith("📅 溫馨提示「")
    assert "連假改到 2月6日（週六）開始" in said


async def test_a_yes_is_asked_for_again_when_the_words_changed(hands: Hands) -> None:
    clock = cast("StandingClock", hands.clock)
    clock.moment = NOW + timedelta(days=11)
    asking = Approval()
    await asking.look(hands)
    await asking.look(hands)
    before = await told(hands)
    assert len(before) == 1
    row = await occurrence(hands)
    async with hands.database.transaction() as session:
        notices = hands.library.notices
        assert await reword(session, notices, row.id, Language.HANT, "關窗。", 4, NOW)
    await asking.look(hands)
    assert len(await told(hands)) == 2


NOWHERE = 0
"""A community before the other one, whose clock is broken."""


async def settle_nowhere(hands: Hands) -> None:
    row = await occurrence(hands)
    async with hands.database.transaction() as session:
        there = Community(
            id=NOWHERE,
            code="nowhere",
            names=dict.fromkeys(Language, "Nowhere"),
            region=Region.TW,
            timezone="Nowhere/Atlantis",
            office_phone="2345 6789",
            office_opens="09:00",
            office_closes="18:00",
            facts={},
        )
        session.add(there)
        await session.flush()
        session.add(
            Occurrence(
                community_id=NOWHERE,
                rule_id=AWAY,
                key=BREAK,
                notice=AWAY,
                due_at=row.due_at,
                expires_at=row.expires_at,
                state=OccurrenceState.APPROVED,
                text_hash=row.text_hash,
            )
        )


async def test_one_community_that_fails_keeps_no_other_from_its_plan(
    hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    await settle_nowhere(hands)
    async with hands.database.transaction() as session:
        await session.execute(delete(Occurrence).where(Occurrence.community_id != NOWHERE))
    planning = Planning()
    await planning.look(hands)
    async with hands.database.reading() as session:
        assert await session.scalar(select(Occurrence.id).filter_by(community_id=1).limit(1))
    assert [each.getMessage() for each in caplog.records] == [
        f"plan of community 0 could not be seen to; again in {FIRST}"
    ]
    async with hands.database.transaction() as session:
        (await session.get_one(Community, NOWHERE)).timezone = "Asia/Taipei"
    caplog.clear()
    cast("StandingClock", hands.clock).moment += FIRST
    await planning.look(hands)
    async with hands.database.reading() as session:
        planned = select(Occurrence.id).filter_by(community_id=NOWHERE).limit(2)
        assert len((await session.scalars(planned)).all()) == 2, "as soon as it can be"
    assert not caplog.records


async def test_one_community_that_fails_keeps_no_other_from_its_letters(
    hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    await settle_nowhere(hands)
    row = await occurrence(hands)
    async with hands.database.transaction() as session:
        assert await approve(session, row.id, 4, NOW)
    clock = cast("StandingClock", hands.clock)
    clock.moment = row.due_at
    await Sending().look(hands)
    assert (await occurrence(hands)).state is OccurrenceState.SENT
    assert [each.getMessage() for each in caplog.records] == [
        "what is due in community 0 could not be seen to; again in 0:00:01",
    ]


async def test_what_is_urgent_waits_for_nothing_that_fails(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(dispatch._Dispatch, "_send_routine", refuse)
    row = await occurrence(hands)
    async with hands.database.transaction() as session:
        assert await approve(session, row.id, 4, NOW)
    clock, sending = cast("StandingClock", hands.clock), Sending()
    clock.moment = row.due_at
    for _ in range(9):
        await sending.look(hands)
        clock.moment = sending._setbacks.first()
    assert clock.moment - row.due_at <= timedelta(minutes=6), "never put off for long"
    indoors = hands.library.notices.by_id["storm.stay_indoors"]
    async with hands.database.transaction() as session:
        community = await session.get_one(Community, 1)
        urgent = await take_out(session, indoors, community, clock.moment)
        assert await approve(session, urgent.id, 4, clock.moment)
    await sending.look(hands)
    assert (await occurrence(hands)).state is OccurrenceState.APPROVED
    async with hands.database.reading() as session:
        assert (await session.get_one(Occurrence, urgent.id)).state is OccurrenceState.SENT


@contextmanager
def disk_full_once() -> Iterator[None]:
    """The first transaction that would be kept is not."""
    left = iter([True])

    def refuse(_: Session) -> None:
        if next(left, False):
            raise OSError("no space left on device")

    event.listen(Session, "before_commit", refuse)
    yield
    event.remove(Session, "before_commit", refuse)


async def test_what_cannot_be_forgotten_keeps_nobody_from_their_plan(hands: Hands) -> None:
    async with hands.database.transaction() as session:
        await session.execute(delete(Occurrence))
    planning = Planning()
    with disk_full_once():
        await planning.look(hands)
    assert (await occurrence(hands)).state is OccurrenceState.PLANNED


ALICE, MEI = 1, 4
"""Who lives here, and does not work here any more; who manages."""


async def told_to(hands: Hands, telegram_id: int) -> list[str]:
    async with hands.database.reading() as session:
        letters = await session.scalars(select(OutboxLetter).filter_by(chat_id=telegram_id))
        return [str((letter.body or {})["text"]) for letter in letters]


async def test_what_was_missed_of_somebody_who_left_is_the_managers_to_write_anew(
    hands: Hands,
) -> None:
    async with hands.database.transaction() as session:
        alice, mei = [await session.get_one(Person, each) for each in (ALICE, MEI)]
        row = Broadcast(
            community_id=1,
            author_id=ALICE,
            audience={"kind": "all", "ids": []},
            texts={"zh-Hant": "明早停水。"},
            silent=False,
            state=BroadcastState.SCHEDULED,
            send_at=NOW - timedelta(days=3),
            created_at=NOW - timedelta(days=4),
        )
        session.add(row)
    await Scheduled().look(hands)
    (said,) = await told_to(hands, mei.telegram_id)
    assert "已經離任" in said
    assert said.endswith("明早停水。")
    assert await told_to(hands, alice.telegram_id) == []
    async with hands.database.reading() as session:
        assert (await session.get_one(Broadcast, row.id)).state is BroadcastState.CANCELLED


async def hold_meeting(hands: Hands) -> None:
    """Alice's, two days ago."""
    ended = NOW - timedelta(days=2)
    async with hands.database.transaction() as session:
        session.add(
            Meeting(
                community_id=1,
                kind=MeetingKind.BRIEFING,
                state=MeetingState.OVER,
                titles={"zh-Hant": "說明會"},
                places={"zh-Hant": "大廳"},
                agendas={"zh-Hant": "電梯"},
                starts_at=ended - timedelta(hours=2),
                ends_at=ended,
                audience={"kind": "all", "ids": []},
                made_by=ALICE,
                made_at=ended - timedelta(days=9),
            )
        )


async def test_minutes_are_asked_of_the_managers_where_its_maker_left(hands: Hands) -> None:
    await hold_meeting(hands)
    async with hands.database.reading() as session:
        alice, mei = [await session.get_one(Person, each) for each in (ALICE, MEI)]
    await Meetings().look(hands)
    (said,) = await told_to(hands, mei.telegram_id)
    assert "說明會" in said
    assert await told_to(hands, alice.telegram_id) == []


async def letters(hands: Hands) -> list[str]:
    async with hands.database.reading() as session:
        return list(await session.scalars(select(OutboxLetter.key).order_by(OutboxLetter.id)))


async def come_due(hands: Hands) -> None:
    row = await occurrence(hands)
    async with hands.database.transaction() as session:
        assert await approve(session, row.id, 4, NOW)
    cast("StandingClock", hands.clock).moment = row.due_at


async def wait_for_a_yes(hands: Hands) -> None:
    cast("StandingClock", hands.clock).moment = NOW + timedelta(days=11)


async def warn_unread(hands: Hands) -> None:
    sent_at = NOW - timedelta(days=2)
    async with hands.database.transaction() as session:
        session.add(
            Broadcast(
                community_id=1,
                author_id=ALICE,
                audience={"kind": "all", "ids": []},
                texts={"zh-Hant": "失火，請離開。"},
                silent=False,
                weight=Weight.URGENT,
                state=BroadcastState.DONE,
                created_at=sent_at,
                confirmed_at=sent_at,
            )
        )


@pytest.mark.parametrize(
    ("matter", "prepare"),
    [
        (Approval, wait_for_a_yes),
        (Sending, come_due),
        (Meetings, hold_meeting),
        (Reviews, warn_unread),
    ],
)
async def test_what_could_not_be_kept_is_tried_again_later_and_done_once(
    hands: Hands, matter: type[Matter], prepare: Callable[[Hands], Awaitable[None]]
) -> None:
    await prepare(hands)
    clock = cast("StandingClock", hands.clock)
    looking = matter()
    with disk_full_once():
        await looking.look(hands)
    await looking.look(hands)
    assert not await letters(hands)
    async with hands.database.reading() as session:
        again = await looking.next_time(hands, session)
    assert again is None or again >= clock.moment + FIRST
    clock.moment += FIRST
    await looking.look(hands)
    owed = await letters(hands)
    assert owed
    await looking.look(hands)
    assert await letters(hands) == owed
