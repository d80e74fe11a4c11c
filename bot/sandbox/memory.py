"""Everybody and everything in the sandbox: remembered here, copied to the journal."""

from dataclasses import asdict

from bot.sandbox.accounts import BotAccount, Person
from bot.sandbox.chats import Chat, Message, Topic
from bot.sandbox.journal import Journal


class Memory:
    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.people: dict[int, Person] = {}
        self.bots: dict[int, BotAccount] = {}
        self.chats: dict[int, Chat] = {}
        self.moved_chats: dict[int, int] = {}
        """Where a chat's old number leads."""
        self.clock_offset: float | None = None
        self._counters: dict[str, int] = {}
        self._read()

    def next(self, what: str, first: int = 1) -> int:
        """The next number of a row; none comes twice, whatever is deleted."""
        number = self._counters.get(what, first - 1) + 1
        self._counters[what] = number
        self.journal.put("counter", what, {"last": number})
        return number

    def carry_on(self, what: str, after: str) -> None:
        """The row `what` goes on where the row `after` stands."""
        last = self._counters.get(after, 0)
        self._counters[what] = last
        self.journal.put("counter", what, {"last": last})

    def chat_by_key(self, key: str) -> Chat | None:
        return next((chat for chat in self.chats.values() if chat.key == key), None)

    def person_id(self, key: str) -> int | None:
        return next((each.id for each in self.people.values() if each.key == key), None)

    def keep_person(self, person: Person) -> None:
        self.people[person.id] = person
        self.journal.put("person", person.id, asdict(person))

    def keep_bot(self, bot: BotAccount) -> None:
        self.bots[bot.id] = bot
        self.journal.put("bot", bot.id, bot.document())

    def keep_chat(self, chat: Chat) -> None:
        self.chats[chat.id] = chat
        self.journal.put("chat", chat.id, chat.document())

    def keep_topic(self, chat: Chat, topic: Topic) -> None:
        chat.topics[topic.thread_id] = topic
        self.journal.put("topic", f"{chat.id}/{topic.thread_id}", asdict(topic))

    def drop_topic(self, chat: Chat, thread_id: int) -> None:
        del chat.topics[thread_id]
        self.journal.drop("topic", f"{chat.id}/{thread_id}")

    def keep_message(self, chat: Chat, message: Message) -> None:
        self.journal.put("message", f"{chat.id}/{message.id}", message.document())

    def drop_message(self, chat: Chat, message: Message) -> None:
        del chat.messages[message.id]
        self.journal.drop("message", f"{chat.id}/{message.id}")

    def move_chat(self, chat: Chat, new_id: int) -> None:
        """The chat goes on under a new number, with its topics and messages under their own."""
        old_id = chat.id
        self._drop_chat(chat)
        self.carry_on(f"message {new_id}", after=f"message {old_id}")
        chat.id = new_id
        chat.card = chat.card | {"id": new_id}
        self.keep_chat(chat)
        for topic in chat.topics.values():
            self.keep_topic(chat, topic)
        for message in chat.messages.values():
            message.body = message.body | {"chat": chat.card}
            self.keep_message(chat, message)
        self.moved_chats[old_id] = new_id
        self.journal.put("moved_chat", old_id, {"to": new_id})

    def _drop_chat(self, chat: Chat) -> None:
        del self.chats[chat.id]
        self.journal.drop("chat", chat.id)
        for thread_id in chat.topics:
            self.journal.drop("topic", f"{chat.id}/{thread_id}")
        for message_id in chat.messages:
            self.journal.drop("message", f"{chat.id}/{message_id}")

    def keep_clock(self, offset: float) -> None:
        if offset != self.clock_offset:
            self.clock_offset = offset
            self.journal.put("clock", "offset", {"seconds": offset})

    def _read(self) -> None:
        entries = self.journal.entries
        for _, document in entries("person"):
            person = Person(**document)
            self.people[person.id] = person
        for _, document in entries("bot"):
            bot = BotAccount.from_document(document)
            self.bots[bot.id] = bot
        self._read_chats()
        for key, document in entries("counter"):
            self._counters[key] = document["last"]
        for key, document in entries("moved_chat"):
            self.moved_chats[int(key)] = document["to"]
        for _, document in entries("clock"):
            self.clock_offset = document["seconds"]

    def _read_chats(self) -> None:
        for _, document in self.journal.entries("chat"):
            chat = Chat(**document)
            self.chats[chat.id] = chat
        for key, document in self.journal.entries("topic"):
            topic = Topic(**document)
            self._chat_of(key).topics[topic.thread_id] = topic
        messages = [
            (self._chat_of(key), Message(**document))
            for key, document in self.journal.entries("message")
        ]
        for chat, message in sorted(messages, key=lambda pair: pair[1].id):
            chat.messages[message.id] = message

    def _chat_of(self, key: str) -> Chat:
        return self.chats[int(key.split("/")[0])]
