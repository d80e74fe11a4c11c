"""People: who they are to a unit (residency), to the company (membership), and how they got in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.community import Community, Team, Unit
from db.vocabulary import Language, ResidentRole, StaffRole, Step, VouchState


class Person(Base):
    """Anyone who ever spoke to the bot; Telegram's user id is also their private chat's id."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str]
    names: Mapped[dict[str, str] | None]
    """How the person is called in each language, where the office knows it."""
    language: Mapped[Language]
    language_chosen: Mapped[bool] = mapped_column(default=False)
    """False: `language` is a guess, and follows the language they write in."""
    quiet: Mapped[bool] = mapped_column(default=False)
    """True: no routine reminders, please. Broadcasts with sound still reach them."""
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    """The community they speak of; None until they are bound or have chosen one."""
    unreachable_since: Mapped[datetime | None]
    created_at: Mapped[datetime]

    residencies: Mapped[list["Residency"]] = relationship(
        primaryjoin="and_(Person.id == Residency.person_id, Residency.until.is_(None))",
        order_by="Residency.id",
        viewonly=True,
        lazy="raise",
    )
    """Where they live now."""
    community: Mapped[Community | None] = relationship(viewonly=True, lazy="raise")
    waiting: Mapped["Dialogue | None"] = relationship(
        primaryjoin="and_(foreign(Dialogue.person_id) == Person.id, "
        "Dialogue.chat_id == Person.telegram_id)",
        viewonly=True,
        uselist=False,
        lazy="raise",
    )
    """What the bot waits for in their own chat."""
    memberships: Mapped[list["Membership"]] = relationship(
        order_by="Membership.id", viewonly=True, lazy="raise"
    )

    def called(self, language: Language) -> str:
        return called(self.name, self.names, language)


def called(name: str, names: Mapping[str, str] | None, language: Language) -> str:
    """As the office knows somebody in that language, or as they call themselves."""
    return (names or {}).get(language) or name


class Residency(Base):
    __tablename__ = "residencies"
    __table_args__ = (
        Index(
            "uq_residencies_current",
            "person_id",
            "unit_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[ResidentRole]
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class Membership(Base):
    """A person's post in a community: in a team, or (supervisor, manager) over all of it."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("person_id", "community_id", "role", "team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    role: Mapped[StaffRole]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    on_duty: Mapped[bool] = mapped_column(default=True)
    """Counts where the team keeps no roster; else the shifts do."""
    skills: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    """Categories they can see to; none: all of their team's."""
    building_ids: Mapped[list[int]] = mapped_column(default=list, server_default=text("'[]'"))
    """Where they work; none: everywhere."""
    last_assigned_at: Mapped[datetime | None]
    """Whose turn it is: the longest ago comes first (輪訓)."""

    team: Mapped[Team | None] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="raise", viewonly=True)


class Invitation(Base):
    """A single-use way in: to a unit for a resident, to a team or a post for staff.

    Only the hash of the token is kept; whoever reads this table cannot use it.
    """

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    resident_role: Mapped[ResidentRole | None]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    staff_role: Mapped[StaffRole | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: made by the operator at the command line."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime | None]


class VouchRequest(Base):
    """Somebody unbound says where they live; a manager vouches for them, or not."""

    __tablename__ = "vouch_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    said: Mapped[str]
    """What they wanted, word for word: it is acted on as soon as somebody vouches."""
    state: Mapped[VouchState] = mapped_column(default=VouchState.ASKED)
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class Dialogue(Base):
    """The step a conversation stands at: one per person and chat."""

    __tablename__ = "dialogues"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    step: Mapped[Step]
    data: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
