"""Incidents: one matter that many report, or that is announced; and the roll-call of a danger."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import IncidentKind, IncidentState, SafetyAnswer, Subscription

_LIVE_OUTAGE = text("kind = 'outage' AND state IN ('proposed', 'open')")


class Incident(Base):
    """Stands beside the tickets: every reporter keeps their own."""

    __tablename__ = "incidents"
    __table_args__ = (
        Index(
            "uq_incidents_live",
            "building_id",
            "category",
            unique=True,
            sqlite_where=_LIVE_OUTAGE,
            postgresql_where=_LIVE_OUTAGE,
        ),
        Index("ix_incidents_state", "community_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[IncidentKind]
    state: Mapped[IncidentState] = mapped_column(default=IncidentState.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[str]
    topic: Mapped[str | None]
    building_id: Mapped[int | None] = mapped_column(ForeignKey("buildings.id"))
    """None: the whole estate; works only."""
    lead_ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    """The first report: its forum topic is the incident's."""
    accountable_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    urgent: Mapped[bool] = mapped_column(default=False)
    """Works that may disturb."""
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: proposed by a spike."""
    made_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]


class Subscriber(Base):
    """A ticket that an incident speaks for."""

    __tablename__ = "subscribers"
    __table_args__ = (Index("ix_subscribers_incident", "incident_id", "state"),)

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    state: Mapped[Subscription]
    joined_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class RollCall(Base):
    """Who is safe in an emergency, and who needs help: the last word counts."""

    __tablename__ = "roll_calls"

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    answer: Mapped[SafetyAnswer | None]
    """None: asked, and has not said."""
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
