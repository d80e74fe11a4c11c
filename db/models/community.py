"""Communities (小區/社區/屋苑), their buildings and units, and the teams that look after them."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.vocabulary import DispatchMode, Language, Region, TeamCode


class Community(Base):
    __tablename__ = "communities"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    names: Mapped[dict[str, str]]
    region: Mapped[Region]
    language: Mapped[Language] = mapped_column(default=Language.HANT)
    """Spoken in the teams' groups, and to people whose language is not known yet."""
    timezone: Mapped[str]
    office_phone: Mapped[str]
    office_opens: Mapped[str]
    """Local time the office opens, HH:MM; with `office_closes` the span of working hours."""
    office_closes: Mapped[str]
    contacts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    """Who sees to what this office does not: reject reason → {language: words}."""
    area: Mapped[dict[str, str]] = mapped_column(default=dict, server_default=text("'{}'"))
    """Where official warnings look for it: feed → its name or code of the place."""
    holidays: Mapped[dict[str, str]] = mapped_column(default=dict, server_default=text("'{}'"))
    """Days that differ from the region's: YYYY-MM-DD → off | workday."""
    facts: Mapped[dict[str, Any]]
    """What FAQ answers quote: fact name → {language: words}."""

    def name(self, language: Language) -> str:
        return self.names[language]


class Building(Base):
    __tablename__ = "buildings"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    code: Mapped[str]
    """The short sign people use: "3", "B"."""
    names: Mapped[dict[str, str]]
    aliases: Mapped[list[str]]

    def name(self, language: Language) -> str:
        return self.names[language]


class Unit(Base):
    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("building_id", "floor", "door"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("buildings.id"), index=True)
    floor: Mapped[str]
    door: Mapped[str]
    """The unit's sign on its floor: "F", "2"."""

    building: Mapped[Building] = relationship(lazy="joined", innerjoin=True)

    @property
    def code(self) -> str:
        """As staff write it: 3-12F."""
        return f"{self.building.code}-{self.floor}{self.door}"


class Team(Base):
    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[TeamCode]
    names: Mapped[dict[str, str]]
    forum_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    """The forum group where this team's tickets get their topics; None until it is linked."""

    dispatch: Mapped[DispatchMode] = mapped_column(
        default=DispatchMode.CLAIM, server_default=DispatchMode.CLAIM.value
    )
    keeps_roster: Mapped[bool] = mapped_column(default=False, server_default=false())
    """True: from the first shift on, who has none now is not on duty."""
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendars.id"))
    """When it works; None: the community's office hours."""

    def name(self, language: Language) -> str:
        return self.names[language]


Index("ix_teams_forum_chat_id", Team.forum_chat_id)
