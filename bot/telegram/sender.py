"""Puts letters into Telegram's words, and Telegram's answers into ours."""

import io
import logging
from collections.abc import Awaitable, Callable
from html import escape
from typing import Any

import segno
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageId,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.telegram.errors import harmless_if_repeated, outcome_of
from bot.telegram.splitting import CAPTION_LIMIT, LIMIT, fits, split_html, strip_tags, width
from db.leasing import LeasedLetter
from db.settling import MadeMessage
from db.vocabulary import LetterKind
from reminders.outbox import ADDRESSEE
from reminders.outcomes import Attached, CardGone, Errand, Outcome, Sent, TopicGone

_log = logging.getLogger(__name__)

REPEATED = "🔁 "
"""Before a message that may have arrived once already."""

_TOPIC_TITLE_LIMIT = 128
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Step = Callable[[str], Awaitable[None]]
"""One call to Telegram, given the mark to put before its words."""


class TelegramTransport:
    """`reminders.outcomes.Transport` over a PTB bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, errand: Errand) -> Outcome:
        delivery = _Delivery(self._bot, errand)
        try:
            return await delivery.run()
        except TelegramError as error:
            return delivery.outcome_of(error)

    async def make_topic(self, chat_id: int, title: str) -> int | Outcome:
        try:
            topic = await self._bot.create_forum_topic(chat_id, title[:_TOPIC_TITLE_LIMIT])
        except TelegramError as error:
            return harmless_if_repeated(outcome_of(error, private=False))
        return topic.message_thread_id


class _Delivery:
    """One letter: the calls it takes, made one after the other from where it stopped last."""

    def __init__(self, bot: Bot, errand: Errand) -> None:
        self._bot = bot
        self._errand = errand
        self._letter: LeasedLetter = errand.letter
        self._body = errand.letter.body
        self._edits = self._letter.kind is LetterKind.CARD and bool(self._letter.card_message_id)

    async def run(self) -> Outcome:
        mark = REPEATED if self._letter.repeated and not self._edits else ""
        first = True
        for step in self._steps()[self._errand.done :]:
            if not first:
                await self._errand.next_slot()
            await step(mark)
            self._errand.done += 1
            mark, first = "", False
        await self._pin()
        return Sent(self._standing())

    def outcome_of(self, error: TelegramError) -> Outcome:
        outcome = outcome_of(error, private=self._letter.chat_id > 0)
        if self._letter.kind in (LetterKind.CLOSE_TOPIC, LetterKind.REOPEN_TOPIC):
            outcome = Sent() if isinstance(outcome, TopicGone) else harmless_if_repeated(outcome)
        if self._letter.kind is LetterKind.BUTTONS:  # the message may have been deleted
            outcome = Sent() if isinstance(outcome, CardGone) else harmless_if_repeated(outcome)
        if self._edits:
            outcome = harmless_if_repeated(outcome)
            if isinstance(outcome, Sent):
                return Sent(self._letter.card_message_id)
        return outcome

    def _standing(self) -> int | None:
        """The message that stands for the letter: the last one, which carries the buttons."""
        made = self._errand.made
        return made[-1].message_id if made else self._letter.card_message_id

    # --- the calls --------------------------------------------------------------------------------

    def _steps(self) -> list[Step]:
        match self._letter.kind:
            case LetterKind.TEXT:
                return self._texts(self._text())
            case LetterKind.CARD:
                return [self._edit] if self._edits else self._texts(self._card_text())
            case LetterKind.PHOTO | LetterKind.DOCUMENT:
                return self._captioned()
            case LetterKind.COPY:
                return self._copies()
            case LetterKind.BUTTONS:
                return [self._buttons]
            case LetterKind.CLOSE_TOPIC:
                return [self._close_topic]
            case LetterKind.REOPEN_TOPIC:
                return [self._reopen_topic]

    def _text(self) -> str:
        return self._addressed(self._body.get("text") or "")

    def _addressed(self, html: str) -> str:
        return html.replace(ADDRESSEE, escape(self._letter.addressee or ""))

    def _card_text(self) -> str:
        """A card is one message, whatever its length: only one can be edited."""
        first, *rest = split_html(self._text(), LIMIT - 2)
        return f"{first}\n…" if rest else first

    def _texts(self, html: str) -> list[Step]:
        """The buttons under the last part, the quotation over the first."""
        *leading, last = split_html(html, LIMIT - width(REPEATED))
        steps = [self._message(part) for part in leading]
        return [*steps, self._message(last, keyboard(self._body))]

    def _message(self, html: str, markup: InlineKeyboardMarkup | None = None) -> Step:
        async def send(mark: str) -> None:
            message = await self._bot.send_message(
                text=self._worded(mark + html),
                parse_mode=self._parse_mode,
                link_preview_options=_NO_PREVIEW,
                reply_markup=markup,
                **self._placed(),
            )
            self._note(message)

        return send

    def _captioned(self) -> list[Step]:
        html = self._text()
        if fits(html, CAPTION_LIMIT - width(REPEATED)):
            return [self._file(html, keyboard(self._body))]
        return [self._file("", None), *self._texts(html)]

    def _file(self, caption: str, markup: InlineKeyboardMarkup | None) -> Step:
        async def send(mark: str) -> None:
            words: dict[str, Any] = {
                "caption": self._worded(mark + caption) or None,
                "parse_mode": self._parse_mode,
                "reply_markup": markup,
            }
            if self._letter.kind is LetterKind.PHOTO:
                file, name = self._picture()
                message = await self._bot.send_photo(
                    photo=file, filename=name, **words, **self._placed()
                )
                self._sent_as(message.photo[-1].file_id if message.photo else None)
            else:
                file, name = self._document()
                message = await self._bot.send_document(
                    document=file, filename=name, **words, **self._placed()
                )
                self._sent_as(message.document.file_id if message.document else None)
            self._note(message)

        return send

    def _picture(self) -> tuple[str | bytes, str | None]:
        """What Telegram has already or is given now, and what to call it."""
        photo = self._body["photo"]
        if "qr" in photo:
            return qr_picture(photo["qr"]), "invitation.png"
        return self._own(self._errand.attached) or (photo["file_id"], None)

    def _document(self) -> tuple[str | bytes, str | None]:
        return self._own(self._errand.attached) or (self._body["document"]["file_id"], None)

    def _own(self, attached: Attached | None) -> tuple[str | bytes, str | None] | None:
        if attached is None:
            return None
        return (attached.file_id, None) if attached.file_id else (attached.content, attached.name)

    def _sent_as(self, file_id: str | None) -> None:
        if self._errand.attached is not None and file_id is not None:
            self._errand.attached.file_id = file_id

    def _copies(self) -> list[Step]:
        note = self._body.get("note")
        header = [self._message(self._addressed(note))] if note else []
        return [*header, self._copy]

    async def _copy(self, _mark: str) -> None:
        source = self._body["copy"]
        originals = sorted(source["message_ids"])
        captioned = bool(source.get("words") or source.get("bare"))
        place = {**self._placed(), "from_chat_id": source["chat_id"]}
        if len(originals) == 1:
            copied: tuple[MessageId, ...] = (
                await self._bot.copy_message(
                    message_id=originals[0],
                    caption="" if captioned else None,
                    reply_markup=keyboard(self._body),
                    **place,
                ),
            )
        else:
            place.pop("reply_parameters")
            copied = await self._bot.copy_messages(
                message_ids=originals, remove_caption=captioned or None, **place
            )
        if not copied:
            raise BadRequest("nothing of it can be copied")
        # Telegram leaves out what it cannot copy without saying which: no origin is better
        # than a wrong one.
        origins = originals if len(copied) == len(originals) else [None] * len(copied)
        self._errand.made += [
            MadeMessage(copy.message_id, origin)
            for copy, origin in zip(copied, origins, strict=True)
        ]

    async def _edit(self, _mark: str) -> None:
        await self._bot.edit_message_text(
            text=self._worded(self._card_text()),
            chat_id=self._letter.chat_id,
            message_id=self._letter.card_message_id,
            parse_mode=self._parse_mode,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(self._body),
        )

    async def _buttons(self, _mark: str) -> None:
        await self._bot.edit_message_reply_markup(
            chat_id=self._letter.chat_id,
            message_id=self._body["message_id"],
            reply_markup=keyboard(self._body),
        )

    async def _close_topic(self, _mark: str) -> None:
        await self._bot.close_forum_topic(self._letter.chat_id, self._thread)

    async def _reopen_topic(self, _mark: str) -> None:
        await self._bot.reopen_forum_topic(self._letter.chat_id, self._thread)

    async def _pin(self) -> None:
        """A pin is a courtesy: the message stands without it."""
        message_id = self._standing()
        if not self._body.get("pin") or self._edits or message_id is None:
            return
        await self._errand.next_slot()
        try:
            await self._bot.pin_chat_message(
                self._letter.chat_id, message_id, disable_notification=True
            )
        except TelegramError as error:
            _log.warning("Letter %s could not be pinned: %s", self._letter.id, error)

    # --- what they have in common -----------------------------------------------------------------

    @property
    def _thread(self) -> int:
        thread_id = self._letter.thread_id
        if thread_id is None:
            raise ValueError(f"letter {self._letter.id} is about a topic, and there is none")
        return thread_id

    @property
    def _parse_mode(self) -> str | None:
        return None if self._errand.plain else ParseMode.HTML

    def _worded(self, html: str) -> str:
        return strip_tags(html) if self._errand.plain else html

    def _placed(self) -> dict[str, Any]:
        reply_to = self._body.get("reply_to")
        first = self._errand.done == 0
        return {
            "chat_id": self._letter.chat_id,
            "message_thread_id": self._letter.thread_id,
            "disable_notification": self._letter.silent,
            "reply_parameters": ReplyParameters(reply_to, allow_sending_without_reply=True)
            if reply_to and first
            else None,
        }

    def _note(self, message: Message) -> None:
        self._errand.made.append(MadeMessage(message.message_id))


def keyboard(body: dict[str, Any]) -> InlineKeyboardMarkup | None:
    rows = body.get("buttons")
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(key["text"], callback_data=key.get("data"), url=key.get("url"))
                for key in row
            ]
            for row in rows
        ]
    )


def qr_picture(address: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="png", scale=10, border=4)
    return drawn.getvalue()
