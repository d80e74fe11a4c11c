"""Official warnings: how their feeds do, what is in force, and which of our rules it set off."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import AlertState, FeedCode, Metric

_IN_FORCE = text("state = 'in_force'")


class Feed(Base):
    """One source of warnings, and how it is doing."""

    __tablename__ = "feeds"

    code: Mapped[FeedCode] = mapped_column(primary_key=True)
    next_poll_at: Mapped[datetime]
    polled_at: Mapped[datetime | None]
    good_at: Mapped[datetime | None]
    """When it last could be read; None: never, and what it then holds is no news to anybody."""
    failures: Mapped[int] = mapped_column(default=0)
    """In a row."""
    problem: Mapped[str | None]
    """Why it could not be read: our words, and nothing of what it sent."""
    told_at: Mapped[datetime | None]
    """The managers know that it is down; once, until it was well again."""
    etag: Mapped[str | None]


class Alert(Base):
    """One warning for one place, however often it is issued again."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("feed", "event", "area", "first_identifier"),
        Index(
            "ix_alerts_in_force",
            "feed",
            "area",
            "event",
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    feed: Mapped[FeedCode]
    event: Mapped[str]
    """As the source calls it: 低溫, WCOLD."""
    level: Mapped[str]
    """yellow, orange, red, or the source's own; empty where it has none."""
    area: Mapped[str]
    """A county, a district code; empty: the whole of the source's region."""
    first_identifier: Mapped[str]
    state: Mapped[AlertState] = mapped_column(default=AlertState.IN_FORCE)
    issued_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    headline: Mapped[dict[str, Any]]
    """Language → the source's own words, for managers; owners read ours."""
    link: Mapped[str | None]
    known_before: Mapped[bool]
    """It was there when the feed was first read: nobody is warned late."""


class AlertIdentifier(Base):
    """A message of a feed, and the warning that it belongs to at a place: it comes many times."""

    __tablename__ = "alert_identifiers"
    __table_args__ = (Index("ix_alert_identifiers_seen_at", "seen_at"),)

    feed: Mapped[FeedCode] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(primary_key=True)
    """Empty: the feed was read for this place before, and what is in it now is news."""
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"))
    """None: read, and nothing to us."""
    seen_at: Mapped[datetime]


class Forecast(Base):
    """What a source expects of a day at a place, as it said last."""

    __tablename__ = "forecasts"

    feed: Mapped[FeedCode] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    metric: Mapped[Metric] = mapped_column(primary_key=True)
    value: Mapped[float]
    issued_at: Mapped[datetime]


class Tripwire(Base):
    """What a notice waits for, in one community: when it last came, and since when all is calm."""

    __tablename__ = "tripwires"

    community_id: Mapped[int] = mapped_column(
        ForeignKey("communities.id"), primary_key=True, autoincrement=False
    )
    rule_id: Mapped[str] = mapped_column(primary_key=True)
    """The notice's id; of what goes at once, with the kind: `storm.stay_indoors:hko:WRAIN`."""
    tripped_at: Mapped[datetime | None]
    """Nothing more until the rule's cooldown is over, unless it grows graver."""
    calm_since: Mapped[datetime | None]
    """Armed again after a day of it, or an hour; None: what it watches for goes on."""
    rank: Mapped[int | None]
    """How grave it was, from one to four; None: nobody said."""
