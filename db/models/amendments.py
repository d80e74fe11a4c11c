"""What a letter to many changes the moment it goes out."""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import Becomes


class Amendment(Base):
    """A meeting or planned works, announced already, moved or called off by a letter."""

    __tablename__ = "amendments"

    broadcast_id: Mapped[int] = mapped_column(
        ForeignKey("broadcasts.id"), primary_key=True, autoincrement=False
    )
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    works_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    """Either the one or the other."""
    becomes: Mapped[Becomes]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """The new hours, where it is moved."""
    place: Mapped[str | None]
    """The new one, where that changes."""
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Of works: a reason was given why they cannot keep out of everybody's hours."""
    came_true_at: Mapped[datetime | None]
    """None: the letter has not gone out, or was dropped."""
