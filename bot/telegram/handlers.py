"""The border inwards: PTB's handlers, thin, around one call of the reception."""

import asyncio
import logging
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, BaseHandler, CallbackContext, ExtBot, TypeHandler

from bot.clock import Clock
from bot.conversation.messages import Incoming
from bot.reception import Note, Reception
from bot.telegram.reading import read

_log = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@dataclass
class _Delivery:
    """The stored update being handled, and what went wrong with it."""

    inbox_id: int
    error: Exception | None = None


_current: ContextVar[_Delivery] = ContextVar("delivery")


class Border:
    """Feeds stored updates through PTB and answers the presses among them."""

    def __init__(self, application: AnyApplication, clock: Clock) -> None:
        self._application = application
        self._clock = clock
        self._answers: set[asyncio.Task[None]] = set()
        self.reception: Reception | None = None
        handler: BaseHandler[Any, Any, Any] = TypeHandler(Update, self._handle)
        application.add_handler(handler)
        application.add_error_handler(self._note_error)

    @property
    def bot(self) -> ExtBot[None]:
        bot: ExtBot[None] = self._application.bot
        return bot

    def reread(self, payload: dict[str, Any], inbox_id: int) -> Incoming | None:
        update = Update.de_json(payload, self._application.bot)
        happening = read(update, inbox_id)
        return happening if isinstance(happening, Incoming) else None

    async def process(self, inbox_id: int, payload: dict[str, Any]) -> None:
        """Raises whatever the handling raised: the lane decides about another attempt."""
        delivery = _Delivery(inbox_id)
        _current.set(delivery)
        update = Update.de_json(payload, self._application.bot)
        await self._application.process_update(update)
        if delivery.error is not None:
            raise delivery.error

    async def apologise(self, inbox_id: int, payload: dict[str, Any]) -> None:
        """An update was given up: whoever said it hears so, politely."""
        incoming = self.reread(payload, inbox_id)
        if incoming is not None and self.reception is not None:
            await self.reception.apologise(incoming, self._clock.now())

    async def settled(self) -> None:
        """Until every press has had its answer."""
        while self._answers:
            await asyncio.wait(set(self._answers))

    async def _handle(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        del context
        if self.reception is None:
            raise RuntimeError("the reception is not open yet")
        inbox_id = _current.get().inbox_id
        note = await self.reception.receive(read(update, inbox_id), inbox_id, self._clock.now())
        if update.callback_query is not None and note is not None:
            task = asyncio.create_task(self._answer(update.callback_query.id, note))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _answer(self, query_id: str, note: Note) -> None:
        """After the transaction: an answer that comes too late, or not at all, harms nothing."""
        try:
            await self._application.bot.answer_callback_query(
                query_id, text=note.text, show_alert=note.alert
            )
        except TelegramError as error:
            _log.info("a press was not answered: %s", error)

    async def _note_error(
        self, update: object, context: CallbackContext[Any, Any, Any, Any]
    ) -> None:
        del update
        if isinstance(context.error, Exception):
            _current.get().error = context.error
