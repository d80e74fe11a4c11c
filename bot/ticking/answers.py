"""Letters that ask: whoever has not answered after a day is reminded once, and the office told."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.reports import opening_words
from bot.conversation.who_not import row_to_list
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import Setbacks
from db import people
from db.models import Community
from db.vocabulary import Language
from reminders.broadcast import answers, asking


class Answers:
    sign = Sign(asking.SOME_DUE)

    def __init__(self) -> None:
        self._setbacks = Setbacks("letter that asks")

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            due = await asking.due(session, hands.now)
        await each_apart(hands, self._setbacks, due, _remind)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        moments = await asking.moments(session, hands.now)
        return min((self._setbacks.not_before(*each) for each in moments.items()), default=None)


async def _remind(hands: Hands, session: AsyncSession, broadcast_id: int) -> None:
    due = await asking.claim(session, broadcast_id, hands.now)
    if due is None:
        return
    asked = due.asked
    community = await session.get_one(Community, asked.community_id)
    desk = hands.desk(session, community, f"answers:{asked.id}")
    reminded = 0
    if due.in_time:
        texts = {
            language: desk.voice.html(
                "answer.reminder", language, title=opening_words(asked, language)
            )
            for language in Language
        }
        reminded = await asking.remind(session, asked, texts, hands.now)
    counted = await answers.count(session, asked)
    for reader in await people.who_follow(session, community.id, asked.author_id):
        desk.bag.tell(
            reader,
            "answer.so_far",
            buttons=row_to_list(asked) if counted.silent else (),
            title=opening_words(asked, reader.language),
            reminded=reminded,
            counted=counted,
        )
    await desk.bag.drop(session)
