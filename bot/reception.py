"""One update, one transaction: who speaks is found, the conversation runs, the letters drop."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation import emergency, leading_in
from bot.conversation.messages import Change, ChatChange, ChatMoved, Incoming, Speaker
from bot.conversation.turn import Turn
from bot.learning.school import School
from bot.post import Mailbag, Voice
from bot.texts import Texts
from db import inbox, moved_chats, people
from db.models import Community, InboxUpdate, Person, Team
from db.session import Database
from db.settling import revive
from db.vocabulary import Language
from intents import Catalogue, Engine, Sources
from reminders.notices import Notices

Reread = Callable[[dict[str, Any], int], Incoming | None]
"""The border's way of reading a stored update again."""


@dataclass(frozen=True)
class Library:
    """What the program knows by heart: read at the start, never changed by a conversation.

    What it was taught since is the school's: `bot.learning.school.Knowledge`.
    """

    texts: Texts
    sources: Sources
    """The files that the catalogue and the engine are from."""
    catalogue: Catalogue
    engine: Engine
    notices: Notices


@dataclass(frozen=True)
class Note:
    """The little answer over a button."""

    text: str | None
    alert: bool


class NoCommunityError(Exception):
    """The database has no community yet: load one first."""


class Reception:
    """Takes what the border read, and sees that it is dealt with once."""

    def __init__(
        self,
        database: Database,
        library: Library,
        school: School,
        reread: Reread,
        bot_username: str,
    ) -> None:
        self._database = database
        self.library = library
        self._school = school
        self._reread = reread
        self._bot_username = bot_username

    async def receive(
        self, happening: Incoming | ChatChange | ChatMoved | None, inbox_id: int, now: datetime
    ) -> Note | None:
        """What to show over the button that was pressed; None where it was dealt with already."""
        async with self._database.transaction() as session:
            if not await inbox.claim(session, inbox_id):
                return None
            match happening:
                case Incoming():
                    return await self._converse(session, happening, now)
                case ChatChange():
                    await self._chat_changed(session, happening, now)
                case ChatMoved():
                    await moved_chats.move_chat(
                        session, happening.old_chat_id, happening.new_chat_id
                    )
                case None:
                    pass
        return Note(None, alert=False)

    async def _converse(self, session: AsyncSession, incoming: Incoming, now: datetime) -> Note:
        turn = await self.seat(session, incoming, now)
        if incoming.private and turn.person.unreachable_since is not None:
            await revive(session, turn.person.id)
        await leading_in.receive(turn)
        await turn.bag.drop(session)
        return Note(turn.toast, turn.alert)

    async def apologise(self, incoming: Incoming, now: datetime) -> None:
        """Something went wrong with what was said, for good: say so, and whom to ring."""
        if not incoming.private:
            return
        async with self._database.transaction() as session:
            turn = await self.seat(session, incoming, now)
            turn.bag.cause = f"dead:{incoming.inbox_id}"
            leading_in.follow_language(turn)
            if emergency.is_emergency(turn, incoming.text):
                emergency.say_how_to_stay_alive(turn, turn.understand(incoming.text), None)
            turn.say("common.trouble")
            await turn.bag.drop(session)

    async def seat(self, session: AsyncSession, incoming: Incoming, now: datetime) -> Turn:
        """The speaker, known or new, before the desk of their community."""
        person = await people.by_telegram_id(session, incoming.speaker.telegram_id)
        community = await self._community(session, incoming, person)
        if person is None:
            person = await _newcomer(session, incoming.speaker, community, now)
        elif person.name != incoming.speaker.name and person.names is None:
            person.name = incoming.speaker.name
        voice = Voice(self.library.texts, community, now)
        knowledge = self._school.knowledge
        return Turn(
            session=session,
            now=now,
            bag=Mailbag(f"update:{incoming.inbox_id}", voice, now),
            catalogue=knowledge.catalogue,
            incoming=incoming,
            person=person,
            ear=knowledge.ear(community.id),
            notices=self.library.notices,
            bot_username=self._bot_username,
            recall=self._recall_with(session),
        )

    async def _community(
        self, session: AsyncSession, incoming: Incoming, person: Person | None
    ) -> Community:
        """The group's, the speaker's, or the first there is."""
        if not incoming.private:
            found = (
                await session.scalars(
                    select(Community)
                    .join(Team, Team.community_id == Community.id)
                    .where(Team.forum_chat_id == incoming.chat_id)
                    .limit(1)
                )
            ).first()
            if found is not None:
                return found
        if person is not None and person.community is not None:
            return person.community
        first = (await session.scalars(select(Community).order_by(Community.id).limit(1))).first()
        if first is None:
            raise NoCommunityError("no community is loaded: python -m bot load FILE")
        return first

    def _recall_with(self, session: AsyncSession) -> Callable[[int], Awaitable[Incoming | None]]:
        async def recall(inbox_id: int) -> Incoming | None:
            stored = await session.get(InboxUpdate, inbox_id)
            if stored is None:
                return None
            return self._reread(stored.payload, inbox_id)

        return recall

    async def _chat_changed(self, session: AsyncSession, change: ChatChange, now: datetime) -> None:
        """Blocked and unblocked people; a group the bot has come into hears what to do next."""
        person = await people.by_telegram_id(session, change.speaker.telegram_id)
        if change.private:
            if person is None:
                return
            if change.change is Change.REACHABLE:
                await revive(session, person.id)
            else:
                person.unreachable_since = now
        elif change.change is Change.JOINED:
            await self._greet_group(session, change, person, now)

    async def _greet_group(
        self, session: AsyncSession, change: ChatChange, person: Person | None, now: datetime
    ) -> None:
        incoming = Incoming(change.speaker, change.chat_id, private=False, inbox_id=0)
        community = await self._community(session, incoming, person)
        bag = Mailbag(
            f"joined:{change.chat_id}:{now.isoformat()}",
            Voice(self.library.texts, community, now),
            now,
        )
        bag.answer_in(
            change.chat_id,
            "staff.group_joined",
            community.language,
            reply_to=None,
            ready=change.is_forum and change.may_manage_topics,
        )
        await bag.drop(session)


async def _newcomer(
    session: AsyncSession, speaker: Speaker, community: Community, now: datetime
) -> Person:
    several = len(await people.communities(session)) > 1
    person = Person(
        telegram_id=speaker.telegram_id,
        name=speaker.name,
        language=guess_language(speaker.language_code, community.language),
        language_chosen=False,
        community_id=None if several else community.id,
        created_at=now,
    )
    session.add(person)
    await session.flush()
    found = await people.by_id(session, person.id)
    if found is None:
        raise LookupError("a person just added is not there")
    return found


_SIMPLIFIED = ("zh-hans", "zh-cn", "zh-sg")


def guess_language(code: str | None, fallback: Language) -> Language:
    """From the messenger's IETF tag; it is a guess, and every start offers all three."""
    tag = (code or "").casefold()
    if tag.startswith(_SIMPLIFIED) or tag == "zh":
        return Language.HANS if fallback is not Language.HANT or tag != "zh" else Language.HANT
    if tag.startswith(("zh", "yue")):
        return Language.HANT
    return Language.EN if tag else fallback
