"""What is to be said to whom, gathered during one transaction and dropped into the outbox.

Nothing is sent from here: the letters are written with the facts they tell, or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Button, Rows
from bot.texts import Texts
from db.models import Card, Community, ForumTopic, OutboxLetter, Person, Ticket
from db.vocabulary import Language, LetterKind, MailPriority
from reminders.outbox import Letter, enqueue
from reminders.region import numbers, terms


class Voice:
    """The texts as one community speaks them: its terms, its numbers, its time zone."""

    def __init__(self, texts: Texts, community: Community, now: datetime) -> None:
        self.texts = texts
        self.community = community
        self._now = now

    def given(self, language: Language) -> dict[str, Any]:
        community = self.community
        return {
            "now": self._now,
            "zone": ZoneInfo(community.timezone),
            "terms": terms(community.region, language),
            "numbers": numbers(community.region),
            "office_phone": community.office_phone,
            "office_hours": f"{community.office_opens}–{community.office_closes}",
            "estate": community.name(language),
        }

    def html(self, name: str, language: Language, /, **values: Any) -> str:
        return self.texts.render(name, language, self.given(language) | values)

    def words(self, name: str, language: Language, /, **values: Any) -> str:
        """Without markup: labels, titles, toasts."""
        return self.texts.words(name, language, self.given(language) | values)

    def keyboard(self, rows: Rows, language: Language) -> list[list[dict[str, str]]]:
        return [[self._key(each, language) for each in row] for row in rows if row]

    def _key(self, button: Button, language: Language) -> dict[str, str]:
        label = (
            button.label
            if button.ready
            else self.words(button.label, language, **dict(button.values))
        )
        if button.url is not None:
            return {"text": label, "url": button.url}
        if button.press is None:
            raise ValueError(f"the button {button.label} does nothing")
        return {"text": label, "data": button.press.data}


@dataclass(frozen=True)
class Original:
    """What somebody wrote and a letter passes on, and the message it replies to in their chat."""

    chat_id: int
    message_id: int
    reply_to: int | None = None

    @property
    def place(self) -> tuple[int, int]:
        return self.chat_id, self.message_id


class Mailbag:
    """Letters for one cause. The cause names them, so that the same news is never owed twice."""

    def __init__(self, cause: str, voice: Voice, now: datetime) -> None:
        self.cause = cause
        self.voice = voice
        self.now = now
        self._letters: list[Letter] = []

    def tell(
        self,
        person: Person,
        text: str,
        /,
        *,
        buttons: Rows = (),
        priority: MailPriority = MailPriority.TICKET,
        ticket: Ticket | None = None,
        silent: bool = False,
        extra: Mapping[str, Any] | None = None,
        reply_to: int | None = None,
        origin: tuple[int, int] | None = None,
        key: str | None = None,
        not_before: datetime | None = None,
        **values: Any,
    ) -> None:
        """A message to one person, in their own language.

        `reply_to`: a message of the reader's own chat. `origin`: the chat and the message that
        this one passes on; a reply to either finds the other. Of an exercise nobody hears in
        person but whoever began it, and they are not woken.
        """
        if ticket is not None and ticket.drill:
            if person.id != ticket.reporter_id:
                return
            priority = max(priority, MailPriority.REPLY)
        body = self._body(text, person.language, buttons, values, ticket) | dict(extra or {})
        body |= _threaded(reply_to, origin)
        self._add(
            _kind(body),
            person.telegram_id,
            body,
            priority,
            key=key,
            not_before=not_before,
            person_id=person.id,
            ticket_id=ticket.id if ticket else None,
            silent=silent,
        )

    def post(
        self,
        topic: ForumTopic,
        text: str,
        /,
        *,
        buttons: Rows = (),
        priority: MailPriority = MailPriority.TICKET,
        ticket: Ticket | None = None,
        reply_to: int | None = None,
        origin: tuple[int, int] | None = None,
        key: str | None = None,
        not_before: datetime | None = None,
        **values: Any,
    ) -> None:
        """A message in a ticket's topic, in the language of the community's teams.

        `ticket`: the one it speaks of, where that is another than the topic's own. `reply_to` and
        `origin`: as for `tell`.
        """
        body = self._body(text, self.voice.community.language, buttons, values, ticket)
        self._add(
            LetterKind.TEXT,
            topic.chat_id,
            body | _threaded(reply_to, origin),
            priority,
            key=key,
            not_before=not_before,
            topic_id=topic.id,
            ticket_id=ticket.id if ticket else topic.ticket_id,
        )

    def answer_in(
        self, chat_id: int, text: str, language: Language, *, reply_to: int | None, **values: Any
    ) -> None:
        """A message in a group, outside any ticket's topic."""
        body = self._body(text, language, (), values)
        self._add(LetterKind.TEXT, chat_id, body | {"reply_to": reply_to}, MailPriority.REPLY)

    def send_instead(self, failed: OutboxLetter, person: Person, ticket: Ticket) -> None:
        """What could not be said in a group, in person and word for word."""
        if failed.kind not in (LetterKind.TEXT, LetterKind.COPY) or failed.body is None:
            return
        body = {name: value for name, value in failed.body.items() if name != "reply_to"}
        self._add(
            failed.kind,
            person.telegram_id,
            body | {"done": 0},
            MailPriority.TICKET,
            person_id=person.id,
            ticket_id=ticket.id,
        )

    def show(
        self,
        card: Card,
        language: Language,
        text: str,
        /,
        *,
        buttons: Rows = (),
        priority: MailPriority = MailPriority.TICKET,
        pin: bool = False,
        fresh: bool = False,
        quietly: bool = False,
        ticket: Ticket | None = None,
        **values: Any,
    ) -> None:
        """Send a card, or edit it where it already stands.

        `fresh`: it was made just now, so that no older view of it can be waiting. `ticket`: the
        one it shows, where the card does not follow it.
        """
        body = self._body(text, language, buttons, values, ticket)
        self._add(
            LetterKind.CARD,
            card.chat_id,
            body | {"pin": pin} if pin else body,
            priority,
            card_id=card.id,
            topic_id=card.topic_id,
            person_id=card.person_id,
            ticket_id=ticket.id if ticket else card.ticket_id,
            fresh=fresh,
            silent=quietly,
        )

    def put_buttons(self, person: Person, message_id: int, buttons: Rows) -> None:
        """Under a message that stands in the reader's chat, in the place of those it bears."""
        keys = self.voice.keyboard(buttons, person.language)
        self._add(
            LetterKind.BUTTONS,
            person.telegram_id,
            {"message_id": message_id, "buttons": keys},
            MailPriority.REPLY,
            person_id=person.id,
        )

    def copy(
        self,
        to: Person | ForumTopic,
        from_chat: int,
        message_ids: Sequence[int],
        *,
        ticket: Ticket,
        header: str,
        words: str = "",
        bare: bool = False,
        key: str | None = None,
        not_before: datetime | None = None,
        reply_to: int | None = None,
        **values: Any,
    ) -> None:
        """Pass somebody's message on without showing their account, under a header.

        `words`: what was written beneath it. The header says it; a copied caption would bring
        along whatever accounts its writer has named in it. `bare`: without its caption, though
        there are no words.
        """
        source = {"chat_id": from_chat, "message_ids": list(message_ids)}
        in_topic = isinstance(to, ForumTopic)
        language = self.voice.community.language if isinstance(to, ForumTopic) else to.language
        body: dict[str, Any] = {
            "copy": source | {"words": words, "bare": bare},
            "note": self._html(header, language, values | {"words": words}, ticket),
        } | _threaded(reply_to, None)
        self._add(
            LetterKind.COPY,
            to.chat_id if isinstance(to, ForumTopic) else to.telegram_id,
            body,
            MailPriority.TICKET,
            key=key,
            topic_id=to.id if in_topic else None,
            person_id=None if in_topic else to.id,
            ticket_id=ticket.id,
            not_before=not_before,
        )

    def shut(self, topic: ForumTopic) -> None:
        self._add(LetterKind.CLOSE_TOPIC, topic.chat_id, {}, MailPriority.TICKET, topic_id=topic.id)

    def open_again(self, topic: ForumTopic) -> None:
        self._add(
            LetterKind.REOPEN_TOPIC, topic.chat_id, {}, MailPriority.TICKET, topic_id=topic.id
        )

    def _body(
        self,
        text: str,
        language: Language,
        buttons: Rows,
        values: Mapping[str, object],
        ticket: Ticket | None = None,
    ) -> dict[str, Any]:
        body: dict[str, Any] = {"text": self._html(text, language, values, ticket)}
        if buttons:
            body["buttons"] = self.voice.keyboard(buttons, language)
        return body

    def _html(
        self,
        text: str,
        language: Language,
        values: Mapping[str, object],
        ticket: Ticket | None,
    ) -> str:
        """Whatever is said of an exercise says so first."""
        said = self.voice.html(text, language, **values)
        if ticket is None or not ticket.drill:
            return said
        return f"{self.voice.html('drill.heading', language)}\n{said}"

    def _add(
        self,
        kind: LetterKind,
        chat_id: int,
        body: dict[str, Any],
        priority: MailPriority,
        *,
        key: str | None = None,
        **addressing: Any,
    ) -> None:
        self._letters.append(
            Letter(
                key=key or f"{self.cause}:{len(self._letters)}",
                priority=priority,
                kind=kind,
                chat_id=chat_id,
                body=body,
                **addressing,
            )
        )

    async def drop(self, session: AsyncSession) -> bool:
        """Write the letters into the outbox; True where there were any."""
        if not self._letters:
            return False
        await enqueue(session, self._letters, self.now)
        self._letters = []
        return True


def _threaded(reply_to: int | None, origin: tuple[int, int] | None) -> dict[str, Any]:
    """What ties a letter to what was said before, in its own chat and in the other."""
    tied: dict[str, Any] = {}
    if reply_to is not None:
        tied["reply_to"] = reply_to
    if origin is not None:
        tied["origin"] = {"chat_id": origin[0], "message_id": origin[1]}
    return tied


def _kind(body: Mapping[str, Any]) -> LetterKind:
    if "photo" in body:
        return LetterKind.PHOTO
    return LetterKind.DOCUMENT if "document" in body else LetterKind.TEXT
