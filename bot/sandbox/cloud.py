"""A Telegram in memory: people, bots, chats and what is on its way between them.

The memory is the truth; the journal keeps a copy of every change. Whoever changes something
calls `commit` before anybody is told: the Bot API's gateway and the script interface do.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from bot.clock import Clock, SandboxClock
from bot.sandbox.accounts import (
    FIRST_NEWCOMER_ID,
    GUANJIA_ID,
    BotAccount,
    Person,
    bot_number,
    cast,
    foreign_bot,
    guanjia,
    newcomer,
)
from bot.sandbox.chats import Chat, Message, Topic, bot_api_time, private_chat, staff_group
from bot.sandbox.faults import CallLog, Faults
from bot.sandbox.happenings import Happenings, Witness
from bot.sandbox.journal import Journal
from bot.sandbox.mailbag import Mailbag
from bot.sandbox.memory import Memory
from bot.sandbox.presses import Presses
from bot.sandbox.refusals import RefusalError
from bot.sandbox.shapes import Json
from bot.sandbox.shelf import Shelf

_STAFF = ("mei", "sue", "bob")


class Cloud:
    """Made by `open`."""

    def __init__(self, clock: Clock, journal: Journal, seconds: Callable[[], float]) -> None:
        self.clock = clock
        self.memory = Memory(journal)
        self.shelf = Shelf(journal, self.memory.next)
        self.presses = Presses(journal, seconds)
        self.mailbag = Mailbag(journal, self.memory.next)
        self.faults = Faults()
        self.calls = CallLog()
        self.happenings = Happenings()
        self._witnesses: list[Witness] = []
        if not self.memory.people:
            self._settle_cast()
        for bot in self.memory.bots.values():
            self.mailbag.find_again(bot)
        self._restore_clock()

    @classmethod
    def open(
        cls,
        clock: Clock,
        journal_path: Path | None,
        *,
        seconds: Callable[[], float] = time.time,
    ) -> "Cloud":
        """The sandbox as it was left at `journal_path`, or a new one; None keeps nothing.

        A `SandboxClock` is set to the time it told when the sandbox was left. `seconds` is the
        machine's clock, by which presses grow old.
        """
        cloud = cls(clock, Journal(journal_path), seconds)
        cloud.commit()
        return cloud

    def close(self) -> None:
        """Ends everybody's waiting and puts the journal away."""
        self.happenings.close()
        self.mailbag.close()
        self.commit()
        self.memory.journal.close()

    def commit(self) -> None:
        """What was changed since the last time is kept from now on."""
        self._keep_clock()
        self.memory.journal.commit()

    # --- who and where ----------------------------------------------------------------------

    @property
    def guanjia(self) -> BotAccount:
        return self.memory.bots[GUANJIA_ID]

    def bot(self, token: str) -> BotAccount:
        """The bot with this token, which exists from its first use on."""
        number = bot_number(token)
        if number is None:
            raise RefusalError(401, "Unauthorized")
        bot = self.memory.bots.get(number)
        if bot is None:
            bot = foreign_bot(number, token)
            self.memory.keep_bot(bot)
        if bot.token != token:
            raise RefusalError(401, "Unauthorized")
        return bot

    def idle_for(self, bot: BotAccount) -> bool:
        """Whether the bot has acknowledged everything."""
        return not bot.queue

    def person(self, key: str) -> Person | None:
        """Somebody by name, who moves in at first use; None if nobody can be called that."""
        known = next((each for each in self.memory.people.values() if each.key == key), None)
        return known or self._meet(key)

    def _meet(self, key: str) -> Person | None:
        person = newcomer(0, key)
        if person is None:
            return None
        person.id = self.memory.next("person", FIRST_NEWCOMER_ID)
        self.memory.keep_person(person)
        self.happenings.add("chat", person.id)
        return person

    def start(self, person: Person) -> Chat:
        """The person's own chat, which the first message makes."""
        chat = self.memory.chats.get(person.id)
        if chat is None:
            chat = private_chat(person)
            self.memory.keep_chat(chat)
        if not person.has_started:
            person.has_started = True
            self.memory.keep_person(person)
            self.happenings.add("chat", person.id)
        return chat

    # --- messages ---------------------------------------------------------------------------

    def post(
        self,
        chat: Chat,
        author: Json,
        content: Json,
        *,
        thread_id: int | None = None,
        reply_to: Message | None = None,
        is_silent: bool = False,
    ) -> Message:
        """A new message; its author's rights were checked before."""
        message_id = self.memory.next(f"message {chat.id}")
        body: Json = {
            "message_id": message_id,
            "from": author,
            "chat": chat.card,
            "date": bot_api_time(self.clock.now()),
        }
        if thread_id is not None:
            body["message_thread_id"] = thread_id
            body["is_topic_message"] = True
            # As in Telegram: what replies to nothing in a topic replies to the topic's first line.
            reply_to = reply_to or chat.messages.get(thread_id)
        if reply_to is not None:
            body["reply_to_message"] = without_reply(reply_to.body)
        body.update(content)
        message = Message(body, is_silent)
        chat.messages[message_id] = message
        self.memory.keep_message(chat, message)
        self._happened("message", chat, message)
        return message

    def open_topic(self, chat: Chat, author: Json, name: str, icon: Json) -> Topic:
        """A topic goes by the number of its first line."""
        created = {"forum_topic_created": {"name": name, **icon}}
        first = self.post(chat, author, created)
        first.body = first.body | {"message_thread_id": first.id, "is_topic_message": True}
        self.memory.keep_message(chat, first)
        topic = Topic(first.id, name, icon["icon_color"], icon.get("icon_custom_emoji_id"))
        self.change_topic(chat, topic)
        return topic

    def change_topic(self, chat: Chat, topic: Topic) -> None:
        self.memory.keep_topic(chat, topic)
        self.happenings.add("topic", chat.id, topic=topic.thread_id)

    def delete_topic(self, chat: Chat, thread_id: int) -> None:
        """With everything that was said in it."""
        for message in chat.in_topic(thread_id):
            self.delete(chat, message)
        self.memory.drop_topic(chat, thread_id)
        self.happenings.add("topic", chat.id, topic=thread_id)

    def change(self, chat: Chat, message: Message, body: Json) -> Message:
        """Puts a changed body in the place of the old one, which others may still hold."""
        message.body = body
        self.memory.keep_message(chat, message)
        self._happened("edited", chat, message)
        return message

    def delete(self, chat: Chat, message: Message) -> None:
        self.memory.drop_message(chat, message)
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
            self.memory.keep_chat(chat)
        self.happenings.add("deleted", chat.id, message_id=message.id)

    # --- updates ----------------------------------------------------------------------------

    def tell_bots(self, chat: Chat, kind: str, content: Json) -> None:
        """An update for every bot in the chat."""
        for bot in self.memory.bots.values():
            if bot.id not in chat.bots_outside:
                self.mailbag.put(bot, kind, content)

    # --- those who watch --------------------------------------------------------------------

    @contextmanager
    def witness(self) -> Iterator[Witness]:
        """Sees every message that comes or changes inside the block."""
        witness = Witness()
        self._witnesses.append(witness)
        try:
            yield witness
        finally:
            self._witnesses.remove(witness)

    def _happened(self, type: str, chat: Chat, message: Message) -> None:
        self.happenings.add(type, chat.id, message.id)
        for witness in self._witnesses:
            witness.see(type, chat.id, message.id)

    # --- beginnings -------------------------------------------------------------------------

    def _settle_cast(self) -> None:
        for person in cast():
            self.memory.keep_person(person)
            if person.has_started:
                self.memory.keep_chat(private_chat(person))
        by_key = {person.key: person for person in self.memory.people.values()}
        staff = [by_key[key] for key in _STAFF]
        self.memory.keep_chat(staff_group(staff))
        self.memory.keep_bot(guanjia())

    def _restore_clock(self) -> None:
        offset = self.memory.clock_offset
        if isinstance(self.clock, SandboxClock) and offset is not None:
            self.clock.offset = timedelta(seconds=offset)

    def _keep_clock(self) -> None:
        if isinstance(self.clock, SandboxClock):
            self.memory.keep_clock(self.clock.offset.total_seconds())


def without_reply(body: Json) -> Json:
    """As a message is quoted inside another: one level deep."""
    return {name: part for name, part in body.items() if name != "reply_to_message"}
