"""Store rounds of written consultation and how their deadlines moved."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgtracker.models.base import Base, Versioned, one_of
from wgtracker.models.draft import Draft
from wgtracker.models.meeting import WorkingGroupSession


class RoundState(StrEnum):
    """Whether written input is taken."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Round(Versioned, Base):
    """A window for written input on one draft.

    deadline: local wall time and zone as the invitation states it ("2020-10-01T18:00", "Europe/Vienna"); deadline_at: the same as an
    instant. takes_late: whether what comes after it is taken and marked late. texts: counts every change of what its pages show.
    """

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("session_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(one_of(RoundState), default=RoundState.PLANNED)
    deadline: Mapped[str]
    zone: Mapped[str]
    deadline_at: Mapped[datetime]
    takes_late: Mapped[bool] = mapped_column(default=True)
    texts: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    session: Mapped[WorkingGroupSession] = relationship()
    draft: Mapped[Draft] = relationship()
    extensions: Mapped[list["RoundExtension"]] = relationship(back_populates="round", order_by="RoundExtension.made_at")


class RoundExtension(Base):
    """A deadline that was moved: from when to when, why, by whom."""

    __tablename__ = "round_extensions"
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    from_deadline: Mapped[str]
    to_deadline: Mapped[str]
    to_at: Mapped[datetime]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    round: Mapped[Round] = relationship(back_populates="extensions")
