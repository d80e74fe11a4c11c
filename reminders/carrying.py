"""Carrying one letter: send it, and mend on the way what keeps it from arriving."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from traceback import format_tb

from sqlalchemy.exc import SQLAlchemyError

from db.leasing import LeasedLetter
from db.moved_chats import move_chat
from db.session import Database
from db.settling import forget_card_message, forget_thread, store_thread
from db.vocabulary import LetterKind
from reminders import enclosures
from reminders.outcomes import (
    Attached,
    CardGone,
    Errand,
    Migrated,
    Outcome,
    Rejected,
    Sent,
    TopicGone,
    Transport,
    TryLater,
)
from reminders.printing.order import Order, laid_out
from reminders.printing.process import PrintingError, print_sheet
from reminders.printing.roll_order import RollOrder, written

_log = logging.getLogger(__name__)
_ABOUT_TOPICS = (LetterKind.CLOSE_TOPIC, LetterKind.REOPEN_TOPIC)


class Carrier:
    def __init__(self, database: Database, transport: Transport) -> None:
        self._database = database
        self._transport = transport

    async def carry(self, errand: Errand) -> Outcome:
        """The last outcome, after each thing that can be mended was mended once."""
        try:
            return await self._fetch(errand) or await self._carry(errand)
        except SQLAlchemyError as error:
            return TryLater(1.0, False, f"the database failed: {type(error).__name__}")
        except Exception as error:
            # A bug of ours with this one letter: the others still have to go. The traceback
            # without the message, which may quote what people wrote.
            trace = "".join(format_tb(error.__traceback__))
            name = type(error).__name__
            _log.error("Sending letter %s raised %s:\n%s", errand.letter.id, name, trace)
            return Rejected(f"sending it raised {name}")

    async def _carry(self, errand: Errand) -> Outcome:
        mended: set[type[Outcome]] = set()
        known = errand.attached is not None and errand.attached.file_id is not None
        while True:
            outcome = await self._topic(errand) or await self._transport.send(errand)
            await self._remember(errand, known)
            mend = self._mending(errand, outcome)
            if mend is None or type(outcome) in mended:
                return outcome
            await mend()
            mended.add(type(outcome))
            await errand.next_slot()

    async def _fetch(self, errand: Errand) -> Outcome | None:
        """Take up the file that it bears; an outcome where there is none any more."""
        ordered = errand.letter.body.get("document") or {}
        if "paper" in ordered:
            return await self._print(errand, Order.from_json(ordered["paper"]))
        if "table" in ordered:
            return await self._tabulate(errand, RollOrder.from_json(ordered["table"]))
        enclosure_id = _enclosure(errand.letter)
        if enclosure_id is None:
            return None
        async with self._database.reading() as session:
            errand.attached = await enclosures.fetch(session, enclosure_id)
        return None if errand.attached else Rejected("its file was forgotten")

    async def _print(self, errand: Errand, order: Order) -> Outcome | None:
        async with self._database.reading() as session:
            sheet = await laid_out(session, order)
        try:
            errand.attached = Attached(order.name, await print_sheet(sheet))
        except PrintingError as error:
            return TryLater(1.0, False, str(error))
        return None

    async def _tabulate(self, errand: Errand, order: RollOrder) -> Outcome | None:
        try:
            async with self._database.reading() as session:
                errand.attached = Attached(order.name, await written(session, order))
        except PrintingError as error:
            return TryLater(1.0, False, str(error))
        return None

    async def _remember(self, errand: Errand, was_known: bool) -> None:
        """What the messenger calls the file: the next letter need not carry it."""
        enclosure_id, attached = _enclosure(errand.letter), errand.attached
        if was_known or enclosure_id is None or attached is None or attached.file_id is None:
            return
        async with self._database.transaction() as session:
            await enclosures.sent_as(session, enclosure_id, attached.file_id)

    async def _topic(self, errand: Errand) -> Outcome | None:
        """Make the letter's topic where it has none yet; an outcome where that ends the errand."""
        letter = errand.letter
        if letter.topic_id is None or letter.thread_id is not None:
            return None
        if letter.kind in _ABOUT_TOPICS:
            return Sent()  # there is no topic to close, and a new one starts open
        made = await self._transport.make_topic(letter.chat_id, letter.topic_title or "")
        if isinstance(made, Rejected):
            # Without topics, or without the right to make them, the group's main thread is
            # still better than silence.
            _log.error("No topic could be made in chat %s: %s", letter.chat_id, made.reason)
            return None
        if not isinstance(made, int):
            return made
        async with self._database.transaction() as session:
            thread_id = await store_thread(session, letter.topic_id, made)
        errand.letter = replace(letter, thread_id=thread_id)
        await errand.next_slot()
        return None

    def _mending(self, errand: Errand, outcome: Outcome) -> Callable[[], Awaitable[None]] | None:
        match outcome:
            case Migrated(new_chat_id):
                return lambda: self._follow(errand, new_chat_id)
            case TopicGone() if errand.letter.topic_id is not None:
                return lambda: self._forget_topic(errand)
            case CardGone() if errand.letter.card_id is not None:
                return lambda: self._forget_card(errand)
            case Rejected(unparsable=True):
                return lambda: _strip(errand)
        return None

    async def _follow(self, errand: Errand, new_chat_id: int) -> None:
        async with self._database.transaction() as session:
            await move_chat(session, errand.letter.chat_id, new_chat_id)
        errand.letter = replace(errand.letter, chat_id=new_chat_id)

    async def _forget_topic(self, errand: Errand) -> None:
        letter = errand.letter
        assert letter.topic_id is not None
        async with self._database.transaction() as session:
            await forget_thread(session, letter.topic_id, letter.thread_id)
        errand.letter = replace(letter, thread_id=None)

    async def _forget_card(self, errand: Errand) -> None:
        letter = errand.letter
        assert letter.card_id is not None
        async with self._database.transaction() as session:
            await forget_card_message(session, letter.card_id, letter.card_message_id)
        errand.letter = replace(letter, card_message_id=None)


def _enclosure(letter: LeasedLetter) -> int | None:
    file = letter.body.get("document") or letter.body.get("photo") or {}
    enclosure_id: int | None = file.get("enclosure")
    return enclosure_id


async def _strip(errand: Errand) -> None:
    errand.plain = True
