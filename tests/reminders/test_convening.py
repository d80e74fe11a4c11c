"""A meeting in the database: one version at a time, the last answer, and who was asked."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, Press
from db.models import Amendment, Delivery, LetterBody, Meeting
from db.vocabulary import Attendance, Becomes, Language, MeetingState
from reminders import broadcast, convening
from reminders.audience import Audience
from reminders.convening import Tally
from reminders.meetings import MeetingPlan, Times, Words
from tests.reminders.neighbourhood import ALICE, BOB, CHARLIE, EMERALD, MEI, NOW, SUE, Neighbourhood

EVENING = datetime(2026, 12, 20, 11, 0, tzinfo=UTC)
LATER = Times(EVENING + timedelta(days=7), EVENING + timedelta(days=7, hours=1))
PLAN = MeetingPlan(
    Words("業主懇談會：電梯更新", "一樓大廳", "1. 報價"),
    Times(EVENING, EVENING + timedelta(hours=2)),
)
COMING, MAYBE, NOT = Attendance.COMING, Attendance.MAYBE, Attendance.NOT_COMING


@pytest.fixture
async def announced(neighbourhood: Neighbourhood) -> Neighbourhood:
    """A meeting that alice, bob and sue, who live there, were told of."""
    await neighbourhood.moves_in(BOB, unit=2)
    await neighbourhood.moves_in(SUE, unit=3)
    async with neighbourhood.database.transaction() as session:
        meeting = await convening.draft(
            session,
            community_id=EMERALD,
            made_by=MEI,
            plan=PLAN,
            language=Language.HANT,
            now=NOW,
        )
        await tell(session, author=MEI)
        await convening.leave(session, meeting, MeetingState.DRAFT, MeetingState.ANNOUNCED)
    return neighbourhood


async def tell(session: AsyncSession, *, author: int | None) -> int:
    number = await broadcast.draft(
        session,
        community_id=EMERALD,
        author_id=author,
        audience=Audience.everybody(),
        texts=dict.fromkeys(Language, "…"),
        silent=False,
        meeting_id=1,
        media={"document": {each.value: {"enclosure": n} for n, each in enumerate(Language)}},
        now=NOW,
    )
    await broadcast.confirm(session, number, NOW)
    return number


async def say(
    where: Neighbourhood, who: int, answer: Attendance, party: int | None = None
) -> tuple[Attendance, int] | None:
    async with where.database.transaction() as session:
        reply = await convening.answer(session, 1, who, answer, party, NOW)
        return (reply.answer, reply.party) if reply else None


async def tallied(where: Neighbourhood) -> Tally:
    async with where.database.reading() as session:
        return await convening.tally(session, 1)


async def test_the_last_answer_counts(announced: Neighbourhood) -> None:
    assert await say(announced, ALICE, COMING) == (COMING, 1)
    assert await say(announced, ALICE, COMING, 4) == (COMING, 4)
    assert await say(announced, ALICE, COMING) is None, "four, as they said"
    assert await say(announced, ALICE, COMING, 4) is None
    assert await say(announced, BOB, MAYBE) == (MAYBE, 1)
    assert await tallied(announced) == Tally(coming=1, heads=4, maybe=1, not_coming=0, asked=3)
    assert (await tallied(announced)).silent == 1

    assert await say(announced, ALICE, NOT) == (NOT, 1)
    assert await tallied(announced) == Tally(coming=0, heads=0, maybe=1, not_coming=1, asked=3)
    assert await say(announced, ALICE, COMING) == (COMING, 1), "nobody is remembered with them"


async def test_two_answers_at_once_are_one_reply(announced: Neighbourhood) -> None:
    await asyncio.gather(say(announced, ALICE, COMING), say(announced, ALICE, NOT))
    tally = await tallied(announced)
    assert tally.coming + tally.not_coming == 1


async def test_only_who_was_told_is_asked(announced: Neighbourhood) -> None:
    async with announced.database.reading() as session:
        asked = [await convening.was_asked(session, 1, who) for who in (ALICE, BOB, CHARLIE)]
    assert asked == [True, True, False]


def moved(place: str | None = None) -> Amendment:
    hours = {"starts_at": LATER.starts, "ends_at": LATER.ends}
    return Amendment(meeting_id=1, becomes=Becomes.MOVED, place=place, **hours)


async def test_of_two_who_change_one_version_one_has_done_so(announced: Neighbourhood) -> None:
    async with announced.database.transaction() as session:
        meeting = await session.get_one(Meeting, 1)
        somebody_else = update(Meeting).values(version=2, starts_at=EVENING + timedelta(hours=1))
        await session.execute(somebody_else.execution_options(synchronize_session=False))
        assert meeting.version == 1, "as it was read"
        assert not await convening.amend(session, meeting, moved("B2"))
        assert (meeting.version, meeting.starts_at) == (2, EVENING + timedelta(hours=1))


async def test_a_meeting_moves_to_another_time_and_perhaps_another_place(
    announced: Neighbourhood,
) -> None:
    async with announced.database.transaction() as session:
        meeting = await session.get_one(Meeting, 1)
        assert await convening.amend(session, meeting, moved())
        assert (meeting.version, meeting.starts_at) == (2, LATER.starts)
        assert meeting.places == {"zh-Hant": "一樓大廳"}
        assert await convening.amend(session, meeting, moved("B2"))
        assert (meeting.version, meeting.places) == (3, {"zh-Hant": "B2"})
        assert not await convening.change(session, meeting, MeetingState.DRAFT, starts_at=EVENING)


async def test_a_reminder_spares_who_cannot_come_and_minutes_spare_nobody(
    announced: Neighbourhood,
) -> None:
    await say(announced, BOB, NOT)
    await say(announced, SUE, MAYBE)
    async with announced.database.transaction() as session:
        reminder, minutes = await tell(session, author=None), await tell(session, author=MEI)
    told = [
        [copy.person_id for copy in await announced.all(Delivery, broadcast_id=number)]
        for number in (reminder, minutes)
    ]
    assert told == [[ALICE, SUE], [ALICE, BOB, SUE]]


async def test_each_reader_gets_the_buttons_and_the_file_of_their_language(
    announced: Neighbourhood,
) -> None:
    bodies = [row.body for row in await announced.all(LetterBody)]
    assert [body["document"]["enclosure"] for body in bodies] == [0, 1, 2]
    for body in bodies:
        keys = [key for row in body["buttons"] for key in row]
        assert [Press.read(key["data"]) for key in keys] == [
            Press.of(Action.COMING, 1, answer.value) for answer in Attendance
        ]
    assert len({body["buttons"][0][0]["text"] for body in bodies}) == 3


async def test_once_it_is_called_off_nobody_is_asked_who_comes(announced: Neighbourhood) -> None:
    async with announced.database.transaction() as session:
        meeting = await session.get_one(Meeting, 1)
        await convening.change(
            session, meeting, MeetingState.ANNOUNCED, state=MeetingState.CALLED_OFF
        )
        await tell(session, author=MEI)
    assert ["buttons" in row.body for row in await announced.all(LetterBody)][-3:] == [False] * 3


async def test_a_meeting_reads_in_the_language_there_is(announced: Neighbourhood) -> None:
    async with announced.database.transaction() as session:
        meeting = await session.get_one(Meeting, 1)
        assert convening.words_in(meeting, Language.EN, Language.EN) == PLAN.words
        meeting.state = MeetingState.DRAFT
        await session.flush()
        lobby = Words("The lifts", "Lobby", "")
        assert await convening.translate(session, meeting, Language.EN, lobby)
        assert convening.words_in(meeting, Language.EN, Language.HANT) == lobby
        assert convening.words_in(meeting, Language.HANS, Language.EN) == lobby
        assert convening.words_in(meeting, Language.HANS, Language.HANT) == PLAN.words


async def test_a_draft_counts_as_announced_once_its_announcement_is_on_its_way(
    announced: Neighbourhood,
) -> None:
    """Whoever approved it knew nothing of meetings."""
    await announced.change(Meeting, 1, state=MeetingState.DRAFT)
    async with announced.database.transaction() as session:
        await convening.draft(
            session,
            community_id=EMERALD,
            made_by=MEI,
            plan=PLAN,
            language=Language.HANT,
            now=NOW,
        )
        assert [each.id for each in await convening.announced(session)] == [1]


async def test_what_is_listed_is_held_and_minuted_in_its_time(announced: Neighbourhood) -> None:
    over = PLAN.times.ends
    async with announced.database.transaction() as session:
        meeting = await session.get_one(Meeting, 1)
        assert await convening.held(session, over - timedelta(seconds=1)) == []
        assert await convening.held(session, over) == [meeting]
        assert await convening.coming_up(session, EMERALD, NOW) == [meeting]
        await convening.leave(session, meeting, MeetingState.ANNOUNCED, MeetingState.OVER)
        assert await convening.held(session, over) == []
        assert await convening.unminuted(session, over) == [meeting]
        assert await convening.coming_up(session, EMERALD, over) == [meeting]
        assert await convening.unminuted(session, over + timedelta(days=8)) == []
        meeting.minuted_at = over
        await session.flush()
        assert await convening.unminuted(session, over) == []
        assert await convening.coming_up(session, EMERALD, over) == []
