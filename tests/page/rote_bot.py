"""A bot that answers by rote, so that the page can be tested with nothing else running."""

from datetime import datetime

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError

from bot.clock import SandboxClock
from bot.sandbox.accounts import SANDBOX_TOKEN
from bot.sandbox.chats import STAFF_ID
from bot.sandbox.cloud import Cloud
from bot.sandbox.request import CloudRequest

INVITATION = "https://t.me/guanjia_sandbox_bot?start=Ab3xYz"


class RoteBot:
    """Also the sandbox's `Steering`: it answers exactly when the sandbox waits for the bot."""

    def __init__(self, cloud: Cloud, clock: SandboxClock) -> None:
        self._clock = clock
        self._offset = 0
        request = CloudRequest(cloud, SANDBOX_TOKEN)
        self._bot = Bot(SANDBOX_TOKEN, request=request, get_updates_request=request)

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109 - the protocol's name
        for update in await self._bot.get_updates(offset=self._offset, timeout=0):
            self._offset = update.update_id + 1
            await self._answer_unless_refused(update)
        await self._bot.get_updates(offset=self._offset, timeout=0)

    async def move_clock(self, target: datetime) -> None:
        self._clock.move_to(target)

    async def _answer_unless_refused(self, update: Update) -> None:
        try:
            await self._answer(update)
        except TelegramError:
            return  # a mishap the page ordered

    async def _answer(self, update: Update) -> None:
        if update.callback_query:
            await self._answer_press(update.callback_query)
        elif update.message and (update.message.text or update.message.photo):
            await self._answer_message(update.message)

    async def _answer_press(self, press: CallbackQuery) -> None:
        if press.data == "change":
            await press.answer()
            await press.edit_message_text("Changed.", reply_markup=keyboard([["ring"]]))
        else:
            await press.answer("Dong!" if press.data == "alarm" else "Ding!", press.data == "alarm")

    async def _answer_message(self, message: Message) -> None:
        words = message.text or "a photo"
        if words == "/start":
            rows = [["ring", "alarm"], ["change"]]
            await message.reply_html("Hello, <b>you</b>.", reply_markup=keyboard(rows))
        elif words == "invite":
            await message.reply_text(f"Open {INVITATION}")
        elif words == "ticket":
            await self._open_topic()
        elif message.chat.type == "private":
            await message.reply_text(f"You said: {words}", disable_notification=True)

    async def _open_topic(self) -> None:
        topic = await self._bot.create_forum_topic(STAFF_ID, "#1 lift 3-12F")
        card = await self._bot.send_message(
            STAFF_ID,
            "<b>Lift out of order</b>",
            parse_mode="HTML",
            message_thread_id=topic.message_thread_id,
            reply_markup=keyboard([["ring"]]),
        )
        await card.pin()


def keyboard(rows: list[list[str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button(name) for name in row] for row in rows])


def button(name: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(name.capitalize(), callback_data=name)
