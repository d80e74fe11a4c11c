"""One turn of a conversation: who speaks, where, what they are here, and how to answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.buttons import Rows
from bot.conversation.messages import Incoming
from bot.desk import Desk
from bot.learning.own_questions import Ear
from bot.tickets.standing import Matter, Post, Standing, standings
from db import people
from db.models import Person, Ticket, Unit
from db.vocabulary import Language, MailPriority, Region, StaffRole, Step
from intents import Understanding
from reminders.notices import Notices


@dataclass
class Turn(Desk):
    """A desk with somebody standing before it."""

    incoming: Incoming
    person: Person
    ear: Ear
    notices: Notices
    bot_username: str
    recall: Callable[[int], Awaitable[Incoming | None]]
    """Reads a stored update again, by its inbox id; None once it has been cleared away."""
    toast: str | None = None
    """Shown over the button that was pressed; None: the press is only acknowledged."""
    alert: bool = False
    replays: list[tuple["Turn", str]] = field(default_factory=list)
    """Words kept from before somebody was let in: heard once this turn is done."""
    _understood: dict[str, Understanding] = field(default_factory=dict)

    @property
    def homes(self) -> list[Unit]:
        """Where the speaker lives, in this community."""
        return [
            residency.unit
            for residency in self.person.residencies
            if residency.unit.building.community_id == self.community.id
        ]

    @property
    def home(self) -> Unit | None:
        return self.homes[0] if len(self.homes) == 1 else None

    @property
    def posts(self) -> list[Post]:
        """Where the speaker works, in any community."""
        return [Post.of(each) for each in self.person.memberships]

    @property
    def works_here(self) -> bool:
        return any(post.community_id == self.community.id for post in self.posts)

    @property
    def is_bound(self) -> bool:
        """Lives or works here; anybody else may ask and may call for help, no more."""
        return bool(self.homes) or self.works_here

    @property
    def writes_months_first(self) -> bool:
        """12/1 is the first of December in Chinese, but for Hong Kong's."""
        return self.community.region is not Region.HK

    @property
    def manages_here(self) -> bool:
        return any(
            post.role is StaffRole.MANAGER and post.community_id == self.community.id
            for post in self.posts
        )

    @property
    def heads_here(self) -> bool:
        """Manager or director: whoever answers for the whole house, and may read its figures."""
        return self.manages_here or any(
            post.role is StaffRole.DIRECTOR and post.community_id == self.community.id
            for post in self.posts
        )

    @property
    def leads_here(self) -> bool:
        """Supervisor, manager or director."""
        return any(
            post.role is not StaffRole.STAFF and post.community_id == self.community.id
            for post in self.posts
        )

    @property
    def language(self) -> Language:
        return self.person.language

    @property
    def name(self) -> str:
        return self.person.called(self.language)

    def standings(self, ticket: Ticket) -> frozenset[Standing]:
        return standings(self.person.id, self.posts, Matter.of(ticket))

    def understand(self, text: str) -> Understanding:
        if text not in self._understood:
            self._understood[text] = self.ear.understand(text)
        return self._understood[text]

    def say(
        self,
        text: str,
        /,
        *,
        buttons: Rows = (),
        ticket: Ticket | None = None,
        priority: MailPriority = MailPriority.REPLY,
        extra: dict[str, Any] | None = None,
        **values: Any,
    ) -> None:
        """Answer the speaker, in person."""
        self.bag.tell(
            self.person,
            text,
            buttons=buttons,
            ticket=ticket,
            priority=priority,
            extra=extra,
            **values,
        )

    def notify(self, text: str, /, *, alert: bool = False, **values: Any) -> None:
        """Answer a press with the little note over it (200 characters at most)."""
        self.toast = self.voice.words(text, self.language, **values)[:200]
        self.alert = alert

    async def expect(self, step: Step, **data: Any) -> None:
        """The next words in this chat answer this."""
        await people.wait_for(
            self.session, self.incoming.chat_id, self.person.id, step, data, self.now
        )

    async def expect_nothing(self) -> bool:
        return await people.stop_waiting(self.session, self.incoming.chat_id, self.person.id)
